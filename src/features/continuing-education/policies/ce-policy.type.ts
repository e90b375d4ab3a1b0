import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime, Decimal, PlainDate } from '../../../platform/graphql/scalars.js';
import { CeNatureEnum } from '../activities/ce-activity.enums.js';
import {
  CeAnchorEnum,
  CeFirstCycleCaseEnum,
  CeLimitKindEnum,
  CePolicySourceEnum,
  CeProrationEnum,
  CeRepeatEnum,
  CeRoundingEnum,
  CeUnitEnum,
} from './ce-policy.enums.js';
import { CePolicyCodeTaken, CePolicySuperseded } from './ce-policy.refusals.js';
import type {
  CeAnchorKind,
  CeFirstCycle,
  CeLimit,
  CeNature,
  CePolicy,
  CeRepeat,
  CeSeparateCycle,
  CeTerms,
  CeUnit,
} from './policy.js';

@ObjectType('CeLimit', { description: 'A minimum or maximum of a policy.' })
export class CeLimitType implements CeLimit {
  @Field(() => ID, { description: 'Names it among the requirements of the policy: `CATEGORY:ethics`.' })
  key: string;

  @Field(() => CeLimitKindEnum, { description: 'What it speaks of.' })
  kind: CeLimit['kind'];

  @Field(() => String, { description: 'Which category or delivery.' })
  code: string;

  @Field(() => Int, { nullable: true, description: 'Minutes; null: a share of the amount.' })
  minutes: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Hundredths of a percent of what the cycle asks for in all; null: minutes.',
  })
  basisPoints: number | null;
}

@ObjectType('CeSeparateCycle', { description: 'A category with a longer cycle of its own.' })
export class CeSeparateCycleType implements CeSeparateCycle {
  @Field(() => String, { description: 'Code of the category.' })
  category: string;

  @Field(() => Int, { description: 'Minutes in each of its cycles.' })
  minutes: number;

  @Field(() => Int, { description: 'Length of its cycles in calendar months.' })
  months: number;
}

@ObjectType('CeFirstCycle', { description: 'What the first cycle asks for instead.' })
export class CeFirstCycleType implements CeFirstCycle {
  @Field(() => CeFirstCycleCaseEnum, { description: 'Of whom.' })
  when: CeFirstCycle['when'];

  @Field(() => Int, { nullable: true, description: 'How many last months; null in other cases.' })
  months: number | null;

  @Field(() => Int, { description: 'Minutes when it is renewed on time, besides what `keep` names.' })
  onTimeMinutes: number;

  @Field(() => Int, { nullable: true, description: 'Minutes when it is renewed late; null: the same.' })
  lateMinutes: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Categories whose minimums stay; null: all minimums do.',
  })
  keep: string[] | null;
}

@ObjectType('CeTeaching', { description: 'Whether teaching counts.' })
export class CeTeachingType {
  @Field(() => Boolean, { description: 'Whether it counts.' })
  counts: boolean;

  @Field(() => Boolean, { description: 'Whether only the first time of teaching a course does.' })
  firstTimeOnly: boolean;
}

@ObjectType('CePolicyTerms', { description: 'What a complete policy asks for. Amounts are whole minutes.' })
export class CePolicyTerms {
  @Field(() => CeUnitEnum, { description: 'What it counts in.' })
  unit: CeUnit;

  @Field(() => Int, { description: 'Minutes of one unit.' })
  minutesPerUnit: number;

  @Field(() => Int, { description: 'Minutes in each cycle.' })
  requiredMinutes: number;

  @Field(() => Decimal, { description: 'The same in units, rounded down to hundredths.' })
  requiredUnits: string;

  @Field(() => Int, { description: 'Length of a cycle in calendar months.' })
  months: number;

  @Field(() => CeAnchorEnum, { description: 'What cycles are counted from.' })
  anchor: CeAnchorKind;

  @Field(() => String, {
    nullable: true,
    description: "Month and day on which cycles begin, as 04-01; null: the anchor's.",
  })
  beginsOn: string | null;

  @Field(() => [CeLimitType], { description: 'At least so much of it. Empty: nothing in particular.' })
  minimums: readonly CeLimit[];

  @Field(() => [CeLimitType], { description: 'What is above counts nothing. Empty: no maximum.' })
  maximums: readonly CeLimit[];

  @Field(() => [CeSeparateCycleType], { description: 'Categories with longer cycles of their own.' })
  separateCycles: readonly CeSeparateCycle[];

