import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { ALLOCATION_REASONS, type AllocationReason } from '../allocation/allocation.js';
import { CeStandingEnum } from './ce-cycle.enums.js';
import type { CeStanding } from './ce-standing.js';
import {
  CeCycleClosedAlready,
  CeCycleNotClosed,
  CeCycleNotOver,
  CeCycleUndecided,
  CeCycleUnknown,
  CeReviewsOpen,
  OwnCeObligation,
} from './ce-cycle.refusals.js';
import { CeObligation } from './ce-obligation.type.js';

export const CeMinutesReasonEnum = Object.fromEntries(ALLOCATION_REASONS.map((each) => [each, each])) as {
  [K in AllocationReason]: K;
};
registerEnumType(CeMinutesReasonEnum, {
  name: 'CeMinutesReason',
  description: 'What became of minutes of a completion.',
  valuesMap: {
    COUNTED: { description: 'They count in the cycle of their day.' },
    COUNTED_LATE: { description: 'They fill what was missing in the cycle before.' },
    CARRIED: { description: 'They are more than was needed, and count in the next cycle.' },
    OVER_MAXIMUM: { description: 'More than a maximum lets count: they count nothing and are not carried.' },
    ROUNDED_OFF: { description: 'Below the step to which the policy rounds down.' },
    OUTSIDE_CYCLE: { description: 'Their day is in none of the open cycles.' },
    PENDING_REVIEW: { description: 'They wait for review.' },
    REJECTED: { description: 'They were refused in review.' },
    NO_EVIDENCE: { description: 'There is no evidence, and the policy asks for it.' },
    EXCLUDED_KIND: { description: 'The policy does not count what the activity is.' },
    NOT_APPROVED_ON_DAY: { description: 'Nobody whom the policy accepts had approved it on the day.' },
    PARTIAL_NOT_ACCEPTED: { description: 'Only a part was done, and the policy counts no parts.' },
    REPEATED_COURSE: { description: 'The same course counts once, and another time of it does.' },
    TEACHING_NOT_COUNTED: { description: 'The policy does not count teaching.' },
    ALREADY_USED: {
      description: 'They count elsewhere already: in another cycle, or as hours of a program.',
    },
    NOT_JUDGED: { description: 'The policy does not say enough.' },
  },
});

@ObjectType({
  description: 'Minutes of a completion and what became of them: they add up to what was earned.',
})
export class CeStatusLine {
  @Field(() => ID, { description: 'The completion.' })
  completionId: string;

  @Field(() => String, { description: 'What was done.' })
  title: string;

  @Field(() => PlainDate, { description: 'When.' })
  completedOn: string;

  @Field(() => Int, { description: 'Minutes.' })
  minutes: number;

  @Field(() => CeMinutesReasonEnum, { description: 'What became of them.' })
  reason: AllocationReason;

  @Field(() => String, { nullable: true, description: 'The subject they count in; null: in none.' })
  category: string | null;

  @Field(() => [String], { description: 'Keys of the requirements they count to.' })
  towards: string[];

  @Field(() => String, { description: 'The same in words.' })
  because: string;
}

@ObjectType({ description: 'How far one requirement of a cycle is.' })
export class CeStatusRequirement {
  @Field(() => String, { description: 'Its key: `TOTAL` for the whole.' })
  key: string;

  @Field(() => Int, { description: 'Minutes it asks for, after waivers.' })
  requiredMinutes: number;

  @Field(() => Int, { description: 'Minutes that count to it.' })
  countedMinutes: number;

  @Field(() => Int, { description: 'Minutes that are missing.' })
  missingMinutes: number;
}

@ObjectType({ description: 'How far a maximum of a cycle is used.' })
export class CeStatusMaximum {
  @Field(() => String, { description: 'Its key.' })
  key: string;

  @Field(() => Int, { description: 'At most so many minutes count.' })
  maximumMinutes: number;

  @Field(() => Int, { description: 'So many do.' })
  countedMinutes: number;
}

@ObjectType({ description: 'A stretch in which something is to be earned, both days inclusive.' })
export class CeStatusCycle {
  @Field(() => String, {
    nullable: true,
    description: 'Of a longer cycle of one subject: which. Null: the whole.',
  })
  category: string | null;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { description: 'The last day.' })
  endsOn: string;

  @Field(() => PlainDate, {
    description: 'The last day on which something may count in it, extensions included.',
  })
  lastDay: string;

  @Field(() => Boolean, { description: 'Whether everything it asks for is done.' })
  met: boolean;

  @Field(() => Int, {
    description: 'The fewest minutes that fill what is missing of the whole and its minimums.',
  })
  missingMinutes: number;

  @Field(() => Int, { description: 'Minutes that came from the cycle before.' })
  carriedInMinutes: number;

  @Field(() => Int, { description: 'Minutes that go to the next.' })
  carriedOutMinutes: number;

  @Field(() => [CeStatusRequirement], { description: 'The whole first, then the minimums.' })
  requirements: CeStatusRequirement[];

  @Field(() => [CeStatusMaximum], { description: 'The maximums.' })
  maximums: CeStatusMaximum[];

  @Field(() => String, { description: 'Why it asks for what it asks.' })
  because: string;
}

