import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ProgramVersion } from './program.entity.js';

/** GRADED by weighted gradebook categories, or PASS_FAIL. */
export const GRADINGS = ['GRADED', 'PASS_FAIL'] as const;
export type Grading = (typeof GRADINGS)[number];

@Entity('course')
@ForeignKey(() => ProgramVersion, ['orgId', 'programVersionId'], ['orgId', 'id'], {
  name: 'fk_course_version',
})
@Unique('uq_course_in_version', ['orgId', 'programVersionId', 'id'])
@Unique('uq_course_code', ['orgId', 'programVersionId', 'code'])
@Check('ck_course_grading', `grading IN ('GRADED', 'PASS_FAIL')`)
@Check('ck_course_minutes', 'lecture_minutes >= 0 AND lab_minutes >= 0 AND placement_minutes >= 0')
export class Course {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_course' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_course' })
  id: string;

  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @Column('int')
  position: number;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  @Column('text', { default: '' })
  summary: string;

  @Column('int', { name: 'lecture_minutes' })
  lectureMinutes: number;

  @Column('int', { name: 'lab_minutes' })
  labMinutes: number;

  @Column('int', { name: 'placement_minutes' })
  placementMinutes: number;

  @Column('text')
  grading: Grading;

  /** Null: the version's pass marks decide. */
  @Column('numeric', { name: 'pass_mark_percent', precision: 5, scale: 2, nullable: true })
  passMarkPercent: string | null;

  @Column('boolean', { default: true })
  required: boolean;

  /** Placement minutes that must be verified, when completion asks for hours. */
  @Column('int', { name: 'verified_placement_minutes', nullable: true })
  verifiedPlacementMinutes: number | null;

  /** Credit of all required items, placement and classroom hours that stand alone; 0 until published. */
  @Column('int', { name: 'required_minutes', default: 0 })
  requiredMinutes: number;

  /** Required lessons in required modules; 0 until published. */
  @Column('int', { name: 'lessons_required', default: 0 })
  lessonsRequired: number;

  /** Required quizzes and checklists, on the course or in required modules; 0 until published. */
  @Column('int', { name: 'requirements_required', default: 0 })
  requirementsRequired: number;
}

/** A course that must be passed before another one. */
@Entity('course_prerequisite')
@ForeignKey(() => Course, ['orgId', 'programVersionId', 'courseId'], ['orgId', 'programVersionId', 'id'], {
  name: 'fk_course_prerequisite_course',
})
@ForeignKey(
  () => Course,
  ['orgId', 'programVersionId', 'prerequisiteCourseId'],
  ['orgId', 'programVersionId', 'id'],
  { name: 'fk_course_prerequisite_other' },
)
@Check('ck_course_prerequisite_other', 'course_id <> prerequisite_course_id')
@Index('ix_course_prerequisite_version', ['orgId', 'programVersionId'])
export class CoursePrerequisite {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_course_prerequisite' })
  orgId: string;

  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @PrimaryColumn('uuid', { name: 'course_id', primaryKeyConstraintName: 'pk_course_prerequisite' })
  courseId: string;

  @PrimaryColumn('uuid', {
    name: 'prerequisite_course_id',
    primaryKeyConstraintName: 'pk_course_prerequisite',
  })
  prerequisiteCourseId: string;
}

/** A part of a course's grade, with its weight. */
@Entity('gradebook_category')
@ForeignKey(() => Course, ['orgId', 'programVersionId', 'courseId'], ['orgId', 'programVersionId', 'id'], {
  name: 'fk_gradebook_category_course',
})
@Unique('uq_gradebook_category_code', ['orgId', 'courseId', 'code'])
@Unique('uq_gradebook_category_in_course', ['orgId', 'courseId', 'id'])
@Check('ck_gradebook_category_weight', 'weight_percent > 0 AND weight_percent <= 100')
export class GradebookCategory {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_gradebook_category' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_gradebook_category' })
  id: string;

  @Column('uuid', { name: 'program_version_id' })
  programVersionId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('int')
  position: number;

  @Column('text')
  code: string;

  @Column('numeric', { name: 'weight_percent', precision: 5, scale: 2 })
  weightPercent: string;
}
