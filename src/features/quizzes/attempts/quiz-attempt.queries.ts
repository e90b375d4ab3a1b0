import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';
import type { QuizAttemptsArgs } from './quiz-attempt.input.js';
import type { Eligibility } from './quiz-attempt.rules.js';

/** A quiz as it stands for one trainee. */
export interface QuizStanding extends Eligibility {
  readonly requirementId: string;
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly title: string;
  readonly instructions: string | null;
  readonly passMarkPercent: string | null;
  readonly timeLimitMinutes: number | null;
  readonly questionCount: number;
  readonly possible: string;
  readonly openAttemptId: string | null;
  readonly openDeadline: Date | null;
  readonly bestAttemptId: string | null;
  readonly passed: boolean;
  readonly lastNumber: number;
  readonly serverNow: Date;
}

/**
 * The quiz of a requirement for the person who asks, in one statement. No row when they are not enrolled in
 * the program version it belongs to. Attempts count since the last repeat of the course began.
 */
export function quizStanding(db: Tenancy, requirementId: string, enrollmentId: string | null): Sql {
  return sql`
    SELECT r.id AS "requirementId", e.id AS "enrollmentId", r.course_id AS "courseId", coalesce(z.title, r.title) AS title,
      e.status AS "enrollmentStatus", v.id AS "quizVersionId", v.instructions, v.pass_mark_percent AS "passMarkPercent",
      v.max_attempts AS "maxAttempts", v.time_limit_minutes AS "timeLimitMinutes",
      questions.count AS "questionCount", questions.points AS possible,
      coalesce(unmet.courses, '[]') AS "blockedBy", attempts.used AS "attemptsUsed", attempts.last AS "lastNumber",
      attempts.passed, open.id AS "openAttemptId", open.deadline AS "openDeadline", best.id AS "bestAttemptId", app_now() AS "serverNow"
    FROM course_requirement r
    JOIN enrollment e ON e.org_id = r.org_id AND e.program_version_id = r.program_version_id
      AND e.person_id = ${db.viewer.personId} AND (${enrollmentId}::uuid IS NULL OR e.id = ${enrollmentId}::uuid)
    LEFT JOIN quiz_version v ON v.org_id = r.org_id AND v.id = r.resolved_id AND v.status = 'PUBLISHED'
    LEFT JOIN quiz z ON z.org_id = v.org_id AND z.id = v.quiz_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, coalesce(sum(q.points), 0)::text AS points FROM quiz_question q
      WHERE q.org_id = r.org_id AND q.quiz_version_id = v.id) questions
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
        coalesce(bool_or(a.passed) FILTER (WHERE a.started_at >= repeat.since), false) AS passed
      FROM quiz_attempt a WHERE a.org_id = r.org_id AND a.enrollment_id = e.id AND a.requirement_id = r.id) attempts
    LEFT JOIN LATERAL (
      SELECT a.id, a.deadline FROM quiz_attempt a
      WHERE a.org_id = r.org_id AND a.enrollment_id = e.id AND a.requirement_id = r.id AND a.status = 'IN_PROGRESS') open ON true
    LEFT JOIN LATERAL (
      SELECT a.id FROM quiz_attempt a
      WHERE a.org_id = r.org_id AND a.enrollment_id = e.id AND a.requirement_id = r.id AND a.status = 'SUBMITTED'
        AND a.started_at >= repeat.since
      ORDER BY a.earned / a.possible DESC, a.number LIMIT 1) best ON true
    WHERE r.org_id = ${db.orgId} AND r.id = ${requirementId} AND r.kind = 'QUIZ'
    ORDER BY e.status = 'ACTIVE' DESC, e.enrolled_on DESC, e.id DESC LIMIT 1`;
}

/** What a new attempt is made of. */
export interface NewAttempt {
  readonly id: string;
  readonly number: number;
  readonly seed: number;
}

/** Answers no row when another start was faster: its attempt is open, or it took the last number. */
export function startAttempt(tx: Transaction, quiz: QuizStanding, { id, number, seed }: NewAttempt): Sql {
  return sql`
    WITH started AS (
      INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, deadline, accept_until, seed, possible)
      VALUES (${tx.orgId}, ${id}, ${quiz.quizVersionId}, ${quiz.enrollmentId}, ${quiz.requirementId}, ${tx.db.viewer.personId}, ${number},
        app_now() + make_interval(mins => ${quiz.timeLimitMinutes}::int), app_now() + make_interval(mins => ${quiz.timeLimitMinutes}::int),
        ${seed}, ${quiz.possible}::numeric)
      ON CONFLICT DO NOTHING RETURNING org_id, id, quiz_version_id, deadline),
    asked AS (
      INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, section, question_id, question_version_id, points)
      SELECT s.org_id, s.id, q.position, q.position, q.section, q.question_id, q.question_version_id, q.points
      FROM started s JOIN quiz_question q ON q.org_id = s.org_id AND q.quiz_version_id = s.quiz_version_id)
    SELECT deadline FROM started`;
}

