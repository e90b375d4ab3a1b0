import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/** The newest published version `w` of a question `q`. */
const NEWEST_PUBLISHED = sql`
  SELECT w.id, w.type, w.presentation, w.learning_outcomes FROM question_version w
  WHERE w.org_id = q.org_id AND w.question_id = q.id AND w.status = 'PUBLISHED' ORDER BY w.number DESC LIMIT 1`;

/** The questions `q` of the bank, in their versions `w`, that fit a draw `d` now and are not in the quiz already. */
export const FITTING = sql`question q CROSS JOIN LATERAL (${NEWEST_PUBLISHED}) w
  WHERE q.org_id = d.org_id AND q.retired_at IS NULL
    AND (d.category IS NULL OR q.category = d.category OR starts_with(q.category, d.category || '/'))
    AND q.tags @> d.tags AND (d.difficulty IS NULL OR q.difficulty = d.difficulty)
    AND (d.learning_outcomes = '{}' OR w.learning_outcomes && d.learning_outcomes)
    AND NOT EXISTS (SELECT 1 FROM quiz_question f WHERE f.org_id = d.org_id AND f.quiz_version_id = d.quiz_version_id AND f.question_id = q.id)`;

/** The drafts with what the bank has for them now, one row each: BankedQuiz with `quizVersionId` and `quizId`. */
export function bankedQuizzes(db: Tenancy, which: Sql): Sql {
  return sql`
    SELECT v.id AS "quizVersionId", v.quiz_id AS "quizId",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('position', s.position, 'title', s.title, 'points', s.points::text) ORDER BY s.position), '[]')
       FROM quiz_section s WHERE s.org_id = v.org_id AND s.quiz_version_id = v.id) AS sections,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('position', f.position, 'section', f.section, 'points', f.points::text, 'code', q.code,
         'retired', q.retired_at IS NOT NULL, 'publishedVersionId', w.id) ORDER BY f.position), '[]')
       FROM quiz_question f JOIN question q ON q.org_id = f.org_id AND q.id = f.question_id
       LEFT JOIN LATERAL (${NEWEST_PUBLISHED}) w ON true WHERE f.org_id = v.org_id AND f.quiz_version_id = v.id) AS fixed,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('position', d.position, 'section', d.section, 'points', d.points::text, 'count', d.count,
         'pool', (SELECT coalesce(jsonb_agg(jsonb_build_object('questionId', q.id, 'questionVersionId', w.id)), '[]') FROM ${FITTING}))
         ORDER BY d.position), '[]')
       FROM quiz_draw d WHERE d.org_id = v.org_id AND d.quiz_version_id = v.id) AS draws
    FROM quiz_version v WHERE v.org_id = ${db.orgId} AND v.status = 'DRAFT' AND ${which}`;
}

/** How many questions each draw draws from: of a published version those pinned, of a draft those that fit now. */
export const poolSizes = (db: Tenancy, quizVersionIds: readonly string[]): Sql => sql`
  SELECT d.quiz_version_id AS "quizVersionId", d.position, (CASE v.status
    WHEN 'DRAFT' THEN (SELECT count(*) FROM ${FITTING})
    ELSE (SELECT count(*) FROM quiz_draw_question p
      WHERE p.org_id = d.org_id AND p.quiz_version_id = d.quiz_version_id AND p.position = d.position) END)::int AS size
  FROM quiz_draw d JOIN quiz_version v ON v.org_id = d.org_id AND v.id = d.quiz_version_id
  WHERE d.org_id = ${db.orgId} AND d.quiz_version_id = ANY(${quizVersionIds}::uuid[])`;

/** Pins the versions of the fixed questions: positions and version ids, pairwise. */
export const pinFixed = (
  db: Tenancy,
  quizVersionId: string,
  positions: readonly number[],
  versionIds: readonly (string | null)[],
): Sql => sql`
  UPDATE quiz_question f SET question_version_id = pinned.id
  FROM unnest(${positions}::int[], ${versionIds}::uuid[]) AS pinned (position, id)
  WHERE f.org_id = ${db.orgId} AND f.quiz_version_id = ${quizVersionId} AND f.position = pinned.position`;

export interface PinnedPool {
  readonly position: number;
  readonly questionId: string;
  readonly questionVersionId: string;
}

export const pinPools = (db: Tenancy, quizVersionId: string, pools: readonly PinnedPool[]): Sql => sql`
  INSERT INTO quiz_draw_question (org_id, quiz_version_id, position, question_id, question_version_id)
  SELECT ${db.orgId}, ${quizVersionId}, p.position, p."questionId", p."questionVersionId"
  FROM jsonb_to_recordset(${JSON.stringify(pools)}::jsonb) AS p (position int, "questionId" uuid, "questionVersionId" uuid)`;

/** Copies sections, questions and draws to a draft, without what is pinned. */
export const copyItems = (db: Tenancy, fromId: string, toId: string): Sql[] => [
  sql`
    INSERT INTO quiz_section (org_id, quiz_version_id, position, title, instructions, points)
    SELECT org_id, ${toId}, position, title, instructions, points FROM quiz_section
    WHERE org_id = ${db.orgId} AND quiz_version_id = ${fromId}`,
  sql`
    INSERT INTO quiz_question (org_id, quiz_version_id, position, section, question_id, points)
    SELECT org_id, ${toId}, position, section, question_id, points FROM quiz_question
    WHERE org_id = ${db.orgId} AND quiz_version_id = ${fromId}`,
  sql`
    INSERT INTO quiz_draw (org_id, quiz_version_id, position, section, count, points, category, tags, learning_outcomes, difficulty)
    SELECT org_id, ${toId}, position, section, count, points, category, tags, learning_outcomes, difficulty FROM quiz_draw
    WHERE org_id = ${db.orgId} AND quiz_version_id = ${fromId}`,
];
