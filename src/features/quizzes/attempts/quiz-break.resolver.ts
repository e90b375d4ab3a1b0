import { Args, Int, Mutation, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { QuizAllowance } from '../accommodations/quiz-allowance.type.js';
import { QuizAttemptChanges } from './quiz-attempt-changes.service.js';
import type { QuizAttempt } from './quiz-attempt.entity.js';
import { QuizAttemptType, TraineeQuiz } from './quiz-attempt.type.js';
import { PauseQuizAttemptInput, ResumeQuizAttemptInput } from './quiz-break.input.js';
import { QuizBreaks } from './quiz-break.service.js';
import type { StandingQuiz } from './quiz-standing.service.js';
import { PauseQuizAttemptResult, QuizAttemptTimes, ResumeQuizAttemptResult } from './quiz-break.type.js';

@Resolver(() => QuizAttemptType)
export class QuizBreakResolver {
  constructor(
    private readonly breaks: QuizBreaks,
    private readonly changes: QuizAttemptChanges,
  ) {}

  @ResolveField(() => Int, {
    description: 'Seconds of break that can still be taken in the attempt; 0: none, or it is over.',
  })
  @AllowAsParent()
  breakSecondsLeft(@Db() db: TenantDb, @Parent() { id }: QuizAttempt) {
    return this.breaks.secondsLeft(db, id);
  }

  @Mutation(() => PauseQuizAttemptResult, {
    description:
      'Begins a break that is granted to you: questions are hidden, no answer is taken, time stands still. It ends by itself.',
  })
  @Allow('self')
  pauseQuizAttempt(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which attempt, for how long.' }) input: PauseQuizAttemptInput,
  ) {
    return this.breaks.pause(db, input);
  }

  @Mutation(() => ResumeQuizAttemptResult, {
    description: 'Ends a break early: what is left of it can be taken later.',
  })
  @Allow('self')
  resumeQuizAttempt(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which attempt.' }) input: ResumeQuizAttemptInput,
  ) {
    return this.breaks.resume(db, input);
  }

  @Subscription(() => QuizAttemptTimes, {
    description: 'Tells when the end of an attempt moves, or a break begins or ends early.',
    resolve: (attempt: QuizAttempt) => attempt,
  })
  @Allow('self')
  quizAttemptChanged(@Db() db: TenantDb, @IdArg('attemptId', 'The attempt.') attemptId: string) {
    return this.changes.follow(db, attemptId);
  }
}

@Resolver(() => TraineeQuiz)
export class TraineeAllowancesResolver {
  @ResolveField(() => [QuizAllowance], {
    description: 'What is otherwise at this quiz for you than for all; empty: nothing.',
  })
  @AllowAsParent()
  allowances(@Parent() { rules }: StandingQuiz) {
    return rules.why;
  }
}
