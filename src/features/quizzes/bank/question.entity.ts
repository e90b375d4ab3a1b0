import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import type { AnswerKey, Presentation, QuestionType } from './question-content.js';

export const DIFFICULTIES = ['EASY', 'MEDIUM', 'HARD'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

/** An entry of the bank. What is asked stands in its versions. */
@Entity('question')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_question_organization' })
@Unique('uq_question_code', ['orgId', 'code'])
@Unique('uq_question_imported', ['orgId', 'importedHash'])
@Index('ix_question_category', ['orgId', 'category'])
@Index('ix_question_tags', ['tags'], { type: 'gin' })
@Check('ck_question_difficulty', `difficulty IN ('EASY', 'MEDIUM', 'HARD')`)
export class Question {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_question' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_question' })
  id: string;

  @Column('text')
  code: string;

  @Column('text', { nullable: true })
  category: string | null;

  @Column('text', { array: true, default: '{}' })
  tags: string[];

  @Column('text', { nullable: true })
  difficulty: Difficulty | null;

  /** Of a question that came by a file: what the file said. */
  @Column('text', { name: 'imported_hash', nullable: true })
  importedHash: string | null;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;
}

export const VERSION_STATUSES = ['DRAFT', 'PUBLISHED'] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** What one version of a question asks. Once published it never changes: attempts point at it. */
@Entity('question_version')
@ForeignKey(() => Question, ['orgId', 'questionId'], ['orgId', 'id'], {
  name: 'fk_question_version_question',
})
@Unique('uq_question_version_number', ['orgId', 'questionId', 'number'])
@Unique('uq_question_version_of_question', ['orgId', 'questionId', 'id'])
@Index('uq_question_version_draft', ['orgId', 'questionId'], { unique: true, where: `status = 'DRAFT'` })
@Check('ck_question_version_status', `status IN ('DRAFT', 'PUBLISHED')`)
@Check(
  'ck_question_version_type',
  `type IN ('SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'TRUE_FALSE', 'SHORT_TEXT', 'NUMBER', 'CALCULATED', 'MATCHING', 'ORDERING', 'CLOZE', 'HOTSPOT', 'ESSAY')`,
)
export class QuestionVersion {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_question_version' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_question_version' })
  id: string;

  @Column('uuid', { name: 'question_id' })
  questionId: string;

  @Column('int')
  number: number;

  @Column('text', { default: 'DRAFT' })
  status: VersionStatus;

  /** Grows with every edit of the draft. */
  @Column('int', { default: 1 })
  revision: number;

  @Column('text')
  type: QuestionType;

  @Column('text')
  stem: string;

  @Column('jsonb')
  presentation: Presentation;

  /** Read only where grading, review or authors ask for it by name. */
  @Column('jsonb', { name: 'answer_key', select: false })
  answerKey: AnswerKey;

  @Column('text', { name: 'learning_outcomes', array: true, default: '{}' })
  learningOutcomes: string[];

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;
}
