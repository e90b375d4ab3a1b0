import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { TrainingAssignmentRecord } from '../placements/assignment.entity.js';
import { SkillVersion, type ValidationMethod } from '../skills/skill.entity.js';
import type { ObservationKind } from './required-observations.rules.js';
import type { ObservationResult, StepResult } from './step-results.rules.js';

export const VOIDING_REASONS = [
  'WRONG_PERSON',
  'WRONG_SKILL',
  'WRONG_TIME',
  'ENTERED_TWICE',
  'OTHER',
] as const;
export type VoidingReason = (typeof VOIDING_REASONS)[number];

/** Append-only: one observed performance, a self-assessment, or that somebody did not come. Its id is the device's. */
@Entity('observation')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_observation_person' })
@ForeignKey(() => Person, ['observedBy'], ['id'], { name: 'fk_observation_observed_by' })
@ForeignKey(() => Person, ['recordedBy'], ['id'], { name: 'fk_observation_recorded_by' })
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'personId'],
  ['orgId', 'id', 'personId'],
  {
    name: 'fk_observation_assignment',
  },
)
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'siteOrgId', 'siteId'],
  ['orgId', 'id', 'siteOrgId', 'siteId'],
  { name: 'fk_observation_site' },
)
@ForeignKey(() => SkillVersion, ['skillOrgId', 'skillId', 'skillVersionId'], ['orgId', 'skillId', 'id'], {
  name: 'fk_observation_skill',
})
@Index('ix_observation_skill', ['orgId', 'personId', 'skillId'])
@Index('ix_observation_assignment', ['orgId', 'assignmentId'])
@Index('ix_observation_skill_version', ['skillOrgId', 'skillVersionId'])
@Index('ix_observation_observer', ['observedBy', 'startsAt'])
@Index('ix_observation_person', ['personId', 'startsAt'])
@Check('ck_observation_kind', `kind IN ('PERFORMANCE', 'SELF_ASSESSMENT', 'PEER_REVIEW', 'NO_SHOW')`)
@Check('ck_observation_result', `result IN ('MET', 'NOT_MET', 'INCOMPLETE')`)
@Check('ck_observation_times', `ends_at >= starts_at AND ends_at <= starts_at + interval '16 hours'`)
@Check(
  'ck_observation_performance',
  `kind <> 'PERFORMANCE' OR (method IS NOT NULL AND result IS NOT NULL AND observed_by IS NOT NULL)`,
)
export class ObservationRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_observation' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_observation' })
  id: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'site_id' })
  siteId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'skill_org_id' })
  skillOrgId: string;

  @Column('uuid', { name: 'skill_id' })
  skillId: string;

  @Column('uuid', { name: 'skill_version_id' })
  skillVersionId: string;

  @Column('text')
  kind: ObservationKind;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  /** The day it counts for, in the zone of the site. */
  @Column('date', { name: 'observed_on' })
  observedOn: string;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('text', { nullable: true })
  method: ValidationMethod | null;

  @Column('boolean', { default: false })
  simulated: boolean;

  /** Several trainees at once: the one case in which a validator observes two at a time. */
  @Column('boolean', { name: 'group_event', default: false })
  groupEvent: boolean;

  /** Prospective: may do it so next time. Ordinal. */
  @Column('text', { name: 'entrustment_level', nullable: true })
  entrustmentLevel: string | null;

  /** Retrospective: how it went. Ordinal, apart from the other, never averaged. */
  @Column('int', { name: 'performance_rating', nullable: true })
  performanceRating: number | null;

  /** Computed from the steps (inv 13). */
  @Column('text', { nullable: true })
  result: ObservationResult | null;

  @Column('numeric', { name: 'score_percent', precision: 5, scale: 2, nullable: true })
  scorePercent: string | null;

  @Column('boolean', { name: 'critical_met', nullable: true })
  criticalMet: boolean | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'observed_by', nullable: true })
  observedBy: string | null;

  /** Under which license and rule the observer could validate on that day. */
  @Column('jsonb', { default: {} })
  eligibility: object;

  /** Recorded later than the day itself. */
  @Column('boolean', { default: false })
  late: boolean;

  @Column('timestamptz', { name: 'claimed_at', nullable: true })
  claimedAt: Date | null;

  @Column('text', { name: 'content_hash' })
  contentHash: string;

  @Column('uuid', { name: 'recorded_by' })
  recordedBy: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Append-only: what was seen of one step. */
@Entity('observation_step')
@ForeignKey(() => ObservationRecord, ['orgId', 'observationId'], ['orgId', 'id'], {
  name: 'fk_observation_step_observation',
})
@Check('ck_observation_step_result', `result IN ('MET', 'NOT_MET', 'NOT_OBSERVED', 'NOT_APPLICABLE')`)
export class ObservationStepRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_observation_step' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'observation_id', primaryKeyConstraintName: 'pk_observation_step' })
  observationId: string;

  @PrimaryColumn('uuid', { name: 'step_id', primaryKeyConstraintName: 'pk_observation_step' })
  stepId: string;

  @Column('int')
  position: number;

  @Column('text')
  result: StepResult;

  /** What the trainee read. */
  @Column('numeric', { nullable: true })
  reading: string | null;

  /** What the observer read. */
  @Column('numeric', { name: 'reference_reading', nullable: true })
  referenceReading: string | null;

  /** How far the two may lie apart. */
  @Column('numeric', { nullable: true })
  tolerance: string | null;

  @Column('text', { nullable: true })
  reason: string | null;
}

/** Append-only: taken back, for good. */
@Entity('observation_voiding')
@ForeignKey(() => ObservationRecord, ['orgId', 'observationId'], ['orgId', 'id'], {
  name: 'fk_observation_voiding_observation',
})
@ForeignKey(() => Person, ['voidedBy'], ['id'], { name: 'fk_observation_voiding_by' })
@Check(
  'ck_observation_voiding_reason_code',
  `reason_code IN ('WRONG_PERSON', 'WRONG_SKILL', 'WRONG_TIME', 'ENTERED_TWICE', 'OTHER')`,
)
export class ObservationVoidingRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_observation_voiding' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'observation_id', primaryKeyConstraintName: 'pk_observation_voiding' })
  observationId: string;

  @Column('text', { name: 'reason_code' })
  reasonCode: VoidingReason;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'voided_by' })
  voidedBy: string;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
