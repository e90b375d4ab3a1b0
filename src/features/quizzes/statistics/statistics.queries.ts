import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { askedNow } from '../bank/asked.queries.js';
import { COUNTED_TYPES } from './distractor.rules.js';
import type { CountedAttempts } from './statistics.input.js';

/** Which attempts are looked at. */
export interface StatisticsScope {
  readonly quizId: string;
  /** Null: all published versions, pooled. */
  readonly versionNumbers: readonly number[] | null;
  readonly cohortId: string | null;
  readonly attempts: CountedAttempts;
}

/** An AnalysedQuiz with the versions that are asked for; no row when there is no such quiz, or no such cohort that the viewer may see. */
export const analysedQuiz = (db: Tenancy, { quizId, versionNumbers, cohortId }: StatisticsScope): Sql => sql`
  SELECT z.title, coalesce((
    SELECT jsonb_agg(jsonb_build_object('number', v.number, 'passMarkPercent', v.pass_mark_percent::text) ORDER BY v.number DESC)
    FROM quiz_version v WHERE v.org_id = z.org_id AND v.quiz_id = z.id AND v.status = 'PUBLISHED'
      AND (${versionNumbers}::int[] IS NULL OR v.number = ANY(${versionNumbers}::int[]))), '[]') AS versions
  FROM quiz z WHERE z.org_id = ${db.orgId} AND z.id = ${quizId}
    AND (${cohortId}::uuid IS NULL OR EXISTS (${visibleCohorts(db, cohortId)}))`;

const visibleCohorts = ({ orgId, viewer }: Tenancy, cohortId: string | null): Sql => sql`
  SELECT c.id FROM cohort c WHERE c.org_id = ${orgId} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, c.id)
  ${cohortId ? sql`AND c.id = ${cohortId}` : empty}`;

/** Which of a trainee's attempts stands for them. Ties go to the earlier one. */
const ONE_OF_TRAINEE: Record<Exclude<CountedAttempts, 'ALL'>, string> = {
  FIRST: 'a.started_at, a.id',
  LAST: 'a.started_at DESC, a.id DESC',
  HIGHEST: 's.percent DESC, a.started_at, a.id',
};

/**
 * Common beginning of the statements below:
 * - `submitted`: the attempts meant, each with `columns` (`total` among them) of the newest entry of its score;
 * - `voided`: questions that say nothing of trainees, because they are worth nothing to anybody;
 * - `slot`: what stands at the positions of each version, as one of its attempts has it;
 * - `scale`: what turns points of a version into points of the newest one, 1 for that itself;
 * - `score`: how many attempts without answers that wait for a grader have which total, and how many have no more;
 * - `edge`: the totals from which on and up to which the upper and the lower group go.
 */
