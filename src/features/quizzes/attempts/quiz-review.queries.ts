import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { allowancesOf } from '../accommodations/allowance.queries.js';
import type { Allowances } from '../accommodations/quiz-allowance.rules.js';
import { askedNow } from '../bank/asked.queries.js';
import type { Shown } from '../authoring/quiz.entity.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import type { AttemptStatus, EntryKind } from './quiz-attempt.entity.js';
import type { QuizAttemptsArgs } from './quiz-attempt.input.js';
import { NEWEST_SCORE } from './counted-grades.queries.js';

/** Of attempts `a` with enrollments `e`: one's own, and with `record:read` those of cohorts one may see. */
export function readableBy({ viewer, orgId }: Tenancy): Sql {
  return sql`(a.person_id = ${viewer.personId}
    OR (${viewer.can('record:read')} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)))`;
}

/** Of attempts, as they stand now: what is worth what says the newest score. */
const COLUMNS = sql`a.id, a.quiz_version_id AS "quizVersionId", a.enrollment_id AS "enrollmentId", a.requirement_id AS "requirementId",
  a.person_id AS "personId", a.number, a.status, a.started_at AS "startedAt", a.deadline, a.accept_until AS "acceptUntil",
  a.paused_until AS "pausedUntil", a.break_began_at AS "breakBeganAt", a.break_seconds_used AS "breakSecondsUsed",
  a.submitted_at AS "submittedAt", a.timed_out AS "timedOut", a.seed, score.earned, coalesce(score.possible, a.possible) AS possible,
  score.percent, score.passed, coalesce(score.pending, 0) AS pending, app_now() AS "serverNow", a.started_at::text AS key`;

const WITH_ENROLLMENT = sql`quiz_attempt a JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id`;

/** The attempt with the database's clock; no row when it may not be read. */
export const readableAttempt = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${COLUMNS} FROM ${WITH_ENROLLMENT} ${NEWEST_SCORE} WHERE a.org_id = ${db.orgId} AND a.id = ${id} AND ${readableBy(db)}`;

/** The attempt with its questions, in one statement: what is shown after a start. */
export const attemptInFull = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${COLUMNS}, ${questionColumns(db)} FROM ${WITH_ENROLLMENT} ${NEWEST_SCORE} ${questionsOf(db)}
    WHERE a.org_id = ${db.orgId} AND a.id = ${id} AND ${readableBy(db)}`;

/** Attempts, newest first. */
export function attemptsPage(
  db: Tenancy,
  args: QuizAttemptsArgs,
  after: readonly [string, string] | null,
): Sql {
  const [startedAt, id] = after ?? [null, null];
  return sql`SELECT ${COLUMNS} FROM ${WITH_ENROLLMENT} ${NEWEST_SCORE} ${attemptsFilter(db, args)}
    AND (${startedAt}::text IS NULL OR (a.started_at, a.id) < (${startedAt}::text::timestamptz, ${id}::uuid))
    ORDER BY a.started_at DESC, a.id DESC LIMIT ${args.first + 1}`;
}

export const attemptsCount = (db: Tenancy, args: QuizAttemptsArgs): Sql =>
  sql`SELECT count(*)::int AS count FROM ${WITH_ENROLLMENT} ${attemptsFilter(db, args)}`;

