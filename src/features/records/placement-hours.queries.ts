import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import type { PlacementPart } from './placement-hours.rules.js';

/** What counts of one claim of hours from now on, in place of what counted before. */
export interface NewPlacementHours {
  readonly id: string;
  /** Opened as attempt 1 when it is the first record of its course. */
  readonly attemptId: string;
  readonly enrollmentId: string;
  /** The course the placement serves, in whichever version of the program. */
  readonly courseId: string;
  /** What claimed the hours, in the feature above. */
  readonly sourceId: string;
  /** When the claimed time began: hours belong to the attempt that was under way then. */
  readonly startsAt: Date;
  /** None: nothing of it counts any more. */
  readonly parts: readonly PlacementPart[];
  readonly reason: string | null;
}

/**
 * Enters placement hours in the course of that code in the version each enrollment is pinned to now. What counted of a
 * claim before stays in its attempt, superseded. A course that version does not have takes none.
 */
export function enterPlacementHours({ orgId, db }: Transaction, lines: readonly NewPlacementHours[]): Sql {
  return sql`
    WITH lines AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l (id uuid, "attemptId" uuid, "enrollmentId" uuid,
        "courseId" uuid, "sourceId" uuid, "startsAt" timestamptz, parts jsonb, reason text)),
    placed AS (
      SELECT l.id, l."enrollmentId", l."sourceId", l.parts, l.reason, c.id AS "courseId", before.id AS "supersedesId",
        coalesce(before.course_attempt_id, under_way.id) AS "attemptId",
        first_value(l."attemptId") OVER (PARTITION BY l."enrollmentId", c.id ORDER BY l."attemptId") AS "newAttemptId"
      FROM lines l
      JOIN enrollment e ON e.org_id = ${orgId} AND e.id = l."enrollmentId"
      JOIN course served ON served.org_id = e.org_id AND served.id = l."courseId"
      JOIN course c ON c.org_id = e.org_id AND c.program_version_id = e.program_version_id AND c.code = served.code
      LEFT JOIN LATERAL (
        SELECT p.id, p.course_attempt_id FROM placement_hours_entry p
        JOIN course_attempt a ON a.org_id = p.org_id AND a.id = p.course_attempt_id
        WHERE p.org_id = e.org_id AND p.enrollment_id = e.id AND p.course_id = c.id AND p.source_id = l."sourceId"
          AND NOT EXISTS (SELECT 1 FROM placement_hours_entry later WHERE later.org_id = p.org_id AND later.supersedes_id = p.id)
        ORDER BY a.number DESC LIMIT 1) before ON true
      LEFT JOIN LATERAL (
        SELECT a.id FROM course_attempt a WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.course_id = c.id
        ORDER BY a.started_at <= l."startsAt" DESC, CASE WHEN a.started_at <= l."startsAt" THEN -a.number ELSE a.number END
        LIMIT 1) under_way ON true
      WHERE before.id IS NOT NULL OR l.parts <> '[]'),
    attempts AS (
      INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number)
      SELECT DISTINCT ${orgId}::uuid, "newAttemptId", "enrollmentId", "courseId", 1 FROM placed WHERE "attemptId" IS NULL)
    INSERT INTO placement_hours_entry (org_id, id, enrollment_id, course_id, course_attempt_id, source_id, parts, reason, supersedes_id, recorded_by)
    SELECT ${orgId}, id, "enrollmentId", "courseId", coalesce("attemptId", "newAttemptId"), "sourceId", parts, reason, "supersedesId",
      ${db.actorId}::uuid
    FROM placed`;
}

/** The latest attempts at the courses of the version an enrollment is pinned to; or all earlier ones, and those of former versions. */
export type WhichAttempts = 'LATEST' | 'EARLIER';

/** Condition on a line of hours `h` of a course `c` of an enrollment `e`. */
export function ofAttempts(which: WhichAttempts): Sql {
  const latest = sql`c.program_version_id = e.program_version_id AND h.course_attempt_id = (SELECT a.id FROM course_attempt a
    WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.course_id = c.id ORDER BY a.number DESC LIMIT 1)`;
  return which === 'LATEST' ? latest : sql`NOT (${latest})`;
}

/**
 * What stands of the placement hours in attempts at the courses these persons are enrolled for; what was taken back
 * stands with no part. Ids that were merged are one person.
 */
export function standingPlacementHours(
  { orgId }: Transaction,
  personIds: readonly string[],
  which: WhichAttempts = 'LATEST',
): Sql {
  return sql`
    SELECT h.id, h.enrollment_id AS "enrollmentId", p.canonical_id AS "personId", h.course_id AS "courseId",
      h.course_attempt_id AS "attemptId", h.source_id AS "sourceId", h.parts
    FROM same_persons(${personIds}::uuid[]) p
    JOIN enrollment e ON e.org_id = ${orgId} AND e.person_id = p.person_id
    JOIN course c ON c.org_id = e.org_id
    JOIN placement_hours_entry h ON h.org_id = e.org_id AND h.enrollment_id = e.id AND h.course_id = c.id
    WHERE ${ofAttempts(which)}
      AND NOT EXISTS (SELECT 1 FROM placement_hours_entry later WHERE later.org_id = h.org_id AND later.supersedes_id = h.id)
    ORDER BY h.id`;
}
