import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { courseFacts } from './course-facts.queries.js';
import type { CourseTree, VersionMap, VersionTree } from './version-move.rules.js';

/** A version's courses with the ids and names that records are matched by. */
export function versionTree(orgId: string, versionId: string): Sql {
  return sql`
    SELECT c.id, c.code,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'module', m.title, 'title', l.title) ORDER BY m.position, l.position)
        FROM lesson l JOIN module m ON m.org_id = l.org_id AND m.id = l.module_id WHERE l.org_id = c.org_id AND l.course_id = c.id), '[]') AS lessons,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'code', r.code) ORDER BY r.position, r.id)
        FROM course_requirement r WHERE r.org_id = c.org_id AND r.course_id = c.id), '[]') AS requirements,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'code', g.code) ORDER BY g.position)
        FROM gradebook_category g WHERE g.org_id = c.org_id AND g.course_id = c.id), '[]') AS categories
    FROM course c WHERE c.org_id = ${orgId} AND c.program_version_id = ${versionId} ORDER BY c.position`;
}

/** What stands on record for an enrollment in the version it is pinned to. */
export function recordsAtStake(orgId: string, enrollmentId: string): Sql {
  return sql`
    WITH course AS (
      SELECT c.id, c.code FROM enrollment e JOIN course c ON c.org_id = e.org_id AND c.program_version_id = e.program_version_id
      WHERE e.org_id = ${orgId} AND e.id = ${enrollmentId})
    SELECT 'LESSON' AS kind, l.id AS "targetId", c.code || ': ' || l.title AS label FROM lesson_completion d
      JOIN lesson l ON l.org_id = d.org_id AND l.id = d.lesson_id JOIN course c ON c.id = l.course_id
      WHERE d.org_id = ${orgId} AND d.enrollment_id = ${enrollmentId}
    UNION ALL SELECT 'MARK', g.category_id, c.code || ': ' || g.item || coalesce(' ' || trim_scale(g.earned) || '/' || trim_scale(g.possible), '')
      FROM grade_entry g JOIN course c ON c.id = g.course_id
      WHERE g.org_id = ${orgId} AND g.enrollment_id = ${enrollmentId} AND ${stands(sql`grade_entry`, sql`g`)}
    UNION ALL SELECT 'RESULT', r.requirement_id, c.code || ': ' || q.code || CASE WHEN r.met THEN ' met' ELSE ' not met' END
      FROM requirement_result r JOIN course_requirement q ON q.org_id = r.org_id AND q.id = r.requirement_id JOIN course c ON c.id = r.course_id
      WHERE r.org_id = ${orgId} AND r.enrollment_id = ${enrollmentId} AND ${stands(sql`requirement_result`, sql`r`)}
    UNION ALL SELECT 'HOURS', h.course_id, c.code || ': ' || lower(h.kind) || ' ' || lower(h.status) || ' ' || to_char(h.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')
      FROM hours_entry h JOIN course c ON c.id = h.course_id
      WHERE h.org_id = ${orgId} AND h.enrollment_id = ${enrollmentId} AND NOT h.voided AND ${stands(sql`hours_entry`, sql`h`)}
    UNION ALL SELECT 'HOURS', h.course_id, c.code || ': placement ' || (SELECT sum((part ->> 'minutes')::int) FROM jsonb_array_elements(h.parts) part)
        || ' minutes from ' || replace(left(h.parts -> 0 ->> 'startsAt', 16), ' ', 'T') || 'Z'
      FROM placement_hours_entry h JOIN course c ON c.id = h.course_id
      WHERE h.org_id = ${orgId} AND h.enrollment_id = ${enrollmentId} AND h.parts <> '[]' AND ${stands(sql`placement_hours_entry`, sql`h`)}
    UNION ALL SELECT 'CREDIT', d.course_id, c.code || ': prior learning' FROM prior_learning_decision d JOIN course c ON c.id = d.course_id
      WHERE d.org_id = ${orgId} AND d.enrollment_id = ${enrollmentId} AND d.granted AND ${stands(sql`prior_learning_decision`, sql`d`)}
    ORDER BY 1, 3, 2`;
}