/** Where an answer goes. */
export interface AnswerTarget {
  readonly status: AttemptStatus;
  readonly deadline: Date | null;
  readonly timedOut: boolean;
  /** Null: the question is not in the attempt. */
  readonly position: number | null;
  readonly type: QuestionType;
  readonly presentation: Presentation;
  /** Of the newest answer so far, 0 for none. */
  readonly revision: number;
}

/** No row when it is not the viewer's own attempt. */
export function answerTarget(db: Tenancy, attemptId: string, questionVersionId: string): Sql {
  return sql`
    SELECT a.status, a.deadline, a.timed_out AS "timedOut", q.position, v.type, v.presentation,
      (SELECT coalesce(max(s.revision), 0) FROM quiz_answer s
       WHERE s.org_id = a.org_id AND s.attempt_id = a.id AND s.position = q.position) AS revision
    FROM quiz_attempt a
    LEFT JOIN quiz_attempt_question q ON q.org_id = a.org_id AND q.attempt_id = a.id AND q.question_version_id = ${questionVersionId}
    LEFT JOIN question_version v ON v.org_id = q.org_id AND v.id = q.question_version_id
    WHERE a.org_id = ${db.orgId} AND a.id = ${attemptId} AND a.person_id = ${db.viewer.personId}`;
}

export interface NewAnswer {
  readonly attemptId: string;
  readonly position: number;
  readonly revision: number;
  readonly response: QuizResponse | null;
  readonly claimedAt: Date | null;
  readonly late: boolean;
}

export function saveAnswer(tx: Transaction, answer: NewAnswer): Sql {
  const { attemptId, position, revision, response, claimedAt, late } = answer;
  return sql`
    INSERT INTO quiz_answer (org_id, attempt_id, position, revision, response, claimed_at, late)
    VALUES (${tx.orgId}, ${attemptId}, ${position}, ${revision}, ${JSON.stringify(response)}::jsonb, ${claimedAt}::timestamptz, ${late})`;
}

/** Of attempts `a` with enrollments `e`: one's own, and with `record:read` those of cohorts one may see. */
export function readableBy({ viewer, orgId }: Tenancy): Sql {
  return sql`(a.person_id = ${viewer.personId}
    OR (${viewer.can('record:read')} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)))`;
}

const COLUMNS = sql`a.id, a.quiz_version_id AS "quizVersionId", a.enrollment_id AS "enrollmentId", a.requirement_id AS "requirementId",
  a.person_id AS "personId", a.number, a.status, a.started_at AS "startedAt", a.deadline, a.submitted_at AS "submittedAt",
  a.timed_out AS "timedOut", a.seed, a.earned, a.possible, a.percent, a.passed, app_now() AS "serverNow", a.started_at::text AS key`;

const WITH_ENROLLMENT = sql`quiz_attempt a JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id`;

