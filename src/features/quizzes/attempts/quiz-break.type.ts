import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { NoBreakLeft } from '../accommodations/quiz-break.refusals.js';
import { AttemptOver } from './quiz-attempt.refusals.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';
import { AttemptStatusEnum } from './quiz-attempt.enums.js';
import { QuizAttemptType } from './quiz-attempt.type.js';

export const PauseQuizAttemptResult = outcome('PauseQuizAttemptResult', () => [
  QuizAttemptType,
  AttemptOver,
  NoBreakLeft,
]);
export const ResumeQuizAttemptResult = outcome('ResumeQuizAttemptResult', () => [
  QuizAttemptType,
  AttemptOver,
]);

@ObjectType({
  description: 'How long an attempt still runs. It holds no question: ask `quizAttempt` for them.',
})
export class QuizAttemptTimes {
  @Field(() => ID, { description: 'The attempt.' })
  id: string;

  @Field(() => AttemptStatusEnum, { description: 'Running or submitted.' })
  status: AttemptStatus;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'Its deadline now; null: no end.' })
  deadline: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The last moment at which an answer counts; null: no end.',
  })
  acceptUntil: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'A break runs until then, or ran; null: none.' })
  pausedUntil: Date | null;

  @Field(() => DateTime, { description: 'The database clock when this was read.' })
  serverNow: Date;
}
