import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import type { CeRole } from '../activities/ce-activity.js';
import { CeRoleEnum } from '../activities/ce-activity.enums.js';
import { CeActivityWithdrawn } from '../activities/ce-activity.refusals.js';
import { CeCategory } from '../activities/ce-activity.type.js';
import type { CeCompletionState, CeEntryKind } from './ce-completion.js';
import { CeCompletionStateEnum, CeEntryKindEnum } from './ce-completion.enums.js';
import {
  CeClaimedAlready,
  CeCompletionNotOpen,
  CeCycleIsClosed,
  CeEvidenceMissing,
  OwnCeCompletion,
} from './ce-completion.refusals.js';

@ObjectType({ description: 'What was said about a completion, and by whom.' })
export class CeCompletionEntry {
  @Field(() => Int, { description: 'Counted from 1.' })
  number: number;

  @Field(() => CeEntryKindEnum, { description: 'What.' })
  kind: CeEntryKind;

  @Field(() => PlainDate, { nullable: true, description: 'Where it tells what was done: the day.' })
  completedOn: string | null;

  @Field(() => Int, { nullable: true, description: 'Where it tells what was done: minutes earned.' })
  minutes: number | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'Who said it; null: the system.' })
  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType({ description: 'Evidence of a completion.' })
export class CeEvidence {
  @Field(() => ID, { description: 'The file: `ceEvidenceLink` gives a link to it.' })
  fileId: string;

  @Field(() => String, { description: 'What the uploader called it.' })
  name: string;

  @Field(() => String, { description: 'SHA-256 of its content, hexadecimal.' })
  sha256: string;

  @Field(() => DateTime, { description: 'When it was added.' })
  addedAt: Date;
}

@ObjectType({ description: 'That somebody did something for credit.' })
export class CeCompletion {
  @Field(() => ID, { description: 'Identifies the completion within the organization.' })
  id: string;

  @Field(() => ID, { description: 'Who did it.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  personName: string;

  /** Shown as `activity`. */
  activityId: string;

  @Field(() => CeCompletionStateEnum, { description: 'Where it stands.' })
  state: CeCompletionState;

  @Field(() => String, { description: 'Why it stands so, and what is next.' })
  because: string;

  @Field(() => CeRoleEnum, { description: 'What they did.' })
  role: CeRole;

  @Field(() => PlainDate, { description: 'The day they finished it, in their zone.' })
  completedOn: string;

  @Field(() => DateTime, { nullable: true, description: 'When it began, where that is known.' })
  startsAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended, where that is known.' })
  endsAt: Date | null;

  @Field(() => String, { nullable: true, description: 'The zone in which the day is read.' })
  timeZone: string | null;

  @Field(() => Int, { description: 'Minutes earned.' })
  minutes: number;

  @Field(() => [CeCategory], { description: 'Subjects of these minutes.' })
  categories: CeCategory[];

  @Field(() => [CeEvidence], { description: 'Evidence, in the order it was added.' })
  evidence: CeEvidence[];

  @Field(() => [CeCompletionEntry], { description: 'All that was said about it, in order.' })
  entries: CeCompletionEntry[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was reported to a state’s system last; null: not yet.',
  })
  reportedAt: Date | null;

  @Field(() => DateTime, { description: 'Since when it stands so.' })
  since: Date;
}

export const CeCompletionConnection = connectionOf('CeCompletion', () => CeCompletion);

@ObjectType({ description: 'Attendance that was recorded.' })
export class CeAttendanceRecorded {
  @Field(() => [CeCompletion], { description: 'What is new.' })
  completions: CeCompletion[];

  @Field(() => [ID], { description: 'Persons for whom it was on record already.' })
  knownPersonIds: string[];
}

export const ClaimCeCompletionResult = outcome('ClaimCeCompletionResult', () => [
  CeCompletion,
  CeClaimedAlready,
  CeActivityWithdrawn,
]);

export const RecordCeAttendanceResult = outcome('RecordCeAttendanceResult', () => [
  CeAttendanceRecorded,
  OwnCeCompletion,
  CeActivityWithdrawn,
]);

export const CorrectCeCompletionResult = outcome('CorrectCeCompletionResult', () => [
  CeCompletion,
  CeClaimedAlready,
  CeCompletionNotOpen,
  CeCycleIsClosed,
]);

export const WithdrawCeCompletionResult = outcome('WithdrawCeCompletionResult', () => [
  CeCompletion,
  CeCompletionNotOpen,
  CeCycleIsClosed,
]);

export const SubmitCeCompletionResult = outcome('SubmitCeCompletionResult', () => [
  CeCompletion,
  CeCompletionNotOpen,
  CeEvidenceMissing,
]);
