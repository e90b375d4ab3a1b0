import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { coursesRequired } from './counters.queries.js';
import type { EnrollmentStatus } from '../enrollments/enrollment-status.rules.js';

/** A lesson to be completed by the trainee whose enrollment it is. */
export interface LessonToComplete {
  readonly enrollmentId: string;
  readonly lessonId: string;
  readonly claimedAt: Date | null;
  /** For attempt 1, should this be the first record of the course. */
  readonly newAttemptId: string;
}

export interface LessonOutcome {
  readonly cohortId: string;
  readonly courseId: string;
  readonly status: EnrollmentStatus;
  readonly blockedBy: { readonly courseId: string; readonly code: string; readonly title: string }[];
  /** Null when it may not be completed. */
  readonly completedAt: Date | null;
  readonly claimedAt: Date | null;
  /** False when the lesson was done before. */
  readonly fresh: boolean;
  /** Nothing but the outcome is missing, so it may be decided by this lesson. */
  readonly decides: boolean;
}

/**
 * Completes the lesson and counts it by difference, in one statement: nothing changes where the lesson is done
 * already, the enrollment is not active or a prerequisite is incomplete. No row when the lesson is not in the
 * version the enrollment is pinned to.
 */
export function completeLesson({ orgId }: Transaction, lesson: LessonToComplete): Sql {
  return sql`
    WITH target AS (
      SELECT e.org_id, e.id AS enrollment_id, e.cohort_id, e.program_version_id, e.status, l.id AS lesson_id, l.course_id,
        (l.required AND m.required)::int AS counts, l.credit_minutes, c.required, c.lessons_required, c.requirements_required,
        c.lecture_minutes, c.lab_minutes, coalesce(c.verified_placement_minutes, c.placement_minutes) AS placement_minutes,
        ARRAY(SELECT p.prerequisite_course_id FROM course_prerequisite p
          LEFT JOIN course_progress g ON g.org_id = p.org_id AND g.enrollment_id = e.id AND g.course_id = p.prerequisite_course_id
          WHERE p.org_id = e.org_id AND p.course_id = l.course_id AND g.complete IS NOT TRUE) AS blocked_by
      FROM enrollment e
      JOIN lesson l ON l.org_id = e.org_id AND l.program_version_id = e.program_version_id AND l.id = ${lesson.lessonId}
      JOIN module m ON m.org_id = l.org_id AND m.id = l.module_id
      JOIN course c ON c.org_id = l.org_id AND c.id = l.course_id
      WHERE e.org_id = ${orgId} AND e.id = ${lesson.enrollmentId}),
    done AS (
      INSERT INTO lesson_completion (org_id, enrollment_id, lesson_id, claimed_at)
      SELECT org_id, enrollment_id, lesson_id, ${lesson.claimedAt}::timestamptz FROM target WHERE status = 'ACTIVE' AND blocked_by = '{}'
      ON CONFLICT (org_id, enrollment_id, lesson_id) DO NOTHING RETURNING completed_at, claimed_at),
    attempt AS (
      INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number)
      SELECT t.org_id, ${lesson.newAttemptId}::uuid, t.enrollment_id, t.course_id, 1 FROM target t, done
      WHERE NOT EXISTS (SELECT 1 FROM course_attempt a WHERE a.org_id = t.org_id AND a.enrollment_id = t.enrollment_id AND a.course_id = t.course_id)
      RETURNING id),
    before AS (
      SELECT p.outcome, p.complete FROM target t
      JOIN course_progress p ON p.org_id = t.org_id AND p.enrollment_id = t.enrollment_id AND p.course_id = t.course_id),
    counted AS (
      INSERT INTO course_progress AS p (org_id, enrollment_id, course_id, course_attempt_id, lessons_done, met_minutes)
      SELECT t.org_id, t.enrollment_id, t.course_id, (SELECT id FROM attempt), t.counts, t.counts * t.credit_minutes FROM target t, done
      ON CONFLICT (org_id, enrollment_id, course_id) DO UPDATE SET
        course_attempt_id = coalesce(p.course_attempt_id, excluded.course_attempt_id),
        lessons_done = p.lessons_done + excluded.lessons_done,
        met_minutes = p.met_minutes + CASE WHEN p.outcome = 'CREDITED' THEN 0 ELSE excluded.met_minutes END,
        complete = p.outcome = 'CREDITED' OR (p.outcome = 'PASSED'
          AND p.lessons_done + excluded.lessons_done >= (SELECT lessons_required FROM target)
          AND p.requirements_met >= (SELECT requirements_required FROM target)
          AND (SELECT p.lecture_minutes >= t.lecture_minutes AND p.lab_minutes >= t.lab_minutes AND p.placement_minutes >= t.placement_minutes FROM target t)),
        updated_at = app_now()
      RETURNING p.lessons_done, p.requirements_met, p.outcome, p.complete),
    total AS (
      UPDATE enrollment_progress p SET
        met_minutes = p.met_minutes + CASE WHEN e.required AND counted.outcome <> 'CREDITED' THEN e.counts * e.credit_minutes ELSE 0 END,
        courses_complete = p.courses_complete + e.completed, last_activity_at = app_now(), updated_at = app_now(),
        complete = p.courses_complete + e.completed = ${coursesRequired}
      FROM counted, (SELECT t.*, CASE WHEN t.required AND counted.complete AND NOT coalesce((SELECT complete FROM before), false) THEN 1 ELSE 0 END AS completed
        FROM target t, counted) e
      WHERE p.org_id = e.org_id AND p.enrollment_id = e.enrollment_id)
    SELECT t.cohort_id AS "cohortId", t.course_id AS "courseId", t.status,
      coalesce((SELECT jsonb_agg(jsonb_build_object('courseId', c.id, 'code', c.code, 'title', c.title) ORDER BY c.position) FROM course c
        WHERE c.org_id = t.org_id AND c.id = ANY (t.blocked_by)), '[]') AS "blockedBy",
      coalesce((SELECT completed_at FROM done), k.completed_at) AS "completedAt",
      CASE WHEN k.lesson_id IS NULL THEN (SELECT claimed_at FROM done) ELSE k.claimed_at END AS "claimedAt",
      EXISTS (SELECT 1 FROM done) AS fresh,
      EXISTS (SELECT 1 FROM counted WHERE outcome = 'IN_PROGRESS' AND lessons_done >= t.lessons_required
        AND requirements_met >= t.requirements_required) AS decides
    FROM target t LEFT JOIN lesson_completion k ON k.org_id = t.org_id AND k.enrollment_id = t.enrollment_id AND k.lesson_id = t.lesson_id`;
}
