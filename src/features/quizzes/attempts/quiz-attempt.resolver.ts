import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { asksFor } from '../../../platform/graphql/selection.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { QuizAttempt } from './quiz-attempt.entity.js';
import {
  FinishQuestionInput,
  MyQuizArgs,
  QuizAttemptsArgs,
  SaveAnswerInput,
  StartQuizAttemptInput,
  SubmitQuizAttemptInput,
} from './quiz-attempt.input.js';
import { QuizAnswerService } from './quiz-answer.service.js';
import { QuizAttemptService } from './quiz-attempt.service.js';
import {
  AttemptQuestion,
  FinishQuestionResult,
  QuizAttemptConnection,
  QuizAttemptType,
  SaveAnswerResult,
  StartQuizAttemptResult,
  SubmitQuizAttemptResult,
  TraineeQuiz,
} from './quiz-attempt.type.js';
import { QuizReview, type ReadAttempt } from './quiz-review.service.js';
import { QuizStandings, type StandingQuiz } from './quiz-standing.service.js';

@Resolver(() => QuizAttemptType)
export class QuizAttemptResolver {
  constructor(
    private readonly service: QuizAttemptService,
    private readonly answers: QuizAnswerService,
    private readonly review: QuizReview,
  ) {}

  @Query(() => QuizAttemptType, {
    description:
      "One's own attempt, or with `record:read` that of a trainee one may see. After the end it is its review.",
  })
  @Allow('self')
  quizAttempt(@Db() db: TenantDb, @IdArg('id', 'The attempt.') id: string) {
    return this.review.attempt(db, id);
  }

  @Query(() => QuizAttemptConnection, {
    description:
      "One's own attempts, and with `record:read` those of the trainees one may see; newest first.",
  })
  @Allow('self')
  quizAttempts(@Db() db: TenantDb, @Args() args: QuizAttemptsArgs) {
    return this.review.page(db, args);
  }

  @ResolveField(() => DateTime, {
    description:
      'The database clock when this was read: count down to the deadline from it, not from the device.',
  })
  @AllowAsParent()
  serverNow(@Parent() attempt: QuizAttempt & { serverNow: Date }) {
    return attempt.serverNow;
  }

  @ResolveField(() => [AttemptQuestion], {
    description:
      'The questions in the order of this attempt. While it runs its trainee gets none in a break, and, where they are taken one after the other, none beyond the current one.',
  })
  @AllowAsParent()
  questions(@Db() db: TenantDb, @Parent() attempt: ReadAttempt) {
    return this.review.questionsOf(db, attempt);
  }

  @Mutation(() => StartQuizAttemptResult, {
    description: 'Starts an attempt at the quiz of a requirement, or goes on with the one that is open.',
  })
  @Allow('self')
  startQuizAttempt(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which quiz.' }) input: StartQuizAttemptInput,
  ) {
    return this.service.start(db, input);
  }

  @Mutation(() => SaveAnswerResult, {
    description:
      'Saves one answer of a running attempt. Every saved answer is kept; the last that came in time counts.',
  })
  @Allow('self')
  saveAnswer(@Db() db: TenantDb, @Args('input', { description: 'The answer.' }) input: SaveAnswerInput) {
    return this.answers.save(db, input);
  }

  @Mutation(() => FinishQuestionResult, {
    description:
      'Makes the answer to a question final. Where questions are taken one after the other the next one opens; what the quiz shows during the attempt is then shown.',
  })
  @Allow('self')
  finishQuestion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which question.' }) input: FinishQuestionInput,
  ) {
    return this.answers.finish(db, input);
  }

  @Mutation(() => SubmitQuizAttemptResult, {
    description: 'Submits what was saved in time, and grades it. Submitting again gives the same answer.',
  })
  @Allow('self')
  submitQuizAttempt(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which attempt.' }) input: SubmitQuizAttemptInput,
    @Info() info: GraphQLResolveInfo,
  ) {
    return this.service.submit(db, input, asksFor(info, 'questions'));
  }
}

@Resolver(() => TraineeQuiz)
export class TraineeQuizResolver {
  constructor(
    private readonly review: QuizReview,
    private readonly standings: QuizStandings,
  ) {}

  @Query(() => TraineeQuiz, {
    description: 'The quiz of a requirement as it stands for the trainee who asks.',
  })
  @Allow('self')
  myQuiz(@Db() db: TenantDb, @Args() { requirementId, enrollmentId }: MyQuizArgs) {
    return this.standings.quizOfTrainee(db, requirementId, enrollmentId ?? null);
  }

  @ResolveField(() => QuizAttemptType, {
    nullable: true,
    description: 'The attempt that is running; null: none.',
  })
  @AllowAsParent()
  openAttempt(@Db() db: TenantDb, @Parent() { openAttemptId }: StandingQuiz) {
    return openAttemptId && this.review.attempt(db, openAttemptId);
  }

  @ResolveField(() => QuizAttemptType, {
    nullable: true,
    description: 'The attempt with the highest share of its points; null: none yet.',
  })
  @AllowAsParent()
  bestAttempt(@Db() db: TenantDb, @Parent() { bestAttemptId }: StandingQuiz) {
    return bestAttemptId && this.review.attempt(db, bestAttemptId);
  }

  @ResolveField(() => QuizAttemptType, {
    nullable: true,
    description: 'The attempt that counts; null: none yet, or the average of all.',
  })
  @AllowAsParent()
  countedAttempt(@Db() db: TenantDb, @Parent() { countedAttemptId }: StandingQuiz) {
    return countedAttemptId && this.review.attempt(db, countedAttemptId);
  }
}
