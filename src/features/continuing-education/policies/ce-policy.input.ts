import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { Decimal, PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { CeNatureEnum } from '../activities/ce-activity.enums.js';
import {
  CE_FIRST_CYCLE_CASES,
  CE_LIMIT_KINDS,
  CE_PRORATIONS,
  CE_ROUNDINGS,
  CeAnchorEnum,
  CeFirstCycleCaseEnum,
  CeLimitKindEnum,
  CeProrationEnum,
  CeRepeatEnum,
  CeRoundingEnum,
  CeUnitEnum,
} from './ce-policy.enums.js';
import {
  CE_ANCHORS,
  CE_NATURES,
  CE_REPEATS,
  CE_UNITS,
  type CeAnchorKind,
  type CeFirstCycle,
  type CeLimit,
  type CeNature,
  type CeRepeat,
  type CeTerms,
  type CeUnit,
} from './policy.js';
import { CE_POLICY_CODE } from './policy-file.rules.js';

const CATEGORY = /^[a-z][a-z0-9_]{0,59}$/;
const LIMIT_CODE = /^([a-z][a-z0-9_]{0,59}|LIVE|SELF_PACED|TEACHING)$/;
const AMOUNT = /^\d{1,5}(\.\d{1,6})?$/;
const amount = { message: '$property must be 0 to 99999' };

@InputType({ description: 'A minimum or maximum: hours, or percent of the amount.' })
export class CeLimitInput {
  @Field(() => CeLimitKindEnum, { description: 'What it speaks of.' })
  @IsIn(CE_LIMIT_KINDS)
  kind: CeLimit['kind'];

  @Field(() => String, {
    description:
      'Which: of a delivery LIVE, SELF_PACED or TEACHING; otherwise a category, lower-case letters, digits and _.',
  })
  @Matches(LIMIT_CODE, { message: 'code must be a category or a delivery' })
  code: string;

  @Field(() => Decimal, { nullable: true, description: 'Hours; left out: percent.' })
  @IsOptional()
  @Matches(AMOUNT, amount)
  hours?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Percent of what a cycle asks for in all; left out: hours.',
  })
  @IsOptional()
  @Matches(/^(100|\d{1,2}(\.\d{1,2})?)$/, { message: 'percent must be 0 to 100 with at most 2 decimals' })
  percent?: string | null;
}

@InputType({ description: 'A category with a longer cycle of its own.' })
export class CeSeparateCycleInput {
  @Field(() => String, { description: 'Code of the category.' })
  @Matches(CATEGORY, { message: 'category must be lower-case letters, digits and _' })
  category: string;

  @Field(() => Decimal, { description: 'Hours in each of its cycles.' })
  @Matches(AMOUNT, amount)
  hours: string;

  @Field(() => Int, { description: 'Length of its cycles in calendar months, 1 to 600.' })
  @IsInt()
  @Min(1)
  @Max(600)
  months: number;
}

@InputType({ description: 'What the first cycle asks for instead.' })
export class CeFirstCycleInput {
  @Field(() => CeFirstCycleCaseEnum, { description: 'Of whom.' })
  @IsIn(CE_FIRST_CYCLE_CASES)
  when: CeFirstCycle['when'];