function attemptsOf(
  db: Tenancy,
  { quizId, versionNumbers, cohortId, attempts }: StatisticsScope,
  columns: Sql,
): Sql {
  const one = attempts === 'ALL' ? null : ONE_OF_TRAINEE[attempts];
  return sql`
    submitted AS MATERIALIZED (
      SELECT id, version, ${columns}, graded
      FROM (SELECT ${one ? sql`DISTINCT ON (a.person_id)` : empty} a.id, v.number AS version, s.marks, s.earned, s.pending = 0 AS graded
      FROM quiz_version v JOIN quiz_attempt a ON a.org_id = v.org_id AND a.quiz_version_id = v.id AND a.status = 'SUBMITTED'
      JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id AND e.cohort_id IN (${visibleCohorts(db, cohortId)})
      JOIN quiz_score s ON s.org_id = a.org_id AND s.attempt_id = a.id AND NOT EXISTS (
        -- Later entries alone are looked through: they are few
        SELECT 1 FROM quiz_score n WHERE n.org_id = s.org_id AND n.attempt_id = s.attempt_id AND n.entry > 1 AND n.entry > s.entry)
      WHERE v.org_id = ${db.orgId} AND v.quiz_id = ${quizId} AND v.status = 'PUBLISHED'
        AND (${versionNumbers}::int[] IS NULL OR v.number = ANY(${versionNumbers}::int[]))
      ${one ? sql`ORDER BY a.person_id, ${raw(one)}` : empty}) one),
    voided AS MATERIALIZED (
      SELECT question_version_id FROM (
        SELECT DISTINCT ON (g.question_version_id) g.question_version_id, g.action FROM quiz_regrade g
        WHERE g.org_id = ${db.orgId} AND g.quiz_id = ${quizId} ORDER BY g.question_version_id, g.made_at DESC, g.id DESC) newest
      WHERE action = 'VOID'),
    slot AS MATERIALIZED (
      SELECT * FROM (SELECT a.version, q.position, row_number() OVER (PARTITION BY a.version ORDER BY q.position) AS place, q.question_id,
        q.question_version_id, q.points, q.varies, q.drawn
      FROM (SELECT version, any_value(id) AS id FROM submitted GROUP BY version) a CROSS JOIN LATERAL (
        SELECT q.position, q.question_id, q.question_version_id, q.points::float8 AS points, w.type = 'CALCULATED' AS varies, EXISTS (
            SELECT 1 FROM quiz_attempt o JOIN quiz_draw d ON d.org_id = o.org_id AND d.quiz_version_id = o.quiz_version_id
            WHERE o.org_id = q.org_id AND o.id = q.attempt_id AND q.position BETWEEN d.position AND d.position + d.count - 1) AS drawn
        FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
        WHERE q.org_id = ${db.orgId} AND q.attempt_id = a.id OFFSET 0) q) s
      WHERE s.drawn OR s.question_version_id NOT IN (SELECT question_version_id FROM voided)),
    scale AS MATERIALIZED (
      SELECT version, first_value(sum(points)) OVER newest / sum(points) AS factor, first_value(sum(points)) OVER newest AS possible
      FROM slot GROUP BY version WINDOW newest AS (ORDER BY version DESC)),
    score AS MATERIALIZED (
      SELECT total * factor AS total, sum(n) AS n, sum(sum(n)) OVER (ORDER BY total * factor) AS upto, sum(sum(n)) OVER () AS attempts
      FROM (SELECT version, total, count(*) AS n FROM submitted WHERE graded GROUP BY version, total) t JOIN scale USING (version)
      GROUP BY total * factor),
    edge AS MATERIALIZED (
      SELECT min(total) FILTER (WHERE upto >= ${GROUP_SHARE} * attempts) AS lower,
        max(total) FILTER (WHERE attempts - upto + n >= ${GROUP_SHARE} * attempts) AS upper FROM score)`;
}

/**
 * The total as exact as the marks are; sums that differ by the order of their marks alone are made equal. Marks are
 * unnested in a SELECT: in a FROM each attempt would fill a table of its own.
 */
const MARKS = sql`marks, (SELECT round(coalesce(sum(m), 0) * 1e7) / 1e7 FROM (SELECT unnest(marks) AS m) each) AS total`;

/**
 * The size of the groups that set strong and weak apart best, who has the same total included.
 * Source: T. L. Kelley, J. Educ. Psychol. 30 (1939), 17–24.
 */
const GROUP_SHARE = raw('0.27');

/**
 * StoredStatistics in one statement. Marks are counted before anything is computed: what 100,000 attempts have in common is
 * a few thousand different pairs of mark and total. Points of older versions are scaled to those of the newest.
 */
export function storedStatistics(db: Tenancy, scope: StatisticsScope): Sql {
  return sql`WITH ${attemptsOf(db, scope, MARKS)}, ${itemCells(db)}, ${itemSums}
    SELECT sums.items, facts.questions, sizes.counts AS "positionCounts", whole.*
    FROM (SELECT coalesce(jsonb_agg(to_jsonb(i)), '[]') AS items FROM item i) sums
    CROSS JOIN (SELECT coalesce(jsonb_agg(DISTINCT c.count), '[]') AS counts
      FROM (SELECT count(*) FROM slot GROUP BY version) c) sizes
    CROSS JOIN (${questionFacts(db)}) facts
    CROSS JOIN (${wholeQuiz}) whole`;
}

