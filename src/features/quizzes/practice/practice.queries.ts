import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { allowancesOf } from '../accommodations/allowance.queries.js';
import { askedNow } from '../bank/asked.queries.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import type { PracticeEntryKind, Rating } from './practice.entity.js';
import type { Memory, QuizMet } from './practice.rules.js';

/** A quiz version that a person has submitted in an enrollment. */
export interface SubmittedQuiz extends QuizMet {
  readonly enrollmentId: string;
  readonly quizVersionId: string;
}

/** Only attempts that hold the question, where one is given. */
const holding = (questionId: Sql): Sql => sql`AND EXISTS (SELECT 1 FROM quiz_attempt_question h
  WHERE h.org_id = a.org_id AND h.attempt_id = a.id AND h.question_id = ${questionId})`;

/** What the person who asks has submitted, and what each of it shows. */
function submittedQuizzesOf(db: Tenancy, questionId?: Sql): Sql {
  return sql`SELECT e.id AS "enrollmentId", v.id AS "quizVersionId", v.shown_after AS "shownAfter",
      v.shown_after_closing AS "shownAfterClosing", v.closes_at AS "closesAt",
      ${allowancesOf(db, sql`e.person_id`, sql`v.quiz_id`, sql`e.cohort_id`)} AS allowances
    FROM enrollment e JOIN quiz_version v ON v.org_id = e.org_id
    WHERE e.org_id = ${db.orgId} AND e.person_id = ${db.viewer.personId} AND v.id IN (
      SELECT a.quiz_version_id FROM quiz_attempt a
      WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.status = 'SUBMITTED' ${questionId ? holding(questionId) : empty})`;
}

export const submittedQuizzes = (db: Tenancy): Sql =>
  sql`SELECT m.*, app_now() AS "serverNow" FROM (${submittedQuizzesOf(db)}) m`;

const heldBack = ({ orgId, viewer }: Tenancy, questionId: Sql): Sql =>
  askedNow(sql`${orgId}::uuid`, viewer.personId, questionId);

/** Essays are read by graders: nobody can mark them on the spot. */
const newestVersion = (db: Tenancy, questionId: Sql): Sql => sql`CROSS JOIN LATERAL (
      SELECT w.* FROM question_version w WHERE w.org_id = ${db.orgId} AND w.question_id = ${questionId} AND w.status = 'PUBLISHED'
      ORDER BY w.number DESC LIMIT 1) w`;

/** Questions `met` in these quizzes that may be practised now, each as `x` with its newest version \`w\` and its card \`c\`. */
function practisable(db: Tenancy, quizzes: readonly SubmittedQuiz[]): Sql {
  const [enrollments, versions] = [
    quizzes.map(({ enrollmentId }) => enrollmentId),
    quizzes.map(({ quizVersionId }) => quizVersionId),
  ];
  return sql`(
      SELECT DISTINCT q.question_id, a.requirement_id, v.quiz_id
      FROM unnest(${enrollments}::uuid[], ${versions}::uuid[]) AS shown (enrollment_id, quiz_version_id)
      JOIN quiz_attempt a ON a.org_id = ${db.orgId} AND a.enrollment_id = shown.enrollment_id AND a.quiz_version_id = shown.quiz_version_id
        AND a.status = 'SUBMITTED'
      JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
      JOIN quiz_attempt_question q ON q.org_id = a.org_id AND q.attempt_id = a.id) met
    JOIN question x ON x.org_id = ${db.orgId} AND x.id = met.question_id AND x.retired_at IS NULL
    ${newestVersion(db, sql`x.id`)}
    LEFT JOIN practice_card c ON c.org_id = x.org_id AND c.person_id = ${db.viewer.personId} AND c.question_id = x.id
    WHERE w.type <> 'ESSAY' AND NOT ${heldBack(db, sql`x.id`)}`;
}

/** Cards of one quiz in one course, or of all where these are null. */
export interface StoredCounts {
  readonly quizId: string | null;
  readonly quizTitle: string;
  readonly courseId: string;
  readonly courseTitle: string;
  readonly dueCards: number;
  readonly newCards: number;
  readonly dueTomorrow: number;
  readonly suspendedCards: number;
  readonly nextDueAt: Date | null;
}

/** A question counts once in each quiz that has asked it, and once in all. */
export const practiceCounts = (db: Tenancy, quizzes: readonly SubmittedQuiz[]): Sql => sql`
  SELECT z.id AS "quizId", z.title AS "quizTitle", k.id AS "courseId", k.title AS "courseTitle",
    (count(DISTINCT p.id) FILTER (WHERE NOT p.aside AND p.due <= app_now()))::int AS "dueCards",
    (count(DISTINCT p.id) FILTER (WHERE NOT p.aside AND p.due IS NULL))::int AS "newCards",
    (count(DISTINCT p.id) FILTER (WHERE NOT p.aside AND p.due > app_now() AND p.due <= app_now() + interval '24 hours'))::int AS "dueTomorrow",
    (count(DISTINCT p.id) FILTER (WHERE p.aside))::int AS "suspendedCards",
    min(p.due) FILTER (WHERE NOT p.aside AND p.due > app_now()) AS "nextDueAt"
  FROM (SELECT x.id, met.quiz_id, met.requirement_id, c.due, c.suspended_at IS NOT NULL AS aside FROM ${practisable(db, quizzes)}) p
  JOIN quiz z ON z.org_id = ${db.orgId} AND z.id = p.quiz_id
  JOIN course_requirement r ON r.org_id = ${db.orgId} AND r.id = p.requirement_id
  JOIN course k ON k.org_id = r.org_id AND k.id = r.course_id
  GROUP BY GROUPING SETS ((), (z.id, z.title, k.id, k.title)) ORDER BY k.title, z.title, z.id`;