@ObjectType({ description: 'How a closed cycle was decided last.' })
export class CeCycleClosing {
  @Field(() => ID, { description: 'Identifies the decision within the organization.' })
  id: string;

  @Field(() => Int, { description: '1: the closing; later: corrections of it.' })
  number: number;

  @Field(() => String, { nullable: true, description: 'Why it was corrected; null for the closing.' })
  reason: string | null;

  @Field(() => String, { description: 'SHA-256 of what was decided, as the ledger has it.' })
  contentHash: string;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType({
  description: 'How somebody stands under a policy on a day: what counted where, and what is missing.',
})
export class CeStatus {
  @Field(() => CeObligation, { description: 'Who, under which policy, for what.' })
  obligation: CeObligation;

  @Field(() => PlainDate, { description: 'The day.' })
  on: string;

  @Field(() => DateTime, { nullable: true, description: 'As it was on record then; null: now.' })
  knownAt: Date | null;

  @Field(() => CeStandingEnum, { description: 'In one word.' })
  standing: CeStanding;

  @Field(() => String, { description: 'What is next, in words.' })
  nextStep: string;

  @Field(() => String, { nullable: true, description: 'Title of the policy; null: no version is in force.' })
  policyTitle: string | null;

  @Field(() => ID, { nullable: true, description: 'The version of the policy by which it is judged.' })
  policyVersionId: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The day the policy was compared with its source; null: an example that nobody has verified.',
  })
  policyVerifiedOn: string | null;

  @Field(() => [String], {
    description: 'What the policy does not say; with any of it nobody is judged by it.',
  })
  missingInPolicy: string[];

  @Field(() => Int, { nullable: true, description: 'Whole percent of what is to be done; null: not judged.' })
  percent: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days until the last day; 0: it is the last. Null: not judged.',
  })
  daysLeft: number | null;

  @Field(() => CeStatusCycle, { nullable: true, description: 'The cycle of the day; null: not judged.' })
  cycle: CeStatusCycle | null;

  @Field(() => [CeStatusCycle], { description: 'Longer cycles of subjects.' })
  separateCycles: CeStatusCycle[];

  @Field(() => CeStatusCycle, { nullable: true, description: 'The cycle before, where there was one.' })
  previousCycle: CeStatusCycle | null;

  @Field(() => [CeStatusLine], { description: 'Every minute of the cycle’s completions, by day.' })
  lines: CeStatusLine[];

  @Field(() => CeCycleClosing, { nullable: true, description: 'Set when the cycle is closed.' })
  closing: CeCycleClosing | null;
}

export const CeStatusConnection = connectionOf('CeStatus', () => CeStatus);

@ObjectType({ description: 'How somebody stands under all policies that they are under, or one of them.' })
export class CeStatuses {
  @Field(() => [CeStatus], { description: 'One for each, the cycle that ends first at the beginning.' })
  statuses: CeStatus[];

  @Field(() => String, { description: 'All of it in a sentence.' })
  summary: string;
}

@ObjectType({ description: 'How many people stand how under a policy.' })
export class CePolicyCounts {
  @Field(() => String, { description: 'Code of the policy.' })
  policyCode: string;

  @Field(() => Int, { description: 'People under it on the day.' })
  people: number;

  @Field(() => Int, { description: 'Everything is done.' })
  met: number;

  @Field(() => Int, { description: 'Something is missing, and there is time.' })
  onTheWay: number;

  @Field(() => Int, { description: 'The cycle before ended with something missing.' })
  lapsed: number;

  @Field(() => Int, { description: 'The cycle of the day is closed.' })
  closed: number;

  @Field(() => Int, { description: 'The policy does not say enough to judge.' })
  notJudged: number;

  @Field(() => Int, { description: 'Not done, and the last day is within 90 days.' })
  dueWithin90Days: number;
}

export const CloseCeCycleResult = outcome('CloseCeCycleResult', () => [
  CeStatus,
  CeCycleUnknown,
  CeCycleNotOver,
  CeCycleClosedAlready,
  CeReviewsOpen,
  CeCycleUndecided,
  OwnCeObligation,
]);

export const CorrectCeCycleResult = outcome('CorrectCeCycleResult', () => [
  CeStatus,
  CeCycleUnknown,
  CeCycleNotClosed,
  CeReviewsOpen,
  CeCycleUndecided,
  OwnCeObligation,
]);
