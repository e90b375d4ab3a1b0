import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Enrollment } from '../../enrollments/enrollment.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Site } from '../../organizations/site.entity.js';
import { Person } from '../../people/person.entity.js';
import { Course } from '../../programs/course.entity.js';
import { ChecklistVersion } from '../skills/checklist.entity.js';
import { SkillVersion } from '../skills/skill.entity.js';
import { AffiliationAgreementRecord } from './affiliation.entity.js';

export const ASSIGNMENT_KINDS = ['CLINICAL_PLACEMENT', 'EMPLOYEE'] as const;
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number];

/** Append-only: somebody trains at a site. `orgId` owns the records, `siteOrgId` the site. */
@Entity('training_assignment')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_training_assignment_organization' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_training_assignment_person' })
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_training_assignment_enrollment',
})
@ForeignKey(() => Course, ['orgId', 'courseId'], ['orgId', 'id'], { name: 'fk_training_assignment_course' })
@ForeignKey(
  () => AffiliationAgreementRecord,
  ['orgId', 'siteOrgId', 'agreementId'],
  ['orgId', 'siteOrgId', 'id'],
  { name: 'fk_training_assignment_agreement' },
)
@ForeignKey(() => Site, ['siteOrgId', 'siteId'], ['orgId', 'id'], { name: 'fk_training_assignment_site' })
@ForeignKey(() => ChecklistVersion, ['orgId', 'checklistVersionId'], ['orgId', 'id'], {
  name: 'fk_training_assignment_checklist',
})
@Unique('uq_training_assignment_person', ['orgId', 'id', 'personId'])
@Unique('uq_training_assignment_site', ['orgId', 'id', 'siteOrgId', 'siteId'])
@Index('ix_training_assignment_person', ['orgId', 'personId'])
@Index('ix_training_assignment_enrollment', ['orgId', 'enrollmentId'])
@Index('ix_training_assignment_course', ['orgId', 'courseId'])
@Index('ix_training_assignment_site', ['siteOrgId', 'siteId', 'startsOn'])
@Index('ix_training_assignment_checklist', ['orgId', 'checklistVersionId'])
@Check('ck_training_assignment_kind', `kind IN ('CLINICAL_PLACEMENT', 'EMPLOYEE')`)
@Check('ck_training_assignment_dates', 'ends_on IS NULL OR ends_on >= starts_on')
@Check(
  'ck_training_assignment_placement',
  `CASE kind WHEN 'CLINICAL_PLACEMENT' THEN enrollment_id IS NOT NULL AND ends_on IS NOT NULL AND (agreement_id IS NOT NULL) = (org_id <> site_org_id)
    ELSE enrollment_id IS NULL AND agreement_id IS NULL AND org_id = site_org_id END`,
)
export class TrainingAssignmentRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_training_assignment' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_training_assignment' })
  id: string;

  @Column('text')
  kind: AssignmentKind;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Of a placement. */
  @Column('uuid', { name: 'enrollment_id', nullable: true })
  enrollmentId: string | null;

  /** The course whose hours and checklist it serves. */
  @Column('uuid', { name: 'course_id', nullable: true })
  courseId: string | null;

  /** Of a placement at another organization's site. */
  @Column('uuid', { name: 'agreement_id', nullable: true })
  agreementId: string | null;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'site_id' })
  siteId: string;

  /** Of the site when the assignment was made: what its days are read in. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('uuid', { name: 'checklist_version_id' })
  checklistVersionId: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** The last day; null: open-ended. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

export const ASSIGNMENT_ENTRY_KINDS = [
  'DATES_CHANGED',
  'ENDED',
  'CANCELLED',
  'GATE_OVERRIDDEN',
  'CHECKLIST_CHANGED',
] as const;
export type AssignmentEntryKind = (typeof ASSIGNMENT_ENTRY_KINDS)[number];

/** Append-only: what became of an assignment. See assignment-standing.rules.ts for what an entry changes. */
@Entity('assignment_entry')
@ForeignKey(() => TrainingAssignmentRecord, ['orgId', 'assignmentId'], ['orgId', 'id'], {
  name: 'fk_assignment_entry_assignment',
})
@ForeignKey(() => ChecklistVersion, ['orgId', 'checklistVersionId'], ['orgId', 'id'], {
  name: 'fk_assignment_entry_checklist',
})
@Index('ix_assignment_entry_assignment', ['orgId', 'assignmentId', 'recordedAt'])
@Index('ix_assignment_entry_checklist', ['orgId', 'checklistVersionId'])
@Check(
  'ck_assignment_entry_kind',
  `kind IN ('DATES_CHANGED', 'ENDED', 'CANCELLED', 'GATE_OVERRIDDEN', 'CHECKLIST_CHANGED')`,
)
export class AssignmentEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_assignment_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_assignment_entry' })
  id: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('text')
  kind: AssignmentEntryKind;

  /** Of DATES_CHANGED. */
  @Column('date', { name: 'starts_on', nullable: true })
  startsOn: string | null;

  /** Of DATES_CHANGED (null: open-ended) and ENDED: the last day. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  /** Of CHECKLIST_CHANGED. */
  @Column('uuid', { name: 'checklist_version_id', nullable: true })
  checklistVersionId: string | null;

  /** Of GATE_OVERRIDDEN: the code of the gate. */
  @Column('text', { nullable: true })
  gate: string | null;

  @Column('text')
  reason: string;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** The assignment as its entries leave it: what is asked at every turn. Rebuilt from the entries. */
