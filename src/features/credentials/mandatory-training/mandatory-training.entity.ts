import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Site } from '../../organizations/site.entity.js';
import { Person } from '../../people/person.entity.js';
import {
  TRAINING_DUE_AT,
  TRAINING_RETENTION_FROM,
  type TrainingDueAt,
  type TrainingEvidence,
  type TrainingRetentionFrom,
  type TrainingVersion,
} from './mandatory-training.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** What a training asks for, from a day on. Only added: what was done before is judged by the version of its day. */
@Entity('mandatory_training')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_mandatory_training_organization' })
@Index('ix_mandatory_training_code', ['orgId', 'code'])
@Check('ck_mandatory_training_due_at', `due_at IN (${quoted(TRAINING_DUE_AT)})`)
@Check('ck_mandatory_training_interval', 'interval_months > 0 AND interval_days > 0')
@Check('ck_mandatory_training_retention_from', `retention_from IN (${quoted(TRAINING_RETENTION_FROM)})`)
export class MandatoryTraining implements TrainingVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_mandatory_training' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_mandatory_training' })
  id: string;

  @Column('text')
  code: string;

  /** Null: ever since. */
  @Column('date', { name: 'effective_from', nullable: true })
  effectiveFrom: string | null;

  @Column('text')
  title: string;

  @Column('text', { name: 'due_at' })
  dueAt: TrainingDueAt;

  @Column('int', { name: 'within_days', default: 0 })
  withinDays: number;

  @Column('text', { name: 'also_on', array: true, default: '{}' })
  alsoOn: string[];

  @Column('int', { name: 'interval_months', nullable: true })
  intervalMonths: number | null;

  @Column('int', { name: 'interval_days', nullable: true })
  intervalDays: number | null;

  @Column('boolean', { name: 'interval_by_policy', default: false })
  intervalByPolicy: boolean;

  @Column('boolean', { name: 'live_questions' })
  liveQuestions: boolean;

  @Column('boolean', { name: 'site_specific' })
  siteSpecific: boolean;

  @Column('text', { array: true, default: '{}' })
  evidence: TrainingEvidence[];

  @Column('int', { name: 'warn_days', array: true })
  warnDays: number[];

  @Column('int', { name: 'retention_months', nullable: true })
  retentionMonths: number | null;

  @Column('text', { name: 'retention_from', nullable: true })
  retentionFrom: TrainingRetentionFrom | null;

  @Column('text', { nullable: true })
  citation: string | null;

  @Column('date', { name: 'verified_on', nullable: true })
  verifiedOn: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** That somebody had a training. Only added: a later row takes the place of an earlier one, or takes it back. */
@Entity('mandatory_training_completion')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_mandatory_training_completion_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_mandatory_training_completion_person' })
@ForeignKey(() => Site, ['siteOrgId', 'siteId'], ['orgId', 'id'], {
  name: 'fk_mandatory_training_completion_site',
})
@ForeignKey(() => StoredFile, ['orgId', 'evidenceFileId'], ['orgId', 'id'], {
  name: 'fk_mandatory_training_completion_file',
})
@ForeignKey(() => MandatoryTrainingCompletion, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_mandatory_training_completion_superseded',
})
@Unique('uq_mandatory_training_completion_superseded', ['orgId', 'supersedesId'])
@Index('ix_mandatory_training_completion_person', ['orgId', 'personId', 'code'])
@Check(
  'ck_mandatory_training_completion_parts',
  '(general OR site_id IS NOT NULL) AND (site_id IS NULL) = (site_org_id IS NULL)',
)
@Check(
  'ck_mandatory_training_completion_reason',
  '(supersedes_id IS NULL) = (reason IS NULL) AND (supersedes_id IS NOT NULL OR NOT withdrawn)',
)
export class MandatoryTrainingCompletion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_mandatory_training_completion' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_mandatory_training_completion' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  code: string;

  /** The same for those who were there together. */
  @Column('uuid', { name: 'session_id' })
  sessionId: string;

  @Column('date', { name: 'completed_on' })
  completedOn: string;

  /** Whether it was the part that is the same everywhere. */
  @Column('boolean')
  general: boolean;

  /** Whose site it was about; own, or a partner's. */
  @Column('uuid', { name: 'site_org_id', nullable: true })
  siteOrgId: string | null;

  @Column('uuid', { name: 'site_id', nullable: true })
  siteId: string | null;

  @Column('boolean', { name: 'live_questions' })
  liveQuestions: boolean;

  @Column('text', { name: 'content_summary', nullable: true })
  contentSummary: string | null;

  @Column('text', { name: 'trainer_name', nullable: true })
  trainerName: string | null;

  @Column('text', { name: 'trainer_qualification', nullable: true })
  trainerQualification: string | null;

  /** As on that day. */
  @Column('text', { name: 'attendee_name' })
  attendeeName: string;

  @Column('text', { name: 'attendee_job_title', nullable: true })
  attendeeJobTitle: string | null;

  @Column('uuid', { name: 'evidence_file_id', nullable: true })
  evidenceFileId: string | null;

  @Column('text', { name: 'late_reason', nullable: true })
  lateReason: string | null;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** That somebody is late with a training, why, and when they will have it. */
@Entity('mandatory_training_delay')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_mandatory_training_delay_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_mandatory_training_delay_person' })
@Index('ix_mandatory_training_delay_person', ['orgId', 'personId', 'code'])
export class MandatoryTrainingDelay {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_mandatory_training_delay' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_mandatory_training_delay' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  code: string;

  @Column('date', { name: 'due_on' })
  dueOn: string;

  @Column('date', { name: 'planned_on' })
  plannedOn: string;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** A change after which a training is to be given anew: to everybody, at one site, or to some persons. */
@Entity('mandatory_training_change')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_mandatory_training_change_organization' })
@ForeignKey(() => Site, ['orgId', 'siteId'], ['orgId', 'id'], { name: 'fk_mandatory_training_change_site' })
@ForeignKey(() => MandatoryTrainingChange, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_mandatory_training_change_superseded',
})
@Unique('uq_mandatory_training_change_superseded', ['orgId', 'supersedesId'])
@Index('ix_mandatory_training_change_code', ['orgId', 'code'])
@Check('ck_mandatory_training_change_days', 'renew_by >= changed_on - 1')
export class MandatoryTrainingChange {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_mandatory_training_change' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_mandatory_training_change' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  event: string;

  @Column('date', { name: 'changed_on' })
  changedOn: string;

  @Column('date', { name: 'renew_by' })
  renewBy: string;

  @Column('uuid', { name: 'site_id', nullable: true })
  siteId: string | null;

  @Column('uuid', { name: 'person_ids', array: true, nullable: true })
  personIds: string[] | null;

  @Column('text')
  description: string;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
