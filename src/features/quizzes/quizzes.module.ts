import { Module } from '@nestjs/common';
import { ProgramsModule } from '../programs/programs.module.js';
import { RecordsModule } from '../records/records.module.js';
import { BankImport } from './bank/bank-import.service.js';
import { QuestionBank } from './bank/question-bank.service.js';
import { RichTextResolver } from './bank/question-picture.resolver.js';
import { QuestionPictures } from './bank/question-picture.service.js';
import { QuestionResolver, QuestionVersionResolver } from './bank/question.resolver.js';
import { QuestionService } from './bank/question.service.js';
import { QuizAttachment } from './authoring/quiz-attachment.service.js';
import { QuizAttemptResolver, TraineeQuizResolver } from './attempts/quiz-attempt.resolver.js';
import { QuizAttemptService } from './attempts/quiz-attempt.service.js';
import { QuizCatalog } from './authoring/quiz-catalog.service.js';
import { OverdueAttempts } from './attempts/quiz-overdue.job.js';
import { QuizReview } from './attempts/quiz-review.service.js';
import { QuizSubmission } from './attempts/quiz-submission.service.js';
import {
  QuizQuestionResolver,
  QuizResolver,
  QuizVersionResolver,
  RequirementQuizResolver,
} from './authoring/quiz.resolver.js';
import { QuizService } from './authoring/quiz.service.js';

@Module({
  imports: [ProgramsModule, RecordsModule],
  providers: [
    QuestionBank,
    QuestionPictures,
    RichTextResolver,
    QuestionService,
    QuestionResolver,
    QuestionVersionResolver,
    QuizCatalog,
    QuizService,
    QuizAttachment,
    QuizResolver,
    QuizVersionResolver,
    QuizQuestionResolver,
    RequirementQuizResolver,
    QuizSubmission,
    QuizReview,
    QuizAttemptService,
    OverdueAttempts,
    QuizAttemptResolver,
    TraineeQuizResolver,
    BankImport,
  ],
  exports: [BankImport, QuizAttachment],
})
export class QuizzesModule {}
