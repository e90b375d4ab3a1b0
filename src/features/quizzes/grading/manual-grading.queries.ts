import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { askedNow } from '../bank/asked.queries.js';
import type { Presentation, QuizResponse } from '../bank/question-content.js';
import type { GradingQueueArgs } from './manual-grading.input.js';

/** An answer that waits, as it is stored. */
export interface StoredWaiting {
  readonly answerId: string;
  readonly quizId: string;
  readonly quizTitle: string;
  readonly questionVersionId: string;
  readonly stem: string;
  readonly points: string;
  readonly presentation: Presentation;
  readonly gradingNotes: string | null;
  readonly response: QuizResponse;
  readonly submittedAt: Date | null;
  readonly attemptId: string | null;
  readonly personId: string | null;
  readonly traineeName: string;
  readonly key: string;
}

/**
 * Answers of cohorts the viewer may see, the longest waiting first; by the random id alone where grading is anonymous, so that
 * the order leads to nobody. One's own are not among them.
 */
export function waitingPage(db: Tenancy, args: GradingQueueArgs, after: readonly string[] | null): Sql {
  const [key, answerId] = after ?? [null, null];
  return sql`
    SELECT waiting.* FROM (
      SELECT m.answer_id AS "answerId", z.id AS "quizId", z.title AS "quizTitle", w.id AS "questionVersionId", w.stem, q.points::text AS points,
        w.presentation, w.answer_key ->> 'gradingNotes' AS "gradingNotes", m.response,
        CASE WHEN NOT v.anonymous_grading THEN a.submitted_at END AS "submittedAt",
        CASE WHEN NOT v.anonymous_grading THEN a.id END AS "attemptId", CASE WHEN NOT v.anonymous_grading THEN p.id END AS "personId",
        CASE WHEN v.anonymous_grading THEN 'Trainee ' || upper(left(md5(m.answer_id::text), 6))
          ELSE trim(p.given_name || ' ' || p.family_name) END AS "traineeName",
        CASE WHEN v.anonymous_grading THEN '' ELSE a.submitted_at::text END AS key
      ${waitingAnswers(db, args)}) waiting
    WHERE ${key}::text IS NULL OR (waiting.key, waiting."answerId") > (${key}::text, ${answerId}::uuid)
    ORDER BY waiting.key, waiting."answerId" LIMIT ${args.first + 1}`;
}

export const waitingCount = (db: Tenancy, args: GradingQueueArgs): Sql =>
  sql`SELECT count(*)::int AS count ${waitingAnswers(db, args)}`;

function waitingAnswers(db: Tenancy, { quizId, questionId, cohortId }: GradingQueueArgs): Sql {
  return sql`
    FROM quiz_mark m JOIN quiz_attempt a ON a.org_id = m.org_id AND a.id = m.attempt_id
    ${OF_ATTEMPT}
    JOIN quiz_attempt_question q ON q.org_id = m.org_id AND q.attempt_id = m.attempt_id AND q.position = m.position
    JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
    WHERE m.org_id = ${db.orgId} AND m.earned IS NULL AND NOT EXISTS (
      SELECT 1 FROM quiz_mark later WHERE later.org_id = m.org_id AND later.attempt_id = m.attempt_id AND later.position = m.position
        AND later.entry > m.entry)
    AND ${gradableBy(db)}
    ${quizId ? sql`AND z.id = ${quizId}` : empty}
    ${questionId ? sql`AND q.question_id = ${questionId}` : empty}
    ${cohortId ? sql`AND e.cohort_id = ${cohortId}` : empty}`;
}

/** Of attempts `a`: their enrollment `e`, quiz version `v`, quiz `z` and trainee `p`. */
const OF_ATTEMPT = sql`JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
    JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    JOIN quiz z ON z.org_id = v.org_id AND z.id = v.quiz_id
    JOIN person p ON p.id = a.person_id`;

/**
 * Of questions `q` of attempts `a` with enrollments `e`: those of cohorts the viewer may see, nobody's own, and none that the
 * viewer is being asked.
 */
const gradableBy = ({ viewer, orgId }: Tenancy): Sql =>
  sql`may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id) AND canonical_person(a.person_id) <> canonical_person(${viewer.personId}::uuid)
    AND NOT ${askedNow(sql`a.org_id`, viewer.personId, sql`q.question_id`)}`;

