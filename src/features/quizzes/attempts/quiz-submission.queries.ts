import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { CourseFacts } from '../../records/requirement-results.js';
import type { BreakState } from '../accommodations/quiz-break.rules.js';
import { decisionsOf } from '../grading/adjustment.queries.js';
import { holdingDecisions } from '../grading/decision-lock.js';
import type { AttemptTally, QuestionMark, QuestionToMark } from './attempt-score.rules.js';
import type { CountingRule } from './counted-grade.rules.js';
import { countedAttempts, type QuizToCount, requirementNow } from './counted-grades.queries.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';

/** An attempt with everything that its marks, its score and the course record follow from. */
export interface AttemptToGrade extends CountingRule {
  readonly id: string;
  readonly personId: string;
  readonly enrollmentId: string;
  readonly requirementId: string;
  readonly quizVersionId: string;
  readonly number: number;
  readonly status: AttemptStatus;
  readonly startedAt: Date;
  readonly deadline: Date | null;
  /** The last moment at which an answer counted. */
  readonly acceptUntil: Date | null;
  readonly breaks: {
    readonly [K in keyof BreakState]: BreakState[K] extends number ? number : string | null;
  };
  readonly questions: readonly QuestionToMark[];
  /** Of this one too, which runs; without it, the course was repeated since it began. Null once it is submitted. */
  readonly scores: QuizToCount['scores'] | null;
  /** Where it counts: in the version the enrollment is in now. Null when that has no such quiz. */
  readonly countsAt: { readonly courseId: string; readonly requirementId: string } | null;
  readonly facts: CourseFacts | null;
}

/** An attempt to submit, for the trainee whose it must be; for the system it may be anybody's. */
export interface AttemptToSubmit {
  readonly attemptId: string;
  readonly personId: string | null;
}

/** Of those wanted, the attempts `target` that are there for whom they are wanted. */
const thoseWanted = ({ orgId }: Transaction, wanted: readonly AttemptToSubmit[]): Sql => sql`
  unnest(${wanted.map(({ attemptId }) => attemptId)}::uuid[], ${wanted.map(({ personId }) => personId)}::uuid[]) AS wanted (id, person_id)
    JOIN quiz_attempt target ON target.org_id = ${orgId} AND target.id = wanted.id
      AND (wanted.person_id IS NULL OR target.person_id = wanted.person_id)`;

/** The enrollments of those that still run, with decisions about questions of their quizzes kept away. */
export const enrollmentsToHold = (tx: Transaction, wanted: readonly AttemptToSubmit[]): Sql => sql`
  SELECT running.enrollment_id FROM (
    SELECT target.enrollment_id, ${holdingDecisions(sql`v.quiz_id`)}::text AS held
    FROM ${thoseWanted(tx, wanted)} JOIN quiz_version v ON v.org_id = target.org_id AND v.id = target.quiz_version_id
    WHERE target.org_id = ${tx.orgId} AND target.status = 'IN_PROGRESS' ORDER BY v.quiz_id OFFSET 0) running
  WHERE running.held IS NOT NULL`;

/**
 * The only place where submission reads keys. Of an attempt that is submitted nothing but itself is read. `facts` is the
 * course record's part.
 */
export function attemptsToGrade(
  tx: Transaction,
  wanted: readonly AttemptToSubmit[],
  facts: CourseFactsWithin,
): Sql {
  const whileRunning = (part: Sql): Sql => sql`CASE WHEN target.status = 'IN_PROGRESS' THEN ${part} END`;
  return sql`
    SELECT target.id, target.person_id AS "personId", target.enrollment_id AS "enrollmentId", target.requirement_id AS "requirementId",
      target.quiz_version_id AS "quizVersionId", target.number, target.status, target.started_at AS "startedAt",
      target.deadline, target.accept_until AS "acceptUntil", json_build_object('pausedUntil', target.paused_until,
        'breakBeganAt', target.break_began_at, 'breakSecondsUsed', target.break_seconds_used) AS breaks,
      taken.pass_mark_percent AS "passMarkPercent", taken.attempt_grading AS "attemptGrading", taken.cap_repeats AS "capRepeats",
      ${whileRunning(questionsToMark(sql`target`, sql`taken.quiz_id`))} AS questions,
      ${whileRunning(countedAttempts(sql`target.org_id`, sql`target.enrollment_id`, sql`counts.requirement_id`))} AS scores,
      CASE WHEN counts.course_id IS NOT NULL
        THEN json_build_object('courseId', counts.course_id, 'requirementId', counts.requirement_id) END AS "countsAt",
      ${whileRunning(facts(sql`target.enrollment_id`, sql`counts.course_id`))} AS facts
    FROM ${thoseWanted(tx, wanted)} JOIN quiz_version taken ON taken.org_id = target.org_id AND taken.id = target.quiz_version_id
    LEFT JOIN LATERAL ${requirementNow(sql`target.org_id`, sql`target.enrollment_id`, sql`target.requirement_id`)} counts ON true
    WHERE target.org_id = ${tx.orgId}`;
}