/** Where a card stands. */
export interface StoredCard extends Memory {
  readonly questionId: string;
  readonly round: number;
  readonly suspended: boolean;
}

/** A card with its question, as it is asked. */
export interface AskedCard extends StoredCard {
  readonly questionVersionId: string;
  readonly type: QuestionType;
  readonly stem: string;
  readonly presentation: Presentation;
  readonly key: string;
}

const CARD = sql`x.id AS "questionId", coalesce(c.round, 0) AS round, coalesce(c.state, 'NEW') AS state, c.due,
  coalesce(c.stability, 0) AS stability, coalesce(c.difficulty, 0) AS difficulty, coalesce(c.scheduled_days, 0) AS "scheduledDays",
  coalesce(c.learning_steps, 0) AS "learningSteps", coalesce(c.reviews, 0) AS reviews, coalesce(c.lapses, 0) AS lapses,
  c.last_reviewed_at AS "lastReviewedAt", c.suspended_at IS NOT NULL AS suspended`;

const ASKED = sql`w.id AS "questionVersionId", w.type, w.stem, w.presentation`;

/** Which cards are wanted. */
export interface CardFilter {
  readonly quizId?: string | null;
  readonly suspended: boolean;
}

/** What is due comes first, the longest due before the others; then what is new. */
const SORT_KEY = sql`coalesce(c.due, 'infinity')`;

export function practiceCards(
  db: Tenancy,
  quizzes: readonly SubmittedQuiz[],
  filter: CardFilter,
  page: { first: number; after: readonly [string, string] | null },
): Sql {
  const [due, id] = page.after ?? [null, null];
  return sql`SELECT DISTINCT ON (${SORT_KEY}, x.id) ${CARD}, ${ASKED}, ${SORT_KEY}::text AS key
    FROM ${practisable(db, quizzes)} ${wanted(filter)}
    AND (${due}::text IS NULL OR (${SORT_KEY}, x.id) > (${due}::text::timestamptz, ${id}::uuid))
    ORDER BY ${SORT_KEY}, x.id LIMIT ${page.first + 1}`;
}

export const practiceCardsCount = (db: Tenancy, quizzes: readonly SubmittedQuiz[], filter: CardFilter): Sql =>
  sql`SELECT count(DISTINCT x.id)::int AS count FROM ${practisable(db, quizzes)} ${wanted(filter)}`;

const wanted = ({ quizId, suspended }: CardFilter): Sql => sql`
    ${suspended ? sql`AND c.suspended_at IS NOT NULL` : sql`AND c.suspended_at IS NULL AND (c.due IS NULL OR c.due <= app_now())`}
    ${quizId ? sql`AND met.quiz_id = ${quizId}` : empty}`;

/** A question as it is marked, for a person who has met it. */
export interface PracticeQuestion extends AskedCard {
  /** Whether it is the version that would be asked now. */
  readonly current: boolean;
  readonly quizzes: SubmittedQuiz[];
  /** Null while an open attempt of the person asks it. */
  readonly answerKey: AnswerKey | null;
  /** Of the round that was asked for. */
  readonly review: StoredReview | null;
  readonly serverNow: Date;
}

export interface StoredReview {
  /** Of a CALCULATED question. */
  readonly variant: number | null;
  readonly credit: string;
  readonly rating: Rating;
  readonly response: QuizResponse | null;
}

/** No row for a question the person has not met in a quiz they have submitted. The key leaves the database unless it is held back. */
export const practiceQuestion = (db: Tenancy, questionVersionId: string, round: number | null): Sql => sql`
  SELECT ${CARD}, ${ASKED}, '' AS key, met.quizzes, app_now() AS "serverNow",
    CASE WHEN NOT held.back THEN w.answer_key END AS "answerKey",
    x.retired_at IS NULL AND w.type <> 'ESSAY' AND NOT EXISTS (
      SELECT 1 FROM question_version n WHERE n.org_id = w.org_id AND n.question_id = w.question_id AND n.status = 'PUBLISHED' AND n.number > w.number) AS current,
    (SELECT jsonb_build_object('credit', r.credit::text, 'rating', r.rating, 'response', r.response, 'variant', r.variant) FROM practice_review r
     WHERE r.org_id = x.org_id AND r.person_id = ${db.viewer.personId} AND r.question_id = x.id AND r.round = ${round}::int AND r.kind = 'REVIEW') AS review
  FROM question_version w JOIN question x ON x.org_id = w.org_id AND x.id = w.question_id
  LEFT JOIN practice_card c ON c.org_id = x.org_id AND c.person_id = ${db.viewer.personId} AND c.question_id = x.id
  CROSS JOIN LATERAL (SELECT jsonb_agg(to_jsonb(s)) AS quizzes FROM (${submittedQuizzesOf(db, sql`x.id`)}) s) met
  CROSS JOIN LATERAL (SELECT ${heldBack(db, sql`x.id`)} AS back) held
  WHERE w.org_id = ${db.orgId} AND w.id = ${questionVersionId} AND w.status = 'PUBLISHED' AND met.quizzes IS NOT NULL`;

