import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { QuestionType } from '../bank/question-content.js';
import { QuestionTypeEnum } from '../bank/question.enums.js';
import { FLAG_CODES, type FlagCode } from './statistics-flags.rules.js';

const FlagCodeEnum = Object.fromEntries(FLAG_CODES.map((code) => [code, code]));
registerEnumType(FlagCodeEnum, {
  name: 'StatisticsFlagCode',
  description: 'What an author should look at.',
  valuesMap: {
    FEW_ATTEMPTS: { description: 'Fewer than 25 attempts.' },
    UNRELIABLE: { description: 'A coefficient of internal consistency below 64.' },
    NEGATIVE_DISCRIMINATION: { description: 'A discrimination index below 0.' },
    BEST_MISS_IT: { description: 'The upper group earns less than half of the points.' },
    TOO_EASY: { description: 'A facility above 0.95.' },
    TOO_HARD: { description: 'A facility below 0.1.' },
    LIKE_GUESSING: { description: 'A facility at most 0.05 above the random guess score.' },
    UNUSED_DISTRACTOR: { description: 'A wrong choice that nobody chooses.' },
    DISTRACTOR_ATTRACTS_BEST: {
      description:
        'A wrong choice that the upper group chooses more often than the lower, by more than chance.',
    },
  },
});

@ObjectType('StatisticsFlag', { description: 'Something an author should look at.' })
export class StatisticsFlagType {
  @Field(() => FlagCodeEnum, { description: 'For programs.' })
  code: FlagCode;

  @Field(() => String, { description: 'In plain words.' })
  message: string;
}

@ObjectType({ isAbstract: true })
abstract class ItemStatisticsType {
  @Field(() => Int, { description: 'Attempts that held it.' })
  attempts: number;

  @Field(() => Float, { description: 'What it is worth, in the newest version.' })
  points: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Facility: the share of its points that is earned on average, 0 to 1.',
  })
  facility: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Standard deviation of its marks, in points; null for fewer than two attempts.',
  })
  standardDeviation: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Correlation of its marks with the rest of the quiz (of a drawn question: with the whole quiz), −100 to 100; null where one of them is always the same.',
  })
  discriminationIndex: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The covariance of its marks with the rest in percent of the largest that these marks could have; null where that is 0.',
  })
  discriminativeEfficiency: number | null;
}

@ObjectType('PositionStatistics', { description: 'What attempts earned at one position of the quiz.' })
export class PositionStatisticsType extends ItemStatisticsType {
  @Field(() => Int, { description: 'The position.' })
  position: number;

  @Field(() => Float, { nullable: true, description: 'Percent of the points of the quiz.' })
  intendedWeight: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Percent of what sets trainees apart that comes from here; null where it works against the rest.',
  })
  effectiveWeight: number | null;
}

@ObjectType('VariantStatistics', {
  description: 'What attempts earned with one set of values of a calculated question.',
})
export class VariantStatisticsType extends ItemStatisticsType {
  @Field(() => Int, { description: 'Which set of values, from 0.' })
  variant: number;
}

@ObjectType('AnswerStatistics', {
  description:
    'An answer and who gave it. The upper and the lower group are the 27 percent of attempts with the highest and the lowest totals, and who has the same total.',
})
export class AnswerStatisticsType {
  @Field(() => String, { description: 'The choice, or what was typed; empty for no answer.' })
  text: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is right; null for what was typed.' })
  correct: boolean | null;

  @Field(() => Int, { description: 'Attempts that gave it.' })
  all: number;

  @Field(() => Int, { description: 'Attempts of the upper group that gave it.' })
  upper: number;

  @Field(() => Int, { description: 'Attempts of the lower group that gave it.' })
  lower: number;
}

@ObjectType('QuestionStatistics', {
  description: 'What attempts earned with one question, in whatever version and at whatever position.',
})
export class QuestionStatisticsType extends ItemStatisticsType {
  @Field(() => Int, { description: 'Its place in this list, from 1: what the charts call it.' })
  number: number;

