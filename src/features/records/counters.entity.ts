import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Enrollment } from '../enrollments/enrollment.entity.js';
import { Course } from '../programs/course.entity.js';

/** Counters of one course of one enrollment. */
@Entity('course_progress')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_course_progress_enrollment',
})
@ForeignKey(() => Course, ['orgId', 'courseId'], ['orgId', 'id'], { name: 'fk_course_progress_course' })
@Check('ck_course_progress_outcome', `outcome IN ('IN_PROGRESS', 'PASSED', 'FAILED', 'CREDITED')`)
export class CourseProgressRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_course_progress' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'enrollment_id', primaryKeyConstraintName: 'pk_course_progress' })
  enrollmentId: string;

  @PrimaryColumn('uuid', { name: 'course_id', primaryKeyConstraintName: 'pk_course_progress' })
  courseId: string;

  @Column('uuid', { name: 'course_attempt_id', nullable: true })
  courseAttemptId: string | null;

  @Column('int', { name: 'met_minutes', default: 0 })
  metMinutes: number;

  @Column('int', { name: 'lessons_done', default: 0 })
  lessonsDone: number;

  @Column('int', { name: 'requirements_met', default: 0 })
  requirementsMet: number;

  @Column('int', { name: 'lecture_minutes', default: 0 })
  lectureMinutes: number;

  @Column('int', { name: 'lab_minutes', default: 0 })
  labMinutes: number;

  @Column('int', { name: 'placement_minutes', default: 0 })
  placementMinutes: number;

  @Column('numeric', { name: 'current_percent', precision: 5, scale: 2, nullable: true })
  currentPercent: string | null;

  @Column('numeric', { name: 'final_percent', precision: 5, scale: 2, nullable: true })
  finalPercent: string | null;

  @Column('text', { default: 'IN_PROGRESS' })
  outcome: 'IN_PROGRESS' | 'PASSED' | 'FAILED' | 'CREDITED';

  @Column('boolean', { default: false })
  complete: boolean;

  @Column('timestamptz', { name: 'updated_at', default: () => 'app_now()' })
  updatedAt: Date;
}

/** Counters of one enrollment. */
@Entity('enrollment_progress')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_enrollment_progress_enrollment',
})
export class EnrollmentProgressRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_enrollment_progress' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'enrollment_id', primaryKeyConstraintName: 'pk_enrollment_progress' })
  enrollmentId: string;

  @Column('int', { name: 'met_minutes', default: 0 })
  metMinutes: number;

  @Column('int', { name: 'courses_complete', default: 0 })
  coursesComplete: number;

  @Column('boolean', { default: false })
  complete: boolean;

  @Column('timestamptz', { name: 'last_activity_at', nullable: true })
  lastActivityAt: Date | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'app_now()' })
  updatedAt: Date;
}