/** Makes the facts of a course from the ids of enrollment and course. */
export type CourseFactsWithin = (enrollmentId: Sql, courseId: Sql) => Sql;

/** The questions of an attempt with keys, and with the last answers that came in time. */
const questionsToMark = (attempt: Sql, quizId: Sql): Sql => sql`(
  SELECT json_agg(json_build_object('position', q.position, 'questionVersionId', w.id, 'type', w.type, 'presentation', w.presentation,
    'answerKey', w.answer_key, 'points', q.points::text, 'variant', q.variant, 'decisions', ${decisionsOf(sql`q.org_id`, quizId, sql`w.id`)},
    'response', nullif((
      SELECT s.response FROM quiz_answer s WHERE s.org_id = q.org_id AND s.attempt_id = q.attempt_id AND s.position = q.position
        AND NOT s.late ORDER BY s.revision DESC LIMIT 1), 'null')) ORDER BY q.position)
  FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
  WHERE q.org_id = ${attempt}.org_id AND q.attempt_id = ${attempt}.id)`;

/** What an attempt becomes when it is submitted. */
export interface SealedAttempt extends AttemptTally {
  readonly id: string;
  readonly questionMarks: readonly QuestionMark[];
  readonly timedOut: boolean;
  readonly breakSeconds: number;
  readonly salt: string;
}

/** Of a mark `m` that waits for a grader: random, unlike all other ids, because one made by time would tell whose answer it is. */
export const ANSWER_ID: Sql = sql`CASE WHEN m.earned IS NULL THEN gen_random_uuid() END`;

/** Marks, scores and attempts as CTEs, to be entered together with what follows from them. */
export function sealing({ orgId }: Transaction, sealed: readonly SealedAttempt[]): Sql[] {
  const marks = sealed.flatMap(({ id, questionMarks }) =>
    questionMarks.map((mark) => ({ attemptId: id, ...mark })),
  );
  const attempts = sealed.map(({ questionMarks: _, ...attempt }) => attempt);
  return [
    sql`quiz_marks AS (
      INSERT INTO quiz_mark (org_id, attempt_id, position, question_version_id, earned, possible, response, answer_id)
      SELECT ${orgId}, m."attemptId", m.position, m."questionVersionId", m.earned, m.possible, m.response, ${ANSWER_ID}
      FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb)
        AS m ("attemptId" uuid, position int, "questionVersionId" uuid, earned numeric, possible numeric, response jsonb))`,
    sql`quiz_totals AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) AS t (id uuid, earned numeric, possible numeric, percent numeric,
        passed boolean, pending int, marks double precision[], "timedOut" boolean, "breakSeconds" int, salt text))`,
    sql`quiz_scored AS (
      INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, pending, marks)
      SELECT ${orgId}, t.id, 1, 'AUTOMATIC', t.earned, t.possible, t.percent, t.passed, t.pending, t.marks FROM quiz_totals t)`,
    sql`quiz_sealed AS (
      UPDATE quiz_attempt a SET status = 'SUBMITTED', submitted_at = app_now(), timed_out = t."timedOut", marks_salt = t.salt,
        earned = t.earned, percent = t.percent, passed = t.passed, paused_until = NULL, break_began_at = NULL,
        break_seconds_used = t."breakSeconds"
      FROM quiz_totals t WHERE a.org_id = ${orgId} AND a.id = t.id AND a.status = 'IN_PROGRESS')`,
  ];
}
