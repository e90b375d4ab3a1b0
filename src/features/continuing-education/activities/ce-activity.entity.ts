import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { Program } from '../../programs/program.entity.js';
import { CE_DELIVERIES, CE_NATURES, type CeDelivery, type CeNature } from '../policies/policy.js';
import {
  CE_ACTIVITY_KINDS,
  CE_ROLES,
  type Approval,
  type CategoryMinutes,
  type CeActivityKind,
  type CeRole,
} from './ce-activity.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** What can be attended or taught. Its facts stand in versions. */
@Entity('ce_activity')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_ce_activity_organization' })
export class CeActivityRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_activity' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_activity' })
  id: string;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** What is known of an activity. Never changed: a correction is a later version. */
@Entity('ce_activity_version')
@ForeignKey(() => CeActivityRecord, ['orgId', 'activityId'], ['orgId', 'id'], {
  name: 'fk_ce_activity_version_activity',
})
@Unique('uq_ce_activity_version_number', ['orgId', 'activityId', 'number'])
@Check('ck_ce_activity_version_kind', `kind IN (${quoted(CE_ACTIVITY_KINDS)})`)
@Check('ck_ce_activity_version_nature', `nature IN (${quoted(CE_NATURES)})`)
@Check('ck_ce_activity_version_delivery', `delivery IN (${quoted(CE_DELIVERIES)})`)
@Check('ck_ce_activity_version_minutes', 'minutes > 0')
export class CeActivityVersionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_activity_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_activity_version' })
  id: string;

  @Column('uuid', { name: 'activity_id' })
  activityId: string;

  @Column('int')
  number: number;

  @Column('text')
  title: string;

  @Column('text')
  kind: CeActivityKind;

  /** What is not education counts only where a policy says so (inv 60). */
  @Column('text', { default: 'EDUCATION' })
  nature: CeNature;

  @Column('text')
  provider: string;

  /** As the state's system knows the provider. */
  @Column('text', { name: 'provider_number', nullable: true })
  providerNumber: string | null;

  /** The same course, whatever it is called and whenever it is given (inv 55). */
  @Column('text', { name: 'course_identity' })
  courseIdentity: string;

  /** The provider's tracking number. */
  @Column('text', { name: 'course_number', nullable: true })
  courseNumber: string | null;

  @Column('text')
  delivery: CeDelivery;

  @Column('int')
  minutes: number;

  /** Whether somebody may earn a part of it. */
  @Column('boolean', { name: 'partial_allowed', default: false })
  partialAllowed: boolean;

  @Column('jsonb', { default: () => `'[]'` })
  categories: CategoryMinutes[];

  /** What it is besides its subjects, as policies name it. */
  @Column('text', { array: true, default: () => `'{}'` })
  properties: string[];

  @Column('jsonb', { default: () => `'[]'` })
  approvals: Approval[];

  /** Taken out of the catalogue: nothing new is claimed for it. */
  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Which course of our own yields which activity, to those who finish it or those who teach it. */
@Entity('ce_course_link')
@ForeignKey(() => Program, ['orgId', 'programId'], ['orgId', 'id'], { name: 'fk_ce_course_link_program' })
@ForeignKey(() => CeActivityRecord, ['orgId', 'activityId'], ['orgId', 'id'], {
  name: 'fk_ce_course_link_activity',
})
@Unique('uq_ce_course_link', ['orgId', 'programId', 'courseCode', 'role', 'activityId', 'startsOn'])
@Check('ck_ce_course_link_role', `role IN (${quoted(CE_ROLES)})`)
@Check('ck_ce_course_link_dates', 'ends_on IS NULL OR ends_on >= starts_on')
@Index('ix_ce_course_link_activity', ['orgId', 'activityId'])
export class CeCourseLinkRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_course_link' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_course_link' })
  id: string;

  @Column('uuid', { name: 'program_id' })
  programId: string;

  /** The same in all versions of the program. */
  @Column('text', { name: 'course_code' })
  courseCode: string;

  @Column('uuid', { name: 'activity_id' })
  activityId: string;

  /** ATTENDEE: who passes it; TEACHER: who teaches a cohort of it. */
  @Column('text')
  role: CeRole;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
