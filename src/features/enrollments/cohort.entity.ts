import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Membership } from '../organizations/membership.entity.js';
import { Site } from '../organizations/site.entity.js';
import { ProgramVersion } from '../programs/program.entity.js';
import type { Milestone } from './cohort.rules.js';

export const COHORT_STATES = ['UPCOMING', 'RUNNING', 'ENDED'] as const;
export type CohortState = (typeof COHORT_STATES)[number];

/** Trainees who go through one version of a program together, by one calendar. */
@Entity('cohort')
@ForeignKey(() => ProgramVersion, ['orgId', 'programVersionId'], ['orgId', 'id'], {
  name: 'fk_cohort_version',
})
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_cohort_site' })
@Unique('uq_cohort_code', ['orgId', 'code'])
@Index('ix_cohort_version', ['orgId', 'programVersionId'])
@Check('ck_cohort_dates', 'ends_on >= starts_on')
export class Cohort {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_cohort' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_cohort' })
  id: string;

  /** Never changes: who is enrolled here studies this version (inv 38). */
  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** The last day, inclusive. */
  @Column('date', { name: 'ends_on' })
  endsOn: string;

  /** IANA zone: every date of the cohort and of its enrollments is read in it. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('uuid', { name: 'site_id', nullable: true })
  siteId: string | null;

  @Column('jsonb', { default: () => `'[]'` })
  milestones: Milestone[];

  /** Since when nobody can be enrolled any more. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  /** Where today, in the cohort's zone, lies to its dates: read with the row, not kept. */
  readonly state: CohortState;
}

/** Who teaches a cohort. */
@Entity('cohort_instructor')
@ForeignKey(() => Cohort, ['orgId', 'cohortId'], ['orgId', 'id'], { name: 'fk_cohort_instructor_cohort' })
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], {
  name: 'fk_cohort_instructor_membership',
})
@Index('ix_cohort_instructor_membership', ['orgId', 'membershipId'])
export class CohortInstructor {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_cohort_instructor' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'cohort_id', primaryKeyConstraintName: 'pk_cohort_instructor' })
  cohortId: string;

  @PrimaryColumn('uuid', { name: 'membership_id', primaryKeyConstraintName: 'pk_cohort_instructor' })
  membershipId: string;
}

/** A cohort that a limited membership may see. */
@Entity('membership_cohort')
@ForeignKey(() => Cohort, ['orgId', 'cohortId'], ['orgId', 'id'], { name: 'fk_membership_cohort_cohort' })
@ForeignKey(() => Membership, ['orgId', 'membershipId'], ['orgId', 'id'], {
  name: 'fk_membership_cohort_membership',
})
export class MembershipCohort {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_membership_cohort' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'membership_id', primaryKeyConstraintName: 'pk_membership_cohort' })
  membershipId: string;

  @PrimaryColumn('uuid', { name: 'cohort_id', primaryKeyConstraintName: 'pk_membership_cohort' })
  cohortId: string;
}
