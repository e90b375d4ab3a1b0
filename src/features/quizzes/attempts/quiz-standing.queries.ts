import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { allowancesOf } from '../accommodations/allowance.queries.js';
import type { Allowances } from '../accommodations/quiz-allowance.rules.js';
import type { AttemptGrading, Navigation } from '../authoring/quiz.entity.js';
import type { AttemptScore } from './counted-grade.rules.js';
import { countedAttempts } from './counted-grades.queries.js';
import type { Eligibility } from './quiz-attempt.rules.js';

/** An attempt that runs has earned nothing yet. */
export type StoredScore =
  AttemptScore | (Pick<AttemptScore, 'attemptId' | 'number'> & { readonly earned: null });

/** A quiz as it stands for one trainee. */
export interface QuizStanding extends Omit<Eligibility, 'rules'> {
  readonly requirementId: string;
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly title: string;
  readonly instructions: string | null;
  readonly passMarkPercent: string | null;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly timeLimitMinutes: number | null;
  readonly maxAttempts: number | null;
  readonly graceSeconds: number;
  readonly navigation: Navigation;
  readonly attemptGrading: AttemptGrading;
  readonly capRepeats: boolean;
  readonly quizId: string | null;
  readonly questionCount: number;
  readonly possible: string;
  readonly allowances: Allowances;
  /** Told by who supervises; never shown to who takes the quiz. */
  readonly accessCode: string | null;
  readonly openAttemptId: string | null;
  readonly openAcceptUntil: Date | null;
  /** Of this course attempt; null without any. */
  readonly scores: readonly StoredScore[] | null;
  readonly lastNumber: number;
  readonly serverNow: Date;
}

/**
 * The quiz of a requirement for the person who asks, in one statement. No row when they are not enrolled in
 * the program version it belongs to. Attempts count since the last repeat of the course began. `extra` are columns
 * on top: what a start needs besides.
 */
export function quizStanding(
  db: Tenancy,
  requirementId: string,
  enrollmentId: string | null,
  extra: Sql = sql`1 AS standing`,
): Sql {
  return sql`
    SELECT r.id AS "requirementId", e.id AS "enrollmentId", r.course_id AS "courseId", coalesce(z.title, r.title) AS title,
      e.status AS "enrollmentStatus", v.id AS "quizVersionId", z.id AS "quizId", v.instructions, v.pass_mark_percent AS "passMarkPercent",
      v.opens_at AS "opensAt", v.closes_at AS "closesAt", v.time_limit_minutes AS "timeLimitMinutes", v.max_attempts AS "maxAttempts",
      v.grace_seconds AS "graceSeconds", v.retry_delay_minutes AS "retryDelayMinutes", v.navigation,
      v.attempt_grading AS "attemptGrading", v.cap_repeats AS "capRepeats", z.access_code AS "accessCode",
      items.count AS "questionCount", items.points AS possible, ${allowancesOf(db, sql`e.person_id`, sql`z.id`, sql`e.cohort_id`)} AS allowances,
      coalesce(unmet.courses, '[]') AS "blockedBy", attempts.used AS "attemptsUsed", attempts.last AS "lastNumber",
      attempts.ended AS "lastEndedAt", ${countedAttempts(sql`r.org_id`, sql`e.id`, sql`r.id`)} AS scores, open.id AS "openAttemptId", open.accept_until AS "openAcceptUntil",
      app_now() AS "serverNow", ${extra}
    FROM course_requirement r
    JOIN enrollment e ON e.org_id = r.org_id AND e.program_version_id = r.program_version_id
      AND e.person_id = ${db.viewer.personId} AND (${enrollmentId}::uuid IS NULL OR e.id = ${enrollmentId}::uuid)
    LEFT JOIN quiz_version v ON v.org_id = r.org_id AND v.id = r.resolved_id AND v.status = 'PUBLISHED'
    LEFT JOIN quiz z ON z.org_id = v.org_id AND z.id = v.quiz_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(part.count), 0)::int AS count, coalesce(sum(part.points), 0)::text AS points FROM (
        SELECT sum(item.count) AS count, coalesce(max(s.points), sum(item.points)) AS points FROM (
          SELECT q.section, 1 AS count, q.points FROM quiz_question q WHERE q.org_id = r.org_id AND q.quiz_version_id = v.id
          UNION ALL
          SELECT d.section, d.count, d.count * d.points FROM quiz_draw d WHERE d.org_id = r.org_id AND d.quiz_version_id = v.id) item
        LEFT JOIN quiz_section s ON s.org_id = r.org_id AND s.quiz_version_id = v.id AND s.position = item.section
        GROUP BY item.section) part) items
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('courseId', c.id, 'code', c.code, 'title', c.title) ORDER BY c.position) AS courses
      FROM course_prerequisite p JOIN course c ON c.org_id = p.org_id AND c.id = p.prerequisite_course_id
      LEFT JOIN course_progress g ON g.org_id = p.org_id AND g.enrollment_id = e.id AND g.course_id = c.id
      WHERE p.org_id = r.org_id AND p.course_id = r.course_id AND g.complete IS NOT TRUE) unmet
    CROSS JOIN LATERAL (
      SELECT coalesce(max(a.started_at), '-infinity') AS since FROM course_attempt a
      WHERE a.org_id = r.org_id AND a.enrollment_id = e.id AND a.course_id = r.course_id AND a.number > 1) repeat
    CROSS JOIN LATERAL (
      SELECT (count(*) FILTER (WHERE a.started_at >= repeat.since))::int AS used, coalesce(max(a.number), 0) AS last,
        max(a.submitted_at) FILTER (WHERE a.started_at >= repeat.since) AS ended
      FROM quiz_attempt a
      WHERE a.org_id = r.org_id AND a.enrollment_id = e.id AND a.requirement_id = r.id) attempts
    LEFT JOIN LATERAL (
      SELECT a.id, a.accept_until FROM quiz_attempt a
      WHERE a.org_id = r.org_id AND a.enrollment_id = e.id AND a.requirement_id = r.id AND a.status = 'IN_PROGRESS') open ON true
    WHERE r.org_id = ${db.orgId} AND r.id = ${requirementId} AND r.kind = 'QUIZ'
    ORDER BY e.status = 'ACTIVE' DESC, e.enrolled_on DESC, e.id DESC LIMIT 1`;
}
