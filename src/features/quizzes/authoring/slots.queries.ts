import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { FITTING } from './quiz.queries.js';

/**
 * One row with one column `slots`: the {@link QuizSlots} of a published version for a person, as JSON. Ids may be
 * columns of a statement it stands in as a scalar sub-select: `(${slotsOf(db, sql`v.id`, sql`e.person_id`)})`.
 * Who is null has seen no question yet.
 */
export const slotsOf = (db: Tenancy, quizVersionId: string | Sql, personId: string | Sql | null): Sql => sql`
  SELECT ${slotsJson(sql`q.question_version_id`, PINNED_POOL)} AS slots
  FROM (SELECT ${quizVersionId}::uuid AS quiz_version_id, ${personId}::uuid AS person_id) asked
  JOIN quiz_version v ON v.org_id = ${db.orgId} AND v.id = asked.quiz_version_id`;

/** The same of a draft: fixed questions in their newest versions, drafts included, and pools as they would be pinned now. */
export const draftSlotsOf = (db: Tenancy, quizVersionId: string): Sql => sql`
  SELECT ${slotsJson(NEWEST_VERSION, FITTING_POOL)} AS slots
  FROM quiz_version v WHERE v.org_id = ${db.orgId} AND v.id = ${quizVersionId}`;

/** Of a quiz version `v`; which versions its fixed questions `q` have, and from what its draws `d` draw. */
const slotsJson = (fixedVersion: Sql, pool: Sql): Sql => sql`
  jsonb_build_object('shuffleQuestions', v.shuffle_questions, 'shuffleChoices', v.shuffle_choices,
    'sections', (${SECTIONS}), 'fixed', (${fixed(fixedVersion)}), 'draws', (${draws(pool)}))`;

const SECTIONS = sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('position', s.position, 'points', s.points::text) ORDER BY s.position), '[]')
  FROM quiz_section s WHERE s.org_id = v.org_id AND s.quiz_version_id = v.id`;

/** Of question versions `w`. */
const VARIANTS = sql`CASE WHEN w.type = 'CALCULATED' THEN nullif(jsonb_array_length(w.presentation -> 'valueSets'), 0) END`;

const fixed = (version: Sql): Sql => sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('position', q.position, 'section', q.section, 'points', q.points::text,
    'questionId', q.question_id, 'questionVersionId', w.id, 'variants', ${VARIANTS}) ORDER BY q.position), '[]')
  FROM quiz_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = ${version}
  WHERE q.org_id = v.org_id AND q.quiz_version_id = v.id`;

/** How often the person was asked each question, under whatever id; by their enrollments, which have an index. */
const SEEN = sql`
  SELECT aq.question_id, count(*)::int AS times
  FROM same_persons(ARRAY[asked.person_id]) same JOIN enrollment e ON e.org_id = v.org_id AND e.person_id = same.person_id
  JOIN quiz_attempt a ON a.org_id = e.org_id AND a.enrollment_id = e.id
  JOIN quiz_attempt_question aq ON aq.org_id = a.org_id AND aq.attempt_id = a.id
  GROUP BY aq.question_id`;

const draws = (pool: Sql): Sql => sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('position', d.position, 'section', d.section, 'points', d.points::text,
    'count', d.count, 'pool', pool.questions) ORDER BY d.position), '[]')
  FROM quiz_draw d CROSS JOIN LATERAL (${pool}) pool WHERE d.org_id = v.org_id AND d.quiz_version_id = v.id`;

const PINNED_POOL = sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('questionId', p.question_id, 'questionVersionId', w.id,
    'timesSeen', coalesce(seen.times, 0), 'variants', ${VARIANTS}) ORDER BY p.question_id), '[]') AS questions
  FROM quiz_draw_question p JOIN question_version w ON w.org_id = p.org_id AND w.id = p.question_version_id
  LEFT JOIN (${SEEN}) seen ON seen.question_id = p.question_id
  WHERE p.org_id = d.org_id AND p.quiz_version_id = d.quiz_version_id AND p.position = d.position`;

const FITTING_POOL = sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('questionId', q.id, 'questionVersionId', w.id,
    'timesSeen', 0, 'variants', ${VARIANTS}) ORDER BY q.id), '[]') AS questions
  FROM ${FITTING}`;

/** Of question `q` of a draft. */
const NEWEST_VERSION = sql`(
  SELECT n.id FROM question_version n WHERE n.org_id = q.org_id AND n.question_id = q.question_id ORDER BY n.number DESC LIMIT 1)`;
