import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import { Question, QuestionVersion, type VersionStatus } from '../bank/question.entity.js';

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

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;

  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;
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
}