/** One entry in the log of a card. */
export interface NewEntry {
  readonly kind: PracticeEntryKind;
  readonly questionId: string;
  readonly questionVersionId: string;
  /** Of the card until now; the entry makes the next. */
  readonly round: number;
  readonly variant: number | null;
  readonly response: QuizResponse | null;
  readonly credit: string | null;
  readonly rating: Rating | null;
  readonly before: Memory;
  readonly after: Memory;
}

/** The card and its log in one statement; no row when the card has changed since its round. */
export function enter(tx: Transaction, entry: NewEntry): Sql {
  const { questionId, questionVersionId, round, before, after: m } = entry;
  const response = entry.response && JSON.stringify(entry.response);
  return sql`
    WITH card AS (
      INSERT INTO practice_card AS c (org_id, person_id, question_id, round, state, due, stability, difficulty, scheduled_days,
        learning_steps, reviews, lapses, last_reviewed_at)
      SELECT ${tx.orgId}, ${tx.db.viewer.personId}, ${questionId}, ${round}::int + 1, ${m.state}, ${m.due}::timestamptz, ${m.stability}::float8,
        ${m.difficulty}::float8, ${m.scheduledDays}::int, ${m.learningSteps}::int, ${m.reviews}::int, ${m.lapses}::int, ${m.lastReviewedAt}::timestamptz
      ON CONFLICT (org_id, person_id, question_id) DO UPDATE SET round = excluded.round, state = excluded.state, due = excluded.due,
        stability = excluded.stability, difficulty = excluded.difficulty, scheduled_days = excluded.scheduled_days,
        learning_steps = excluded.learning_steps, reviews = excluded.reviews, lapses = excluded.lapses, last_reviewed_at = excluded.last_reviewed_at
      WHERE c.round = ${round}::int RETURNING c.round)
    INSERT INTO practice_review (org_id, person_id, question_id, round, kind, question_version_id, variant, response, credit, rating, before)
    SELECT ${tx.orgId}, ${tx.db.viewer.personId}, ${questionId}, card.round, ${entry.kind}, ${questionVersionId}, ${entry.variant}::int,
      ${response}::jsonb, ${entry.credit}::numeric, ${entry.rating}, ${JSON.stringify(before)}::jsonb FROM card
    RETURNING round`;
}

/** The newest entry of a card. */
export interface LastEntry extends StoredCard {
  readonly questionVersionId: string;
  readonly kind: PracticeEntryKind;
  readonly before: {
    readonly [K in keyof Memory]: Memory[K] extends Date | null ? string | null : Memory[K];
  };
}

export const lastEntry = (db: Tenancy, questionId: string): Sql => sql`
  SELECT ${CARD}, r.question_version_id AS "questionVersionId", r.kind, r.before
  FROM practice_card c JOIN question x ON x.org_id = c.org_id AND x.id = c.question_id
  LEFT JOIN practice_review r ON r.org_id = c.org_id AND r.person_id = c.person_id AND r.question_id = c.question_id AND r.round = c.round
  WHERE c.org_id = ${db.orgId} AND c.person_id = ${db.viewer.personId} AND c.question_id = ${questionId}`;

export const cardOf = (db: Tenancy, questionId: string): Sql => sql`
  SELECT ${CARD} FROM practice_card c JOIN question x ON x.org_id = c.org_id AND x.id = c.question_id
  WHERE c.org_id = ${db.orgId} AND c.person_id = ${db.viewer.personId} AND c.question_id = ${questionId}`;

/** Sets a card aside, or takes it back; no row for a question the person has not met. */
export const setAside = (tx: Transaction, questionId: string, aside: boolean): Sql => sql`
  INSERT INTO practice_card (org_id, person_id, question_id, suspended_at)
  SELECT ${tx.orgId}, ${tx.db.viewer.personId}, ${questionId}, CASE WHEN ${aside} THEN app_now() END
  WHERE EXISTS (${submittedQuizzesOf(tx.db, sql`${questionId}::uuid`)})
  ON CONFLICT (org_id, person_id, question_id) DO UPDATE SET suspended_at = CASE WHEN ${aside} THEN coalesce(practice_card.suspended_at, app_now()) END
  RETURNING question_id`;
