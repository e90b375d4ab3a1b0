import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';

/** DRAFT may be edited; PUBLISHED never changes again; RETIRED besides goes into no new checklist or assignment. */
export const DEFINITION_STATUSES = ['DRAFT', 'PUBLISHED', 'RETIRED'] as const;
export type DefinitionStatus = (typeof DEFINITION_STATUSES)[number];

export const RISK_BANDS = ['GREEN', 'YELLOW', 'ORANGE', 'RED'] as const;
export type RiskBand = (typeof RISK_BANDS)[number];

/** Donna Wright's eleven categories of validation. */
export const VALIDATION_METHODS = [
  'TEST',
  'RETURN_DEMONSTRATION',
  'EVIDENCE_OF_DAILY_WORK',
  'CASE_STUDY',
  'EXEMPLAR',
  'PEER_REVIEW',
  'SELF_ASSESSMENT',
  'DISCUSSION_GROUP',
  'PRESENTATION',
  'MOCK_EVENT',
  'QUALITY_MONITOR',
] as const;
export type ValidationMethod = (typeof VALIDATION_METHODS)[number];

const METHODS_ARRAY = `ARRAY[${VALIDATION_METHODS.map((each) => `'${each}'::text`).join(', ')}]`;

/** What sign-offs of earlier versions are worth from the publication of this one on (inv 8). */
export const VERSION_EFFECTS = ['NONE', 'REVALIDATE_AT_EXPIRY', 'REVALIDATE_BY'] as const;
export type VersionEffect = (typeof VERSION_EFFECTS)[number];

/** A skill by its code, through all its versions. */
@Entity('skill')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_skill_organization' })
@Unique('uq_skill_code', ['orgId', 'code'])
export class Skill {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_skill' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_skill' })
  id: string;

  @Column('text')
  code: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** What the skill asks for. Frozen when it is published: sign-offs point at it (inv 7). */
@Entity('skill_version')
@ForeignKey(() => Skill, ['orgId', 'skillId'], ['orgId', 'id'], { name: 'fk_skill_version_skill' })
@Unique('uq_skill_version_number', ['orgId', 'skillId', 'number'])
@Unique('uq_skill_version_of_skill', ['orgId', 'skillId', 'id'])
@Index('uq_skill_version_draft', ['orgId', 'skillId'], { unique: true, where: `status = 'DRAFT'` })
@Check('ck_skill_version_number', 'number >= 1')
@Check('ck_skill_version_status', `status IN ('DRAFT', 'PUBLISHED', 'RETIRED')`)
@Check('ck_skill_version_risk_band', `risk_band IN ('GREEN', 'YELLOW', 'ORANGE', 'RED')`)
@Check('ck_skill_version_methods', `methods <@ ${METHODS_ARRAY}`)
@Check('ck_skill_version_cut_score', 'cut_score_percent BETWEEN 0 AND 100')
@Check('ck_skill_version_observations', 'required_observations >= 1')
@Check(
  'ck_skill_version_dates',
  'required_dates BETWEEN 1 AND required_observations AND required_validators BETWEEN 1 AND required_observations',
)
@Check('ck_skill_version_max_attempts', 'max_attempts >= 1')
@Check('ck_skill_version_validity', 'validity_months >= 1')
@Check('ck_skill_version_effect', `effect IN ('NONE', 'REVALIDATE_AT_EXPIRY', 'REVALIDATE_BY')`)
@Check('ck_skill_version_revalidate', `(effect = 'REVALIDATE_BY') = (revalidate_by IS NOT NULL)`)
export class SkillVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_skill_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_skill_version' })
  id: string;

  @Column('uuid', { name: 'skill_id' })
  skillId: string;

  @Column('int')
  number: number;

  @Column('text', { default: 'DRAFT' })
  status: DefinitionStatus;

  /** Grows with every edit of the draft. */
  @Column('int', { default: 1 })
  revision: number;

  @Column('text')
  title: string;

  /** A code of the task vocabulary, which supervision rules speak of, too. */
  @Column('text', { name: 'task_code' })
  taskCode: string;

  @Column('boolean', { name: 'patient_contact' })
  patientContact: boolean;

  @Column('text', { name: 'risk_band' })
  riskBand: RiskBand;

  @Column('text', { array: true })
  methods: ValidationMethod[];

  @Column('boolean', { name: 'simulation_allowed', default: false })
  simulationAllowed: boolean;

  /** Of the observed, applicable steps. */
  @Column('numeric', { name: 'cut_score_percent', precision: 5, scale: 2 })
  cutScorePercent: string;

  @Column('int', { name: 'required_observations' })
  requiredObservations: number;

  @Column('int', { name: 'required_dates', default: 1 })
  requiredDates: number;

  @Column('int', { name: 'required_validators', default: 1 })
  requiredValidators: number;

  @Column('boolean', { default: false })
  consecutive: boolean;

  @Column('int', { name: 'max_attempts', default: 3 })
  maxAttempts: number;

  /** From most to least help. */
  @Column('text', { name: 'entrustment_scale', array: true, default: '{}' })
  entrustmentScale: string[];

  /** The lowest level of the scale at which an observation counts; null: any. */
  @Column('text', { name: 'min_entrustment', nullable: true })
  minEntrustment: string | null;

  /** Calendar months; null: does not expire. */
  @Column('int', { name: 'validity_months', nullable: true })
  validityMonths: number | null;

  @Column('int', { name: 'renewal_window_days', default: 60 })
  renewalWindowDays: number;

  @Column('int', { name: 'late_entry_days', default: 7 })
  lateEntryDays: number;

  /** Not performed for so long: to be reviewed; null: no such limit. */
  @Column('int', { name: 'inactivity_months', nullable: true })
  inactivityMonths: number | null;

  @Column('boolean', { name: 'final_approval', default: false })
  finalApproval: boolean;

  @Column('text', { default: 'NONE' })
  effect: VersionEffect;

  @Column('date', { name: 'revalidate_by', nullable: true })
  revalidateBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;

  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;

  @Column('uuid', { name: 'retired_by', nullable: true })
  retiredBy: string | null;
}