  @Field(() => Int, { description: 'At most so many minutes of surplus go to the next cycle; 0: none.' })
  carryOverMinutes: number;

  @Field(() => CeProrationEnum, { description: 'What part of a cycle owes.' })
  proration: CeTerms['proration'];

  @Field(() => Int, { description: 'Prorated amounts are rounded to multiples of so many minutes.' })
  prorationStepMinutes: number;

  @Field(() => CeRoundingEnum, { description: 'Which way they are rounded.' })
  prorationRounds: CeTerms['prorationRounds'];

  @Field(() => CeFirstCycleType, {
    nullable: true,
    description: 'What the first cycle asks for instead; null: the same.',
  })
  firstCycle: CeFirstCycle | null;

  @Field(() => Int, { description: 'So many days after a cycle work fills what is missing in it; 0: none.' })
  lateWindowDays: number;

  @Field(() => [CeNatureEnum], { description: 'What counts besides education. Empty: nothing does.' })
  counts: readonly CeNature[];

  @Field(() => Boolean, { description: 'Whether part of an activity counts.' })
  partialCredit: boolean;

  @Field(() => Int, {
    description: 'The minutes of each completion are rounded once, down, to a multiple of it; 1: not at all.',
  })
  roundingStepMinutes: number;

  @Field(() => CeRepeatEnum, { description: 'How often the same course counts.' })
  repeatedCourse: CeRepeat;

  @Field(() => CeTeachingType, { description: 'Whether teaching counts.' })
  teaching: CeTerms['teaching'];

  @Field(() => [String], {
    nullable: true,
    description:
      'One of these must have approved the provider or the activity on its day; null: nobody needs to.',
  })
  acceptedApprovers: readonly string[] | null;

  @Field(() => Boolean, { description: 'Whether only what has evidence counts.' })
  evidenceRequired: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Years that evidence is to be kept; null: it does not say.',
  })
  keepEvidenceYears: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'System to which completions are reported, as CE_BROKER; null: none.',
  })
  reportVia: string | null;
}

@ObjectType('CePolicy', { description: 'One version of a policy of continuing education. It never changes.' })
export class CePolicyType implements Omit<CePolicy, 'terms'> {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => String, { description: 'Names the policy through all its versions.' })
  code: string;

  @Field(() => String, { description: 'What it is about.' })
  title: string;

  @Field(() => CePolicySourceEnum, { description: 'Whose it is.' })
  source: CePolicy['source'];

  @Field(() => [String], { description: 'Where it is written. Empty: an example that cites nothing.' })
  authority: readonly string[];

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When it was last compared with its source; null: nobody has verified it.',
  })
  verifiedOn: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The first day it holds; null: always.' })
  effectiveFrom: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day it holds, itself included; null: until another version takes its place.',
  })
  effectiveTo: string | null;

  @Field(() => Boolean, { description: 'Whether it says enough to judge anybody.' })
  complete: boolean;

  @Field(() => [String], { description: 'What is missing; with any of it the policy judges nobody.' })
  incomplete: readonly string[];

  @Field(() => [String], { description: 'What its source leaves open and is taken so.' })
  assumed: readonly string[];

  @Field(() => String, { description: 'What all this means, and what is next where it does not judge.' })
  because: string;

  @Field(() => CePolicyTerms, {
    nullable: true,
    description: 'What it asks for; null where it is incomplete.',
  })
  terms: CePolicyTerms | null;
}

@ObjectType('CePolicyVersion', { description: 'An entry in the history of one of your own policies.' })
export class CePolicyVersion {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'The version whose place it takes; null: the first.' })
  supersedesId: string | null;

  @Field(() => PlainDate, { description: 'The first day it holds or, when withdrawn, holds no longer.' })
  effectiveFrom: string;

  @Field(() => Boolean, { description: 'Whether it only takes the other one back.' })
  withdrawn: boolean;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;

  @Field(() => CePolicyType, { nullable: true, description: 'What it says; null where it only withdraws.' })
  policy: CePolicyType | null;
}

export const DefineCePolicyResult = outcome('DefineCePolicyResult', () => [
  CePolicyVersion,
  CePolicyCodeTaken,
  CePolicySuperseded,
]);

export const WithdrawCePolicyResult = outcome('WithdrawCePolicyResult', () => [
  CePolicyVersion,
  CePolicySuperseded,
]);
