import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import type { HoursNotCountedCode } from './counted-hours.rules.js';
import { HourDecisionEnum, HourLogStateEnum, HoursNotCountedEnum } from './hour-log.enums.js';
import {
  HoursNotDecided,
  HoursNotOpen,
  HoursOverlap,
  HoursTimeNotAccepted,
  HoursVerifierNotEligible,
  OwnHours,
} from './hour-log.refusals.js';
import type { HourDecisionKind, HourLogState } from './hour-log.rules.js';

@ObjectType({ description: 'Minutes of claimed hours that do not count, and why.' })
export class HourLogNotCounted {
  @Field(() => HoursNotCountedEnum, { description: 'The reason.' })
  code: HoursNotCountedCode;

  @Field(() => Int, { description: 'How many minutes.' })
  minutes: number;

  @Field(() => String, { description: 'The reason in words.' })
  message: string;
}

@ObjectType({ description: 'What somebody decided about claimed hours.' })
export class HourDecision {
  @Field(() => HourDecisionEnum, { description: 'What.' })
  decision: HourDecisionKind;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Who verified, as it is printed.' })
  decidedByName: string | null;

  @Field(() => Int, { nullable: true, description: 'Of hours verified: minutes that count.' })
  countedMinutes: number | null;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType({
  description: 'Time on the job that a trainee claims, with everything that was decided about it.',
})
export class HourLog {
  @Field(() => ID, { description: 'Made by the client.' })
  id: string;

  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => String, { description: "The trainee's name." })
  traineeName: string;

  @Field(() => PlainDate, { description: 'The day it begins on, at the site.' })
  on: string;

  @Field(() => DateTime, { description: 'When it starts.' })
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends; that moment is not part of it.' })
  endsAt: Date;

  @Field(() => String, { description: 'The time zone of the site.' })
  timeZone: string;

  @Field(() => Int, { description: 'Minutes of unpaid break within it.' })
  breakMinutes: number;

  @Field(() => Int, { description: 'Minutes claimed, without the break.' })
  claimedMinutes: number;

  @Field(() => Boolean, {
    description: 'Whether it was work with patients, which counts in ratios of supervision.',
  })
  patientRelated: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'Who supervised, if the trainee has named somebody; else whoever verifies it.',
  })
  supervisorPersonId: string | null;

  @Field(() => String, { nullable: true, description: "The trainee's note." })
  note: string | null;

  @Field(() => HourLogStateEnum, { description: 'Where it stands.' })
  state: HourLogState;

  @Field(() => Int, { description: 'Minutes of it that count.' })
  countedMinutes: number;

  @Field(() => [HourLogNotCounted], {
    description: 'Of verified hours: the minutes that do not count, and why.',
  })
  notCounted: HourLogNotCounted[];

  @Field(() => String, { description: 'Where it stands and why, in a sentence.' })
  because: string;

  @Field(() => [HourDecision], {
    description: 'Everything that was decided, in order: nothing is ever taken out.',
  })
  decisions: HourDecision[];

  @Field(() => ID, { nullable: true, description: 'The claim whose place it took.' })
  supersedesId: string | null;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  recordedAt: Date;
}

export const HourLogConnection = connectionOf('HourLog', () => HourLog);

@ObjectType({ description: 'The hours of one assignment, added up.' })
export class AssignmentHours {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => String, { description: 'The site.' })
  siteName: string;

  @Field(() => Int, {
    description: 'Minutes claimed that stand, whatever was decided: pending, verified and rejected ones.',
  })
  claimedMinutes: number;

  @Field(() => Int, { description: 'Minutes that wait to be verified.' })
  pendingMinutes: number;

  @Field(() => Int, { description: 'Minutes verified, counted or not.' })
  verifiedMinutes: number;

  @Field(() => Int, { description: 'Minutes that count.' })
  countedMinutes: number;

  @Field(() => Int, { description: 'Minutes rejected.' })
  rejectedMinutes: number;

  @Field(() => [HourLogNotCounted], { description: 'Minutes verified that do not count, by reason.' })
  notCounted: HourLogNotCounted[];

  @Field(() => String, { description: 'What is next.' })
  next: string;
}

@ObjectType({ description: 'Hours that were decided.' })
export class HoursDecided {
  @Field(() => [HourLog], { description: 'Each as it stands now, in the order given.' })
  hourLogs: HourLog[];
}

export const LogHoursResult = outcome(
  'LogHoursResult',
  () => [HourLog, HoursTimeNotAccepted, HoursOverlap] as const,
);
export const CorrectHoursResult = outcome(
  'CorrectHoursResult',
  () => [HourLog, HoursTimeNotAccepted, HoursOverlap, HoursNotOpen] as const,
);
export const WithdrawHoursResult = outcome('WithdrawHoursResult', () => [HourLog, HoursNotOpen] as const);
export const VerifyHoursResult = outcome(
  'VerifyHoursResult',
  () => [HoursDecided, HoursNotOpen, OwnHours, HoursVerifierNotEligible] as const,
);
export const ReopenHoursResult = outcome(
  'ReopenHoursResult',
  () => [HourLog, HoursNotDecided, OwnHours] as const,
);