/** Standing rows of the old version, whose copies need ids of their own. */
export function rowsToCopy(orgId: string, enrollmentId: string, map: VersionMap): Sql {
  const courses = [...map.courses.keys()];
  const of = (table: Sql): Sql =>
    sql`FROM ${table} t WHERE t.org_id = ${orgId} AND t.enrollment_id = ${enrollmentId} AND t.course_id = ANY (${courses}::uuid[])`;
  return sql`
    SELECT id FROM (
      SELECT id, 0 AS kind, number ${of(sql`course_attempt`)}
      UNION ALL SELECT id, 1, 0 ${of(sql`grade_entry`)} AND ${stands(sql`grade_entry`, sql`t`)}
      UNION ALL SELECT id, 2, 0 ${of(sql`requirement_result`)} AND ${stands(sql`requirement_result`, sql`t`)}
      UNION ALL SELECT id, 3, 0 ${of(sql`hours_entry`)} AND NOT t.voided AND ${stands(sql`hours_entry`, sql`t`)}
      UNION ALL SELECT id, 4, 0 ${of(sql`prior_learning_decision`)} AND t.granted AND ${stands(sql`prior_learning_decision`, sql`t`)}
      UNION ALL SELECT id, 5, 0 ${of(sql`placement_hours_entry`)} AND t.parts <> '[]' AND ${stands(sql`placement_hours_entry`, sql`t`)}) r
    ORDER BY kind, number, id`;
}

/**
 * Copies what stands, as new rows that name their origin, onto the parts of the new version that match. What
 * has no match stays where it is, readable and without effect. Nothing is changed or deleted.
 */