/** One thing an observer looks at. */
@Entity('skill_step')
@ForeignKey(() => SkillVersion, ['orgId', 'skillVersionId'], ['orgId', 'id'], {
  name: 'fk_skill_step_version',
})
@Unique('uq_skill_step_position', ['orgId', 'skillVersionId', 'position'], {
  deferrable: 'INITIALLY DEFERRED',
})
@Check(
  'ck_skill_step_measure',
  '(measure_unit IS NULL) = (measure_tolerance IS NULL) AND coalesce(measure_tolerance, 0) >= 0',
)
export class SkillStep {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_skill_step' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_skill_step' })
  id: string;

  @Column('uuid', { name: 'skill_version_id' })
  skillVersionId: string;

  /** From 1. */
  @Column('int')
  position: number;

  @Column('text')
  text: string;

  /** Not met or not observed, it fails the whole observation (inv 11). */
  @Column('boolean', { default: false })
  critical: boolean;

  /** Whether "not applicable" may be answered on a critical step; on others it always may. */
  @Column('boolean', { name: 'may_be_not_applicable', default: false })
  mayBeNotApplicable: boolean;

  @Column('text', { name: 'measure_unit', nullable: true })
  measureUnit: string | null;

  /** How far the readings of trainee and observer may lie apart, that included. */
  @Column('numeric', { name: 'measure_tolerance', nullable: true })
  measureTolerance: string | null;
}

/** Names a skill, not a version: a current sign-off of any version meets it. */
@Entity('skill_prerequisite')
@ForeignKey(() => SkillVersion, ['orgId', 'skillVersionId'], ['orgId', 'id'], {
  name: 'fk_skill_prerequisite_version',
})
@ForeignKey(() => Skill, ['orgId', 'prerequisiteSkillId'], ['orgId', 'id'], {
  name: 'fk_skill_prerequisite_skill',
})
@Index('ix_skill_prerequisite_skill', ['orgId', 'prerequisiteSkillId'])
export class SkillPrerequisite {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_skill_prerequisite' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'skill_version_id', primaryKeyConstraintName: 'pk_skill_prerequisite' })
  skillVersionId: string;

  @PrimaryColumn('uuid', {
    name: 'prerequisite_skill_id',
    primaryKeyConstraintName: 'pk_skill_prerequisite',
  })
  prerequisiteSkillId: string;
}