  @Field(() => ID, { description: 'The question of the bank.' })
  questionId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => QuestionTypeEnum, { description: 'How it is answered.' })
  type: QuestionType;

  @Field(() => String, { description: 'The beginning of what it asks, as Markdown on one line.' })
  stem: string;

  @Field(() => [Int], { description: 'The positions at which it stands or was drawn.' })
  positions: readonly number[];

  @Field(() => Float, { nullable: true, description: 'Percent of the points of the quiz.' })
  intendedWeight: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Percent of what sets trainees apart that comes from it; null where it works against the rest, and where it does not stand alone at one position.',
  })
  effectiveWeight: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The share of its points that guessing earns on average; null where guessing has no fixed odds.',
  })
  randomGuessScore: number | null;

  @Field(() => Float, { nullable: true, description: 'Facility in the upper group.' })
  upperShare: number | null;

  @Field(() => Float, { nullable: true, description: 'Facility in the lower group.' })
  lowerShare: number | null;

  @Field(() => Boolean, {
    description:
      'Whether answers and guess score are left out: you are being asked this question in an attempt of your own that is still open.',
  })
  keyHidden: boolean;

  @Field(() => [AnswerStatisticsType], {
    description:
      'All choices; of what is typed the ten most frequent answers; then no answer. Empty for types whose answers are not counted.',
  })
  answers: readonly AnswerStatisticsType[];

  @Field(() => [VariantStatisticsType], { description: 'Of a calculated question.' })
  variants: readonly VariantStatisticsType[];

  @Field(() => [StatisticsFlagType], { description: 'What should be looked at.' })
  flags: readonly StatisticsFlagType[];
}

@ObjectType({
  description: 'Statistics as tables. Text that a spreadsheet would run as a formula is defused.',
})
export class QuizTables {}

@ObjectType({ description: 'Statistics as SVG pictures that stand alone and say in text what they show.' })
export class QuizCharts {}

@ObjectType({
  description:
    'What attempts say about a quiz. Several versions are pooled: points of older ones are scaled to those of the newest. Figures are null where there are too few attempts, or all are alike.',
})
export class QuizStatistics {
  @Field(() => String, { description: 'The title of the quiz.' })
  title: string;

  @Field(() => [Int], { description: 'The versions that were asked for, newest first.' })
  versionNumbers: readonly number[];

  @Field(() => Int, { description: 'Attempts that count.' })
  attempts: number;

  @Field(() => Int, { description: 'Attempts left out because answers wait for a grader.' })
  waiting: number;

  @Field(() => Float, { nullable: true, description: 'Points that can be earned.' })
  possible: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean of the totals, in points.' })
  mean: number | null;

  @Field(() => Float, { nullable: true, description: 'Median of the totals, in points.' })
  median: number | null;

  @Field(() => Float, { nullable: true, description: 'Standard deviation of the totals, in points.' })
  standardDeviation: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Skewness of the totals: below 0 where a few did far worse than most.',
  })
  skewness: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Kurtosis of the totals, 0 as a bell has it: above 0 for more of them far out.',
  })
  kurtosis: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Coefficient of internal consistency (Cronbach's alpha) in percent: how far the questions measure the same thing.",
  })
  internalConsistency: number | null;

  @Field(() => Float, { nullable: true, description: 'Percent of the standard deviation that is chance.' })
  errorRatio: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How far from what a trainee is worth a total typically is, in points.',
  })
  standardError: number | null;

  @Field(() => [Int], { description: 'Attempts by tenths of the points, from the lowest.' })
  tenths: readonly number[];

  @Field(() => [PositionStatisticsType], {
    description: 'By position; empty when versions of different length are pooled.',
  })
  positions: readonly PositionStatisticsType[];

  @Field(() => [QuestionStatisticsType], {
    description: 'By question, in the order of the quiz; without those that were voided.',
  })
  questions: readonly QuestionStatisticsType[];

  @Field(() => [StatisticsFlagType], { description: 'What should be looked at in the quiz as a whole.' })
  flags: readonly StatisticsFlagType[];
}
