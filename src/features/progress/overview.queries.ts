import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { BEHIND_BY_MORE_THAN } from './calendar.rules.js';

/** Where in the board's order a page begins. */
export interface BoardCursor {
  key: string | number;
  id: string;
}

export type BoardSort = 'NAME' | 'PERCENT' | 'LAST_ACTIVITY';

export interface BoardQuery {
  cohortId: string;
  sort: BoardSort;
  descending: boolean;
  behind: boolean | null;
  after: BoardCursor | null;
  limit: number;
}

/** Of enrollment `e` with cohort `h`, version `v` and counters `p`. */
const PERCENT = sql`progress_percent(p.met_minutes, v.required_minutes, coalesce(p.complete, false))`;
const EXPECTED = sql`expected_percent(h.starts_on, h.ends_on, h.milestones, (app_now() AT TIME ZONE h.time_zone)::date)`;
const BEHIND = sql`(${EXPECTED} - ${PERCENT} > ${raw(String(BEHIND_BY_MORE_THAN))} AND e.status = 'ACTIVE')`;
const NAME = sql`concat_ws(' ', o.given_name, nullif(o.family_name, ''))`;

const FROM = sql`
  FROM enrollment e
  JOIN cohort h ON h.org_id = e.org_id AND h.id = e.cohort_id
  JOIN program_version v ON v.org_id = e.org_id AND v.id = e.program_version_id
  JOIN person o ON o.id = e.person_id
  LEFT JOIN enrollment_progress p ON p.org_id = e.org_id AND p.enrollment_id = e.id`;

/** Of course `k` in enrollment `e`: the prerequisites that are not complete. */
const BLOCKED_BY = sql`
  SELECT jsonb_agg(jsonb_build_object('courseId', q.id, 'code', q.code, 'title', q.title) ORDER BY q.position) AS list
  FROM course_prerequisite r
  JOIN course q ON q.org_id = r.org_id AND q.id = r.prerequisite_course_id
  LEFT JOIN course_progress d ON d.org_id = r.org_id AND d.enrollment_id = e.id AND d.course_id = q.id
  WHERE r.org_id = e.org_id AND r.course_id = k.id AND d.complete IS NOT TRUE`;

const COURSES = sql`
  SELECT jsonb_agg(jsonb_build_object('courseId', k.id, 'code', k.code, 'title', k.title, 'required', k.required,
    'percent', progress_percent(g.met_minutes, k.required_minutes, coalesce(g.complete, false)),
    'status', CASE WHEN g.complete THEN 'COMPLETE' WHEN b.list IS NOT NULL THEN 'BLOCKED' WHEN g.course_id IS NULL THEN 'NOT_STARTED' ELSE 'IN_PROGRESS' END,
    'blockedBy', CASE WHEN g.complete THEN '[]' ELSE coalesce(b.list, '[]') END,
    'outcome', coalesce(g.outcome, 'IN_PROGRESS'), 'currentPercent', g.current_percent::text, 'finalPercent', g.final_percent::text,
    'lessonsDone', coalesce(g.lessons_done, 0), 'lessonsRequired', k.lessons_required,
    'requirementsMet', coalesce(g.requirements_met, 0), 'requirementsRequired', k.requirements_required,
    'lectureMinutes', coalesce(g.lecture_minutes, 0), 'labMinutes', coalesce(g.lab_minutes, 0),
    'placementMinutes', coalesce(g.placement_minutes, 0)) ORDER BY k.position) AS list
  FROM course k
  LEFT JOIN course_progress g ON g.org_id = k.org_id AND g.enrollment_id = e.id AND g.course_id = k.id
  CROSS JOIN LATERAL (${BLOCKED_BY}) b
  WHERE k.org_id = e.org_id AND k.program_version_id = e.program_version_id`;

const OVERVIEW = sql`
  e.id AS "enrollmentId", e.person_id AS "personId", ${NAME} AS "personName", e.status AS "enrollmentStatus", h.id AS "cohortId",
  h.name AS "cohortName", h.starts_on::text AS "startsOn", h.ends_on::text AS "endsOn", v.id AS "programVersionId",
  v.title AS "programTitle", v.label AS "versionLabel", ${PERCENT} AS percent, ${EXPECTED} AS "expectedPercent", ${BEHIND} AS behind,
  coalesce(p.complete, false) AS complete, p.last_activity_at AS "lastActivityAt",
  (SELECT count(*)::int FROM enrollment_hold l WHERE l.org_id = e.org_id AND l.enrollment_id = e.id
    AND NOT EXISTS (SELECT 1 FROM enrollment_hold_release s WHERE s.org_id = l.org_id AND s.hold_id = l.id)) AS "openHolds",
  coalesce((${COURSES}), '[]') AS courses`;

/**
 * The first lesson or quiz of enrollment `e` that can be done now: in an incomplete course whose prerequisites
 * are complete, in the order of the program, a module's lessons before its quizzes.
 */
