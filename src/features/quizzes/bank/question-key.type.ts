import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { valueOf } from './formula.rules.js';
import type {
  AcceptedNumber,
  AcceptedText,
  AnswerKey,
  BlankKey,
  OrderScoring,
  Presentation,
  QuestionContent,
  Region,
  Scoring,
  ToleranceKind,
} from './question-content.js';
import { OrderScoringEnum, RegionShapeEnum, ScoringEnum, ToleranceKindEnum } from './question.enums.js';
import { rightAnswer } from './right-answer.rules.js';
import { richText, RichText } from './rich-text.type.js';
import { stemFor, valuesOf } from './stem.rules.js';

@ObjectType({ description: 'What a choice means for the mark, and what is said to who chose it.' })
export class ChoiceKey {
  @Field(() => ID, { description: 'The choice.' })
  choiceId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is right to choose it; null while right answers are not shown.',
  })
  correct: boolean | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Percent of the points it is worth, where choices are not simply right or wrong.',
  })
  percent: string | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback.' })
  feedback: RichText | null;
}

@ObjectType('AcceptedText', { description: 'A text that is accepted, and what it is worth.' })
export class AcceptedTextType {
  @Field(() => String, { description: '`*` stands for any text, `\\*` for an asterisk.' })
  pattern: string;

  @Field(() => Decimal, { description: 'Percent of the points.' })
  percent: string;

  @Field(() => RichText, { nullable: true, description: 'Feedback.' })
  feedback: RichText | null;
}

@ObjectType('AcceptedNumber', { description: 'A number that is accepted, and what it is worth.' })
export class AcceptedNumberType {
  @Field(() => Decimal, {
    nullable: true,
    description: 'The number. Of a CALCULATED question: that of this attempt; null outside of attempts.',
  })
  number: string | null;

  @Field(() => String, { nullable: true, description: 'Of a CALCULATED question: what gives the number.' })
  formula: string | null;

  @Field(() => Decimal, { description: 'How far from it an answer may be.' })
  tolerance: string;

  @Field(() => ToleranceKindEnum, { description: 'What the tolerance is measured in.' })
  toleranceKind: ToleranceKind;

  @Field(() => Decimal, { description: 'Percent of the points.' })
  percent: string;

  @Field(() => RichText, { nullable: true, description: 'Feedback.' })
  feedback: RichText | null;
}

@ObjectType('AcceptedUnit', { description: 'A unit an answer may be given in.' })
export class AcceptedUnitType {
  @Field(() => String, { description: 'The unit.' })
  unit: string;

  @Field(() => Decimal, {
    description: 'An answer in this unit times the factor is compared with the number.',
  })
  factor: string;
}

@ObjectType('PromptMatch', { description: 'A prompt and the choice matched with it.' })
export class MatchType {
  @Field(() => ID, { description: 'The prompt.' })
  promptId: string;

  @Field(() => ID, { description: 'The choice.' })
  choiceId: string;
}

@ObjectType('BlankKey', { description: 'What is right in one blank.' })
export class BlankKeyType {
  @Field(() => ID, { description: 'The blank.' })
  blankId: string;

  @Field(() => Int, { description: 'What it counts beside the other blanks.' })
  weight: number;

  @Field(() => [AcceptedTextType], { description: 'Of a TEXT blank.' })
  accepted: AcceptedTextType[];

  @Field(() => Boolean, { description: 'Of a TEXT blank: whether capital letters matter.' })
  caseSensitive: boolean;

  @Field(() => [AcceptedNumberType], { description: 'Of a NUMBER blank.' })
  numbers: AcceptedNumberType[];

  @Field(() => [ChoiceKey], { description: 'Of a CHOICE blank.' })
  choices: ChoiceKey[];
}

@ObjectType('PicturePlace', {
  description: 'A place on a picture, in whole pixels from its upper left corner.',
})
export class PlaceType {
  @Field(() => Int, { description: 'From the left.' })
  x: number;

  @Field(() => Int, { description: 'From the top.' })
  y: number;
}

@ObjectType('PictureRegion', { description: 'A region of a picture that is right to mark, in whole pixels.' })
export class RegionType {
  @Field(() => RegionShapeEnum, { description: 'Its shape.' })
  shape: Region['shape'];

  @Field(() => Int, { nullable: true, description: 'Middle of a CIRCLE or left side of a RECTANGLE.' })
  x: number | null;