export function copyRecords(
  { orgId, db }: Transaction,
  {
    enrollmentId,
    map,
    copies,
  }: { enrollmentId: string; map: VersionMap; copies: ReadonlyMap<string, string> },
): Sql {
  const pairs = (from: ReadonlyMap<string, string>): Sql =>
    sql`unnest(${[...from.keys()]}::uuid[], ${[...from.values()]}::uuid[])`;
  return sql`
    WITH course_map AS (SELECT * FROM ${pairs(map.courses)} AS m (old, new)), lesson_map AS (SELECT * FROM ${pairs(map.lessons)} AS m (old, new)),
    requirement_map AS (SELECT * FROM ${pairs(map.requirements)} AS m (old, new)),
    category_map AS (SELECT * FROM ${pairs(map.categories)} AS m (old, new)), copy AS (SELECT * FROM ${pairs(copies)} AS m (old, new)),
    lessons AS (
      INSERT INTO lesson_completion (org_id, enrollment_id, lesson_id, completed_at, claimed_at, origin_lesson_id)
      SELECT d.org_id, d.enrollment_id, m.new, d.completed_at, d.claimed_at, d.lesson_id FROM lesson_completion d JOIN lesson_map m ON m.old = d.lesson_id
      WHERE d.org_id = ${orgId} AND d.enrollment_id = ${enrollmentId}
      ON CONFLICT (org_id, enrollment_id, lesson_id) DO NOTHING),
    attempts AS (
      INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number, outcome, started_at, decided_at, final_percent, origin_id,
        pass_carried)
      SELECT a.org_id, k.new, a.enrollment_id, m.new, a.number + coalesce((SELECT max(b.number) FROM course_attempt b
          WHERE b.org_id = a.org_id AND b.enrollment_id = a.enrollment_id AND b.course_id = m.new), 0), a.outcome, a.started_at, a.decided_at, a.final_percent,
        a.id, a.outcome = 'PASSED'
      FROM course_attempt a JOIN copy k ON k.old = a.id JOIN course_map m ON m.old = a.course_id WHERE a.org_id = ${orgId}),
    marks AS (
      INSERT INTO grade_entry (org_id, id, enrollment_id, course_id, course_attempt_id, category_id, item, requirement_id, source, earned, possible,
        weight, attempt_number, technical_percent, critical_steps_met, quiz_attempt_id, reason, origin_id, recorded_by)
      SELECT g.org_id, k.new, g.enrollment_id, m.new, a.new, c.new, g.item, r.new, g.source, g.earned, g.possible, g.weight, g.attempt_number,
        g.technical_percent, g.critical_steps_met, g.quiz_attempt_id, g.reason, g.id, ${db.actorId}::uuid
      FROM grade_entry g JOIN copy k ON k.old = g.id JOIN copy a ON a.old = g.course_attempt_id JOIN course_map m ON m.old = g.course_id
      JOIN category_map c ON c.old = g.category_id LEFT JOIN requirement_map r ON r.old = g.requirement_id WHERE g.org_id = ${orgId}),
    results AS (
      INSERT INTO requirement_result (org_id, id, enrollment_id, course_id, course_attempt_id, requirement_id, met, source_id, earned, possible, reason, origin_id)
      SELECT q.org_id, k.new, q.enrollment_id, m.new, a.new, r.new, q.met, q.source_id, q.earned, q.possible, q.reason, q.id
      FROM requirement_result q JOIN copy k ON k.old = q.id JOIN copy a ON a.old = q.course_attempt_id JOIN course_map m ON m.old = q.course_id
      JOIN requirement_map r ON r.old = q.requirement_id WHERE q.org_id = ${orgId}),
    hours AS (
      INSERT INTO hours_entry (org_id, id, enrollment_id, course_id, course_attempt_id, session_id, kind, status, starts_at, ends_at, break_minutes,
        minutes_late, minutes_left_early, supervised_by, reason, origin_id, recorded_by)
      SELECT h.org_id, k.new, h.enrollment_id, m.new, a.new, h.session_id, h.kind, h.status, h.starts_at, h.ends_at, h.break_minutes, h.minutes_late,
        h.minutes_left_early, h.supervised_by, h.reason, h.id, ${db.actorId}::uuid
      FROM hours_entry h JOIN copy k ON k.old = h.id JOIN copy a ON a.old = h.course_attempt_id JOIN course_map m ON m.old = h.course_id
      WHERE h.org_id = ${orgId}),
    placement AS (
      INSERT INTO placement_hours_entry (org_id, id, enrollment_id, course_id, course_attempt_id, source_id, parts, reason, origin_id, recorded_by)
      SELECT h.org_id, k.new, h.enrollment_id, m.new, a.new, h.source_id, h.parts, h.reason, h.id, ${db.actorId}::uuid
      FROM placement_hours_entry h JOIN copy k ON k.old = h.id JOIN copy a ON a.old = h.course_attempt_id JOIN course_map m ON m.old = h.course_id
      WHERE h.org_id = ${orgId}),
    credits AS (
      INSERT INTO prior_learning_decision (org_id, id, enrollment_id, course_id, granted, reason, evidence, evidence_file_id, decided_by, decided_at, supersedes_id)
      SELECT d.org_id, k.new, d.enrollment_id, m.new, true, d.reason, d.evidence, d.evidence_file_id, d.decided_by, d.decided_at,
        (SELECT s.id FROM prior_learning_decision s WHERE s.org_id = d.org_id AND s.enrollment_id = d.enrollment_id AND s.course_id = m.new
          AND ${stands(sql`prior_learning_decision`, sql`s`)})
      FROM prior_learning_decision d JOIN copy k ON k.old = d.id JOIN course_map m ON m.old = d.course_id WHERE d.org_id = ${orgId})
    SELECT 1`;
}

/** In a transfer within the version the records stay as they are; passes hold on in a cohort that has closed nothing. */
export function carryPasses(orgId: string, enrollmentId: string): Sql {
  return sql`UPDATE course_attempt SET pass_carried = true WHERE org_id = ${orgId} AND enrollment_id = ${enrollmentId} AND outcome = 'PASSED'`;
}

/**
 * The facts of the new version's courses as `copyRecords` would make them, nothing written: the tables that facts
 * are read from are overlaid by what they would hold for the enrollment. Class minutes are those counted so far.
 */