/** `cell`: how often an item has a mark beside a rest and a total. */
const itemCells = (db: Tenancy): Sql => sql`
  counted AS MATERIALIZED (
    SELECT version, place, mark, total, count(*)::float8 AS n
    FROM (SELECT version, total, generate_subscripts(marks, 1) AS place, unnest(marks) AS mark FROM submitted WHERE graded) m
    WHERE mark IS NOT NULL GROUP BY version, place, mark, total),
  -- Where attempts differ in question or variant, each attempt says which it had
  individual AS MATERIALIZED (
    SELECT s.version, s.position, s.points, s.drawn, q.question_id, q.question_version_id, q.variant,
      a.marks[s.place] AS mark, a.total, count(*)::float8 AS n
    FROM slot s JOIN submitted a ON a.version = s.version AND a.graded
    JOIN quiz_attempt_question q ON q.org_id = ${db.orgId} AND q.attempt_id = a.id AND q.position = s.position
    WHERE (s.drawn OR s.varies) AND a.marks[s.place] IS NOT NULL
      AND q.question_version_id NOT IN (SELECT question_version_id FROM voided)
    GROUP BY s.version, s.position, s.points, s.drawn, q.question_id, q.question_version_id, q.variant, mark, a.total),
  asked AS MATERIALIZED (
    SELECT question_id, question_version_id, version, position, points, drawn FROM individual WHERE drawn
    UNION SELECT question_id, question_version_id, version, position, points, drawn FROM slot WHERE NOT drawn),
  question_fact AS MATERIALIZED (
    SELECT question_id, bool_or(drawn) AS drawn, (array_agg(points ORDER BY version DESC))[1] AS points,
      (array_agg(question_version_id ORDER BY version DESC))[1] AS question_version_id,
      jsonb_agg(DISTINCT position) AS positions
    FROM asked GROUP BY question_id),
  raw_cell AS (
    SELECT 'POSITION' AS kind, s.position, NULL::uuid AS question_id, NULL::int AS variant,
      false AS drawn, first_value(s.points) OVER (PARTITION BY s.position ORDER BY s.version DESC) AS points,
      c.mark / s.points AS share, c.total, c.version, c.n
    FROM counted c JOIN slot s USING (version, place)
    UNION ALL
    SELECT 'QUESTION', NULL, s.question_id, NULL, f.drawn, f.points, c.mark / s.points, c.total, c.version, c.n
    FROM counted c JOIN slot s USING (version, place) JOIN question_fact f USING (question_id) WHERE NOT s.drawn
    UNION ALL
    SELECT 'QUESTION', NULL, i.question_id, NULL, f.drawn, f.points, i.mark / i.points, i.total, i.version, i.n
    FROM individual i JOIN question_fact f USING (question_id) WHERE i.drawn
    UNION ALL
    SELECT 'VARIANT', NULL, i.question_id, i.variant, f.drawn, f.points, i.mark / i.points, i.total, i.version, i.n
    FROM individual i JOIN question_fact f USING (question_id, question_version_id) WHERE i.variant IS NOT NULL),
  cell AS MATERIALIZED (
    SELECT c.kind, c.position, c.question_id, c.variant, c.drawn, c.points, concat_ws(' ', c.kind, c.position, c.question_id, c.variant) AS key,
      c.share, c.share * c.points AS mark, c.total * f.factor - CASE WHEN c.drawn THEN 0 ELSE c.share * c.points END AS rest,
      c.total * f.factor AS total, c.n
    FROM raw_cell c JOIN scale f USING (version))`;