  @Field(() => Int, { nullable: true, description: 'Middle of a CIRCLE or upper side of a RECTANGLE.' })
  y: number | null;

  @Field(() => Int, { nullable: true, description: 'Of a CIRCLE.' })
  radius: number | null;

  @Field(() => Int, { nullable: true, description: 'Of a RECTANGLE.' })
  width: number | null;

  @Field(() => Int, { nullable: true, description: 'Of a RECTANGLE.' })
  height: number | null;

  @Field(() => [PlaceType], { description: 'The corners of a POLYGON in their order; empty for the others.' })
  points: readonly PlaceType[];
}

@ObjectType('QuestionKey', {
  description:
    'What is right and what is said about it: for authors, and for a trainee as far as the quiz shows it.',
})
export class QuestionKeyType {
  @Field(() => RichText, {
    nullable: true,
    description: 'The right answer in words, one of those there may be; null for an ESSAY.',
  })
  rightAnswer: RichText | null;

  @Field(() => [ChoiceKey], {
    description: 'For each choice of a SINGLE_CHOICE or MULTIPLE_CHOICE question.',
  })
  choices: ChoiceKey[];

  @Field(() => ScoringEnum, {
    nullable: true,
    description: 'What a partly right answer earns, where the author has said so.',
  })
  scoring: Scoring | null;

  @Field(() => Boolean, { nullable: true, description: 'Of a TRUE_FALSE question.' })
  isTrue: boolean | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for the answer "true".' })
  whenTrue: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for the answer "false".' })
  whenFalse: RichText | null;

  @Field(() => [String], { description: 'What a SHORT_TEXT question accepts; more in `acceptedTexts`.' })
  accepted: readonly string[];

  @Field(() => [AcceptedTextType], {
    description: 'What a SHORT_TEXT question accepts. The first that fits counts.',
  })
  acceptedTexts: AcceptedTextType[];

  @Field(() => Boolean, { description: 'Of a SHORT_TEXT question: whether capital letters matter.' })
  caseSensitive: boolean;

  @Field(() => Boolean, { description: 'Of a SHORT_TEXT question: whether accents matter.' })
  accentSensitive: boolean;

  @Field(() => Decimal, { nullable: true, description: 'The first of `numbers`.' })
  number: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How far from the number an answer may be.' })
  tolerance: string | null;

  @Field(() => [AcceptedNumberType], {
    description: 'What a NUMBER or CALCULATED question accepts. The first that is near enough counts.',
  })
  numbers: AcceptedNumberType[];

  @Field(() => [AcceptedUnitType], { description: 'Where the unit is part of the answer.' })
  units: readonly AcceptedUnitType[];

  @Field(() => Decimal, {
    nullable: true,
    description: 'Percent of the points that a missing or wrong unit costs; null: all of them.',
  })
  unitPenaltyPercent: string | null;

  @Field(() => [MatchType], { description: 'Of a MATCHING question: the choice of each prompt.' })
  matches: MatchType[];

  @Field(() => [ID], { description: 'Of an ORDERING question: the items in the right order.' })
  order: readonly string[];

  @Field(() => OrderScoringEnum, { nullable: true, description: 'What a partly right order earns.' })
  orderScoring: OrderScoring | null;

  @Field(() => [BlankKeyType], { description: 'Of a CLOZE question.' })
  blanks: BlankKeyType[];

  @Field(() => [RegionType], { description: 'Of a HOTSPOT question: each is to be marked once.' })
  regions: RegionType[];

  @Field(() => RichText, { nullable: true, description: 'Of an ESSAY: for graders alone.' })
  gradingNotes: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for a right answer.' })
  whenCorrect: RichText | null;

  @Field(() => RichText, {
    nullable: true,
    description: 'Feedback for an answer that earns a part of the points.',
  })
  whenPartlyCorrect: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Feedback for a wrong answer.' })
  whenIncorrect: RichText | null;

  @Field(() => RichText, { nullable: true, description: 'Why the right answer is right.' })
  explanation: RichText | null;
}

/** Says a text of the key in the values of the attempt. */
type Said = (markdown: string | undefined) => RichText | null;

/**
 * An answer key as the API shows it: whole for authors, or the part of it that a trainee may see. The variant is that
 * of the attempt; null outside of attempts.
 */
