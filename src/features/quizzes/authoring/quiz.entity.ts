import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { type Difficulty, Question, QuestionVersion, type VersionStatus } from '../bank/question.entity.js';

export const NAVIGATIONS = ['FREE', 'SEQUENTIAL'] as const;
export type Navigation = (typeof NAVIGATIONS)[number];

export const ATTEMPT_GRADINGS = ['HIGHEST', 'LATEST', 'FIRST', 'AVERAGE'] as const;
export type AttemptGrading = (typeof ATTEMPT_GRADINGS)[number];

export const SHOWN = ['MARKS', 'CORRECTNESS', 'RIGHT_ANSWERS', 'FEEDBACK', 'EXPLANATION'] as const;
/** One thing a trainee may be shown of an answer. The result of an attempt is never hidden: it decides what comes next. */
export type Shown = (typeof SHOWN)[number];

const SHOWN_ARRAY = `ARRAY[${SHOWN.map((each) => `'${each}'::text`).join(', ')}]`;

/** A quiz by its name. Its settings and questions stand in its versions. */
@Entity('quiz')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_quiz_organization' })
@Unique('uq_quiz_code', ['orgId', 'code'])
export class Quiz {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_quiz' })
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  title: string;

  /** Told by the proctor; read only where authors or the start of an attempt ask for it by name. */
  @Column('text', { name: 'access_code', nullable: true, select: false })
  accessCode: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

/** Settings and questions of a quiz. Once published it never changes: attempts point at it. */
@Entity('quiz_version')
@ForeignKey(() => Quiz, ['orgId', 'quizId'], ['orgId', 'id'], { name: 'fk_quiz_version_quiz' })
@Unique('uq_quiz_version_number', ['orgId', 'quizId', 'number'])
@Index('uq_quiz_version_draft', ['orgId', 'quizId'], { unique: true, where: `status = 'DRAFT'` })
@Check('ck_quiz_version_status', `status IN ('DRAFT', 'PUBLISHED')`)
@Check('ck_quiz_version_pass_mark', 'pass_mark_percent BETWEEN 0 AND 100')
@Check('ck_quiz_version_max_attempts', 'max_attempts >= 1')
@Check('ck_quiz_version_time_limit', 'time_limit_minutes BETWEEN 1 AND 1440')
@Check('ck_quiz_version_grace', 'grace_seconds BETWEEN 0 AND 3600')
@Check('ck_quiz_version_retry_delay', 'retry_delay_minutes BETWEEN 1 AND 525600')
@Check('ck_quiz_version_navigation', `navigation IN ('FREE', 'SEQUENTIAL')`)
@Check('ck_quiz_version_attempt_grading', `attempt_grading IN ('HIGHEST', 'LATEST', 'FIRST', 'AVERAGE')`)
@Check('ck_quiz_version_shown_during', `shown_during <@ ${SHOWN_ARRAY}`)
@Check('ck_quiz_version_shown_after', `shown_after <@ ${SHOWN_ARRAY}`)
@Check('ck_quiz_version_shown_after_closing', `shown_after_closing <@ ${SHOWN_ARRAY}`)
@Check('ck_quiz_version_window', 'closes_at > opens_at')
export class QuizVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_quiz_version' })
  id: string;

  @Column('uuid', { name: 'quiz_id' })
  quizId: string;

  @Column('int')
  number: number;

  @Column('text', { default: 'DRAFT' })
  status: VersionStatus;

  /** Grows with every edit of the draft. */
  @Column('int', { default: 1 })
  revision: number;

  @Column('text', { default: '' })
  instructions: string;

  @Column('numeric', { name: 'pass_mark_percent', precision: 5, scale: 2 })
  passMarkPercent: string;

  @Column('int', { name: 'max_attempts', nullable: true })
  maxAttempts: number | null;

  @Column('int', { name: 'time_limit_minutes', nullable: true })
  timeLimitMinutes: number | null;

  @Column('boolean', { name: 'shuffle_questions', default: false })
  shuffleQuestions: boolean;

  @Column('boolean', { name: 'shuffle_choices', default: false })
  shuffleChoices: boolean;

  /** Attempts can be started from here on; null: at once. */
  @Column('timestamptz', { name: 'opens_at', nullable: true })
  opensAt: Date | null;

  /** Nothing counts after it; null: never closes. */
  @Column('timestamptz', { name: 'closes_at', nullable: true })
  closesAt: Date | null;

  /** Answers that arrive so long after the deadline still count. */
  @Column('int', { name: 'grace_seconds', default: 0 })
  graceSeconds: number;

  /** From the end of one attempt to the start of the next; null: none. */
  @Column('int', { name: 'retry_delay_minutes', nullable: true })
  retryDelayMinutes: number | null;

  @Column('text', { default: 'FREE' })
  navigation: Navigation;

  /** Which attempts make the grade. */
  @Column('text', { name: 'attempt_grading', default: 'HIGHEST' })
  attemptGrading: AttemptGrading;

  /** Attempts after the first count for no more than the pass mark. */
  @Column('boolean', { name: 'cap_repeats', default: false })
  capRepeats: boolean;

  /** Of a question that is finished while the attempt runs. */
  @Column('text', { name: 'shown_during', array: true, default: '{}' })
  shownDuring: Shown[];

  /** After the attempt. */
  @Column('text', { name: 'shown_after', array: true, default: `{${SHOWN.join(',')}}` })
  shownAfter: Shown[];

