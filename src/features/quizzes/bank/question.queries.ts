import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { QuestionsArgs } from './question.input.js';

/** A page of the bank by code. */
export function questionsPage(db: Tenancy, args: QuestionsArgs, after: string | null): Sql {
  return sql`SELECT q.* FROM question q ${bankFilter(db, args)}
    AND (${after}::text IS NULL OR q.code > ${after}::text) ORDER BY q.code LIMIT ${args.first + 1}`;
}

export const questionsCount = (db: Tenancy, args: QuestionsArgs): Sql =>
  sql`SELECT count(*)::int AS count FROM question q ${bankFilter(db, args)}`;

function bankFilter(db: Tenancy, args: QuestionsArgs): Sql {
  const { search, category, tags, type, difficulty, learningOutcome, includeRetired } = args;
  const words = search?.split(/\s+/).filter(Boolean).slice(0, 20) ?? [];
  return sql`
    JOIN LATERAL (SELECT v.type, v.stem, v.learning_outcomes FROM question_version v
      WHERE v.org_id = q.org_id AND v.question_id = q.id ORDER BY v.number DESC LIMIT 1) latest ON true
    WHERE q.org_id = ${db.orgId}
    ${includeRetired ? empty : sql`AND q.retired_at IS NULL`}
    ${category ? sql`AND ${inCategory(category)}` : empty}
    ${tags?.length ? sql`AND q.tags @> ${tags}::text[]` : empty}
    ${difficulty ? sql`AND q.difficulty = ${difficulty}` : empty}
    ${learningOutcome ? sql`AND latest.learning_outcomes @> ARRAY[${learningOutcome}]::text[]` : empty}
    ${type ? sql`AND latest.type = ${type}` : empty}
    ${words.length ? sql`AND concat_ws(' ', q.code, q.category, latest.stem) ILIKE ALL (${words.map(anywhere)}::text[])` : empty}`;
}

/** `%` and `_` are letters like any other. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
const anywhere = (word: string): string => `%${literally(word)}%`;

/** Of questions `q`: those of the category and of the categories below it. */
export const inCategory = (path: string): Sql =>
  sql`(q.category = ${path} OR q.category LIKE ${`${literally(path)}/%`})`;

/** Every category and every one above it, by path, with how many questions stand in it and below. */
export const categoryCounts = (db: Tenancy): Sql => sql`
  SELECT array_to_string(levels[1:depth], '/') AS path, count(*)::int AS "questionCount"
  FROM (SELECT string_to_array(q.category, '/') AS levels FROM question q
    WHERE q.org_id = ${db.orgId} AND q.retired_at IS NULL AND q.category IS NOT NULL) categorized
  CROSS JOIN LATERAL generate_series(1, cardinality(levels)) depth
  GROUP BY levels[1:depth] ORDER BY levels[1:depth] LIMIT ${MAX_CATEGORIES}`;

const MAX_CATEGORIES = 5_000;

/** The versions of quizzes that hold these questions, fixed or to draw from, newest first. */
export const usesOf = (db: Tenancy, questionIds: readonly string[]): Sql => sql`
  SELECT used.question_id AS "questionId", jsonb_agg(jsonb_build_object('quizId', z.id, 'quizCode', z.code, 'quizTitle', z.title,
    'quizVersionId', v.id, 'quizVersionNumber', v.number, 'status', v.status, 'questionVersionNumber', w.number, 'drawn', used.drawn)
    ORDER BY z.code, v.number DESC) AS uses
  FROM (
    SELECT f.question_id, f.quiz_version_id, f.question_version_id, false AS drawn FROM quiz_question f
    WHERE f.org_id = ${db.orgId} AND f.question_id = ANY(${questionIds}::uuid[])
    UNION
    SELECT d.question_id, d.quiz_version_id, d.question_version_id, true FROM quiz_draw_question d
    WHERE d.org_id = ${db.orgId} AND d.question_id = ANY(${questionIds}::uuid[])) used
  JOIN quiz_version v ON v.org_id = ${db.orgId} AND v.id = used.quiz_version_id
  JOIN quiz z ON z.org_id = v.org_id AND z.id = v.quiz_id
  LEFT JOIN question_version w ON w.org_id = v.org_id AND w.id = used.question_version_id
  GROUP BY used.question_id`;