/** `item`: the sums of each, as StoredItem has them. */
const itemSums: Sql = sql`
  deviation AS MATERIALIZED (
    SELECT *, mark - sum(mark * n) OVER w / sum(n) OVER w AS dm, rest - sum(rest * n) OVER w / sum(n) OVER w AS dr,
      total - sum(total * n) OVER w / sum(n) OVER w AS dt
    FROM cell WINDOW w AS (PARTITION BY key)),
  -- Both sorted and laid beside each other: each stretch of attempts with one mark and one rest
  reach AS (
    SELECT key, dm, NULL::float8 AS dr, sum(sum(n)) OVER (PARTITION BY key ORDER BY dm) AS upto FROM deviation GROUP BY key, dm
    UNION ALL
    SELECT key, NULL, dr, sum(sum(n)) OVER (PARTITION BY key ORDER BY dr) FROM deviation GROUP BY key, dr),
  stretch AS (
    SELECT key, upto - lag(upto, 1, 0) OVER (PARTITION BY key ORDER BY upto) AS n,
      min(dm) OVER (PARTITION BY key ORDER BY upto DESC) AS dm, min(dr) OVER (PARTITION BY key ORDER BY upto DESC) AS dr
    FROM reach),
  item AS (
    SELECT d.kind, d.position, d.question_id AS "questionId", d.variant, d.drawn, d.points, sum(n) AS attempts,
      sum(n * share) / sum(n) AS "meanShare", sum(n * dm * dm) AS "markSquares", sum(n * dr * dr) AS "restSquares",
      sum(n * dm * dr) AS products, sum(n * dm * dt) AS "totalProducts", s.sorted AS "sortedProducts",
      sum(n * share) FILTER (WHERE total >= e.upper) / sum(n) FILTER (WHERE total >= e.upper) AS "upperShare",
      sum(n * share) FILTER (WHERE total <= e.lower) / sum(n) FILTER (WHERE total <= e.lower) AS "lowerShare"
    FROM deviation d JOIN (SELECT key, sum(n * dm * dr) AS sorted FROM stretch GROUP BY key) s USING (key) CROSS JOIN edge e
    GROUP BY key, d.kind, d.position, d.question_id, d.variant, d.drawn, d.points, s.sorted)`;

/** Keys only of questions that the viewer is not being asked. */
const questionFacts = (db: Tenancy): Sql => sql`
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'code', q.code, 'type', w.type, 'stem', w.stem, 'presentation', w.presentation,
    'positions', f.positions, 'answerKey', CASE WHEN NOT ${askedNow(sql`q.org_id`, db.viewer.personId, sql`q.id`)}
      THEN w.answer_key END)), '[]') AS questions
  FROM question_fact f JOIN question q ON q.org_id = ${db.orgId} AND q.id = f.question_id
  JOIN question_version w ON w.org_id = q.org_id AND w.id = f.question_version_id`;

const wholeQuiz: Sql = sql`
  SELECT jsonb_build_object('attempts', coalesce(sum(n), 0), 'mean', coalesce(max(mean), 0), 'median', coalesce((
        min(total) FILTER (WHERE 2 * upto >= attempts) + min(total) FILTER (WHERE 2 * upto > attempts)) / 2, 0),
      'squares', coalesce(sum(n * (total - mean) ^ 2), 0), 'cubes', coalesce(sum(n * (total - mean) ^ 3), 0),
      'fourths', coalesce(sum(n * (total - mean) ^ 4), 0)) AS totals,
    (SELECT max(possible) FROM scale) AS possible,
    (SELECT count(*)::int FROM submitted WHERE NOT graded) AS waiting,
    (SELECT jsonb_agg(coalesce(b.count, 0) ORDER BY tenth) FROM generate_series(1, 10) tenth LEFT JOIN (
      SELECT least(width_bucket(total, 0, (SELECT max(possible) FROM scale), 10), 10) AS tenth, sum(n) AS count FROM score GROUP BY 1) b
      USING (tenth)) AS tenths
  FROM (SELECT *, sum(n * total) OVER () / attempts AS mean FROM score) s`;

/** What was answered, as text: the member of a response that there is. Null: nothing. */
const GIVEN = sql`coalesce(nullif(m.response ->> 'choiceIds', '[]'), m.response ->> 'isTrue', nullif(lower(btrim(left(m.response ->> 'text', 200))), ''),
  (m.response ->> 'number') || coalesce(' ' || (m.response ->> 'unit'), ''))`;

