import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { TrainingAssignmentRecord } from '../placements/assignment.entity.js';
import { HOUR_DECISIONS, type HourDecisionKind } from './hour-log.rules.js';

/** Append-only: an interval the trainee claims. A later one may take its place while it is not verified. */
@Entity('hour_log')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_hour_log_person' })
@ForeignKey(() => Person, ['supervisorPersonId'], ['id'], { name: 'fk_hour_log_supervisor' })
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'personId'],
  ['orgId', 'id', 'personId'],
  { name: 'fk_hour_log_assignment' },
)
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'siteOrgId', 'siteId'],
  ['orgId', 'id', 'siteOrgId', 'siteId'],
  { name: 'fk_hour_log_site' },
)
@ForeignKey(() => HourLogRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_hour_log_superseded',
})
@Unique('uq_hour_log_superseded', ['orgId', 'supersedesId'])
@Index('ix_hour_log_person', ['orgId', 'personId', 'startsAt'])
@Index('ix_hour_log_assignment', ['orgId', 'assignmentId'])
@Index('ix_hour_log_site', ['siteOrgId', 'startsAt'])
@Index('ix_hour_log_claimant', ['personId', 'startsAt'])
@Check('ck_hour_log_times', `ends_at > starts_at AND ends_at <= starts_at + interval '16 hours'`)
@Check('ck_hour_log_break', 'break_minutes >= 0')
export class HourLogRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_hour_log' })
  orgId: string;

  /** Made by the client. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_hour_log' })
  id: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'site_id' })
  siteId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  @Column('int', { name: 'break_minutes', default: 0 })
  breakMinutes: number;

  /** Of the site: what its days are read in. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('boolean', { name: 'patient_related' })
  patientRelated: boolean;

  /** Who the trainee says supervised them; null: whoever verifies it. */
  @Column('uuid', { name: 'supervisor_person_id', nullable: true })
  supervisorPersonId: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  /** It takes back the one it supersedes. */
  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('uuid', { name: 'logged_by', nullable: true })
  loggedBy: string | null;

  /** When the device says it was logged. */
  @Column('timestamptz', { name: 'claimed_at', nullable: true })
  claimedAt: Date | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Append-only: what a supervisor said about a claim. The latest decision holds. */
@Entity('hour_decision')
@ForeignKey(() => HourLogRecord, ['orgId', 'hourLogId'], ['orgId', 'id'], { name: 'fk_hour_decision_log' })
@ForeignKey(() => Person, ['decidedBy'], ['id'], { name: 'fk_hour_decision_by' })
@Unique('uq_hour_decision_number', ['orgId', 'hourLogId', 'number'])
@Check(
  'ck_hour_decision_decision',
  `decision IN (${HOUR_DECISIONS.map((decision) => `'${decision}'`).join(', ')})`,
)
@Check(
  'ck_hour_decision_counted',
  `(decision = 'VERIFIED') = (counted_minutes IS NOT NULL) AND coalesce(counted_minutes, 0) >= 0`,
)
export class HourDecisionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_hour_decision' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_hour_decision' })
  id: string;

  @Column('uuid', { name: 'hour_log_id' })
  hourLogId: string;

  @Column('text')
  decision: HourDecisionKind;

  @Column('int')
  number: number;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('int', { name: 'counted_minutes', nullable: true })
  countedMinutes: number | null;

  /** Where the counted minutes lie: [{on, startsAt, endsAt, breakMinutes, minutes}]. */
  @Column('jsonb', { default: [] })
  parts: object;

  /** What kept the others from counting: [{code, minutes, message}]. */
  @Column('jsonb', { name: 'not_counted', default: [] })
  notCounted: object;

  /** Under which license and rule the verifier verified. */
  @Column('jsonb', { default: {} })
  eligibility: object;

  @Column('uuid', { name: 'decided_by' })
  decidedBy: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