/** The attempt with the database's clock; no row when it may not be read. */
export const readableAttempt = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${COLUMNS} FROM ${WITH_ENROLLMENT} WHERE a.org_id = ${db.orgId} AND a.id = ${id} AND ${readableBy(db)}`;

/** Attempts, newest first. */
export function attemptsPage(
  db: Tenancy,
  args: QuizAttemptsArgs,
  after: readonly [string, string] | null,
): Sql {
  const [startedAt, id] = after ?? [null, null];
  return sql`SELECT ${COLUMNS} ${attemptsFilter(db, args)}
    AND (${startedAt}::text IS NULL OR (a.started_at, a.id) < (${startedAt}::text::timestamptz, ${id}::uuid))
    ORDER BY a.started_at DESC, a.id DESC LIMIT ${args.first + 1}`;
}

export const attemptsCount = (db: Tenancy, args: QuizAttemptsArgs): Sql =>
  sql`SELECT count(*)::int AS count ${attemptsFilter(db, args)}`;

function attemptsFilter(
  db: Tenancy,
  { cohortId, enrollmentId, requirementId, quizId, status }: QuizAttemptsArgs,
): Sql {
  return sql`FROM ${WITH_ENROLLMENT} WHERE a.org_id = ${db.orgId} AND ${readableBy(db)}
    ${cohortId ? sql`AND e.cohort_id = ${cohortId}` : empty}
    ${enrollmentId ? sql`AND a.enrollment_id = ${enrollmentId}` : empty}
    ${requirementId ? sql`AND a.requirement_id = ${requirementId}` : empty}
    ${quizId ? sql`AND a.quiz_version_id IN (SELECT v.id FROM quiz_version v WHERE v.org_id = a.org_id AND v.quiz_id = ${quizId})` : empty}
    ${status ? sql`AND a.status = ${status}` : empty}`;
}

export interface StoredAnswer {
  readonly response: QuizResponse | null;
  readonly revision: number;
  readonly savedAt: string;
}

export interface StoredQuestion {
  readonly questionVersionId: string;
  readonly position: number;
  readonly points: string;
  readonly type: QuestionType;
  readonly stem: string;
  readonly presentation: Presentation;
  readonly answer: StoredAnswer | null;
  readonly lateAnswer: StoredAnswer | null;
  /** Null before the end, and while the review is closed. */
  readonly mark: { readonly earned: string; readonly possible: string } | null;
  readonly answerKey: AnswerKey | null;
}

export interface StoredQuestions {
  readonly attemptId: string;
  readonly seed: number;
  readonly shuffleQuestions: boolean;
  readonly shuffleChoices: boolean;
  readonly questions: StoredQuestion[];
}

/**
 * The questions of attempts, in one statement. Keys and marks leave the database only for a submitted attempt,
 * and not while the trainee who asks has another attempt open that holds the same question, in whatever
 * quiz: the review of one must not help with the other.
 */
export function attemptQuestions(db: Tenancy, attemptIds: readonly string[]): Sql {
  return sql`
    SELECT a.id AS "attemptId", a.seed, v.shuffle_questions AS "shuffleQuestions", v.shuffle_choices AS "shuffleChoices",
      coalesce(list.questions, '[]') AS questions
    FROM ${WITH_ENROLLMENT} JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('questionVersionId', w.id, 'position', q.position, 'points', q.points::text,
        'type', w.type, 'stem', w.stem, 'presentation', w.presentation, 'answer', ${newestAnswer(false)}, 'lateAnswer', ${newestAnswer(true)},
        'mark', CASE WHEN review.open THEN (
          SELECT jsonb_build_object('earned', m.earned::text, 'possible', m.possible::text) FROM quiz_mark m
          WHERE m.org_id = a.org_id AND m.attempt_id = a.id AND m.position = q.position ORDER BY m.entry DESC LIMIT 1) END,
        'answerKey', CASE WHEN review.open THEN w.answer_key END) ORDER BY q.position) AS questions
      FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
      CROSS JOIN LATERAL (SELECT a.status = 'SUBMITTED' AND NOT EXISTS (
        SELECT 1 FROM quiz_attempt o JOIN quiz_attempt_question p ON p.org_id = o.org_id AND p.attempt_id = o.id
        WHERE o.org_id = a.org_id AND o.person_id = ${db.viewer.personId} AND o.status = 'IN_PROGRESS' AND p.question_id = q.question_id) AS open) review
      WHERE q.org_id = a.org_id AND q.attempt_id = a.id) list
    WHERE a.org_id = ${db.orgId} AND a.id = ANY(${attemptIds}::uuid[]) AND ${readableBy(db)}`;
}

const newestAnswer = (late: boolean): Sql => sql`(
  SELECT jsonb_build_object('response', s.response, 'revision', s.revision, 'savedAt', s.saved_at) FROM quiz_answer s
  WHERE s.org_id = a.org_id AND s.attempt_id = a.id AND s.position = q.position AND s.late = ${late} ORDER BY s.revision DESC LIMIT 1)`;

/** An attempt with everything that grading needs: the only place where the engine reads keys. */
export interface AttemptToGrade {
  readonly id: string;
  readonly personId: string;
  readonly enrollmentId: string;
  readonly requirementId: string;
  readonly courseId: string;
  readonly quizVersionId: string;
  readonly number: number;
  readonly status: AttemptStatus;
  readonly startedAt: Date;
  readonly deadline: Date | null;
  readonly passMarkPercent: string;
  /** False when the enrollment has moved to another program version: the result counts there no more. */
  readonly counts: boolean;
  readonly questions: {
    readonly position: number;
    readonly questionVersionId: string;
    readonly type: QuestionType;
    readonly answerKey: AnswerKey;
    readonly points: string;
    readonly response: QuizResponse | null;
  }[];
}

/** For the trainee whose attempt it is, or for the system. */
export function attemptToGrade({ db, orgId }: Transaction, attemptId: string): Sql {
  const own = db.scope.kind === 'viewer' ? sql`AND a.person_id = ${db.viewer.personId}` : empty;
  return sql`
    SELECT a.id, a.person_id AS "personId", a.enrollment_id AS "enrollmentId", a.requirement_id AS "requirementId",
      r.course_id AS "courseId", a.quiz_version_id AS "quizVersionId", a.number, a.status, a.started_at AS "startedAt", a.deadline,
      v.pass_mark_percent AS "passMarkPercent", e.program_version_id = r.program_version_id AS counts, list.questions
    FROM quiz_attempt a JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    JOIN course_requirement r ON r.org_id = a.org_id AND r.id = a.requirement_id
    JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('position', q.position, 'questionVersionId', w.id, 'type', w.type,
        'answerKey', w.answer_key, 'points', q.points::text, 'response', nullif((
          SELECT s.response FROM quiz_answer s WHERE s.org_id = a.org_id AND s.attempt_id = a.id AND s.position = q.position
            AND NOT s.late ORDER BY s.revision DESC LIMIT 1), 'null')) ORDER BY q.position) AS questions
      FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
      WHERE q.org_id = a.org_id AND q.attempt_id = a.id AND a.status = 'IN_PROGRESS') list
    WHERE a.org_id = ${orgId} AND a.id = ${attemptId} ${own}`;
}
