import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { StoredFile } from '../../platform/files/stored-file.entity.js';
import { Cohort } from '../enrollments/cohort.entity.js';
import { Enrollment } from '../enrollments/enrollment.entity.js';
import { Course } from '../programs/course.entity.js';
import { CourseRequirement } from '../programs/module.entity.js';
import { ProgramVersion } from '../programs/program.entity.js';

/** One attempt at a course; its outcome follows from the records. */
@Entity('course_attempt')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_course_attempt_enrollment',
})
@ForeignKey(() => Course, ['orgId', 'courseId'], ['orgId', 'id'], { name: 'fk_course_attempt_course' })
@ForeignKey(() => CourseAttemptRecord, ['orgId', 'originId'], ['orgId', 'id'], {
  name: 'fk_course_attempt_origin',
})
@Unique('uq_course_attempt_number', ['orgId', 'enrollmentId', 'courseId', 'number'])
@Unique('uq_course_attempt_in_course', ['orgId', 'enrollmentId', 'courseId', 'id'])
@Check('ck_course_attempt_outcome', `outcome IN ('IN_PROGRESS', 'PASSED', 'FAILED', 'CREDITED')`)
@Check('ck_course_attempt_number', `number >= 1`)
export class CourseAttemptRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_course_attempt' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_course_attempt' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('int')
  number: number;

  @Column('text', { default: 'IN_PROGRESS' })
  outcome: 'IN_PROGRESS' | 'PASSED' | 'FAILED' | 'CREDITED';

  @Column('timestamptz', { name: 'started_at', default: () => 'app_now()' })
  startedAt: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  /** Rounded once, at the end; null until every category is closed or fully graded. */
  @Column('numeric', { name: 'final_percent', precision: 5, scale: 2, nullable: true })
  finalPercent: string | null;

  /** The attempt it was copied from when the enrollment moved to another version. */
  @Column('uuid', { name: 'origin_id', nullable: true })
  originId: string | null;

  /** The pass and final percent of before a move hold on, until a mark is corrected. */
  @Column('boolean', { name: 'pass_carried', default: false })
  passCarried: boolean;
}

/** What a feature above decided about a requirement. */
@Entity('requirement_result')
@ForeignKey(
  () => CourseAttemptRecord,
  ['orgId', 'enrollmentId', 'courseId', 'courseAttemptId'],
  ['orgId', 'enrollmentId', 'courseId', 'id'],
  { name: 'fk_requirement_result_attempt' },
)
@ForeignKey(() => CourseRequirement, ['orgId', 'requirementId'], ['orgId', 'id'], {
  name: 'fk_requirement_result_requirement',
})
@ForeignKey(() => RequirementResultRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_requirement_result_superseded',
})
@ForeignKey(() => RequirementResultRecord, ['orgId', 'originId'], ['orgId', 'id'], {
  name: 'fk_requirement_result_origin',
})
@Unique('uq_requirement_result_superseded', ['orgId', 'supersedesId'])
@Index('ix_requirement_result_attempt', ['orgId', 'courseAttemptId', 'requirementId'])
@Check(
  'ck_requirement_result_points',
  `(earned IS NULL) = (possible IS NULL) AND (earned IS NULL OR (earned >= 0 AND earned <> 'NaN' AND possible > 0 AND possible <> 'NaN'))`,
)
export class RequirementResultRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_requirement_result' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_requirement_result' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('uuid', { name: 'course_attempt_id' })
  courseAttemptId: string;

  @Column('uuid', { name: 'requirement_id' })
  requirementId: string;

  @Column('boolean')
  met: boolean;

  /** What decided it, in the feature that resolved the requirement. */
  @Column('uuid', { name: 'source_id' })
  sourceId: string;

  /** Points, where the requirement is graded. */
  @Column('numeric', { precision: 12, scale: 4, nullable: true })
  earned: string | null;

  @Column('numeric', { precision: 12, scale: 4, nullable: true })
  possible: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  /** The decision whose place it takes. */
  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;

  @Column('uuid', { name: 'origin_id', nullable: true })
  originId: string | null;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'app_now()' })
  recordedAt: Date;
}

/** Whether learning elsewhere stands for a course. */
@Entity('prior_learning_decision')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_prior_learning_decision_enrollment',
})
@ForeignKey(() => Course, ['orgId', 'courseId'], ['orgId', 'id'], {
  name: 'fk_prior_learning_decision_course',
})
@ForeignKey(() => StoredFile, ['orgId', 'evidenceFileId'], ['orgId', 'id'], {
  name: 'fk_prior_learning_decision_file',
})
@ForeignKey(() => PriorLearningDecisionRecord, ['orgId', 'supersedesId'], ['orgId', 'id'], {
  name: 'fk_prior_learning_decision_superseded',
})
@Unique('uq_prior_learning_decision_superseded', ['orgId', 'supersedesId'])
@Index('ix_prior_learning_decision', ['orgId', 'enrollmentId'])
export class PriorLearningDecisionRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_prior_learning_decision' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_prior_learning_decision' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'course_id' })
  courseId: string;

  @Column('boolean')
  granted: boolean;

  @Column('text')
  reason: string;

  @Column('text')
  evidence: string;

  @Column('uuid', { name: 'evidence_file_id', nullable: true })
  evidenceFileId: string | null;

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', default: () => 'app_now()' })
  decidedAt: Date;

  @Column('uuid', { name: 'supersedes_id', nullable: true })
  supersedesId: string | null;
}

/** An enrollment moved to another version, with the preview that was confirmed. */
@Entity('enrollment_move')
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_enrollment_move_enrollment',
})
@ForeignKey(() => ProgramVersion, ['orgId', 'fromVersionId'], ['orgId', 'id'], {
  name: 'fk_enrollment_move_from',
})
@ForeignKey(() => ProgramVersion, ['orgId', 'toVersionId'], ['orgId', 'id'], {
  name: 'fk_enrollment_move_to',
})
@ForeignKey(() => Cohort, ['orgId', 'toCohortId'], ['orgId', 'id'], { name: 'fk_enrollment_move_cohort' })
@Index('ix_enrollment_move', ['orgId', 'enrollmentId'])
export class EnrollmentMoveRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_enrollment_move' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_enrollment_move' })
  id: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'from_version_id' })
  fromVersionId: string;

  @Column('uuid', { name: 'to_version_id' })
  toVersionId: string;

  @Column('uuid', { name: 'to_cohort_id' })
  toCohortId: string;

  @Column('text')
  reason: string;

  /** What was shown before it was confirmed. */
  @Column('jsonb')
  preview: object;

  @Column('uuid', { name: 'moved_by', nullable: true })
  movedBy: string | null;

  @Column('timestamptz', { name: 'moved_at', default: () => 'app_now()' })
  movedAt: Date;
}
