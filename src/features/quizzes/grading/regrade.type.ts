import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { OwnRecord } from '../../records/record.refusals.js';
import type { EntryKind } from '../attempts/quiz-attempt.entity.js';
import { QuizResponseType } from '../attempts/quiz-attempt.type.js';
import type { RegradeAction } from './adjustment.rules.js';
import { CrossingEnum, EntryKindEnum, RegradeActionEnum } from './regrade.enums.js';
import { AttemptsUnseen, NoNewerKey, RegradePreviewOutdated } from './regrade.refusals.js';

@ObjectType({ description: 'What an attempt is worth.' })
export class ScoreTotals {
  @Field(() => Decimal, { description: 'Points earned.' })
  earned: string;

  @Field(() => Decimal, { description: 'Points possible.' })
  possible: string;

  @Field(() => Decimal, { description: 'Percent of the points, rounded.' })
  percent: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it passes; null while answers wait for a grader.',
  })
  passed: boolean | null;
}

@ObjectType({ description: 'One attempt that a decision changes.' })
export class RegradeChange {
  @Field(() => ID, { description: 'The attempt.' })
  attemptId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  traineeName: string;

  @Field(() => ScoreTotals, { description: 'What stands.' })
  before: ScoreTotals;

  @Field(() => ScoreTotals, { description: 'What the decision makes of it.' })
  after: ScoreTotals;

  @Field(() => CrossingEnum, { nullable: true, description: 'Whether it crosses the pass mark; null: no.' })
  crossing: 'UP' | 'DOWN' | null;
}

@ObjectType({ description: 'What a decision about a question would change. Nothing is stored.' })
export class RegradePreview {
  @Field(() => String, { description: 'Stands for exactly these changes: `regradeQuestion` takes it.' })
  fingerprint: string;

  @Field(() => Int, { description: 'Submitted attempts that were asked the question.' })
  asked: number;

  @Field(() => Int, { description: 'Attempts whose score changes.' })
  changed: number;

  @Field(() => Int, { description: 'Attempts that pass by it.' })
  crossingUp: number;

  @Field(() => Int, { description: 'Attempts that fail by it.' })
  crossingDown: number;
}

@ObjectType('QuizRegrade', {
  description:
    'A decision about a question of a quiz: it was applied to the attempts that were submitted, and counts for those to come.',
})
export class QuizRegradeType {
  @Field(() => ID, { description: 'Identifies the decision.' })
  id: string;

  @Field(() => ID, { description: 'The quiz.' })
  quizId: string;

  @Field(() => ID, { description: 'The version of the question that was asked.' })
  questionVersionId: string;

  @Field(() => RegradeActionEnum, { description: 'What was decided.' })
  action: RegradeAction;

  @Field(() => QuizResponseType, { nullable: true, description: 'Of ACCEPT: the answer.' })
  accepted: QuizResponseType | null;

  @Field(() => ID, { nullable: true, description: 'Of CURRENT_KEY: the version whose key counts.' })
  newerVersionId: string | null;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => Int, { description: 'Attempts whose score it changed.' })
  changedAttempts: number;

  @Field(() => DateTime, { description: 'When it was made.' })
  madeAt: Date;
}

@ObjectType('QuizScore', {
  description: 'What an attempt was worth from a moment on. The newest entry stands; none is ever changed.',
})
export class QuizScoreType extends ScoreTotals {
  @Field(() => Int, { description: '1 for the submission, and so on.' })
  entry: number;

  @Field(() => EntryKindEnum, { description: 'What it comes from.' })
  kind: EntryKind;

  @Field(() => Int, { description: 'Answers that waited for a grader.' })
  pending: number;

  @Field(() => String, { nullable: true, description: 'Why it changed; null at the submission.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was entered.' })
  enteredAt: Date;
}

export const RegradeChangeConnection = connectionOf('RegradeChange', () => RegradeChange);
export const QuizRegradeConnection = connectionOf('QuizRegrade', () => QuizRegradeType);

export const RegradePreviewResult = outcome('RegradePreviewResult', () => [
  RegradePreview,
  AttemptsUnseen,
  NoNewerKey,
  OwnRecord,
]);
export const RegradeQuestionResult = outcome('RegradeQuestionResult', () => [
  QuizRegradeType,
  AttemptsUnseen,
  NoNewerKey,
  OwnRecord,
  RegradePreviewOutdated,
]);
