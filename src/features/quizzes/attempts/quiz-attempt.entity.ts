import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Enrollment } from '../../enrollments/enrollment.entity.js';
import { Person } from '../../people/person.entity.js';
import { CourseRequirement } from '../../programs/module.entity.js';
import type { QuizResponse } from '../bank/question-content.js';
import { QuestionVersion } from '../bank/question.entity.js';
import { QuizVersion } from '../authoring/quiz.entity.js';

export const ATTEMPT_STATUSES = ['IN_PROGRESS', 'SUBMITTED'] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** One try of one trainee. Once submitted it is evidence and never changes. */
@Entity('quiz_attempt')
@ForeignKey(() => QuizVersion, ['orgId', 'quizVersionId'], ['orgId', 'id'], {
  name: 'fk_quiz_attempt_version',
})
@ForeignKey(() => Enrollment, ['orgId', 'enrollmentId'], ['orgId', 'id'], {
  name: 'fk_quiz_attempt_enrollment',
})
@ForeignKey(() => CourseRequirement, ['orgId', 'requirementId'], ['orgId', 'id'], {
  name: 'fk_quiz_attempt_requirement',
})
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_quiz_attempt_person' })
@Unique('uq_quiz_attempt_number', ['orgId', 'enrollmentId', 'requirementId', 'number'])
@Index('uq_quiz_attempt_open', ['orgId', 'enrollmentId', 'requirementId'], {
  unique: true,
  where: `status = 'IN_PROGRESS'`,
})
@Index('ix_quiz_attempt_version', ['orgId', 'quizVersionId'])
@Index('ix_quiz_attempt_person', ['orgId', 'personId'], { where: `status = 'IN_PROGRESS'` })
@Index('ix_quiz_attempt_deadline', ['deadline'], { where: `status = 'IN_PROGRESS'` })
@Check('ck_quiz_attempt_status', `status IN ('IN_PROGRESS', 'SUBMITTED')`)
@Check(
  'ck_quiz_attempt_submitted',
  `(status = 'SUBMITTED') = (submitted_at IS NOT NULL AND earned IS NOT NULL AND percent IS NOT NULL AND passed IS NOT NULL)`,
)
export class QuizAttempt {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_attempt' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_quiz_attempt' })
  id: string;

  @Column('uuid', { name: 'quiz_version_id' })
  quizVersionId: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId: string;

  @Column('uuid', { name: 'requirement_id' })
  requirementId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('int')
  number: number;

  @Column('text', { default: 'IN_PROGRESS' })
  status: AttemptStatus;

  @Column('timestamptz', { name: 'started_at', default: () => 'app_now()' })
  startedAt: Date;

  @Column('timestamptz', { nullable: true })
  deadline: Date | null;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt: Date | null;

  /** Submitted because its time had run out, with what was saved in time. */
  @Column('boolean', { name: 'timed_out', default: false })
  timedOut: boolean;

  /** The order of questions and choices follows from it. */
  @Column('int')
  seed: number;

  @Column('numeric', { precision: 12, scale: 4, nullable: true })
  earned: string | null;

  @Column('numeric', { precision: 12, scale: 4 })
  possible: string;

  @Column('numeric', { precision: 5, scale: 2, nullable: true })
  percent: string | null;

  @Column('boolean', { nullable: true })
  passed: boolean | null;

  /** Goes into the hash of the marks in the ledger, and is shown to nobody. */
  @Column('text', { name: 'marks_salt', nullable: true })
  marksSalt: string | null;
}

/** One saved answer. Every one is kept; the last that came in time counts. */
@Entity('quiz_answer')
@ForeignKey(() => QuizAttempt, ['orgId', 'attemptId'], ['orgId', 'id'], { name: 'fk_quiz_answer_attempt' })
export class QuizAnswer {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_answer' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'attempt_id', primaryKeyConstraintName: 'pk_quiz_answer' })
  attemptId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_answer' })
  position: number;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_answer' })
  revision: number;

  /** JSON null: the trainee took the answer back. */
  @Column('jsonb')
  response: QuizResponse | null;

  @Column('timestamptz', { name: 'saved_at', default: () => 'app_now()' })
  savedAt: Date;

  /** What the trainee's device claims. */
  @Column('timestamptz', { name: 'claimed_at', nullable: true })
  claimedAt: Date | null;

  /** Came after the deadline: kept as a claim, does not count. */
  @Column('boolean', { default: false })
  late: boolean;
}

/** The mark of one question; corrected by later entries. */
@Entity('quiz_mark')
@ForeignKey(() => QuizAttempt, ['orgId', 'attemptId'], ['orgId', 'id'], { name: 'fk_quiz_mark_attempt' })
@ForeignKey(() => QuestionVersion, ['orgId', 'questionVersionId'], ['orgId', 'id'], {
  name: 'fk_quiz_mark_question',
})
@Index('ix_quiz_mark_question', ['orgId', 'questionVersionId'])
@Check('ck_quiz_mark_earned', `earned >= 0 AND earned <> 'NaN'`)
export class QuizMark {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_mark' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'attempt_id', primaryKeyConstraintName: 'pk_quiz_mark' })
  attemptId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_mark' })
  position: number;

  @PrimaryColumn('int', { default: 1, primaryKeyConstraintName: 'pk_quiz_mark' })
  entry: number;

  @Column('uuid', { name: 'question_version_id' })
  questionVersionId: string;

  @Column('numeric', { precision: 12, scale: 4 })
  earned: string;

  @Column('numeric', { precision: 12, scale: 4 })
  possible: string;

  @Column('jsonb', { nullable: true })
  response: QuizResponse | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'marked_by', nullable: true })
  markedBy: string | null;

  @Column('timestamptz', { name: 'marked_at', default: () => 'app_now()' })
  markedAt: Date;
}
