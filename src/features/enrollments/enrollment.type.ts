import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import { CohortClosed, ProgramVersionNotOpen } from './cohort.refusals.js';
import { CohortType } from './cohort.type.js';
import type { HoldKind } from './enrollment.entity.js';
import {
  EnrollmentEventEnum,
  EnrollmentStatusEnum,
  HoldKindEnum,
  IntakeOutcomeEnum,
} from './enrollment.enums.js';
import {
  AlreadyEnrolled,
  ApprovedByTrainee,
  ApproverNotEntitled,
  FormerMember,
  HoldAlreadyReleased,
  LastStatusEntry,
  NeverActiveBefore,
  OwnEnrollment,
  PersonAmbiguous,
  StatusApproverMissing,
  StatusDateInFuture,
  StatusEntryAlreadyCorrected,
  StatusReasonMissing,
  StatusTransitionNotAllowed,
  WithdrawalDateNotLastAttended,
} from './enrollment.refusals.js';
import type { IntakeOutcome } from './enrollment-intake.rules.js';
import type { EnrollmentEvent, EnrollmentStatus } from './enrollment-status.rules.js';

@ObjectType('EnrollmentStatusPeriod', { description: 'Days on which one status held.' })
export class EnrollmentStatusPeriodType {
  @Field(() => EnrollmentStatusEnum, { description: 'The status.' })
  status: EnrollmentStatus;

  @Field(() => EnrollmentEventEnum, { description: 'What led to it.' })
  event: EnrollmentEvent;

  @Field(() => PlainDate, { description: 'The first day.' })
  from: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, inclusive; null while it lasts.' })
  to: string | null;

  @Field(() => ID, { description: 'The entry it follows from.' })
  entryId: string;
}

@ObjectType('EnrollmentStatusEntry', {
  description: 'What was put on record about the status: never changed, corrected by later entries.',
})
export class EnrollmentStatusEntryType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => EnrollmentEventEnum, {
    nullable: true,
    description: 'What happened; null when the entry only takes another one back.',
  })
  event: EnrollmentEvent | null;

  @Field(() => PlainDate, { nullable: true, description: 'The first day it holds.' })
  effectiveOn: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'For a withdrawal: the last day attended.' })
  lastAttendedOn: string | null;

  approvedBy: string | null;

  @Field(() => ID, { nullable: true, description: 'The earlier entry it takes the place of, or takes back.' })
  correctsId: string | null;

  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When it was recorded; the day it holds from may be another.' })
  recordedAt: Date;
}

@ObjectType('EnrollmentHold', { description: 'What keeps documents back until it is released.' })
export class EnrollmentHoldType {
  @Field(() => ID, { description: 'Identifies the hold.' })
  id: string;

  @Field(() => HoldKindEnum, { description: 'Of which kind.' })
  kind: HoldKind;

  @Field(() => String, { description: 'Why it was placed.' })
  reason: string;

  placedBy: string | null;

  @Field(() => DateTime, { description: 'When it was placed.' })
  placedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was released; null while it stands.' })
  releasedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was released.' })
  releaseReason: string | null;

  releasedBy: string | null;
}

@ObjectType('Enrollment', {
  description: 'One person in one cohort, on the program version the cohort had when they were enrolled.',
})
export class EnrollmentType {
  @Field(() => ID, { description: 'Identifies the enrollment within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The pinned version: changed only by an explicit move.' })
  programVersionId: string;

  @Field(() => EnrollmentStatusEnum, { description: 'The status today.' })
  status: EnrollmentStatus;

  @Field(() => PlainDate, { description: 'Since when it holds.' })
  statusSince: string;

  @Field(() => PlainDate, { description: 'When the history begins.' })
  enrolledOn: string;

  @Field(() => [String], { description: 'Entry requirements that were confirmed at enrollment.' })
  confirmedRequirements: string[];

  @Field(() => [String], { description: 'Entry requirements of the version that nobody confirmed.' })
  unconfirmedRequirements: string[];
}

@ObjectType('EnrollmentIntakeRow', { description: 'What became of one entry of the list.' })
export class EnrollmentIntakeRow {
  @Field(() => Int, { description: 'Line of the file where the entry begins, or place in the list from 1.' })
  line: number;

  @Field(() => IntakeOutcomeEnum, { description: 'What became of it.' })
  outcome: IntakeOutcome;

  @Field(() => ID, { nullable: true, description: 'The person, where one was found or added.' })
  personId: string | null;

  @Field(() => ID, { nullable: true, description: 'Their enrollment in the cohort, new or earlier.' })
  enrollmentId: string | null;

  @Field(() => String, { nullable: true, description: 'What is wrong and what would help.' })
  message: string | null;
}

@ObjectType('EnrollmentIntake', {
  description: 'What became of a list of people to enroll: the good entries are kept, the others reported.',
})
export class EnrollmentIntake {
  @Field(() => Int, { description: 'How many are newly enrolled.' })
  enrolled: number;

  @Field(() => Int, { description: 'How many were enrolled before.' })
  alreadyEnrolled: number;

  @Field(() => Int, { description: 'How many entries were not taken; their rows say why.' })
  refused: number;

  @Field(() => Int, { description: 'How many of the enrolled were not known to the organization before.' })
  personsAdded: number;

  @Field(() => [EnrollmentIntakeRow], { description: 'One row for each entry, in their order.' })
  rows: EnrollmentIntakeRow[];

  @Field(() => CohortType, { description: 'The cohort.' })
  cohort: CohortType;
}

export const EnrollmentConnection = connectionOf('Enrollment', () => EnrollmentType);

export const EnrollTraineeResult = outcome('EnrollTraineeResult', () => [
  EnrollmentType,
  AlreadyEnrolled,
  FormerMember,
  PersonAmbiguous,
  OwnEnrollment,
  StatusDateInFuture,
  CohortClosed,
  ProgramVersionNotOpen,
]);
export const EnrollTraineesResult = outcome('EnrollTraineesResult', () => [
  EnrollmentIntake,
  CohortClosed,
  ProgramVersionNotOpen,
]);
export const ImportEnrollmentsResult = outcome('ImportEnrollmentsResult', () => [
  EnrollmentIntake,
  CohortClosed,
  ProgramVersionNotOpen,
]);
export const ChangeEnrollmentStatusResult = outcome('ChangeEnrollmentStatusResult', () => [
  EnrollmentType,
  OwnEnrollment,
  StatusDateInFuture,
  StatusTransitionNotAllowed,
  NeverActiveBefore,
  StatusReasonMissing,
  StatusApproverMissing,
  ApprovedByTrainee,
  ApproverNotEntitled,
  WithdrawalDateNotLastAttended,
]);
export const CorrectEnrollmentStatusResult = outcome('CorrectEnrollmentStatusResult', () => [
  EnrollmentType,
  OwnEnrollment,
  StatusDateInFuture,
  StatusTransitionNotAllowed,
  NeverActiveBefore,
  StatusReasonMissing,
  StatusApproverMissing,
  ApprovedByTrainee,
  ApproverNotEntitled,
  WithdrawalDateNotLastAttended,
  StatusEntryAlreadyCorrected,
  LastStatusEntry,
]);
export const PlaceEnrollmentHoldResult = outcome('PlaceEnrollmentHoldResult', () => [
  EnrollmentType,
  OwnEnrollment,
]);
export const ReleaseEnrollmentHoldResult = outcome('ReleaseEnrollmentHoldResult', () => [
  EnrollmentType,
  OwnEnrollment,
  HoldAlreadyReleased,
]);
