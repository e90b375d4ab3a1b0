import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { readableBy } from './grading.queries.js';

/** One line of class hours to enter. */
export interface NewHours {
  readonly id: string;
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly attemptId: string;
  readonly sessionId: string;
  readonly kind: 'LECTURE' | 'LAB';
  readonly status: 'PRESENT' | 'ABSENT' | 'EXCUSED' | 'MAKE_UP';
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly breakMinutes: number;
  readonly minutesLate: number;
  readonly minutesLeftEarly: number;
  readonly supervisedBy: string | null;
  readonly voided: boolean;
  readonly reason: string | null;
  readonly supersedesId: string | null;
}

/** Enters lines of class hours, and opens attempt 1 where a line is the first record of its course. */
export function enterHours({ orgId, db }: Transaction, lines: readonly NewHours[]): Sql {
  return sql`
    WITH lines AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l (id uuid, "enrollmentId" uuid, "courseId" uuid, "attemptId" uuid,
        "sessionId" uuid, kind text, status text, "startsAt" timestamptz, "endsAt" timestamptz, "breakMinutes" int, "minutesLate" int,
        "minutesLeftEarly" int, "supervisedBy" uuid, voided boolean, reason text, "supersedesId" uuid)),
    attempts AS (
      INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number)
      SELECT ${orgId}, "attemptId", "enrollmentId", "courseId", 1 FROM lines
      WHERE NOT EXISTS (SELECT 1 FROM course_attempt a WHERE a.org_id = ${orgId} AND a.id = "attemptId")
      ON CONFLICT (org_id, id) DO NOTHING)
    INSERT INTO hours_entry (org_id, id, enrollment_id, course_id, course_attempt_id, session_id, kind, status, starts_at, ends_at,
      break_minutes, minutes_late, minutes_left_early, supervised_by, voided, reason, supersedes_id, recorded_by)
    SELECT ${orgId}, id, "enrollmentId", "courseId", "attemptId", "sessionId", kind, status, "startsAt", "endsAt", "breakMinutes",
      "minutesLate", "minutesLeftEarly", "supervisedBy", voided, reason, "supersedesId", ${db.actorId}::uuid
    FROM lines`;
}

/** Somebody of the cohort on the day of a session, and what the roster says of them already. */
export interface RosterMember {
  readonly enrollmentId: string;
  readonly attemptId: string | null;
  /** Whether the enrollment was active on the day of the session. */
  readonly activeThen: boolean;
  readonly standing: {
    readonly id: string;
    readonly status: string;
    readonly minutesLate: number;
    readonly minutesLeftEarly: number;
  } | null;
}

/** The cohort of a session, each as they stood on that day in the cohort's zone. */
export function roster({ orgId }: Transaction, sessionId: string, enrollmentIds: readonly string[]): Sql {
  return sql`
    SELECT e.id AS "enrollmentId",
      (SELECT a.id FROM course_attempt a WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.course_id = s.course_id
        ORDER BY a.number DESC LIMIT 1) AS "attemptId",
      coalesce((SELECT t.event IN ('ENROLLED', 'LEAVE_ENDED', 'RE_ENTERED') FROM enrollment_status_entry t
        WHERE t.org_id = e.org_id AND t.enrollment_id = e.id AND t.effective_on <= (s.starts_at AT TIME ZONE c.time_zone)::date
        AND NOT EXISTS (SELECT 1 FROM enrollment_status_entry l WHERE l.org_id = t.org_id AND l.corrects_id = t.id)
        ORDER BY t.effective_on DESC, t.recorded_at DESC, t.id DESC LIMIT 1), false) AS "activeThen",
      (SELECT jsonb_build_object('id', h.id, 'status', h.status, 'minutesLate', h.minutes_late, 'minutesLeftEarly', h.minutes_left_early)
        FROM hours_entry h WHERE h.org_id = e.org_id AND h.session_id = s.id AND h.enrollment_id = e.id AND h.status <> 'MAKE_UP'
        AND NOT EXISTS (SELECT 1 FROM hours_entry l WHERE l.org_id = h.org_id AND l.supersedes_id = h.id) LIMIT 1) AS standing
    FROM class_session s
    JOIN cohort c ON c.org_id = s.org_id AND c.id = s.cohort_id
    JOIN enrollment e ON e.org_id = s.org_id AND e.cohort_id = s.cohort_id AND e.program_version_id = c.program_version_id
    WHERE s.org_id = ${orgId} AND s.id = ${sessionId} AND e.id = ANY (${enrollmentIds}::uuid[])`;
}

/** What stands of the rosters of sessions, as far as the viewer may read the records, by name. */
export function standingRoster(db: TenantDb, sessionIds: readonly string[]): Sql {
  return sql`
    SELECT h.id AS "entryId", h.session_id AS "sessionId", h.enrollment_id AS "enrollmentId", e.person_id AS "personId", h.status,
      h.minutes_late AS "minutesLate", h.minutes_left_early AS "minutesLeftEarly", h.reason, h.recorded_by AS "recordedBy",
      h.recorded_at AS "recordedAt"
    FROM hours_entry h
    JOIN enrollment e ON e.org_id = h.org_id AND e.id = h.enrollment_id
    JOIN person p ON p.id = e.person_id
    WHERE h.org_id = ${db.orgId} AND h.session_id = ANY (${[...sessionIds]}::uuid[]) AND h.status <> 'MAKE_UP' AND ${readableBy(db)}
      AND NOT EXISTS (SELECT 1 FROM hours_entry l WHERE l.org_id = h.org_id AND l.supersedes_id = h.id)
    ORDER BY p.family_name, p.given_name, h.id`;
}