/** Different answers to a question that are counted one by one. */
const DIFFERENT_ANSWERS = 200;

/**
 * StoredAnswers in one statement: answers are counted as they stand, and taken apart into choices after that.
 * An answer changes after submission only when one that came late is accepted.
 */
export function answerCounts(db: Tenancy, scope: StatisticsScope): Sql {
  return sql`WITH ${attemptsOf(db, scope, sql`earned::float8 AS total`)},
    grouped AS MATERIALIZED (
      SELECT id, total * factor >= e.upper AS upper, total * factor <= e.lower AS lower
      FROM submitted JOIN scale USING (version) CROSS JOIN edge e WHERE graded),
    counted AS MATERIALIZED (
      SELECT m.question_version_id, ${GIVEN} AS answer,
        count(*) AS all, count(*) FILTER (WHERE g.upper) AS upper, count(*) FILTER (WHERE g.lower) AS lower
      FROM grouped g JOIN quiz_mark m ON m.org_id = ${db.orgId} AND m.attempt_id = g.id AND m.entry = 1 GROUP BY 1, 2),
    -- Late answers that were accepted: few, so they are found by their scores, and each takes the place of the answer before
    corrected AS (
      SELECT m.question_version_id, ${GIVEN} AS answer, m.sign AS all, m.sign * g.upper::int AS upper, m.sign * g.lower::int AS lower
      FROM grouped g JOIN (SELECT DISTINCT attempt_id FROM quiz_score WHERE org_id = ${db.orgId} AND kind = 'LATE_ANSWER') s ON s.attempt_id = g.id
      CROSS JOIN LATERAL (
        SELECT DISTINCT ON (l.position, v.sign) v.* FROM quiz_mark l
        JOIN quiz_mark f ON f.org_id = l.org_id AND f.attempt_id = l.attempt_id AND f.position = l.position AND f.entry = 1
        CROSS JOIN LATERAL (VALUES (1, l.question_version_id, l.response), (-1, f.question_version_id, f.response)) AS v (sign, question_version_id, response)
        WHERE l.org_id = ${db.orgId} AND l.attempt_id = g.id AND l.kind = 'LATE_ANSWER' ORDER BY l.position, v.sign, l.entry DESC) m),
    given AS (
      SELECT w.question_id, c.answer, w.type IN ('SINGLE_CHOICE', 'MULTIPLE_CHOICE') AS choices, c.all, c.upper, c.lower
      FROM (SELECT * FROM counted UNION ALL SELECT * FROM corrected) c JOIN question_version w ON w.org_id = ${db.orgId} AND w.id = c.question_version_id AND w.type = ANY(${[...COUNTED_TYPES]}::text[])),
    single AS (
      SELECT g.question_id, coalesce(c.id, CASE WHEN NOT g.choices THEN g.answer END) AS answer, sum(g.all) AS all, sum(g.upper) AS upper, sum(g.lower) AS lower
      FROM given g LEFT JOIN LATERAL jsonb_array_elements_text(CASE WHEN g.choices THEN g.answer::jsonb ELSE '[]' END) AS c (id) ON true
      GROUP BY 1, 2),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY question_id ORDER BY answer IS NULL DESC, single.all DESC, answer) AS rank FROM single)
    SELECT r.question_id AS "questionId", jsonb_build_object('upper', g.upper, 'lower', g.lower) AS groups,
      jsonb_agg(jsonb_build_object('answer', r.answer, 'all', r.all, 'upper', r.upper, 'lower', r.lower)) AS counts
    FROM ranked r JOIN (SELECT question_id, sum(upper) AS upper, sum(lower) AS lower FROM given GROUP BY question_id) g USING (question_id)
    WHERE r.rank <= ${DIFFERENT_ANSWERS} GROUP BY r.question_id, g.upper, g.lower`;
}
