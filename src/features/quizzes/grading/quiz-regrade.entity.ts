import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Quiz } from '../authoring/quiz.entity.js';
import type { QuizResponse } from '../bank/question-content.js';
import { QuestionVersion } from '../bank/question.entity.js';
import type { RegradeAction } from './adjustment.rules.js';

/** A decision about a question of a quiz after answers to it were marked: for all attempts, past and to come. */
@Entity('quiz_regrade')
@ForeignKey(() => Quiz, ['orgId', 'quizId'], ['orgId', 'id'], { name: 'fk_quiz_regrade_quiz' })
@ForeignKey(
  () => QuestionVersion,
  ['orgId', 'questionId', 'questionVersionId'],
  ['orgId', 'questionId', 'id'],
  { name: 'fk_quiz_regrade_question' },
)
@ForeignKey(() => QuestionVersion, ['orgId', 'questionId', 'newerVersionId'], ['orgId', 'questionId', 'id'], {
  name: 'fk_quiz_regrade_newer',
})
@Index('ix_quiz_regrade_question', ['orgId', 'questionId', 'questionVersionId'])
@Index('ix_quiz_regrade_quiz', ['orgId', 'quizId'])
@Check('ck_quiz_regrade_action', `action IN ('VOID', 'FULL_CREDIT', 'ACCEPT', 'CURRENT_KEY', 'ORIGINAL_KEY')`)
@Check('ck_quiz_regrade_accepted', `(action = 'ACCEPT') = (accepted IS NOT NULL)`)
@Check('ck_quiz_regrade_newer', `(action = 'CURRENT_KEY') = (newer_version_id IS NOT NULL)`)
export class QuizRegrade {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_regrade' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_quiz_regrade' })
  id: string;

  @Column('uuid', { name: 'quiz_id' })
  quizId: string;

  @Column('uuid', { name: 'question_id' })
  questionId: string;

  @Column('uuid', { name: 'question_version_id' })
  questionVersionId: string;

  @Column('text')
  action: RegradeAction;

  @Column('jsonb', { nullable: true })
  accepted: QuizResponse | null;

  @Column('uuid', { name: 'newer_version_id', nullable: true })
  newerVersionId: string | null;

  @Column('text')
  reason: string;

  /** Attempts whose score it changed. */
  @Column('int', { name: 'changed_attempts' })
  changedAttempts: number;

  @Column('uuid', { name: 'made_by' })
  madeBy: string;

  @Column('timestamptz', { name: 'made_at', default: () => 'app_now()' })
  madeAt: Date;
}
