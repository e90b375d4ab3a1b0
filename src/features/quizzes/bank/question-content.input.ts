import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField } from '../../../platform/graphql/input.js';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { MAX_FORMULA_LENGTH, VALUE_NAME } from './formula.rules.js';
import {
  BLANK_KINDS,
  ORDER_SCORINGS,
  SCORINGS,
  TOLERANCE_KINDS,
  type BlankKind,
  type OrderScoring,
  type Scoring,
  type ToleranceKind,
} from './question-content.js';
import { BlankKindEnum, OrderScoringEnum, ScoringEnum, ToleranceKindEnum } from './question.enums.js';

/** Characters of a stem, of feedback and the like. */
export const LONG_TEXT = 10_000;
const CHOICE_TEXT = 2_000;

const PERCENT = /^(100(\.0+)?|\d{1,2}(\.\d+)?)$/;
const SIGNED_PERCENT = /^-?(100(\.0+)?|\d{1,2}(\.\d+)?)$/;
const PERCENT_MESSAGE = { message: '$property must be a percent from 0 to 100' };
const SIGNED_MESSAGE = { message: '$property must be a percent from -100 to 100' };
const NOT_BELOW_0 = { message: '$property must be 0 or above' };

/** An id that the API gave a part of the version that is edited. */
const PART_ID = /^[\w-]{8}$/;
const PART_ID_MESSAGE = { message: '$property must be an id as this API gives it' };
const SAME_PART = 'Its id in the version that is edited, so that it stays the same one; null: a new one.';

@InputType({ description: 'One choice.' })
export class ChoiceInput {
  @Field(() => String, { nullable: true, description: SAME_PART })
  @IsOptional()
  @Matches(PART_ID, PART_ID_MESSAGE)
  id?: string | null;

