import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { QuestionContent } from '../bank/question-content.js';
import type { ItemOutcome, QuestionImportItem } from './question-import.entity.js';

/** A question that can be published as it is. `id` is that of its version to be. */
export interface ReadyQuestion extends QuestionContent {
  readonly id: string;
  readonly questionId: string;
  readonly code: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly identity: string;
}

/** Adds those whose identity and code are new, published; answers the ids of the questions made. */
export const addQuestions = (
  db: Tenancy,
  questions: readonly ReadyQuestion[],
  author: string | null,
): Sql => sql`
  WITH given AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) AS g (id uuid, "questionId" uuid, code text,
      category text, tags text[], identity text, type text, stem text, presentation jsonb, "answerKey" jsonb)),
  added AS (
    INSERT INTO question (org_id, id, code, category, tags, imported_hash)
    SELECT ${db.orgId}, "questionId", code, category, tags, identity FROM given ON CONFLICT DO NOTHING RETURNING id),
  written AS (
    INSERT INTO question_version (org_id, id, question_id, number, status, type, stem, presentation, answer_key, created_by, published_at)
    SELECT ${db.orgId}, g.id, g."questionId", 1, 'PUBLISHED', g.type, g.stem, g.presentation, g."answerKey", ${author}::uuid, app_now()
    FROM given g JOIN added ON added.id = g."questionId")
  SELECT id FROM added`;

/** Which of these were brought in before. */
export const knownQuestions = (db: Tenancy, identities: readonly string[]): Sql => sql`
  SELECT id, imported_hash AS identity FROM question
  WHERE org_id = ${db.orgId} AND imported_hash = ANY(${identities}::text[])`;

export const takenCodes = (db: Tenancy, codes: readonly string[]): Sql => sql`
  SELECT code FROM question WHERE org_id = ${db.orgId} AND code = ANY(${codes}::text[])`;

/** What is written of each question of a file. */
export type NewItem = Omit<QuestionImportItem, 'orgId' | 'importId'>;

export const addItems = (db: Tenancy, importId: string, items: readonly NewItem[]): Sql => sql`
  INSERT INTO question_import_item (org_id, import_id, position, line, element, title, outcome, losses, refusal, question_id)
  SELECT ${db.orgId}, ${importId}, g.position, g.line, g.element, g.title, g.outcome, g.losses, g.refusal, g."questionId"
  FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS g (position int, line int, element text, title text,
    outcome text, losses text[], refusal text, "questionId" uuid)`;

/** Holds the import for one worker, should two ever work on it; answers how far it is. */
export const heldImport = (db: Tenancy, importId: string): Sql => sql`
  SELECT done, status FROM question_import WHERE org_id = ${db.orgId} AND id = ${importId} FOR UPDATE`;

export const importsPage = (db: Tenancy, after: string | null, first: number): Sql => sql`
  SELECT * FROM question_import WHERE org_id = ${db.orgId} AND (${after}::uuid IS NULL OR id < ${after}::uuid)
  ORDER BY id DESC LIMIT ${first + 1}`;

export const importsCount = (db: Tenancy): Sql => sql`
  SELECT count(*)::int AS count FROM question_import WHERE org_id = ${db.orgId}`;

const ofOutcomes = (outcomes: readonly ItemOutcome[] | null): Sql =>
  outcomes ? sql`AND outcome = ANY(${outcomes}::text[])` : empty;

export const itemsPage = (
  db: Tenancy,
  importId: string,
  outcomes: readonly ItemOutcome[] | null,
  after: number | null,
  first: number,
): Sql => sql`
  SELECT * FROM question_import_item WHERE org_id = ${db.orgId} AND import_id = ${importId} ${ofOutcomes(outcomes)}
    AND position > ${after ?? 0} ORDER BY position LIMIT ${first + 1}`;

export const itemsCount = (
  db: Tenancy,
  importId: string,
  outcomes: readonly ItemOutcome[] | null,
): Sql => sql`
  SELECT count(*)::int AS count FROM question_import_item
  WHERE org_id = ${db.orgId} AND import_id = ${importId} ${ofOutcomes(outcomes)}`;

export const outcomeCounts = (db: Tenancy, importIds: readonly string[]): Sql => sql`
  SELECT import_id AS "importId", outcome, count(*)::int AS count FROM question_import_item
  WHERE org_id = ${db.orgId} AND import_id = ANY(${importIds}::uuid[]) GROUP BY import_id, outcome ORDER BY import_id, outcome`;
