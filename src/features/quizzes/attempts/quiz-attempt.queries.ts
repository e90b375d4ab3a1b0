import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { DrawnQuestion } from '../authoring/draw.rules.js';
import type { QuizStanding } from './quiz-standing.queries.js';

/** What a new attempt is made of. */
export interface NewAttempt {
  readonly id: string;
  readonly number: number;
  readonly seed: number;
  readonly deadline: Date | null;
  readonly acceptUntil: Date | null;
  readonly questions: readonly DrawnQuestion[];
}

/** Answers no row when another start was faster: its attempt is open, or it took the last number. */
export function startAttempt(tx: Transaction, quiz: QuizStanding, attempt: NewAttempt): Sql {
  const { id, number, seed, deadline, acceptUntil, questions } = attempt;
  return sql`
    WITH started AS (
      INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, deadline, accept_until, seed, possible)
      VALUES (${tx.orgId}, ${id}, ${quiz.quizVersionId}, ${quiz.enrollmentId}, ${quiz.requirementId}, ${tx.db.viewer.personId}, ${number},
        ${deadline}::timestamptz, ${acceptUntil}::timestamptz, ${seed}, ${quiz.possible}::numeric)
      ON CONFLICT DO NOTHING RETURNING org_id, id),
    asked AS (
      INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, section, question_id, question_version_id, points, variant)
      SELECT s.org_id, s.id, q.position, q.place, q.section, q."questionId", q."questionVersionId", q.points, q.variant
      FROM started s CROSS JOIN jsonb_to_recordset(${JSON.stringify(questions)}::jsonb)
        AS q (position int, place int, section int, "questionId" uuid, "questionVersionId" uuid, points numeric, variant int))
    SELECT id FROM started`;
}
