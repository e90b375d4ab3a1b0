import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { Program, ProgramVersion } from '../programs/program.entity.js';
import { Cohort } from './cohort.entity.js';
import type { EnrollmentEvent, EnrollmentStatus } from './enrollment-status.rules.js';

export const ENROLLMENT_STATUSES = [
  'APPLIED',
  'ACTIVE',
  'ON_LEAVE',
  'WITHDRAWN',
  'COMPLETED',
  'DISMISSED',
] as const satisfies readonly EnrollmentStatus[];

export const ENROLLMENT_EVENTS = [
  'APPLIED',
  'ENROLLED',
  'LEAVE_STARTED',
  'LEAVE_ENDED',
  'WITHDREW',
  'DISMISSED',
  'COMPLETED',
  'RE_ENTERED',
] as const satisfies readonly EnrollmentEvent[];

/** One person in one cohort, on the version of the program that the cohort had when they were enrolled. */
@Entity('enrollment')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_enrollment_person' })
@ForeignKey(() => Cohort, ['orgId', 'cohortId'], ['orgId', 'id'], { name: 'fk_enrollment_cohort' })
@ForeignKey(() => Program, ['orgId', 'programId'], ['orgId', 'id'], { name: 'fk_enrollment_program' })
@ForeignKey(() => ProgramVersion, ['orgId', 'programVersionId'], ['orgId', 'id'], {
  name: 'fk_enrollment_version',
})
@Unique('uq_enrollment_cohort_person', ['orgId', 'cohortId', 'personId'])
@Unique('uq_enrollment_external', ['orgId', 'externalSource', 'externalId'])
@Index('ix_enrollment_person', ['orgId', 'personId'])
@Index('ix_enrollment_version', ['orgId', 'programVersionId'])
@Check(
  'ck_enrollment_status',
  `status IN ('APPLIED', 'ACTIVE', 'ON_LEAVE', 'WITHDRAWN', 'COMPLETED', 'DISMISSED')`,
)
export class Enrollment {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_enrollment' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_enrollment' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'cohort_id' })
  cohortId: string;

  @Column('uuid', { name: 'program_id' })
  programId: string;

  /** Pinned: changed only by an explicit move to another version (inv 38). */
  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  /** Today's status: the last standing entry's, written in the same transaction. */
  @Column('text')
  status: EnrollmentStatus;

  @Column('date', { name: 'status_since' })
  statusSince: string;

  /** When the history begins. */
  @Column('date', { name: 'enrolled_on' })
  enrolledOn: string;

  /** Entry requirements of the version that somebody confirmed at enrollment. */
  @Column('text', { name: 'confirmed_requirements', array: true, default: () => `'{}'` })
  confirmedRequirements: string[];

  @Column('text', { name: 'external_source', nullable: true })
  externalSource: string | null;

  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  /** The person's name, by which lists are ordered: read with the row, not kept. */
  readonly givenName: string;
  readonly familyName: string;

  /** Entry requirements of the pinned version that nobody confirmed: read with the row, not kept. */
  readonly unconfirmedRequirements: string[];
}

/** Append-only: a change of status, or the correction of one. See the rules for what may follow what. */
@Entity('enrollment_status_entry')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_enrollment_status_entry_enrollment',
})
@ForeignKey(() => EnrollmentStatusEntry, ['orgId', 'correctsId'], ['orgId', 'id'], {
  name: 'fk_enrollment_status_entry_corrected',
})
@ForeignKey(() => Person, ['approvedBy'], ['id'], { name: 'fk_enrollment_status_entry_approved_by' })
@Unique('uq_enrollment_status_entry_corrected', ['orgId', 'correctsId'])
@Index('ix_enrollment_status_entry', ['orgId', 'enrollmentId'])
@Check(
  'ck_enrollment_status_entry_event',
  `event IN ('APPLIED', 'ENROLLED', 'LEAVE_STARTED', 'LEAVE_ENDED', 'WITHDREW', 'DISMISSED', 'COMPLETED', 'RE_ENTERED', 'VOIDED')`,
)
@Check(
  'ck_enrollment_status_entry_voided',
  `CASE WHEN event = 'VOIDED' THEN effective_on IS NULL AND corrects_id IS NOT NULL ELSE effective_on IS NOT NULL END`,
)
export class EnrollmentStatusEntry {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_enrollment_status_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_enrollment_status_entry' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('text')
  event: EnrollmentEvent | 'VOIDED';

  /** The first day it holds; null when it only takes another entry back. */
  @Column('date', { name: 'effective_on', nullable: true })
  effectiveOn: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  /** For a withdrawal. */
  @Column('date', { name: 'last_attended_on', nullable: true })
  lastAttendedOn: string | null;

  @Column('uuid', { name: 'approved_by', nullable: true })
  approvedBy: string | null;

  @Column('uuid', { name: 'corrects_id', nullable: true })
  correctsId: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

export const HOLD_KINDS = ['FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

/** Append-only: what keeps documents back until it is released. */
@Entity('enrollment_hold')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_enrollment_hold_enrollment',
})
@Index('ix_enrollment_hold', ['orgId', 'enrollmentId'])
@Check('ck_enrollment_hold_kind', `kind IN ('FINANCIAL', 'DISCIPLINARY', 'RECORDS', 'OTHER')`)
export class EnrollmentHold {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_enrollment_hold' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_enrollment_hold' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('text')
  kind: HoldKind;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'placed_by', nullable: true })
  placedBy: string | null;

  @Column('timestamptz', { name: 'placed_at', default: () => 'app_now()' })
  placedAt: Date;

  /** Of its release: read with the row, not kept in it. */
  readonly releasedAt: Date | null;
  readonly releaseReason: string | null;
  readonly releasedBy: string | null;
}

@Entity('enrollment_hold_release')
@ForeignKey(() => EnrollmentHold, ['orgId', 'holdId'], ['orgId', 'id'], {
  name: 'fk_enrollment_hold_release_hold',
})
export class EnrollmentHoldRelease {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_enrollment_hold_release' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'hold_id', primaryKeyConstraintName: 'pk_enrollment_hold_release' })
  holdId: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'released_by', nullable: true })
  releasedBy: string | null;

  @Column('timestamptz', { name: 'released_at', default: () => 'app_now()' })
  releasedAt: Date;
}

/** Where a trainee without an account can be written to, so that enrolling them again finds them. */
@Entity('trainee_contact')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_trainee_contact_person' })
@Unique('uq_trainee_contact_email', ['orgId', 'email'])
@Check('ck_trainee_contact_email', 'email = lower(email) AND length(email) <= 254')
export class TraineeContact {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_trainee_contact' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_trainee_contact' })
  personId: string;

  @Column('text')
  email: string;
}
