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
@Index('ix_quiz_attempt_accept_until', ['acceptUntil'], { where: `status = 'IN_PROGRESS'` })
@Check('ck_quiz_attempt_status', `status IN ('IN_PROGRESS', 'SUBMITTED')`)
@Check(
  'ck_quiz_attempt_submitted',
  `(status = 'SUBMITTED') = (submitted_at IS NOT NULL AND earned IS NOT NULL AND percent IS NOT NULL) AND (status = 'SUBMITTED' OR passed IS NULL)`,
)
@Check('ck_quiz_attempt_break', 'break_seconds_used >= 0')
@Check('ck_quiz_attempt_paused', '(paused_until IS NULL) = (break_began_at IS NULL)')
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

  /** The last moment at which an answer counts: the deadline and the grace after it. */
  @Column('timestamptz', { name: 'accept_until', nullable: true })
  acceptUntil: Date | null;

  /** A break ends then, if not before. */
  @Column('timestamptz', { name: 'paused_until', nullable: true })
  pausedUntil: Date | null;

  @Column('timestamptz', { name: 'break_began_at', nullable: true })
  breakBeganAt: Date | null;

  /** Of breaks that are over. */
  @Column('int', { name: 'break_seconds_used', default: 0 })
  breakSecondsUsed: number;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt: Date | null;

  /** Submitted because its time had run out, with what was saved in time. */
  @Column('boolean', { name: 'timed_out', default: false })
  timedOut: boolean;

  /** The order of questions and choices follows from it. */
  @Column('int')
  seed: number;

  /** At submission; what counts now is the newest QuizScore. */
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

/** A question of one attempt: which version stands at which place, fixed or drawn. */
@Entity('quiz_attempt_question')
@ForeignKey(() => QuizAttempt, ['orgId', 'attemptId'], ['orgId', 'id'], {
  name: 'fk_quiz_attempt_question_attempt',
})
@ForeignKey(
  () => QuestionVersion,
  ['orgId', 'questionId', 'questionVersionId'],
  ['orgId', 'questionId', 'id'],
  { name: 'fk_quiz_attempt_question_pinned' },
)
@Unique('uq_quiz_attempt_question', ['orgId', 'attemptId', 'questionId'])
@Index('ix_quiz_attempt_question_question', ['orgId', 'questionId', 'questionVersionId'])
@Check('ck_quiz_attempt_question_points', `points > 0 AND points <> 'NaN'`)
export class QuizAttemptQuestion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_attempt_question' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'attempt_id', primaryKeyConstraintName: 'pk_quiz_attempt_question' })
  attemptId: string;

  /** The slot of the quiz it fills, the same in every attempt. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_attempt_question' })
  position: number;

  /** Where it stands in this attempt, from 1. */
  @Column('int')
  place: number;

  @Column('int', { nullable: true })
  section: number | null;

  @Column('uuid', { name: 'question_id' })
  questionId: string;

  @Column('uuid', { name: 'question_version_id' })
  questionVersionId: string;

  @Column('numeric', { precision: 12, scale: 4 })
  points: string;

  /** Of a CALCULATED question: which of its sets of values, from 0. */
  @Column('int', { nullable: true })
  variant: number | null;
}

/** One saved answer. Every one is kept; the last that came in time counts. */
@Entity('quiz_answer')
@ForeignKey(() => QuizAttempt, ['orgId', 'attemptId'], ['orgId', 'id'], { name: 'fk_quiz_answer_attempt' })
@Index('ix_quiz_answer_late', ['orgId', 'attemptId', 'position'], { where: 'late' })
@Index('uq_quiz_answer_final', ['orgId', 'attemptId', 'position'], { unique: true, where: 'final' })
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

  /** The trainee has finished the question: no later revision is taken. */
  @Column('boolean', { default: false })
  final: boolean;
}

export const ENTRY_KINDS = ['AUTOMATIC', 'MANUAL', 'REGRADE', 'LATE_ANSWER'] as const;
/** What an entry of marks or scores comes from. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** The mark of one question; corrected by later entries. */
@Entity('quiz_mark')
@Index('ix_quiz_mark_question', ['orgId', 'questionVersionId'])
@Index('uq_quiz_mark_answer', ['orgId', 'answerId'], { unique: true, where: 'answer_id IS NOT NULL' })
@Index('ix_quiz_mark_waiting', ['orgId', 'attemptId', 'position'], { where: 'earned IS NULL' })
@Check('ck_quiz_mark_earned', `earned >= 0 AND earned <> 'NaN'`)
@Check('ck_quiz_mark_kind', `kind IN ('AUTOMATIC', 'MANUAL', 'REGRADE', 'LATE_ANSWER')`)
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

  /** Null: waits for a grader. */
  @Column('numeric', { precision: 12, scale: 4, nullable: true })
  earned: string | null;

  @Column('numeric', { precision: 12, scale: 4 })
  possible: string;

  @Column('jsonb', { nullable: true })
  response: QuizResponse | null;

  @Column('text', { default: 'AUTOMATIC' })
  kind: EntryKind;

  /** Of an answer that waits for a grader: random, so that it leads to nobody where grading is anonymous. */
  @Column('uuid', { name: 'answer_id', nullable: true })
  answerId: string | null;

  /** What the grader tells the trainee. Markdown. */
  @Column('text', { nullable: true })
  comment: string | null;

  /** Level by criterion. */
  @Column('jsonb', { name: 'rubric_levels', nullable: true })
  rubricLevels: Readonly<Record<string, string>> | null;

  @Column('uuid', { name: 'regrade_id', nullable: true })
  regradeId: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'marked_by', nullable: true })
  markedBy: string | null;

  @Column('timestamptz', { name: 'marked_at', default: () => 'app_now()' })
  markedAt: Date;
}

/** What an attempt is worth: entered at submission, and again whenever one of its marks changes. The newest stands. */
@Entity('quiz_score')
@ForeignKey(() => QuizAttempt, ['orgId', 'attemptId'], ['orgId', 'id'], { name: 'fk_quiz_score_attempt' })
@Check('ck_quiz_score_kind', `kind IN ('AUTOMATIC', 'MANUAL', 'REGRADE', 'LATE_ANSWER')`)
@Check('ck_quiz_score_earned', `earned >= 0 AND earned <> 'NaN'`)
@Check('ck_quiz_score_possible', `possible >= 0 AND possible <> 'NaN'`)
@Check('ck_quiz_score_pending', 'pending >= 0')
@Check('ck_quiz_score_passed', '(passed IS NULL) = (pending > 0)')
export class QuizScore {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_score' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'attempt_id', primaryKeyConstraintName: 'pk_quiz_score' })
  attemptId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_score' })
  entry: number;

  @Column('text')
  kind: EntryKind;

  @Column('numeric', { precision: 12, scale: 4 })
  earned: string;

  @Column('numeric', { precision: 12, scale: 4 })
  possible: string;

  @Column('numeric', { precision: 5, scale: 2 })
  percent: string;

  /** Null while answers wait for a grader. */
  @Column('boolean', { nullable: true })
  passed: boolean | null;

  /** Answers that wait for a grader. */
  @Column('int', { default: 0 })
  pending: number;

  /** The marks by position, null where one waits. */
  @Column('double precision', { array: true })
  marks: (number | null)[];

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { name: 'regrade_id', nullable: true })
  regradeId: string | null;

  @Column('uuid', { name: 'entered_by', nullable: true })
  enteredBy: string | null;

  @Column('timestamptz', { name: 'entered_at', default: () => 'app_now()' })
  enteredAt: Date;
}
