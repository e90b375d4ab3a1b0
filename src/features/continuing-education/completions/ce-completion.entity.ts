import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { Person } from '../../people/person.entity.js';
import { CE_ROLES, type CategoryMinutes, type CeRole } from '../activities/ce-activity.js';
import { CeActivityRecord } from '../activities/ce-activity.entity.js';
import { CE_ENTRY_KINDS, type CeEntryKind } from './ce-completion.js';

const quoted = (list: readonly string[]): string => list.map((each) => `'${each}'`).join(', ');

/** That somebody did something on a day: what keeps it from being claimed twice (abuse 39). Everything else stands in entries. */
@Entity('ce_completion')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_ce_completion_person' })
@ForeignKey(() => CeActivityRecord, ['orgId', 'activityId'], ['orgId', 'id'], {
  name: 'fk_ce_completion_activity',
})
@Index('uq_ce_completion_claim', ['orgId', 'personId', 'activityId', 'completedOn'], {
  unique: true,
  where: 'NOT withdrawn',
})
@Index('uq_ce_completion_source', ['orgId', 'sourceKey', 'activityId'], {
  unique: true,
  where: 'source_key IS NOT NULL AND NOT withdrawn',
})
@Index('ix_ce_completion_person', ['orgId', 'personId'])
@Index('ix_ce_completion_activity', ['orgId', 'activityId'])
export class CeCompletionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_completion' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_completion' })
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'activity_id' })
  activityId: string;

  @Column('date', { name: 'completed_on' })
  completedOn: string;

  /** Names the course of our own that it comes from. */
  @Column('text', { name: 'source_key', nullable: true })
  sourceKey: string | null;

  @Column('boolean', { default: false })
  withdrawn: boolean;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** What was said about a completion. Never changed: the latest entry that says a thing holds. */
@Entity('ce_completion_entry')
@ForeignKey(() => CeCompletionRecord, ['orgId', 'completionId'], ['orgId', 'id'], {
  name: 'fk_ce_completion_entry_completion',
})
@Unique('uq_ce_completion_entry_number', ['orgId', 'completionId', 'number'])
@Check('ck_ce_completion_entry_kind', `kind IN (${quoted(CE_ENTRY_KINDS)})`)
@Check('ck_ce_completion_entry_role', `role IN (${quoted(CE_ROLES)})`)
@Check(
  'ck_ce_completion_entry_fact',
  `(kind IN ('CLAIMED', 'RECORDED', 'CREDITED', 'CORRECTED')) = (role IS NOT NULL)
          AND (role IS NULL) = (completed_on IS NULL) AND (role IS NULL) = (minutes IS NULL) AND (role IS NULL) = (categories IS NULL)`,
)
@Check(
  'ck_ce_completion_entry_times',
  '(starts_at IS NULL) = (ends_at IS NULL) AND (ends_at IS NULL OR ends_at > starts_at)',
)
@Check('ck_ce_completion_entry_minutes', 'minutes >= 0')
export class CeCompletionEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_completion_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_ce_completion_entry' })
  id: string;

  @Column('uuid', { name: 'completion_id' })
  completionId: string;

  @Column('int')
  number: number;

  @Column('text')
  kind: CeEntryKind;

  @Column('text', { nullable: true })
  role: CeRole | null;

  @Column('timestamptz', { name: 'starts_at', nullable: true })
  startsAt: Date | null;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt: Date | null;

  /** The person's zone, in which the day is read (inv 56). */
  @Column('text', { name: 'time_zone', nullable: true })
  timeZone: string | null;

  @Column('date', { name: 'completed_on', nullable: true })
  completedOn: string | null;

  /** Earned: a part of the activity where it allows that. */
  @Column('int', { nullable: true })
  minutes: number | null;

  @Column('jsonb', { nullable: true })
  categories: CategoryMinutes[] | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** A certificate or other evidence of a completion, with the content it had when it was added. */
@Entity('ce_completion_file')
@ForeignKey(() => CeCompletionRecord, ['orgId', 'completionId'], ['orgId', 'id'], {
  name: 'fk_ce_completion_file_completion',
})
@ForeignKey(() => StoredFile, ['orgId', 'fileId'], ['orgId', 'id'], { name: 'fk_ce_completion_file_file' })
export class CeCompletionFileRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_ce_completion_file' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'completion_id', primaryKeyConstraintName: 'pk_ce_completion_file' })
  completionId: string;

  @PrimaryColumn('uuid', { name: 'file_id', primaryKeyConstraintName: 'pk_ce_completion_file' })
  fileId: string;

  @Column('text')
  sha256: string;

  @Column('uuid', { name: 'added_by', nullable: true })
  addedBy: string | null;

  @Column('timestamptz', { name: 'added_at', default: () => 'app_now()' })
  addedAt: Date;
}