export function keyView(
  question: Omit<QuestionContent, 'stem'>,
  variant: number | null = null,
): QuestionKeyType {
  const { type, presentation, answerKey: key } = question;
  const said: Said = (text) => richText(text && stemFor(text, presentation, variant));
  const numbers = (key.numbers ?? []).map((number) => numberView(number, question, variant, said));
  const plain = type === 'SINGLE_CHOICE' || type === 'MULTIPLE_CHOICE';
  return {
    rightAnswer: richText(rightAnswer(question, variant)),
    choices: plain ? choiceKeys(presentation.choices, key, said) : [],
    scoring: key.scoring ?? null,
    isTrue: key.isTrue ?? null,
    whenTrue: said(key.whenTrue),
    whenFalse: said(key.whenFalse),
    accepted: (key.accepted ?? []).map(({ pattern }) => pattern),
    acceptedTexts: (key.accepted ?? []).map((text) => textView(text, said)),
    caseSensitive: key.caseSensitive ?? false,
    accentSensitive: key.accentSensitive ?? false,
    number: numbers[0]?.number ?? null,
    tolerance: numbers[0]?.tolerance ?? null,
    numbers,
    units: key.units ?? [],
    unitPenaltyPercent: key.unitPenaltyPercent ?? null,
    matches: Object.entries(key.matches ?? {}).map(([promptId, choiceId]) => ({ promptId, choiceId })),
    order: key.order ?? [],
    orderScoring: key.orderScoring ?? null,
    blanks: blankKeys(presentation, key, said),
    regions: (key.regions ?? []).map(regionView),
    gradingNotes: said(key.gradingNotes),
    whenCorrect: said(key.whenCorrect),
    whenPartlyCorrect: said(key.whenPartlyCorrect),
    whenIncorrect: said(key.whenIncorrect),
    explanation: said(key.explanation),
  };
}

function choiceKeys(
  choices: Presentation['choices'] = [],
  { correctChoiceIds, choicePercents, choiceFeedback }: AnswerKey,
  said: Said,
): ChoiceKey[] {
  return choices.map(({ id }) => ({
    choiceId: id,
    correct: correctChoiceIds?.includes(id) ?? null,
    percent: choicePercents?.[id] ?? null,
    feedback: said(choiceFeedback?.[id]),
  }));
}

const textView = ({ pattern, percent = '100', feedback }: AcceptedText, said: Said): AcceptedTextType => ({
  pattern,
  percent,
  feedback: said(feedback),
});

function numberView(
  { number, tolerance, toleranceKind = 'ABSOLUTE', percent = '100', feedback }: AcceptedNumber,
  { type, presentation }: Pick<QuestionContent, 'type' | 'presentation'>,
  variant: number | null,
  said: Said,
): AcceptedNumberType {
  const calculated = type === 'CALCULATED';
  return {
    number: calculated ? (valueOf(number, valuesOf(presentation, variant)) ?? null) : number,
    formula: calculated ? number : null,
    ...{ tolerance, toleranceKind, percent },
    feedback: said(feedback),
  };
}

/** The key of each blank; empty where the key does not say. */
function blankKeys({ blanks = [] }: Presentation, key: AnswerKey, said: Said): BlankKeyType[] {
  return blanks.flatMap(({ id, kind, choices = [] }) => {
    const blank = key.blanks?.[id];
    return blank ? [blankKey(id, kind === 'CHOICE' ? choices : [], blank, said)] : [];
  });
}

function blankKey(
  blankId: string,
  choices: NonNullable<Presentation['choices']>,
  {
    weight = 1,
    accepted = [],
    caseSensitive = false,
    numbers = [],
    choicePercents,
    choiceFeedback,
  }: BlankKey,
  said: Said,
): BlankKeyType {
  const right = choices.filter(({ id }) => Number(choicePercents?.[id] ?? 0) >= 100).map(({ id }) => id);
  const correctChoiceIds = choicePercents && right;
  return {
    ...{ blankId, weight, caseSensitive },
    accepted: accepted.map((text) => textView(text, said)),
    numbers: numbers.map((number) => numberView(number, { type: 'NUMBER', presentation: {} }, null, said)),
    choices: choiceKeys(choices, { correctChoiceIds, choicePercents, choiceFeedback }, said),
  };
}

const regionView = (region: Region): RegionType => ({
  ...{ x: null, y: null, radius: null, width: null, height: null, points: [] },
  ...region,
});
