import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Question } from '../bank/question.entity.js';
import type { ExchangeFormat } from './exchanged-question.js';

export const IMPORT_STATUSES = ['WAITING', 'RUNNING', 'DONE', 'REFUSED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A file of questions that was brought in, or tried in a dry run. */
@Entity('question_import')
@ForeignKey(() => Organization, ['orgId'], ['id'], { name: 'fk_question_import_organization' })
@ForeignKey(() => StoredFile, ['orgId', 'fileId'], ['orgId', 'id'], { name: 'fk_question_import_file' })
@Index('ix_question_import_file', ['orgId', 'fileId'])
@Check('ck_question_import_format', `format IN ('GIFT', 'AIKEN', 'MOODLE_XML', 'QTI')`)
@Check('ck_question_import_status', `status IN ('WAITING', 'RUNNING', 'DONE', 'REFUSED')`)
@Check('ck_question_import_total', 'total >= 0')
@Check('ck_question_import_done', 'done >= 0')
@Check('ck_question_import_refusal', `(status = 'REFUSED') = (refusal IS NOT NULL)`)
@Check('ck_question_import_finished', `(status IN ('DONE', 'REFUSED')) = (finished_at IS NOT NULL)`)
export class QuestionImport {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_question_import' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_question_import' })
  id: string;

  /** Null: a file that somebody named on the command line. */
  @Column('uuid', { name: 'file_id', nullable: true })
  fileId: string | null;

  @Column('text', { name: 'file_name' })
  fileName: string;

  /** Null until the content has told it. */
  @Column('text', { nullable: true })
  format: ExchangeFormat | null;

  @Column('boolean', { name: 'dry_run' })
  dryRun: boolean;

  /** Above what the file says. */
  @Column('text', { nullable: true })
  category: string | null;

  @Column('text', { default: 'WAITING' })
  status: ImportStatus;

  /** Why none of the file was read. */
  @Column('text', { nullable: true })
  refusal: string | null;

  /** Questions in the file, once it is opened. */
  @Column('int', { nullable: true })
  total: number | null;

  /** Of them, those whose items are written. */
  @Column('int', { default: 0 })
  done: number;

  @Column('uuid', { name: 'requested_by', nullable: true })
  requestedBy: string | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'app_now()' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}

export const ITEM_OUTCOMES = [
  'IMPORTED',
  'IMPORTED_WITH_LOSS',
  'WOULD_BE_IMPORTED',
  'WOULD_BE_IMPORTED_WITH_LOSS',
  'ALREADY_THERE',
  'REFUSED',
] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** What became of one question of the file. */
@Entity('question_import_item')
@ForeignKey(() => QuestionImport, ['orgId', 'importId'], ['orgId', 'id'], {
  name: 'fk_question_import_item_import',
})
@ForeignKey(() => Question, ['orgId', 'questionId'], ['orgId', 'id'], {
  name: 'fk_question_import_item_question',
})
@Index('ix_question_import_item_question', ['orgId', 'questionId'])
@Check(
  'ck_question_import_item_outcome',
  `outcome IN ('IMPORTED', 'IMPORTED_WITH_LOSS', 'WOULD_BE_IMPORTED', 'WOULD_BE_IMPORTED_WITH_LOSS', 'ALREADY_THERE', 'REFUSED')`,
)
@Check('ck_question_import_item_refusal', `(outcome = 'REFUSED') = (refusal IS NOT NULL)`)
export class QuestionImportItem {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_question_import_item' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'pk_question_import_item' })
  importId: string;

  /** In the file, from 1. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'pk_question_import_item' })
  position: number;

  @Column('int', { nullable: true })
  line: number | null;

  @Column('text', { nullable: true })
  element: string | null;

  @Column('text')
  title: string;

  @Column('text')
  outcome: ItemOutcome;

  @Column('text', { array: true, default: '{}' })
  losses: string[];

  @Column('text', { nullable: true })
  refusal: string | null;

  /** The question made, or the one that was there. */
  @Column('uuid', { name: 'question_id', nullable: true })
  questionId: string | null;
}