  /** After the quiz has closed. */
  @Column('text', { name: 'shown_after_closing', array: true, default: `{${SHOWN.join(',')}}` })
  shownAfterClosing: Shown[];

  /** Graders do not see whose answers they grade. */
  @Column('boolean', { name: 'anonymous_grading', default: false })
  anonymousGrading: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;

  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;
}

/** A part of a quiz version: its questions stand together, and may be worth another sum than their points. */
@Entity('quiz_section')
@ForeignKey(() => QuizVersion, ['orgId', 'quizVersionId'], ['orgId', 'id'], {
  name: 'fk_quiz_section_version',
})
@Check('ck_quiz_section_points', 'points > 0 AND points <= 100000')
export class QuizSection {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_section' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'quiz_version_id', primaryKeyConstraintName: 'pk_quiz_section' })
  quizVersionId: string;

  /** From 1. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_section' })
  position: number;

  @Column('text')
  title: string;

  @Column('text', { default: '' })
  instructions: string;

  /** What the whole section is worth; its questions share it by their points. Null: the sum of their points. */
  @Column('numeric', { precision: 8, scale: 2, nullable: true })
  points: string | null;
}

/** A question's place and points in a quiz version; publishing pins the question's version. */
@Entity('quiz_question')
@ForeignKey(() => QuizVersion, ['orgId', 'quizVersionId'], ['orgId', 'id'], {
  name: 'fk_quiz_question_version',
})
@ForeignKey(() => Question, ['orgId', 'questionId'], ['orgId', 'id'], { name: 'fk_quiz_question_question' })
@ForeignKey(
  () => QuestionVersion,
  ['orgId', 'questionId', 'questionVersionId'],
  ['orgId', 'questionId', 'id'],
  { name: 'fk_quiz_question_pinned' },
)
@ForeignKey(
  () => QuizSection,
  ['orgId', 'quizVersionId', 'section'],
  ['orgId', 'quizVersionId', 'position'],
  { name: 'fk_quiz_question_section' },
)
@Unique('uq_quiz_question', ['orgId', 'quizVersionId', 'questionId'])
@Index('ix_quiz_question_question', ['orgId', 'questionId'])
@Check('ck_quiz_question_points', 'points > 0 AND points <= 1000')
export class QuizQuestion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_question' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'quiz_version_id', primaryKeyConstraintName: 'pk_quiz_question' })
  quizVersionId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_question' })
  position: number;

  @Column('uuid', { name: 'question_id' })
  questionId: string;

  @Column('uuid', { name: 'question_version_id', nullable: true })
  questionVersionId: string | null;

  @Column('numeric', { precision: 8, scale: 2 })
  points: string;

  /** Position of the section it stands in; null where the quiz has none. */
  @Column('int', { nullable: true })
  section: number | null;
}

/** Questions drawn at random for each attempt: they stand at the positions from `position` on. */
@Entity('quiz_draw')
@ForeignKey(() => QuizVersion, ['orgId', 'quizVersionId'], ['orgId', 'id'], { name: 'fk_quiz_draw_version' })
@ForeignKey(
  () => QuizSection,
  ['orgId', 'quizVersionId', 'section'],
  ['orgId', 'quizVersionId', 'position'],
  { name: 'fk_quiz_draw_section' },
)
@Check('ck_quiz_draw_count', 'count BETWEEN 1 AND 200')
@Check('ck_quiz_draw_points', 'points > 0 AND points <= 1000')
@Check('ck_quiz_draw_difficulty', `difficulty IN ('EASY', 'MEDIUM', 'HARD')`)
export class QuizDraw {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_draw' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'quiz_version_id', primaryKeyConstraintName: 'pk_quiz_draw' })
  quizVersionId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_draw' })
  position: number;

  @Column('int', { nullable: true })
  section: number | null;

  @Column('int')
  count: number;

  /** Of each question drawn. */
  @Column('numeric', { precision: 8, scale: 2 })
  points: string;

  /** Questions of this category and of those below it. */
  @Column('text', { nullable: true })
  category: string | null;

  /** Questions that have all of them. */
  @Column('text', { array: true, default: '{}' })
  tags: string[];

  /** Questions that have one of them. */
  @Column('text', { name: 'learning_outcomes', array: true, default: '{}' })
  learningOutcomes: string[];

  @Column('text', { nullable: true })
  difficulty: Difficulty | null;
}

/** A question that a draw may take, pinned when the quiz is published. */
@Entity('quiz_draw_question')
@ForeignKey(() => QuizDraw, ['orgId', 'quizVersionId', 'position'], ['orgId', 'quizVersionId', 'position'], {
  name: 'fk_quiz_draw_question_draw',
})
@ForeignKey(
  () => QuestionVersion,
  ['orgId', 'questionId', 'questionVersionId'],
  ['orgId', 'questionId', 'id'],
  { name: 'fk_quiz_draw_question_pinned' },
)
@Index('ix_quiz_draw_question_question', ['orgId', 'questionId'])
export class QuizDrawQuestion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_draw_question' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'quiz_version_id', primaryKeyConstraintName: 'pk_quiz_draw_question' })
  quizVersionId: string;

  /** Of the draw. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_quiz_draw_question' })
  position: number;

  @PrimaryColumn('uuid', { name: 'question_id', primaryKeyConstraintName: 'pk_quiz_draw_question' })
  questionId: string;

  @Column('uuid', { name: 'question_version_id' })
  questionVersionId: string;
}
