import { Module } from '@nestjs/common';
import { ProgramsModule } from '../programs/programs.module.js';
import { RecordsModule } from '../records/records.module.js';
import { BankImport } from './bank-import.service.js';
import { QuestionBank } from './question-bank.service.js';
import { QuestionResolver, QuestionVersionResolver } from './question.resolver.js';
import { QuestionService } from './question.service.js';
import { QuizAttachment } from './quiz-attachment.service.js';
import { QuizAttemptResolver, TraineeQuizResolver } from './quiz-attempt.resolver.js';
import { QuizAttemptService } from './quiz-attempt.service.js';
import { QuizCatalog } from './quiz-catalog.service.js';
import { OverdueAttempts } from './quiz-overdue.job.js';
import { QuizReview } from './quiz-review.service.js';
import { QuizSubmission } from './quiz-submission.service.js';
import {
  QuizQuestionResolver,
  QuizResolver,
  QuizVersionResolver,
  RequirementQuizResolver,
} from './quiz.resolver.js';
import { QuizService } from './quiz.service.js';

@Module({
  imports: [ProgramsModule, RecordsModule],
  providers: [
    QuestionBank,
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
