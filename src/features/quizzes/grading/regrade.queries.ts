import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { askedNow } from '../bank/asked.queries.js';
import type { AnswerKey, Presentation, QuestionType } from '../bank/question-content.js';
import { decisionsOf } from './adjustment.queries.js';
import type { RegradeEntry } from './adjustment.rules.js';
import type { QuizRegradesArgs } from './regrade.input.js';

/** A question of a quiz with everything a decision about it follows from. */
export interface RegradeScene {
  readonly questionId: string;
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
  /** The newest published version of the question; null when it is the one that was asked. */
  readonly newer: {
    readonly id: string;
    readonly type: QuestionType;
    readonly presentation: Presentation;
    readonly answerKey: AnswerKey;
  } | null;
  readonly decisions: readonly RegradeEntry[];
  /** Whether whoever decides is asked the question, or may be: they learn what the quiz is for. */
  readonly own: boolean;
  /** Submitted attempts that were asked it. */
  readonly attempts: readonly { readonly id: string; readonly traineeName: string; readonly seen: boolean }[];
}

/** No row when the quiz has no published version that asks this version of the question. */
export function regradeScene(db: Tenancy, quizId: string, questionVersionId: string): Sql {
  const { orgId, viewer } = db;
  return sql`
    SELECT w.question_id AS "questionId", w.type, w.presentation, w.answer_key AS "answerKey", newer.version AS newer,
      ${decisionsOf(sql`w.org_id`, sql`z.id`, sql`w.id`)} AS decisions,
      (${askedNow(sql`w.org_id`, viewer.personId, sql`w.question_id`)} OR ${learnsFor(db, sql`z.id`)}) AS own, coalesce(asked.attempts, '[]') AS attempts
    FROM quiz z JOIN question_version w ON w.org_id = z.org_id AND w.id = ${questionVersionId}
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('id', n.id, 'type', n.type, 'presentation', n.presentation, 'answerKey', n.answer_key) AS version
      FROM question_version n WHERE n.org_id = w.org_id AND n.question_id = w.question_id AND n.status = 'PUBLISHED' AND n.number > w.number
      ORDER BY n.number DESC LIMIT 1) newer ON true
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', a.id, 'traineeName', trim(p.given_name || ' ' || p.family_name),
        'seen', may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)) ORDER BY a.id) AS attempts
      FROM quiz_version v JOIN quiz_attempt a ON a.org_id = v.org_id AND a.quiz_version_id = v.id AND a.status = 'SUBMITTED'
      JOIN quiz_attempt_question q ON q.org_id = a.org_id AND q.attempt_id = a.id AND q.question_version_id = w.id
      JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
      JOIN person p ON p.id = a.person_id
      WHERE v.org_id = z.org_id AND v.quiz_id = z.id) asked
    WHERE z.org_id = ${orgId} AND z.id = ${quizId} AND EXISTS (
      SELECT 1 FROM quiz_version v WHERE v.org_id = z.org_id AND v.quiz_id = z.id AND (
        EXISTS (SELECT 1 FROM quiz_question q WHERE q.org_id = v.org_id AND q.quiz_version_id = v.id AND q.question_version_id = w.id)
        OR EXISTS (SELECT 1 FROM quiz_draw_question d WHERE d.org_id = v.org_id AND d.quiz_version_id = v.id AND d.question_version_id = w.id)))`;
}

/** Whether the viewer, under whatever id, is enrolled where the quiz stands behind a requirement. */
const learnsFor = ({ orgId, viewer }: Tenancy, quizId: Sql): Sql => sql`EXISTS (
    SELECT 1 FROM same_persons(ARRAY[${viewer.personId}]::uuid[]) same
    JOIN enrollment e ON e.org_id = ${orgId} AND e.person_id = same.person_id
    JOIN course_requirement r ON r.org_id = e.org_id AND r.program_version_id = e.program_version_id AND r.kind = 'QUIZ'
    JOIN quiz_version taken ON taken.org_id = r.org_id AND taken.id = r.resolved_id AND taken.quiz_id = ${quizId})`;

/** What is accepted besides is told to nobody who is being asked. */
const columns = ({
  orgId,
  viewer,
}: Tenancy): Sql => sql`g.id, g.quiz_id AS "quizId", g.question_version_id AS "questionVersionId", g.action,
  CASE WHEN NOT ${askedNow(sql`${orgId}::uuid`, viewer.personId, sql`g.question_id`)} THEN g.accepted END AS accepted,
  g.newer_version_id AS "newerVersionId", g.reason, g.changed_attempts AS "changedAttempts", g.made_by AS "madeBy", g.made_at AS "madeAt"`;

export const regradeById = (db: Tenancy, id: string): Sql =>
  sql`SELECT ${columns(db)} FROM quiz_regrade g WHERE g.org_id = ${db.orgId} AND g.id = ${id}`;

/** Newest first. */
export const regradesPage = (
  db: Tenancy,
  { quizId, first }: QuizRegradesArgs,
  afterId: string | null,
): Sql => sql`
  SELECT ${columns(db)} FROM quiz_regrade g WHERE g.org_id = ${db.orgId} AND g.quiz_id = ${quizId}
    AND (${afterId}::uuid IS NULL OR g.id < ${afterId}::uuid) ORDER BY g.id DESC LIMIT ${first + 1}`;

export const regradesCount = ({ orgId }: Tenancy, quizId: string): Sql =>
  sql`SELECT count(*)::int AS count FROM quiz_regrade g WHERE g.org_id = ${orgId} AND g.quiz_id = ${quizId}`;

/** The entries of attempts, oldest first; who made them only for staff. */
export const scoreHistory = ({ orgId, viewer }: Tenancy, attemptIds: readonly string[]): Sql => sql`
  SELECT s.attempt_id AS "attemptId", s.entry, s.kind, s.earned, s.possible, s.percent, s.passed, s.pending, s.reason,
    CASE WHEN ${viewer.can('record:read')} THEN s.entered_by END AS "enteredBy", s.entered_at AS "enteredAt"
  FROM quiz_score s WHERE s.org_id = ${orgId} AND s.attempt_id = ANY(${attemptIds}::uuid[]) ORDER BY s.attempt_id, s.entry`;