function attemptsFilter(
  db: Tenancy,
  { cohortId, enrollmentId, requirementId, quizId, status }: QuizAttemptsArgs,
): Sql {
  return sql`WHERE a.org_id = ${db.orgId} AND ${readableBy(db)}
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

export interface StoredMark {
  /** Null: waits for a grader. */
  readonly earned: string | null;
  readonly possible: string;
  readonly kind: EntryKind;
  readonly comment: string | null;
  readonly rubricLevels: Readonly<Record<string, string>> | null;
}

export interface StoredQuestion {
  readonly questionVersionId: string;
  readonly position: number;
  readonly place: number;
  readonly section: number | null;
  readonly points: string;
  readonly variant: number | null;
  readonly type: QuestionType;
  readonly stem: string;
  readonly presentation: Presentation;
  readonly answer: StoredAnswer | null;
  readonly lateAnswer: StoredAnswer | null;
  /** The trainee has finished it. */
  readonly finished: boolean;
  /** Whoever asks has it before them in another attempt that is open. */
  readonly askedElsewhere: boolean;
  /** Null before the end, as is the key of a question that is not finished. */
  readonly mark: StoredMark | null;
  readonly answerKey: AnswerKey | null;
}

export interface StoredSection {
  readonly position: number;
  readonly title: string;
  readonly instructions: string;
}

export interface StoredQuestions {
  readonly attemptId: string;
  readonly own: boolean;
  readonly status: AttemptStatus;
  readonly seed: number;
  readonly shuffleChoices: boolean;
  readonly shownDuring: readonly Shown[];
  readonly shownAfter: readonly Shown[];
  readonly shownAfterClosing: readonly Shown[];
  readonly closesAt: Date | null;
  /** Null where the closing makes no difference to what is shown. */
  readonly allowances: Allowances | null;
  readonly serverNow: Date;
  readonly sections: StoredSection[];
  readonly questions: StoredQuestion[];
}

/** The questions of attempts, in one statement. */
export const attemptQuestions = (db: Tenancy, attemptIds: readonly string[]): Sql =>
  sql`SELECT a.id AS "attemptId", app_now() AS "serverNow", ${questionColumns(db)} FROM ${WITH_ENROLLMENT} ${questionsOf(db)}
    WHERE a.org_id = ${db.orgId} AND a.id = ANY(${attemptIds}::uuid[]) AND ${readableBy(db)}`;

const questionColumns = (
  db: Tenancy,
): Sql => sql`a.seed, a.status, ${own(db)} AS own, v.shuffle_choices AS "shuffleChoices",
  v.shown_during AS "shownDuring", v.shown_after AS "shownAfter", v.shown_after_closing AS "shownAfterClosing", v.closes_at AS "closesAt",
  CASE WHEN a.status = 'SUBMITTED' AND v.shown_after <> v.shown_after_closing
    THEN ${allowancesOf(db, sql`a.person_id`, sql`v.quiz_id`, sql`e.cohort_id`)} END AS allowances,
  coalesce(parts.sections, '[]') AS sections, coalesce(list.questions, '[]') AS questions`;

const own = (db: Tenancy): Sql => sql`(a.person_id = ${db.viewer.personId})`;

/**
 * Keys and marks leave the database only for a submitted attempt, and keys for a question that the trainee has finished;
 * never while whoever asks has another attempt open that holds the same question, in whatever quiz: the review of one
 * must not help with the other: nor must the answers of others. In a running attempt trainees get no question they have not reached, and none in a
 * break. What is shown of the rest is the feedback policy's: `shownOf`.
 */
function questionsOf(db: Tenancy): Sql {
  return sql`JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('position', s.position, 'title', s.title, 'instructions', s.instructions) ORDER BY s.position) AS sections
      FROM quiz_section s WHERE s.org_id = a.org_id AND s.quiz_version_id = a.quiz_version_id) parts
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('questionVersionId', w.id, 'position', q.position, 'place', q.place, 'section', q.section,
        'points', q.points::text, 'variant', q.variant, 'type', w.type, 'stem', w.stem, 'presentation', w.presentation,
        'answer', CASE WHEN ${answersSeen(db)} THEN ${newestAnswer(false)} END,
        'lateAnswer', CASE WHEN ${answersSeen(db)} THEN ${newestAnswer(true)} END, 'finished', standing.finished, 'askedElsewhere', standing.asked,
        'mark', CASE WHEN a.status = 'SUBMITTED' AND NOT standing.asked THEN ${newestMark} END,
        'answerKey', CASE WHEN (a.status = 'SUBMITTED' OR standing.finished) AND NOT standing.asked THEN w.answer_key END) ORDER BY q.place) AS questions
      FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
      CROSS JOIN LATERAL (SELECT ${isFinished} AS finished, ${askedNow(sql`a.org_id`, db.viewer.personId, sql`q.question_id`, sql`a.id`)} AS asked) standing
      WHERE q.org_id = a.org_id AND q.attempt_id = a.id
        AND (a.status = 'SUBMITTED' OR NOT ${own(db)} OR (a.paused_until IS NULL OR a.paused_until <= app_now())
          AND (v.navigation = 'FREE' OR q.place <= ${CURRENT_PLACE}))) list`;
}

/**
 * Of question `q`: one's own answers, and those of others but for essays that are still to be graded by somebody who does
 * not see whose they are.
 */
const answersSeen = (
  db: Tenancy,
): Sql => sql`(${own(db)} OR NOT standing.asked AND NOT (v.anonymous_grading AND w.type = 'ESSAY' AND coalesce((
          SELECT m.earned IS NULL FROM quiz_mark m WHERE m.org_id = a.org_id AND m.attempt_id = a.id AND m.position = q.position
          ORDER BY m.entry DESC LIMIT 1), true)))`;

/** Of question `q`: whether a final answer to it is there. */
const isFinished: Sql = sql`EXISTS (
        SELECT 1 FROM quiz_answer f WHERE f.org_id = q.org_id AND f.attempt_id = q.attempt_id AND f.position = q.position AND f.final)`;

/** Of attempt \`a\` that is taken one question after the other: where the trainee is. */
export const CURRENT_PLACE: Sql = sql`(
          SELECT coalesce(max(reached.place), 0) + 1 FROM quiz_attempt_question reached
          JOIN quiz_answer f ON f.org_id = reached.org_id AND f.attempt_id = reached.attempt_id AND f.position = reached.position AND f.final
          WHERE reached.org_id = a.org_id AND reached.attempt_id = a.id)`;

const newestAnswer = (late: boolean): Sql => sql`(
  SELECT jsonb_build_object('response', s.response, 'revision', s.revision, 'savedAt', s.saved_at) FROM quiz_answer s
  WHERE s.org_id = a.org_id AND s.attempt_id = a.id AND s.position = q.position AND s.late = ${late} ORDER BY s.revision DESC LIMIT 1)`;

const newestMark: Sql = sql`(
          SELECT jsonb_build_object('earned', m.earned::text, 'possible', m.possible::text, 'kind', m.kind, 'comment', m.comment,
            'rubricLevels', m.rubric_levels) FROM quiz_mark m
          WHERE m.org_id = a.org_id AND m.attempt_id = a.id AND m.position = q.position ORDER BY m.entry DESC LIMIT 1)`;