/** Where an answer is that waits or waited; no row when the viewer may not see its cohort. */
export const answerById = ({ orgId, viewer }: Tenancy, answerId: string): Sql => sql`
  SELECT m.attempt_id AS "attemptId", m.question_version_id AS "questionVersionId"
  FROM quiz_mark m JOIN quiz_attempt a ON a.org_id = m.org_id AND a.id = m.attempt_id
  JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  WHERE m.org_id = ${orgId} AND m.answer_id = ${answerId} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)`;

/** The status of an attempt; no row when the viewer may not see its cohort. */
export const attemptToMark = ({ orgId, viewer }: Tenancy, attemptId: string): Sql => sql`
  SELECT a.id, a.status FROM quiz_attempt a JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
  WHERE a.org_id = ${orgId} AND a.id = ${attemptId} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)`;

/** The newest late answers of submitted attempts that no grader has accepted, in the order they arrived. */
export function lateAnswersPage(db: Tenancy, args: GradingQueueArgs, after: readonly string[] | null): Sql {
  const [savedAt, attemptId, position] = after ?? [null, null, null];
  return sql`
    SELECT a.id AS "attemptId", q.question_version_id AS "questionVersionId", s.revision, w.stem, s.response, m.response AS "countedResponse",
      a.accept_until AS "acceptUntil", s.saved_at AS "savedAt", s.claimed_at AS "claimedAt", p.id AS "personId", trim(p.given_name || ' ' || p.family_name) AS "traineeName",
      s.position, s.saved_at::text AS key ${lateAnswers(db, args)}
    AND (${savedAt}::text IS NULL OR (s.saved_at, a.id, s.position) > (${savedAt}::text::timestamptz, ${attemptId}::uuid, ${position}::text::int))
    ORDER BY s.saved_at, a.id, s.position LIMIT ${args.first + 1}`;
}

export const lateAnswersCount = (db: Tenancy, args: GradingQueueArgs): Sql =>
  sql`SELECT count(*)::int AS count ${lateAnswers(db, args)}`;

function lateAnswers(db: Tenancy, { quizId, questionId, cohortId }: GradingQueueArgs): Sql {
  return sql`
    FROM quiz_answer s JOIN quiz_attempt a ON a.org_id = s.org_id AND a.id = s.attempt_id AND a.status = 'SUBMITTED'
    ${OF_ATTEMPT}
    JOIN quiz_attempt_question q ON q.org_id = s.org_id AND q.attempt_id = s.attempt_id AND q.position = s.position
    JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
    CROSS JOIN LATERAL (SELECT n.response FROM quiz_mark n WHERE n.org_id = s.org_id AND n.attempt_id = s.attempt_id
      AND n.position = s.position ORDER BY n.entry DESC LIMIT 1) m
    WHERE s.org_id = ${db.orgId} AND s.late AND NOT ${WAS_ACCEPTED} AND NOT EXISTS (
      SELECT 1 FROM quiz_answer later WHERE later.org_id = s.org_id AND later.attempt_id = s.attempt_id AND later.position = s.position
        AND later.late AND later.revision > s.revision)
    AND ${gradableBy(db)}
    ${quizId ? sql`AND z.id = ${quizId}` : empty}
    ${questionId ? sql`AND q.question_id = ${questionId}` : empty}
    ${cohortId ? sql`AND e.cohort_id = ${cohortId}` : empty}`;
}

/** Of a late answer `s`: whether it was accepted, whatever became of its mark since. */
const WAS_ACCEPTED: Sql = sql`EXISTS (SELECT 1 FROM quiz_mark c WHERE c.org_id = s.org_id AND c.attempt_id = s.attempt_id
      AND c.position = s.position AND c.kind = 'LATE_ANSWER' AND nullif(c.response, 'null') IS NOT DISTINCT FROM nullif(s.response, 'null'))`;

/** One late answer that nobody has accepted; no row when there is none of that revision. */
export const lateAnswer = (
  { orgId }: Tenancy,
  attemptId: string,
  position: number,
  revision: number,
): Sql => sql`
  SELECT nullif(s.response, 'null') AS response FROM quiz_answer s
  WHERE s.org_id = ${orgId} AND s.attempt_id = ${attemptId} AND s.position = ${position} AND s.revision = ${revision} AND s.late
    AND NOT ${WAS_ACCEPTED}`;
