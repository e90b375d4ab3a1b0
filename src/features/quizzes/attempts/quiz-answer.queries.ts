import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Navigation } from '../authoring/quiz.entity.js';
import type { Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';
import { CURRENT_PLACE } from './quiz-review.queries.js';

/** Where an answer goes. */
export interface AnswerTarget {
  readonly status: AttemptStatus;
  readonly acceptUntil: Date | null;
  readonly pausedUntil: Date | null;
  readonly timedOut: boolean;
  readonly navigation: Navigation;
  /** Of a quiz that is taken one question after the other: where the trainee is. */
  readonly currentPlace: number;
  /** Null: the question is not in the attempt. */
  readonly position: number | null;
  readonly place: number;
  readonly type: QuestionType;
  readonly presentation: Presentation;
  /** Of the newest answer so far, 0 for none. */
  readonly revision: number;
  readonly finished: boolean;
}

/** No row when it is not the viewer's own attempt. */
export function answerTarget(db: Tenancy, attemptId: string, questionVersionId: string): Sql {
  return sql`
    SELECT a.status, a.accept_until AS "acceptUntil", a.paused_until AS "pausedUntil", a.timed_out AS "timedOut", v.navigation,
      CASE v.navigation WHEN 'SEQUENTIAL' THEN ${CURRENT_PLACE} ELSE 0 END AS "currentPlace",
      q.position, q.place, w.type, w.presentation, coalesce(saved.revision, 0) AS revision, coalesce(saved.finished, false) AS finished
    FROM quiz_attempt a JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    LEFT JOIN quiz_attempt_question q ON q.org_id = a.org_id AND q.attempt_id = a.id AND q.question_version_id = ${questionVersionId}
    LEFT JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
    CROSS JOIN LATERAL (
      SELECT max(s.revision) AS revision, bool_or(s.final) AS finished FROM quiz_answer s
      WHERE s.org_id = a.org_id AND s.attempt_id = a.id AND s.position = q.position) saved
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

/** The last answer to a question: the one that is given, or else the newest that came in time, or none. */
export function finishAnswer(
  tx: Transaction,
  { attemptId, position, revision }: Pick<NewAnswer, 'attemptId' | 'position' | 'revision'>,
  response: QuizResponse | null | undefined,
): Sql {
  const given = response === undefined ? null : JSON.stringify(response);
  return sql`
    INSERT INTO quiz_answer (org_id, attempt_id, position, revision, response, final)
    SELECT ${tx.orgId}, ${attemptId}, ${position}, ${revision}, coalesce(${given}::jsonb, (
      SELECT s.response FROM quiz_answer s WHERE s.org_id = ${tx.orgId} AND s.attempt_id = ${attemptId} AND s.position = ${position}
        AND NOT s.late ORDER BY s.revision DESC LIMIT 1), 'null'), true`;
}
