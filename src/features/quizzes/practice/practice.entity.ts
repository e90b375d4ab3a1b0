import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import type { QuizResponse } from '../bank/question-content.js';
import { Question, QuestionVersion } from '../bank/question.entity.js';

export const MEMORY_STATES = ['NEW', 'LEARNING', 'REVIEW', 'RELEARNING'] as const;
export type MemoryState = (typeof MEMORY_STATES)[number];

export const RATINGS = ['AGAIN', 'HARD', 'GOOD', 'EASY'] as const;
/** How well a question was remembered. */
export type Rating = (typeof RATINGS)[number];

export const PRACTICE_ENTRY_KINDS = ['REVIEW', 'UNDO'] as const;
export type PracticeEntryKind = (typeof PRACTICE_ENTRY_KINDS)[number];

/** What a person still knows of a question. No row: a question met and never practised. */
@Entity('practice_card')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_practice_card_person' })
@ForeignKey(() => Question, ['orgId', 'questionId'], ['orgId', 'id'], { name: 'fk_practice_card_question' })
@Index('ix_practice_card_question', ['orgId', 'questionId'])
@Check('ck_practice_card_round', 'round >= 0')
@Check('ck_practice_card_state', `state IN ('NEW', 'LEARNING', 'REVIEW', 'RELEARNING')`)
@Check('ck_practice_card_stability', `stability >= 0 AND stability <> 'NaN'`)
@Check('ck_practice_card_difficulty', 'difficulty BETWEEN 0 AND 10')
@Check('ck_practice_card_due', `(state = 'NEW') = (due IS NULL)`)
export class PracticeCardRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_practice_card' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_practice_card' })
  personId: string;

  @PrimaryColumn('uuid', { name: 'question_id', primaryKeyConstraintName: 'pk_practice_card' })
  questionId: string;

  /** Entries of its log so far. */
  @Column('int', { default: 0 })
  round: number;

  @Column('text', { default: 'NEW' })
  state: MemoryState;

  /** Null: new. */
  @Column('timestamptz', { nullable: true })
  due: Date | null;

  /** Of FSRS: days until recall has fallen to 90 percent. */
  @Column('double precision', { default: 0 })
  stability: number;

  /** Of FSRS: 1 to 10; 0 of a new card. */
  @Column('double precision', { default: 0 })
  difficulty: number;

  @Column('int', { name: 'scheduled_days', default: 0 })
  scheduledDays: number;

  @Column('int', { name: 'learning_steps', default: 0 })
  learningSteps: number;

  @Column('int', { default: 0 })
  reviews: number;

  @Column('int', { default: 0 })
  lapses: number;

  @Column('timestamptz', { name: 'last_reviewed_at', nullable: true })
  lastReviewedAt: Date | null;

  @Column('timestamptz', { name: 'suspended_at', nullable: true })
  suspendedAt: Date | null;
}

/** One review of a card, or one taken back. */
@Entity('practice_review')
@ForeignKey(
  () => PracticeCardRecord,
  ['orgId', 'personId', 'questionId'],
  ['orgId', 'personId', 'questionId'],
  { name: 'fk_practice_review_card' },
)
@ForeignKey(() => QuestionVersion, ['orgId', 'questionVersionId'], ['orgId', 'id'], {
  name: 'fk_practice_review_question',
})
@Index('ix_practice_review_question', ['orgId', 'questionVersionId'])
@Check('ck_practice_review_round', 'round >= 1')
@Check('ck_practice_review_kind', `kind IN ('REVIEW', 'UNDO')`)
@Check('ck_practice_review_credit', 'credit BETWEEN 0 AND 1')
@Check('ck_practice_review_rating', `rating IN ('AGAIN', 'HARD', 'GOOD', 'EASY')`)
@Check(
  'ck_practice_review_rated',
  `(kind = 'REVIEW') = (rating IS NOT NULL) AND (kind = 'REVIEW') = (credit IS NOT NULL)`,
)
export class PracticeReviewRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_practice_review' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_practice_review' })
  personId: string;

  @PrimaryColumn('uuid', { name: 'question_id', primaryKeyConstraintName: 'pk_practice_review' })
  questionId: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_practice_review' })
  round: number;

  @Column('text')
  kind: PracticeEntryKind;

  @Column('uuid', { name: 'question_version_id' })
  questionVersionId: string;

  @Column('int', { nullable: true })
  variant: number | null;

  @Column('jsonb', { nullable: true })
  response: QuizResponse | null;

  /** Share of the points that the response earned, 0 to 1. */
  @Column('numeric', { precision: 8, scale: 4, nullable: true })
  credit: string | null;

  @Column('text', { nullable: true })
  rating: Rating | null;

  /** The memory as it was before. */
  @Column('jsonb')
  before: object;

  @Column('timestamptz', { name: 'reviewed_at', default: () => 'app_now()' })
  reviewedAt: Date;
}
