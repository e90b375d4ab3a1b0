import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../organizations/organization.entity.js';

/** DRAFT may be edited; PUBLISHED never changes again; RETIRED besides takes no new enrollments. */
export const PROGRAM_VERSION_STATUSES = ['DRAFT', 'PUBLISHED', 'RETIRED'] as const;
export type ProgramVersionStatus = (typeof PROGRAM_VERSION_STATUSES)[number];

/** How a practical with critical steps is judged. */
export interface PracticalPolicy {
  /** Every critical step must be met, whatever the score. */
  criticalSteps: 'all';
  technicalMinPercent: number;
  maxAttempts: number;
  /** The most that a repeated practical can score. */
  repeatScoreCapPercent: number;
}

/** What must hold on the first placement day. Courses by code; the rest by the codes of later features. */
export interface PlacementGate {
  coursesPassed: string[];
  credentialsCurrent: string[];
  clearancesCurrent: string[];
  trainingsCurrent: string[];
}

/** A program a school runs, through all its versions. */
@Entity('program')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_program_organization' })
@Unique('uq_program_code', ['orgId', 'code'])
export class Program {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_program' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_program' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** One version of a program: what its trainees must do. Frozen when it is published. */
@Entity('program_version')
@ForeignKey(() => Program, ['orgId', 'programId'], ['orgId', 'id'], { name: 'fk_program_version_program' })
@ForeignKey(() => ProgramVersion, ['orgId', 'copiedFromId'], ['orgId', 'id'], {
  name: 'fk_program_version_copied_from',
})
@Index('ix_program_version_copied_from', ['orgId', 'copiedFromId'])
@Unique('uq_program_version_label', ['orgId', 'programId', 'label'])
@Check('ck_program_version_status', `status IN ('DRAFT', 'PUBLISHED', 'RETIRED')`)
export class ProgramVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_program_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_program_version' })
  id: string;

  @Column('uuid', { name: 'program_id' })
  programId: string;

  /** Unique in the program, e.g. `2026.1`. */
  @Column('text')
  label: string;

  @Column('text')
  title: string;

  @Column('text', { default: '' })
  summary: string;

  @Column('text', { default: 'DRAFT' })
  status: ProgramVersionStatus;

  /** Grows with every edit of the draft: an edit names the revision it was made on. */
  @Column('int', { default: 1 })
  revision: number;

  @Column('int', { name: 'total_clock_minutes' })
  totalClockMinutes: number;

  @Column('int', { name: 'normal_weeks' })
  normalWeeks: number;

  @Column('int', { name: 'max_timeframe_percent' })
  maxTimeframePercent: number;

  @Column('int', { name: 'min_pace_percent' })
  minPacePercent: number;

  @Column('int', { name: 'excused_absence_cap_percent' })
  excusedAbsenceCapPercent: number;

  @Column('numeric', { name: 'lecture_pass_mark_percent', precision: 5, scale: 2 })
  lecturePassMarkPercent: string;

  @Column('numeric', { name: 'lab_pass_mark_percent', precision: 5, scale: 2 })
  labPassMarkPercent: string;

  @Column('jsonb', { nullable: true })
  practical: PracticalPolicy | null;

  @Column('text', { name: 'entry_requirements', array: true, default: [] })
  entryRequirements: string[];

  @Column('jsonb', { name: 'placement_gate', nullable: true })
  placementGate: PlacementGate | null;

  @Column('text', { name: 'award_requirements', array: true, default: [] })
  awardRequirements: string[];

  @Column('uuid', { name: 'copied_from_id', nullable: true })
  copiedFromId: string | null;

  /** Sum over the required courses; 0 until published. */
  @Column('int', { name: 'required_minutes', default: 0 })
  requiredMinutes: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;

  /** The person; null when the system published it. */
  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;

  @Column('uuid', { name: 'retired_by', nullable: true })
  retiredBy: string | null;
}
