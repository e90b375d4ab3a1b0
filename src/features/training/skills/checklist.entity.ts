import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { SkillVersion, type DefinitionStatus } from './skill.entity.js';

/** What completes a checklist: verified hours, signed skills, or both (inv 37). */
export const CHECKLIST_COMPLETIONS = ['HOURS', 'SKILLS', 'HYBRID'] as const;
export type ChecklistCompletionRule = (typeof CHECKLIST_COMPLETIONS)[number];

/** A set of skills by its code, through all its versions. */
@Entity('checklist')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_checklist_organization' })
@Unique('uq_checklist_code', ['orgId', 'code'])
export class Checklist {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_checklist' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_checklist' })
  id: string;

  @Column('text')
  code: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** Which skills in which versions, and what completes them. Frozen when it is published: assignments point at it. */
@Entity('checklist_version')
@ForeignKey(() => Checklist, ['orgId', 'checklistId'], ['orgId', 'id'], {
  name: 'fk_checklist_version_checklist',
})
@Unique('uq_checklist_version_number', ['orgId', 'checklistId', 'number'])
@Index('uq_checklist_version_draft', ['orgId', 'checklistId'], { unique: true, where: `status = 'DRAFT'` })
@Check('ck_checklist_version_number', 'number >= 1')
@Check('ck_checklist_version_status', `status IN ('DRAFT', 'PUBLISHED', 'RETIRED')`)
@Check('ck_checklist_version_completion', `completion IN ('HOURS', 'SKILLS', 'HYBRID')`)
@Check(
  'ck_checklist_version_minutes',
  `required_minutes >= 0 AND (completion <> 'SKILLS' OR required_minutes = 0)`,
)
export class ChecklistVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_checklist_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_checklist_version' })
  id: string;

  @Column('uuid', { name: 'checklist_id' })
  checklistId: string;

  @Column('int')
  number: number;

  @Column('text', { default: 'DRAFT' })
  status: DefinitionStatus;

  /** Grows with every edit of the draft. */
  @Column('int', { default: 1 })
  revision: number;

  @Column('text')
  title: string;

  @Column('text', { default: 'SKILLS' })
  completion: ChecklistCompletionRule;

  /** Verified minutes on the job, of HOURS and HYBRID. */
  @Column('int', { name: 'required_minutes', default: 0 })
  requiredMinutes: number;

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

@Entity('checklist_skill')
@ForeignKey(() => ChecklistVersion, ['orgId', 'checklistVersionId'], ['orgId', 'id'], {
  name: 'fk_checklist_skill_checklist',
})
@ForeignKey(() => SkillVersion, ['orgId', 'skillId', 'skillVersionId'], ['orgId', 'skillId', 'id'], {
  name: 'fk_checklist_skill_version',
})
@Index('ix_checklist_skill_version', ['orgId', 'skillVersionId'])
export class ChecklistSkill {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_checklist_skill' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'checklist_version_id', primaryKeyConstraintName: 'pk_checklist_skill' })
  checklistVersionId: string;

  @PrimaryColumn('uuid', { name: 'skill_id', primaryKeyConstraintName: 'pk_checklist_skill' })
  skillId: string;

  @Column('uuid', { name: 'skill_version_id' })
  skillVersionId: string;

  /** From 1. */
  @Column('int')
  position: number;

  /** Whether the checklist is complete without it. */
  @Column('boolean', { default: true })
  required: boolean;
}
