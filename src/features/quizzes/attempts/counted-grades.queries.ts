import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AttemptScore, CountingRule } from './counted-grade.rules.js';

/** A quiz of an enrollment, with its attempts since the course was begun or repeated. */
export interface QuizToCount extends CountingRule {
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly requirementId: string;
  readonly scores: readonly (AttemptScore | RunningAttempt)[];
}

/** An attempt that has no score yet. */
export interface RunningAttempt {
  readonly attemptId: string;
  readonly number: number;
  readonly earned: null;
}

/** What an attempt `a` is worth now: its newest score, none while it runs. */
export const NEWEST_SCORE: Sql = sql`LEFT JOIN LATERAL (
      SELECT s.earned, s.possible, s.percent, s.passed, s.pending FROM quiz_score s
      WHERE s.org_id = a.org_id AND s.attempt_id = a.id ORDER BY s.entry DESC LIMIT 1) score ON true`;

/**
 * The attempts of an enrollment at a quiz with their newest scores, as a JSON list: those since the course was begun
 * or repeated, also those at the same requirement of a version that the enrollment has moved away from. All ids are SQL.
 */
export const countedAttempts = (orgId: Sql, enrollmentId: Sql, requirementId: Sql): Sql => sql`(
  SELECT coalesce(json_agg(json_build_object('attemptId', o.id, 'number', o.number, 'earned', o.earned::text, 'possible', o.possible::text,
    'pending', o.pending)), '[]')
  FROM (
    SELECT a.id, row_number() OVER (ORDER BY a.started_at, a.id)::int AS number, score.earned, score.possible, score.pending
    FROM course_requirement wanted JOIN course its ON its.org_id = wanted.org_id AND its.id = wanted.course_id
    JOIN quiz_attempt a ON a.org_id = wanted.org_id AND a.enrollment_id = ${enrollmentId}
    JOIN course_requirement same ON same.org_id = a.org_id AND same.id = a.requirement_id AND same.code = wanted.code
    JOIN course there ON there.org_id = same.org_id AND there.id = same.course_id AND there.code = its.code
    ${NEWEST_SCORE}
    WHERE wanted.org_id = ${orgId} AND wanted.id = ${requirementId} AND a.started_at >= (
      SELECT coalesce(max(k.started_at), '-infinity') FROM course_attempt k
      WHERE k.org_id = wanted.org_id AND k.enrollment_id = ${enrollmentId} AND k.course_id = wanted.course_id AND k.number > 1)) o)`;

/**
 * The same requirement in the version the enrollment is in now, as moves match them: itself, unless the enrollment has
 * moved since. All ids are SQL.
 */
export const requirementNow = (orgId: Sql, enrollmentId: Sql, requirementId: Sql): Sql => sql`(
  SELECT r.id AS requirement_id, r.course_id
  FROM course_requirement q JOIN course c ON c.org_id = q.org_id AND c.id = q.course_id
  JOIN enrollment e ON e.org_id = q.org_id AND e.id = ${enrollmentId}
  JOIN course k ON k.org_id = e.org_id AND k.program_version_id = e.program_version_id AND k.code = c.code
  JOIN course_requirement r ON r.org_id = k.org_id AND r.course_id = k.id AND r.kind = q.kind AND r.code = q.code
  WHERE q.org_id = ${orgId} AND q.id = ${requirementId})`;

/** The quizzes these attempts are at, each once, by the rule of its newest attempt. */
export const quizzesToCount = ({ orgId }: Transaction, attemptIds: readonly string[]): Sql => sql`
  SELECT quiz.enrollment_id AS "enrollmentId", quiz.course_id AS "courseId", quiz.requirement_id AS "requirementId",
    rule.pass_mark_percent AS "passMarkPercent", rule.attempt_grading AS "attemptGrading", rule.cap_repeats AS "capRepeats",
    ${countedAttempts(sql`${orgId}::uuid`, sql`quiz.enrollment_id`, sql`quiz.requirement_id`)} AS scores
  FROM (
    SELECT DISTINCT ON (a.enrollment_id, now.requirement_id) a.enrollment_id, now.course_id, now.requirement_id, a.requirement_id AS taken_as
    FROM quiz_attempt a CROSS JOIN LATERAL ${requirementNow(sql`a.org_id`, sql`a.enrollment_id`, sql`a.requirement_id`)} now
    WHERE a.org_id = ${orgId} AND a.id = ANY (${attemptIds}::uuid[]) AND a.status = 'SUBMITTED'
    ORDER BY a.enrollment_id, now.requirement_id, a.started_at DESC) quiz
  CROSS JOIN LATERAL (
    SELECT v.pass_mark_percent, v.attempt_grading, v.cap_repeats
    FROM quiz_attempt n JOIN quiz_version v ON v.org_id = n.org_id AND v.id = n.quiz_version_id
    WHERE n.org_id = ${orgId} AND n.enrollment_id = quiz.enrollment_id AND n.requirement_id = quiz.taken_as AND n.status = 'SUBMITTED'
    ORDER BY n.number DESC LIMIT 1) rule`;