  @Field(() => Int, { nullable: true, description: 'How many last months, 1 to 120; only for LAST_MONTHS.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  months?: number | null;

  @Field(() => Decimal, {
    description: 'Units when it is renewed on time, besides what `keep` names; 0: exempt.',
  })
  @Matches(AMOUNT, amount)
  amount: string;

  @Field(() => Decimal, { nullable: true, description: 'Units when it is renewed late; left out: the same.' })
  @IsOptional()
  @Matches(AMOUNT, amount)
  lateAmount?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Categories whose minimums stay, at most 10; left out: all do; empty: none does.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @Matches(CATEGORY, { each: true, message: 'keep must be categories' })
  keep?: string[] | null;
}

@InputType({ description: 'What an employer asks of its own people.' })
export class CePolicyTermsInput {
  @Field(() => CeUnitEnum, { description: 'What it counts in.' })
  @IsIn(CE_UNITS)
  unit: CeUnit;

  @Field(() => Int, { description: 'Minutes of an hour, 1 to 60.' })
  @IsInt()
  @Min(1)
  @Max(60)
  minutesPerHour: number;

  @Field(() => Decimal, { description: 'Units in each cycle.' })
  @Matches(AMOUNT, amount)
  required: string;

  @Field(() => Int, { description: 'Length of a cycle in calendar months, 1 to 120.' })
  @IsInt()
  @Min(1)
  @Max(120)
  months: number;

  @Field(() => CeAnchorEnum, { description: 'What cycles are counted from.' })
  @IsIn(CE_ANCHORS)
  anchor: CeAnchorKind;

  @Field(() => String, {
    nullable: true,
    description:
      'For a fixed calendar the days cycles begin and end on, as 04-01..03-31; left out: whichever day the person’s anchor names.',
  })
  @IsOptional()
  @Matches(/^\d{2}-\d{2}\.\.\d{2}-\d{2}$/, { message: 'window must be like 04-01..03-31' })
  window?: string | null;

  @Field(() => [CeLimitInput], { nullable: true, description: 'At least so much of it; at most 10.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => CeLimitInput)
  minimums?: CeLimitInput[] | null;

  @Field(() => [CeLimitInput], { nullable: true, description: 'What is above counts nothing; at most 10.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => CeLimitInput)
  maximums?: CeLimitInput[] | null;

  @Field(() => [CeSeparateCycleInput], {
    nullable: true,
    description: 'Categories with longer cycles of their own; at most 10.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => CeSeparateCycleInput)
  separateCycles?: CeSeparateCycleInput[] | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'At most so many units of surplus go to the next cycle; left out: none.',
  })
  @IsOptional()
  @Matches(AMOUNT, amount)
  carryOver?: string | null;

  @Field(() => CeProrationEnum, { nullable: true, description: 'What part of a cycle owes; left out: all.' })
  @IsOptional()
  @IsIn(CE_PRORATIONS)
  proration?: CeTerms['proration'] | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Prorated amounts are rounded to a multiple of so many hours; left out: half an hour.',
  })
  @IsOptional()
  @Matches(AMOUNT, amount)
  prorationStepHours?: string | null;

  @Field(() => CeRoundingEnum, { nullable: true, description: 'Which way; left out: up.' })
  @IsOptional()
  @IsIn(CE_ROUNDINGS)
  prorationRounds?: CeTerms['prorationRounds'] | null;

  @Field(() => CeFirstCycleInput, {
    nullable: true,
    description: 'What the first cycle asks for instead; left out: the same.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => CeFirstCycleInput)
  firstCycle?: CeFirstCycleInput | null;

  @Field(() => Int, {
    nullable: true,
    description: 'So many days after a cycle work fills what is missing in it, up to 366; left out: none.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(366)
  lateWindowDays?: number | null;

  @Field(() => [CeNatureEnum], {
    nullable: true,
    description: 'What counts besides education; left out: nothing.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(4)
  @IsIn(CE_NATURES, { each: true })
  counts?: CeNature[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether part of an activity counts; left out: no.' })
  @IsOptional()
  @IsBoolean()
  partialCredit?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The minutes of each completion are rounded down to a multiple of it, 1 to 60; left out: not at all.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  roundingStepMinutes?: number | null;

  @Field(() => CeRepeatEnum, {
    nullable: true,
    description: 'How often the same course counts; left out: once in each cycle.',
  })
  @IsOptional()
  @IsIn(CE_REPEATS)
  repeatedCourse?: CeRepeat | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether teaching counts; left out: no.' })
  @IsOptional()
  @IsBoolean()
  teachingCounts?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether only the first time of teaching a course counts; left out: no.',
  })
  @IsOptional()
  @IsBoolean()
  teachingFirstTimeOnly?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'One of these must have approved the provider or the activity; at most 20, 1 to 120 characters each; left out: nobody needs to.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 120, { each: true })
  acceptedApprovers?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether only what has evidence counts; left out: yes.',
  })
  @IsOptional()
  @IsBoolean()
  evidenceRequired?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Years that evidence is to be kept, up to 100.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  keepEvidenceYears?: number | null;
}

@InputType({ description: 'A policy of your own, or a version that takes the place of one.' })
export class DefineCePolicyInput extends OperationInput {
  @Field(() => String, {
    description: 'Names it through all its versions: upper-case letters, digits and hyphens, 1 to 60.',
  })
  @Length(1, 60)
  @Matches(CE_POLICY_CODE, { message: 'code must be upper-case letters and digits with hyphens' })
  code: string;

  @Field(() => String, { description: 'What it is about; 1 to 200 characters.' })
  @SingleLine(1, 200)
  title: string;

  @Field(() => String, {
    description: 'Where it is written, e.g. a page of the handbook; 1 to 300 characters.',
  })
  @SingleLine(1, 300)
  citation: string;

  @Field(() => PlainDate, { description: 'The first day it holds.' })
  @IsString()
  effectiveFrom: string;

  @Field(() => CePolicyTermsInput, { description: 'What it asks for.' })
  @ValidateNested()
  @Type(() => CePolicyTermsInput)
  terms: CePolicyTermsInput;

  @IdField('The version whose place it takes from its first day on; left out: a new policy.', {
    nullable: true,
  })
  @IsOptional()
  replacesId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, up to 1,000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'A policy that holds no longer.' })
export class WithdrawCePolicyInput extends OperationInput {
  @IdField('Its version that holds.')
  policyId: string;

  @Field(() => PlainDate, { description: 'The first day on which it no longer holds.' })
  @IsString()
  effectiveFrom: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}