export function factsAsIfMoved(
  orgId: string,
  {
    enrollmentId,
    toCohortId,
    to,
    map,
  }: { enrollmentId: string; toCohortId: string; to: VersionTree; map: VersionMap },
): Sql {
  const pairs = (moved: ReadonlyMap<string, string>, parts: readonly { id: string }[]): Sql => {
    const stay = parts.map(({ id }) => id);
    return sql`unnest(${[...moved.keys(), ...stay]}::uuid[], ${[...moved.values(), ...stay]}::uuid[])`;
  };
  const partsOf = (pick: (course: CourseTree) => readonly { id: string }[]) => to.courses.flatMap(pick);
  const its = (row: Sql): Sql => sql`${row}.org_id = ${orgId} AND ${row}.enrollment_id = ${enrollmentId}`;
  return sql`
    WITH course_map AS (SELECT * FROM ${pairs(map.courses, to.courses)} AS m (old, new)),
    lesson_map AS (SELECT * FROM ${pairs(
      map.lessons,
      partsOf(({ lessons }) => lessons),
    )} AS m (old, new)),
    requirement_map AS (SELECT * FROM ${pairs(
      map.requirements,
      partsOf(({ requirements }) => requirements),
    )} AS m (old, new)),
    category_map AS (SELECT * FROM ${pairs(
      map.categories,
      partsOf(({ categories }) => categories),
    )} AS m (old, new)),
    enrollment AS (
      SELECT e.org_id, e.id, e.person_id, ${toCohortId}::uuid AS cohort_id, ${to.versionId}::uuid AS program_version_id FROM enrollment e
      WHERE e.org_id = ${orgId} AND e.id = ${enrollmentId}),
    lesson_completion AS (
      SELECT DISTINCT d.org_id, d.enrollment_id, m.new AS lesson_id FROM lesson_completion d JOIN lesson_map m ON m.old = d.lesson_id
      WHERE ${its(sql`d`)}),
    grade_entry AS (
      SELECT g.org_id, g.id, g.course_attempt_id, c.new AS category_id, g.item, r.new AS requirement_id, g.source, g.earned, g.possible, g.weight,
        g.attempt_number, g.technical_percent, g.critical_steps_met, NULL::uuid AS supersedes_id
      FROM grade_entry g JOIN category_map c ON c.old = g.category_id LEFT JOIN requirement_map r ON r.old = g.requirement_id
      WHERE ${its(sql`g`)} AND ${stands(sql`grade_entry`, sql`g`)}),
    requirement_result AS (
      SELECT q.org_id, q.id, q.course_attempt_id, r.new AS requirement_id, q.source_id, q.met, q.earned, q.possible, q.reason, NULL::uuid AS supersedes_id
      FROM requirement_result q JOIN requirement_map r ON r.old = q.requirement_id
      WHERE ${its(sql`q`)} AND ${stands(sql`requirement_result`, sql`q`)}),
    prior_learning_decision AS (
      SELECT d.org_id, d.id, d.enrollment_id, m.new AS course_id, d.granted, NULL::uuid AS supersedes_id
      FROM prior_learning_decision d JOIN course_map m ON m.old = d.course_id
      WHERE ${its(sql`d`)} AND ${stands(sql`prior_learning_decision`, sql`d`)}),
    course_progress AS (
      SELECT DISTINCT ON (m.new) p.org_id, p.enrollment_id, m.new AS course_id, p.lecture_minutes, p.lab_minutes, p.placement_minutes
      FROM course_progress p JOIN course_map m ON m.old = p.course_id WHERE ${its(sql`p`)} ORDER BY m.new, m.old = m.new),
    course_attempt AS (
      SELECT a.org_id, a.id, a.enrollment_id, m.new AS course_id, a.outcome, a.started_at, a.final_percent,
        a.pass_carried OR ((m.old <> m.new OR ${map.courses.size === 0}) AND a.outcome = 'PASSED') AS pass_carried,
        row_number() OVER (PARTITION BY m.new ORDER BY m.old <> m.new, a.number)::int AS number
      FROM course_attempt a JOIN course_map m ON m.old = a.course_id WHERE ${its(sql`a`)})
    ${courseFacts(
      orgId,
      to.courses.map(({ id }) => ({ enrollmentId, courseId: id })),
    )}`;
}

/** No later row supersedes it. */
function stands(table: Sql, row: Sql): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM ${table} later WHERE later.org_id = ${row}.org_id AND later.supersedes_id = ${row}.id)`;
}
