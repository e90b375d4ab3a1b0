import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { askedNow } from '../bank/asked.queries.js';
import type { QuestionContent } from '../bank/question-content.js';
import { inCategory } from '../bank/question.queries.js';
import { MAX_QUESTIONS } from './exchanged-question.js';
import type { ExportQuestionsInput } from './question-export.input.js';

/** A question as the bank has it: its newest published version, if there is one. */
export interface BankedQuestion {
  readonly questionId: string;
  readonly code: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly versionId: string | null;
  /** Whether the asker is being asked it in an attempt of their own: then its content is not told. */
  readonly asked: boolean;
  readonly content: QuestionContent | null;
}

/** By category and code; one more than may be written. */
export const bankedQuestions = (
  db: Tenancy,
  personId: string,
  { questionIds, category, tags }: ExportQuestionsInput,
): Sql => sql`
  SELECT q.id AS "questionId", q.code, q.category, q.tags, v.id AS "versionId", coalesce(v.asked, false) AS asked,
    CASE WHEN NOT v.asked THEN jsonb_build_object('type', v.type, 'stem', v.stem, 'presentation', v.presentation, 'answerKey', v.answer_key) END AS content
  FROM question q LEFT JOIN LATERAL (
    SELECT w.id, w.type, w.stem, w.presentation, w.answer_key, ${askedNow(sql`q.org_id`, personId, sql`q.id`)} AS asked
    FROM question_version w WHERE w.org_id = q.org_id AND w.question_id = q.id AND w.status = 'PUBLISHED'
    ORDER BY w.number DESC LIMIT 1) v ON true
  WHERE q.org_id = ${db.orgId} AND q.retired_at IS NULL
    ${questionIds ? sql`AND q.id = ANY(${questionIds}::uuid[])` : empty}
    ${category ? sql`AND ${inCategory(category)}` : empty}
    ${tags?.length ? sql`AND q.tags @> ${tags}::text[]` : empty}
  ORDER BY q.category NULLS FIRST, q.code LIMIT ${MAX_QUESTIONS + 1}`;

/** A picture of a version. */
export interface BankedPicture {
  readonly versionId: string;
  readonly fileId: string;
  readonly sha256: string;
  readonly contentType: string;
  readonly bytes: number;
}

export const bankedPictures = (db: Tenancy, versionIds: readonly string[]): Sql => sql`
  SELECT p.question_version_id AS "versionId", f.id AS "fileId", f.sha256, f.content_type AS "contentType", f.declared_bytes AS bytes
  FROM question_picture p JOIN stored_file f ON f.org_id = p.org_id AND f.id = p.file_id
  WHERE p.org_id = ${db.orgId} AND p.question_version_id = ANY(${versionIds}::uuid[]) ORDER BY 1, 2`;