  @Field(() => String, { description: 'Markdown, at most 2,000 characters.' })
  @MaxLength(CHOICE_TEXT)
  text: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is right to choose it.' })
  @IsBoolean()
  correct: boolean;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'Percent of the points it is worth, from -100 to 100, instead of plainly right or wrong. If one choice has a percent, one without is worth 100 when `correct`, else 0.',
  })
  @IsOptional()
  @Matches(SIGNED_PERCENT, SIGNED_MESSAGE)
  percent?: string | null;

  @Field(() => String, { nullable: true, description: 'Shown after the end to who chose it. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  feedback?: string | null;
}

@InputType({ description: 'A list of choices, of which one is right.' })
export class ChoicesInput {
  @Field(() => [ChoiceInput], {
    description: 'In the order they are shown when they are not shuffled; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ChoiceInput)
  choices: ChoiceInput[];
}

@InputType({ description: 'A list of choices, of which one or more are right.' })
export class MultipleChoiceInput extends ChoicesInput {
  @Field(() => ScoringEnum, {
    nullable: true,
    description:
      'ALL_OR_NOTHING: the right choices and no other. PARTIAL: the percents of the chosen ones add up; without percents a wrong choice takes away what a right one earns. Null: PARTIAL when there are percents, else ALL_OR_NOTHING.',
  })
  @IsOptional()
  @IsIn(SCORINGS)
  scoring?: Scoring | null;
}

@InputType({ description: 'A statement that is true or false.' })
export class TrueFalseInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether the statement is true.' })
  @IsOptional()
  @IsBoolean()
  isTrue?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Feedback for the answer "true". Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  whenTrue?: string | null;

  @Field(() => String, { nullable: true, description: 'Feedback for the answer "false". Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  whenFalse?: string | null;
}

/** What an accepted answer is worth, and what is said to it. */
@InputType({ isAbstract: true })
abstract class AcceptedInput {
  @Field(() => Decimal, {
    defaultValue: '100',
    description: 'Percent of the points, from 0 to 100; 0: a common mistake that gets feedback of its own.',
  })
  @Matches(PERCENT, PERCENT_MESSAGE)
  percent: string;

  @Field(() => String, { nullable: true, description: 'Shown after the end to who answered so. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  feedback?: string | null;
}

@InputType({ description: 'A text that is accepted, and what it is worth.' })
export class AcceptedTextInput extends AcceptedInput {
  @Field(() => String, {
    description: 'At most 200 characters. `*` stands for any text, `\\*` for an asterisk.',
  })
  @Length(1, 200)
  pattern: string;
}

@InputType({ description: 'A short text to be typed. The first that fits counts.' })
export class ShortTextInput {
  @Field(() => [String], {
    defaultValue: [],
    description:
      'What is accepted as wholly right, each at most 200 characters, at most 50. `*` stands for any text, `\\*` for an asterisk.',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @Length(1, 200, { each: true })
  accepted: string[];

  @Field(() => [AcceptedTextInput], {
    defaultValue: [],
    description:
      'After those, what is accepted for a part of the points or with feedback of its own; at most 50.',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => AcceptedTextInput)
  patterns: AcceptedTextInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Whether capital letters matter.' })
  @IsBoolean()
  caseSensitive: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether accents matter.' })
  @IsBoolean()
  accentSensitive: boolean;
}

@InputType({ isAbstract: true })
abstract class TolerantInput extends AcceptedInput {
  @Field(() => Decimal, {
    defaultValue: '0',
    description: 'How far from it an answer may be and still be right; 0 or above.',
  })
  @Matches(/^\d/, NOT_BELOW_0)
  tolerance: string;

  @Field(() => ToleranceKindEnum, {
    defaultValue: 'ABSOLUTE',
    description: 'What the tolerance is measured in.',
  })
  @IsIn(TOLERANCE_KINDS)
  toleranceKind: ToleranceKind;
}

@InputType({ description: 'A number that is accepted, and what it is worth.' })
export class AcceptedNumberInput extends TolerantInput {
  @Field(() => Decimal, { description: 'The number.' })
  @IsOptional() // the scalar has checked it
  number: string;
}

@InputType({ description: 'A unit an answer may be given in.' })
export class UnitInput {
  @Field(() => String, { description: 'As it is shown, at most 60 characters.' })
  @Length(1, 60)
  unit: string;

  @Field(() => Decimal, {
    description:
      'An answer in this unit times the factor is compared with the right number. One unit has the factor 1.',
  })
  @Matches(/^\d/, { message: '$property must be above 0' })
  factor: string;
}

/** How the unit of a number is dealt with. */
@InputType({ isAbstract: true })
abstract class InUnitsInput {
  @Field(() => String, {
    nullable: true,
    description: 'Shown beside the answer, e.g. `degrees`, when the unit is no part of it.',
  })
  @IsOptional()
  @Length(1, 60)
  unit?: string | null;

  @Field(() => [UnitInput], {
    defaultValue: [],
    description: 'The units to choose from, when the unit is part of the answer; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => UnitInput)
  units: UnitInput[];

  @Field(() => Decimal, {
    nullable: true,
    description:
      'Percent of the points that a missing or wrong unit costs, from 0 to 100. Null: all of them.',
  })
  @IsOptional()
  @Matches(PERCENT, PERCENT_MESSAGE)
  unitPenaltyPercent?: string | null;
}

@InputType({ description: 'A number to be typed. The first that is near enough counts.' })
export class NumberInput extends InUnitsInput {
  @Field(() => Decimal, { nullable: true, description: 'The right number.' })
  @IsOptional()
  number?: string | null;

  @Field(() => Decimal, {
    defaultValue: '0',
    description: 'How far from it an answer may be and still be right; 0 or above.',
  })
  @Matches(/^\d/, NOT_BELOW_0)
  tolerance: string;

  @Field(() => ToleranceKindEnum, {
    defaultValue: 'ABSOLUTE',
    description: 'What the tolerance is measured in.',
  })
  @IsIn(TOLERANCE_KINDS)
  toleranceKind: ToleranceKind;

  @Field(() => String, { nullable: true, description: 'Shown after the end to who gave it. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  feedback?: string | null;

  @Field(() => [AcceptedNumberInput], {
    defaultValue: [],
    description: 'After it, other numbers that are accepted or get feedback of their own; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AcceptedNumberInput)
  others: AcceptedNumberInput[];
}

@InputType({ description: 'A value by its name.' })
export class NamedValueInput {
  @Field(() => String, {
    description: 'A letter, then at most 19 letters or digits: the `name` of `{name}`.',
  })
  @Matches(VALUE_NAME, { message: 'name must be a letter, then at most 19 letters, digits or underscores' })
  name: string;

  @Field(() => Decimal, { description: 'As it is shown: `2.50` stays `2.50`.' })
  @IsOptional() // the scalar has checked it
  value: string;
}

@InputType({ description: 'The values of one variant of the question.' })
export class ValueSetInput {
  @Field(() => [NamedValueInput], { description: 'One for each name; at most 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => NamedValueInput)
  values: NamedValueInput[];
}

@InputType({ description: 'From where to where a value is drawn.' })
export class ValueRangeInput {
  @Field(() => String, { description: 'The `name` of `{name}`.' })
  @Matches(VALUE_NAME, { message: 'name must be a letter, then at most 19 letters, digits or underscores' })
  name: string;

  @Field(() => Decimal, { description: 'The least value.' })
  @IsOptional() // the scalar has checked it
  min: string;

  @Field(() => Decimal, { description: 'The greatest value.' })
  @IsOptional() // the scalar has checked it
  max: string;

  @Field(() => Int, { defaultValue: 0, description: 'Decimal places, from 0 to 6.' })
  @IsInt()
  @Min(0)
  @Max(6)
  decimals: number;
}

@InputType({ description: 'Ranges from which the server draws sets of values when the question is saved.' })
export class DrawnValuesInput {
  @Field(() => [ValueRangeInput], { description: 'One for each name; at most 20.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ValueRangeInput)
  ranges: ValueRangeInput[];

  @Field(() => Int, {
    defaultValue: 10,
    description: 'How many sets, from 1 to 100; fewer when there are not so many.',
  })
  @IsInt()
  @Min(1)
  @Max(100)
  count: number;
}

@InputType({ isOneOf: true, description: 'Where the values come from: exactly one member.' })
export class QuestionValuesInput {
  @Field(() => [ValueSetInput], { nullable: true, description: 'The sets themselves, at most 100.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ValueSetInput)
  sets?: ValueSetInput[];

  @Field(() => DrawnValuesInput, { nullable: true, description: 'Ranges to draw them from.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => DrawnValuesInput)
  drawn?: DrawnValuesInput;
}

@InputType({ description: 'A formula whose result is accepted, and what it is worth.' })
export class AcceptedFormulaInput extends TolerantInput {
  @Field(() => String, {
    description:
      'Numbers, `{name}`s, `+ - * / % ^`, brackets and functions such as `sqrt`, `round`, `min`, `sin` (radians); at most 500 characters.',
  })
  @Length(1, MAX_FORMULA_LENGTH)
  formula: string;
}

@InputType({ description: 'A number that follows from values, which differ from attempt to attempt.' })
export class CalculatedInput extends InUnitsInput {
  @Field(() => [AcceptedFormulaInput], {
    description:
      'The formulas of the accepted numbers, at most 20. The first whose result is near enough counts.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AcceptedFormulaInput)
  formulas: AcceptedFormulaInput[];

  @Field(() => QuestionValuesInput, {
    description: 'The values of the `{name}`s in stem and formulas: each attempt has one set of them.',
  })
  @ValidateNested()
  @Type(() => QuestionValuesInput)
  values: QuestionValuesInput;
}

@InputType({ description: 'What belongs together.' })
export class PairInput {
  @Field(() => String, { nullable: true, description: SAME_PART })
  @IsOptional()
  @Matches(PART_ID, PART_ID_MESSAGE)
  promptId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is to be matched. Markdown. Null: the choice fits no prompt.',
  })
  @IsOptional()
  @MaxLength(CHOICE_TEXT)
  prompt?: string | null;

  @Field(() => String, { nullable: true, description: SAME_PART })
  @IsOptional()
  @Matches(PART_ID, PART_ID_MESSAGE)
  choiceId?: string | null;

  @Field(() => String, {
    description: 'What it is matched with. Markdown. The same text in several pairs is one choice.',
  })
  @MaxLength(CHOICE_TEXT)
  choice: string;
}

@InputType({ description: 'Prompts to be matched with choices.' })
export class MatchingInput {
  @Field(() => [PairInput], { description: 'At most 40.' })
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => PairInput)
  pairs: PairInput[];

  @Field(() => ScoringEnum, { defaultValue: 'PARTIAL', description: 'PARTIAL: each prompt counts alike.' })
  @IsIn(SCORINGS)
  scoring: Scoring;
}

@InputType({ description: 'An item of an order.' })
export class OrderedItemInput {
  @Field(() => String, { nullable: true, description: SAME_PART })
  @IsOptional()
  @Matches(PART_ID, PART_ID_MESSAGE)
  id?: string | null;

  @Field(() => String, { description: 'Markdown, at most 2,000 characters.' })
  @MaxLength(CHOICE_TEXT)
  text: string;
}

@InputType({ description: 'Items to be put in order.' })
export class OrderingInput {
  @Field(() => [OrderedItemInput], { description: 'In the right order; at most 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => OrderedItemInput)
  items: OrderedItemInput[];

  @Field(() => OrderScoringEnum, {
    defaultValue: 'ALL_OR_NOTHING',
    description: 'What a partly right order earns.',
  })
  @IsIn(ORDER_SCORINGS)
  scoring: OrderScoring;
}

@InputType({ description: 'A blank in the text.' })
export class BlankInput {
  @Field(() => String, { description: 'As the stem names it: `[[1]]` is `1`. At most 10 letters or digits.' })
  @Matches(/^\w{1,10}$/, { message: 'id must be 1 to 10 letters, digits or underscores' })
  id: string;

  @Field(() => BlankKindEnum, { description: 'How it is filled.' })
  @IsIn(BLANK_KINDS)
  kind: BlankKind;

  @Field(() => Int, {
    defaultValue: 1,
    description: 'What it counts beside the other blanks, from 1 to 100.',
  })
  @IsInt()
  @Min(1)
  @Max(100)
  weight: number;

  @Field(() => [AcceptedTextInput], { defaultValue: [], description: 'Of a TEXT blank; at most 50.' })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => AcceptedTextInput)
  accepted: AcceptedTextInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Of a TEXT blank: whether capital letters matter.',
  })
  @IsBoolean()
  caseSensitive: boolean;

  @Field(() => [AcceptedNumberInput], { defaultValue: [], description: 'Of a NUMBER blank; at most 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => AcceptedNumberInput)
  numbers: AcceptedNumberInput[];

  @Field(() => [ChoiceInput], { defaultValue: [], description: 'Of a CHOICE blank; at most 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ChoiceInput)
  choices: ChoiceInput[];
}

@InputType({ description: 'A text with blanks: the stem says `[[1]]` where the blank `1` stands.' })
export class ClozeInput {
  @Field(() => [BlankInput], { description: 'At most 50.' })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => BlankInput)
  blanks: BlankInput[];

  @Field(() => ScoringEnum, { defaultValue: 'PARTIAL', description: 'PARTIAL: each blank by its weight.' })
  @IsIn(SCORINGS)
  scoring: Scoring;
}

/** A coordinate or a length in whole pixels. */
const Pixels =
  (description: string, least = 0): PropertyDecorator =>
  (target, name) => {
    Field(() => Int, { description })(target, name);
    IsInt()(target, name);
    Min(least)(target, name as string);
    Max(20_000)(target, name as string);
  };

@InputType({ description: 'A place on a picture.' })
export class PlaceInput {
  @Pixels('Pixels from the left.')
  x: number;

  @Pixels('Pixels from the top.')
  y: number;
}

@InputType({ description: 'A circle on a picture.' })
export class CircleInput extends PlaceInput {
  @Pixels('From its middle to its edge, in pixels.', 1)
  radius: number;
}

@InputType({ description: 'A rectangle on a picture; its place is its upper left corner.' })
export class RectangleInput extends PlaceInput {
  @Pixels('In pixels.', 1)
  width: number;

  @Pixels('In pixels.', 1)
  height: number;
}

@InputType({ description: 'A polygon on a picture.' })
export class PolygonInput {
  @Field(() => [PlaceInput], { description: 'Its corners in their order, from 3 to 100.' })
  @IsArray()
  @ArrayMinSize(3)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => PlaceInput)
  points: PlaceInput[];
}

@InputType({ isOneOf: true, description: 'A region of a picture: exactly one member.' })
export class RegionInput {
  @Field(() => CircleInput, { nullable: true, description: 'A circle.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => CircleInput)
  circle?: CircleInput;

  @Field(() => RectangleInput, { nullable: true, description: 'A rectangle.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => RectangleInput)
  rectangle?: RectangleInput;

  @Field(() => PolygonInput, { nullable: true, description: 'A polygon.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => PolygonInput)
  polygon?: PolygonInput;
}

@InputType({ description: 'The picture on which places are marked.' })
export class HotspotPictureInput {
  @IdField('An uploaded PNG, JPEG or WebP.')
  fileId: string;

  @Field(() => String, {
    description:
      'What it shows, for who cannot see it, without giving the answer away; at most 1,000 characters.',
  })
  @MaxLength(1_000)
  alternativeText: string;
}

@InputType({ description: 'Places to be marked on a picture.' })
export class HotspotInput {
  @Field(() => HotspotPictureInput, { nullable: true, description: 'The picture.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => HotspotPictureInput)
  picture?: HotspotPictureInput | null;

  @Field(() => [RegionInput], {
    defaultValue: [],
    description: 'The regions that are right to mark, each once; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => RegionInput)
  regions: RegionInput[];

  @Field(() => Int, {
    nullable: true,
    description: 'How many places are to be marked. Null: as many as there are regions.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  placesToMark?: number | null;

  @Field(() => ScoringEnum, { defaultValue: 'PARTIAL', description: 'PARTIAL: each place counts alike.' })
  @IsIn(SCORINGS)
  scoring: Scoring;
}

@InputType({ description: 'A level of a criterion.' })
export class RubricLevelInput {
  @Field(() => String, { nullable: true, description: SAME_PART })
  @IsOptional()
  @Matches(PART_ID, PART_ID_MESSAGE)
  id?: string | null;

  @Field(() => String, { description: 'What it takes, at most 500 characters.' })
  @MaxLength(500)
  title: string;

  @Field(() => Decimal, { description: 'What it is worth beside the other levels and criteria; 0 or above.' })
  @Matches(/^\d{1,4}(\.\d+)?$/, { message: 'points must lie between 0 and 9,999' })
  points: string;
}

@InputType({ description: 'One thing an essay is judged by. Trainees see it from the start.' })
export class RubricCriterionInput {
  @Field(() => String, { nullable: true, description: SAME_PART })
  @IsOptional()
  @Matches(PART_ID, PART_ID_MESSAGE)
  id?: string | null;

  @Field(() => String, { description: 'What is judged, at most 500 characters.' })
  @MaxLength(500)
  title: string;

  @Field(() => [RubricLevelInput], { description: 'At most 10.' })
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => RubricLevelInput)
  levels: RubricLevelInput[];
}

@InputType({ description: 'A text to be written and marked by a grader.' })
export class EssayInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The fewest words asked for. A shorter text is taken all the same.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  minWords?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most words asked for. A longer text is taken all the same.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxWords?: number | null;

  @Field(() => [RubricCriterionInput], {
    defaultValue: [],
    description: 'What it is judged by; at most 20 criteria.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => RubricCriterionInput)
  rubric: RubricCriterionInput[];

  @Field(() => String, { nullable: true, description: 'For graders alone. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  gradingNotes?: string | null;
}

/** A member of the content: an input of its own. */
const Member =
  (type: () => new () => object, description: string): PropertyDecorator =>
  (target, name) => {
    Field(type, { nullable: true, description })(target, name);
    IsOptional()(target, name as string);
    ValidateNested()(target, name as string);
    Type(type)(target, name);
  };

@InputType({ isOneOf: true, description: 'What is asked, by type of question: exactly one member.' })
export class QuestionContentInput {
  @Member(() => ChoicesInput, 'Exactly one choice is right.')
  singleChoice?: ChoicesInput;

  @Member(() => MultipleChoiceInput, 'One or more choices are right.')
  multipleChoice?: MultipleChoiceInput;

  @Member(() => TrueFalseInput, 'The stem is true or false.')
  trueFalse?: TrueFalseInput;

  @Member(() => ShortTextInput, 'A short text.')
  shortText?: ShortTextInput;

  @Member(() => NumberInput, 'A number.')
  number?: NumberInput;

  @Member(() => CalculatedInput, 'A number that follows from values, which differ from attempt to attempt.')
  calculated?: CalculatedInput;

  @Member(() => MatchingInput, 'Prompts to be matched with choices.')
  matching?: MatchingInput;

  @Member(() => OrderingInput, 'Items to be put in order.')
  ordering?: OrderingInput;

  @Member(() => ClozeInput, 'A text with blanks to be filled.')
  cloze?: ClozeInput;

  @Member(() => HotspotInput, 'Places to be marked on a picture.')
  hotspot?: HotspotInput;

  @Member(() => EssayInput, 'A text to be written and marked by a grader.')
  essay?: EssayInput;
}
