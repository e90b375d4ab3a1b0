import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { OwnQuizOverride, QuizNeverOpen, QuizOverrideNotStanding } from './quiz-override.refusals.js';

@ObjectType('QuizOverride', {
  description:
    'Other rules of one quiz for one person or one cohort; what is null stays as the quiz says. A person’s rule goes before their cohort’s.',
})
export class QuizOverrideType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => ID, { description: 'The quiz.' })
  quizId: string;

  @Field(() => DateTime, { nullable: true, description: 'From when on attempts can be started.' })
  opensAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it closes.' })
  closesAt: Date | null;

  @Field(() => Int, { nullable: true, description: 'Minutes from start to deadline.' })
  timeLimitMinutes: number | null;

  @Field(() => Int, { nullable: true, description: 'Attempts allowed.' })
  maxAttempts: number | null;

  @Field(() => Boolean, { description: 'Whether this entry withdrew the one before it.' })
  withdrawn: boolean;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => ID, { nullable: true, description: 'The entry whose place it took; null: the first.' })
  supersedesId: string | null;

  @Field(() => DateTime, { description: 'When it was put on record.' })
  recordedAt: Date;
}

export const QuizOverrideConnection = connectionOf('QuizOverride', () => QuizOverrideType);

export const SetQuizOverrideResult = outcome('SetQuizOverrideResult', () => [
  QuizOverrideType,
  OwnQuizOverride,
  QuizNeverOpen,
]);
export const WithdrawQuizOverrideResult = outcome('WithdrawQuizOverrideResult', () => [
  QuizOverrideType,
  OwnQuizOverride,
  QuizOverrideNotStanding,
]);