const NEXT = sql`
  SELECT jsonb_build_object('kind', i.kind, 'id', i.id, 'stepTitle', i.title, 'courseId', k.id, 'code', k.code, 'title', k.title) AS step
  FROM course k
  LEFT JOIN course_progress g ON g.org_id = k.org_id AND g.enrollment_id = e.id AND g.course_id = k.id
  CROSS JOIN LATERAL (${BLOCKED_BY}) b
  CROSS JOIN LATERAL (
    SELECT 'LESSON' AS kind, l.id, l.title, m.position AS module_position, 0 AS turn, l.position
    FROM lesson l JOIN module m ON m.org_id = l.org_id AND m.id = l.module_id AND m.required
    WHERE l.org_id = k.org_id AND l.course_id = k.id AND l.required AND NOT EXISTS (
      SELECT 1 FROM lesson_completion c WHERE c.org_id = l.org_id AND c.enrollment_id = e.id AND c.lesson_id = l.id)
    UNION ALL
    SELECT r.kind, r.id, r.title, coalesce(m.position, 2147483647), 1, r.position
    FROM course_requirement r LEFT JOIN module m ON m.org_id = r.org_id AND m.id = r.module_id
    WHERE r.org_id = k.org_id AND r.course_id = k.id AND r.kind = 'QUIZ' AND r.required AND coalesce(m.required, true)
      AND r.resolved_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM requirement_result t WHERE t.org_id = r.org_id AND t.enrollment_id = e.id AND t.requirement_id = r.id AND t.met
          AND t.course_attempt_id = g.course_attempt_id
          AND NOT EXISTS (SELECT 1 FROM requirement_result s WHERE s.org_id = t.org_id AND s.supersedes_id = t.id))) i
  WHERE k.org_id = e.org_id AND k.program_version_id = e.program_version_id AND k.required
    AND g.complete IS NOT TRUE AND coalesce(g.outcome, '') <> 'FAILED' AND b.list IS NULL
  ORDER BY k.position, i.module_position, i.turn, i.position LIMIT 1`;

/** The viewer's own enrollments: the ones under way first, then the newest. */
export function dashboard({ orgId, viewer }: TenantDb): Sql {
  return sql`
    SELECT app_now() AS "serverTime", ${OVERVIEW}, CASE WHEN e.status = 'ACTIVE' THEN n.step END AS next
    ${FROM} LEFT JOIN LATERAL (${NEXT}) n ON true
    WHERE e.org_id = ${orgId} AND e.person_id = ${viewer.personId}
    ORDER BY e.status IN ('ACTIVE', 'ON_LEAVE', 'APPLIED') DESC, h.starts_on DESC, e.id`;
}

/** Enrollments of a cohort that the viewer may see. */
function boardOf({ orgId, viewer }: TenantDb, { cohortId, behind }: BoardQuery): Sql {
  return sql`${FROM}
    WHERE e.org_id = ${orgId} AND e.cohort_id = ${cohortId} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)
      ${behind === null ? empty : sql`AND ${BEHIND} = ${behind}`}`;
}

const SORT_KEY: Record<BoardSort, Sql> = {
  NAME: sql`lower(concat_ws(' ', nullif(o.family_name, ''), o.given_name))`,
  PERCENT: PERCENT,
  LAST_ACTIVITY: sql`coalesce(extract(epoch FROM p.last_activity_at), 0)::float8`,
};
const KEY_TYPE: Record<BoardSort, Sql> = { NAME: sql`text`, PERCENT: sql`int`, LAST_ACTIVITY: sql`float8` };

/** A page of the cohort board, in one statement; ties are broken by id. */
export function board(db: TenantDb, query: BoardQuery): Sql {
  const { sort, descending, after, limit } = query;
  const [comparison, direction] = descending ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
  const key = SORT_KEY[sort];
  return sql`
    SELECT ${OVERVIEW}, ${key} AS "sortKey" ${boardOf(db, query)}
      ${after === null ? empty : sql`AND (${key}, e.id) ${comparison} (${after.key}::${KEY_TYPE[sort]}, ${after.id}::uuid)`}
    ORDER BY ${key} ${direction}, e.id ${direction} LIMIT ${limit}`;
}

export function boardSize(db: TenantDb, query: BoardQuery): Sql {
  return sql`SELECT count(*)::int AS n ${boardOf(db, query)}`;
}

/** One enrollment's overview: one's own, or one that the viewer may see as staff. No row otherwise. */
export function overview(db: TenantDb, enrollmentId: string): Sql {
  return sql`SELECT ${OVERVIEW} ${FROM} WHERE e.org_id = ${db.orgId} AND e.id = ${enrollmentId} AND ${visibleTo(db)}`;
}

/** Whether enrollment `e` is the viewer's own, or one of a cohort they may follow. */
export function visibleTo({ orgId, viewer }: TenantDb): Sql {
  return sql`(e.person_id = ${viewer.personId} OR (${viewer.can('progress:read')}
    AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)))`;
}
