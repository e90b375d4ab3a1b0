import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Cohort } from '../enrollments/cohort.entity.js';
import { GradebookCategory } from '../programs/course.entity.js';
import { CourseRequirement } from '../programs/module.entity.js';
import { CourseAttemptRecord } from './attempt.entity.js';

/** A mark; a later entry names the one it corrects. */
@Entity('grade_entry')
@ForeignKey(
  () => CourseAttemptRecord,
  ['orgId', 'enrollmentId', 'courseId', 'courseAttemptId'],
  ['orgId', 'enrollmentId', 'courseId', 'id'],
  { name: 'fk_grade_entry_attempt' },
)
@ForeignKey(() => GradebookCategory, ['orgId', 'courseId', 'categoryId'], ['orgId', 'courseId', 'id'], {
  name: 'fk_grade_entry_category',
})
@ForeignKey(() => CourseRequirement, ['orgId', 'requirementId'], ['orgId', 'id'], {
  name: 'fk_grade_entry_requirement',
})
@ForeignKey(() => GradeEntryRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_grade_entry_superseded',
})
@ForeignKey(() => GradeEntryRecord, ['orgId', 'originId'], ['orgId', 'id'], { name: 'fk_grade_entry_origin' })
@Unique('uq_grade_entry_superseded', ['orgId', 'supersedesId'])
@Index('ix_grade_entry_attempt', ['orgId', 'courseAttemptId'])
@Index('uq_grade_entry_first_of_item', ['orgId', 'courseAttemptId', 'categoryId', 'item', 'attemptNumber'], {
  unique: true,
  where: `supersedes_id IS NULL`,
})
@Check('ck_grade_entry_source', `source IN ('INSTRUCTOR', 'CSV', 'QUIZ')`)
@Check('ck_grade_entry_attempt_number', `attempt_number >= 1`)
@Check('ck_grade_entry_points', `possible > 0 AND (earned IS NULL OR earned >= 0)`)
@Check('ck_grade_entry_finite', `possible <> 'NaN' AND (earned IS NULL OR earned <> 'NaN')`)
export class GradeEntryRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_grade_entry' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_grade_entry' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('uuid', { name: 'course_attempt_id' })
  courseAttemptId: string;

  @Column('uuid', { name: 'category_id' })
  categoryId: string;

  /** Names the graded thing within its category: a title, or the requirement's code for a quiz. */
  @Column('text')
  item: string;

  @Column('uuid', { name: 'requirement_id', nullable: true })
  requirementId: string | null;

  @Column('text')
  source: 'INSTRUCTOR' | 'CSV' | 'QUIZ';

  /** Null: the entry voids the one it supersedes. */
  @Column('numeric', { precision: 12, scale: 4, nullable: true })
  earned: string | null;

  @Column('numeric', { precision: 12, scale: 4 })
  possible: string;

  @Column('numeric', { precision: 12, scale: 4, nullable: true })
  weight: string | null;

  /** Of a practical. */
  @Column('int', { name: 'attempt_number', default: 1 })
  attemptNumber: number;

  @Column('numeric', { name: 'technical_percent', precision: 5, scale: 2, nullable: true })
  technicalPercent: string | null;

  @Column('boolean', { name: 'critical_steps_met', nullable: true })
  criticalStepsMet: boolean | null;

  /** The quiz attempt it comes from. */
  @Column('uuid', { name: 'quiz_attempt_id', nullable: true })
  quizAttemptId: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  /** The entry it was copied from when the enrollment moved to another version. */
  @Column('uuid', { name: 'origin_id', nullable: true })
  originId: string | null;

  @Column('uuid', { name: 'recorded_by', nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** A gradebook category closed or opened again for a cohort. */
@Entity('category_closure')
@ForeignKey(() => Cohort, ['orgId', 'cohortId'], ['orgId', 'id'], { name: 'fk_category_closure_cohort' })
@ForeignKey(() => GradebookCategory, ['orgId', 'categoryId'], ['orgId', 'id'], {
  name: 'fk_category_closure_category',
})
@Check('ck_category_closure_number', `number >= 1`)
@Check('ck_category_closure_reopened', `closed OR reason IS NOT NULL`)
export class CategoryClosureRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_category_closure' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'cohort_id', primaryKeyConstraintName: 'pk_category_closure' })
  cohortId: string;

  @PrimaryColumn('uuid', { name: 'category_id', primaryKeyConstraintName: 'pk_category_closure' })
  categoryId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_category_closure' })
  number: number;

  @Column('boolean')
  closed: boolean;

  /** [{item, possible, weight}]: what the cohort was graded on when it closed. */
  @Column('jsonb', { default: [] })
  items: object;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', default: () => 'app_now()' })
  decidedAt: Date;
}
