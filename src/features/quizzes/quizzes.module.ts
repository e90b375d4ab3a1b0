import { Module } from '@nestjs/common';
import { EnrollmentsModule } from '../enrollments/enrollments.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ProgramsModule } from '../programs/programs.module.js';
import { RecordsModule } from '../records/records.module.js';
import { AccommodationResolver } from './accommodations/accommodation.resolver.js';
import { AccommodationService } from './accommodations/accommodation.service.js';
import { QuizOverrideResolver } from './accommodations/quiz-override.resolver.js';
import { QuizOverrideService } from './accommodations/quiz-override.service.js';
import { RunningAttempts } from './accommodations/running-attempts.service.js';
import { BankImport } from './bank/bank-import.service.js';
import { QuestionBank } from './bank/question-bank.service.js';
import { HotspotPictureResolver, RichTextResolver } from './bank/question-picture.resolver.js';
import { QuestionPictures } from './bank/question-picture.service.js';
import { QuestionResolver, QuestionVersionResolver } from './bank/question.resolver.js';
import { QuestionService } from './bank/question.service.js';
import { ManualGradingResolver } from './grading/manual-grading.resolver.js';
import { ManualGrading } from './grading/manual-grading.service.js';
import {
  QuizRegradeResolver,
  QuizScoreResolver,
  QuizScoresResolver,
  RegradeResolver,
} from './grading/regrade.resolver.js';
import { Regrades } from './grading/regrade.service.js';
import { ScoreEntries } from './grading/score-entries.service.js';
import { QuizAttachment } from './authoring/quiz-attachment.service.js';
import { QuizAttemptChanges } from './attempts/quiz-attempt-changes.service.js';
import { QuizAttemptResolver, TraineeQuizResolver } from './attempts/quiz-attempt.resolver.js';
import { QuizAnswerService } from './attempts/quiz-answer.service.js';
import { QuizAttemptService } from './attempts/quiz-attempt.service.js';
import { QuizCatalog } from './authoring/quiz-catalog.service.js';
import { QuizBreakResolver, TraineeAllowancesResolver } from './attempts/quiz-break.resolver.js';
import { QuizBreaks } from './attempts/quiz-break.service.js';
import { QuizPreviewResolver } from './attempts/quiz-preview.resolver.js';
import { QuizPreviews } from './attempts/quiz-preview.service.js';
import { OverdueAttempts } from './attempts/quiz-overdue.job.js';
import { QuizReview } from './attempts/quiz-review.service.js';
import { QuizStandings } from './attempts/quiz-standing.service.js';
import { CountedGrades } from './attempts/counted-grades.service.js';
import { QuizSubmission } from './attempts/quiz-submission.service.js';
import { QuizPublication } from './authoring/quiz-publication.service.js';
import {
  QuizDrawResolver,
  QuizQuestionResolver,
  QuizResolver,
  QuizSectionResolver,
  QuizVersionResolver,
  RequirementQuizResolver,
} from './authoring/quiz.resolver.js';
import { QuizService } from './authoring/quiz.service.js';
import { PracticeReviewService } from './practice/practice-review.service.js';
import { PracticeResolver } from './practice/practice.resolver.js';
import { PracticeDeck } from './practice/practice.service.js';
import { QuestionExportResolver } from './exchange/question-export.resolver.js';
import { QuestionExports } from './exchange/question-export.service.js';
import { QuestionImportJob } from './exchange/question-import.job.js';
import { QuestionImportResolver } from './exchange/question-import.resolver.js';
import { QuestionImports } from './exchange/question-import.service.js';
import { QuestionIntake } from './exchange/question-intake.service.js';
import {
  QuizChartsResolver,
  QuizStatisticsResolver,
  QuizTablesResolver,
} from './statistics/quiz-statistics.resolver.js';
import { QuizStatisticsService } from './statistics/quiz-statistics.service.js';

@Module({
  imports: [PeopleModule, ProgramsModule, EnrollmentsModule, RecordsModule],
  providers: [
    QuestionBank,
    QuestionPictures,
    RichTextResolver,
    HotspotPictureResolver,
    QuestionService,
    QuestionResolver,
    QuestionVersionResolver,
    QuizCatalog,
    QuizService,
    QuizPublication,
    QuizAttachment,
    QuizResolver,
    QuizVersionResolver,
    QuizSectionResolver,
    QuizDrawResolver,
    QuizQuestionResolver,
    RequirementQuizResolver,
    RunningAttempts,
    AccommodationService,
    AccommodationResolver,
    QuizOverrideService,
    QuizOverrideResolver,
    QuizPreviews,
    QuizPreviewResolver,
    QuizSubmission,
    CountedGrades,
    QuizReview,
    QuizStandings,
    QuizAttemptService,
    QuizAnswerService,
    OverdueAttempts,
    QuizAttemptResolver,
    TraineeQuizResolver,
    ScoreEntries,
    ManualGrading,
    ManualGradingResolver,
    Regrades,
    RegradeResolver,
    QuizRegradeResolver,
    QuizScoresResolver,
    QuizScoreResolver,
    QuizBreaks,
    QuizAttemptChanges,
    QuizBreakResolver,
    TraineeAllowancesResolver,
    QuizStatisticsService,
    QuizStatisticsResolver,
    QuizTablesResolver,
    QuizChartsResolver,
    BankImport,
    PracticeDeck,
    PracticeReviewService,
    PracticeResolver,
    QuestionIntake,
    QuestionImportJob,
    QuestionImports,
    QuestionImportResolver,
    QuestionExports,
    QuestionExportResolver,
  ],
  exports: [BankImport, QuizAttachment],
})
export class QuizzesModule {}