@Entity('assignment_standing')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_assignment_standing_person' })
@ForeignKey(
  () => TrainingAssignmentRecord,
  ['orgId', 'assignmentId', 'siteOrgId', 'siteId'],
  ['orgId', 'id', 'siteOrgId', 'siteId'],
  { name: 'fk_assignment_standing_assignment' },
)
@ForeignKey(() => ChecklistVersion, ['orgId', 'checklistVersionId'], ['orgId', 'id'], {
  name: 'fk_assignment_standing_checklist',
})
@Index('ix_assignment_standing_site', ['siteOrgId', 'siteId'])
@Index('ix_assignment_standing_person', ['orgId', 'personId'])
@Index('ix_assignment_standing_checklist', ['orgId', 'checklistVersionId'])
export class AssignmentStandingRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_assignment_standing' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'assignment_id', primaryKeyConstraintName: 'pk_assignment_standing' })
  assignmentId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'site_id' })
  siteId: string;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('uuid', { name: 'checklist_version_id' })
  checklistVersionId: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** The last day; null: open-ended. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  @Column('boolean', { default: false })
  cancelled: boolean;

  @Column('timestamptz', { name: 'updated_at', default: () => 'app_now()' })
  updatedAt: Date;
}

/** A skill the site asks for besides the checklist, of its own catalogue. */
@Entity('assignment_added_skill')
@ForeignKey(() => TrainingAssignmentRecord, ['orgId', 'assignmentId'], ['orgId', 'id'], {
  name: 'fk_assignment_added_skill_assignment',
})
@ForeignKey(() => SkillVersion, ['skillOrgId', 'skillId', 'skillVersionId'], ['orgId', 'skillId', 'id'], {
  name: 'fk_assignment_added_skill_version',
})
@Index('uq_assignment_added_skill_open', ['orgId', 'assignmentId', 'skillOrgId', 'skillId'], {
  unique: true,
  where: 'removed_at IS NULL',
})
@Index('ix_assignment_added_skill_version', ['skillOrgId', 'skillVersionId'])
export class AssignmentAddedSkillRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_assignment_added_skill' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'assignment_id', primaryKeyConstraintName: 'pk_assignment_added_skill' })
  assignmentId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @PrimaryColumn('uuid', { name: 'skill_org_id', primaryKeyConstraintName: 'pk_assignment_added_skill' })
  skillOrgId: string;

  @PrimaryColumn('uuid', { name: 'skill_id', primaryKeyConstraintName: 'pk_assignment_added_skill' })
  skillId: string;

  @Column('uuid', { name: 'skill_version_id' })
  skillVersionId: string;

  @Column('uuid', { name: 'added_by', nullable: true })
  addedBy: string | null;

  /** Removed and added again, it has a row for each time. */
  @PrimaryColumn('timestamptz', {
    name: 'added_at',
    default: () => 'app_now()',
    primaryKeyConstraintName: 'pk_assignment_added_skill',
  })
  addedAt: Date;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt: Date | null;

  @Column('uuid', { name: 'removed_by', nullable: true })
  removedBy: string | null;
}

/** Append-only: a supervisor named for a trainee. A later row that supersedes another takes its place. */
@Entity('assignment_supervisor')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_assignment_supervisor_person' })
@ForeignKey(() => TrainingAssignmentRecord, ['orgId', 'assignmentId'], ['orgId', 'id'], {
  name: 'fk_assignment_supervisor_assignment',
})
@ForeignKey(() => AssignmentSupervisorRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_assignment_supervisor_superseded',
})
@Unique('uq_assignment_supervisor_superseded', ['orgId', 'supersedesId'])
@Index('ix_assignment_supervisor_assignment', ['orgId', 'assignmentId'])
@Index('ix_assignment_supervisor_person', ['personId'])
@Check('ck_assignment_supervisor_dates', 'ends_on IS NULL OR ends_on >= starts_on - 1')
export class AssignmentSupervisorRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_assignment_supervisor' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_assignment_supervisor' })
  id: string;

  @Column('uuid', { name: 'assignment_id' })
  assignmentId: string;

  @Column('uuid', { name: 'site_org_id' })
  siteOrgId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** As it was when they were named: the school does not know the clinic's people otherwise. */
  @Column('text', { name: 'printed_name', default: '' })
  printedName: string;

  @Column('date', { name: 'starts_on' })
  startsOn: string;

  /** The last day; the day before `startsOn` takes the naming back; null: as long as the assignment. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn: string | null;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}
