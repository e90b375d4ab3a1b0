import sql, { empty, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { DrawnQuestion } from '../authoring/draw.rules.js';
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import type { AttemptStatus } from './quiz-attempt.entity.js';
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
  /** The last moment at which an answer counted. */
  readonly acceptUntil: Date | null;
  readonly passMarkPercent: string;
  /** False when the enrollment has moved to another program version: the result counts there no more. */
  readonly counts: boolean;
  readonly questions: {
    readonly position: number;
    readonly questionVersionId: string;
    readonly type: QuestionType;
    readonly presentation: Presentation;
    readonly answerKey: AnswerKey;
    readonly variant: number | null;
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
      a.accept_until AS "acceptUntil", v.pass_mark_percent AS "passMarkPercent", e.program_version_id = r.program_version_id AS counts, list.questions
    FROM quiz_attempt a JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    JOIN course_requirement r ON r.org_id = a.org_id AND r.id = a.requirement_id
    JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('position', q.position, 'questionVersionId', w.id, 'type', w.type,
        'presentation', w.presentation, 'answerKey', w.answer_key, 'variant', q.variant, 'points', q.points::text, 'response', nullif((
          SELECT s.response FROM quiz_answer s WHERE s.org_id = a.org_id AND s.attempt_id = a.id AND s.position = q.position
            AND NOT s.late ORDER BY s.revision DESC LIMIT 1), 'null')) ORDER BY q.position) AS questions
      FROM quiz_attempt_question q JOIN question_version w ON w.org_id = q.org_id AND w.id = q.question_version_id
      WHERE q.org_id = a.org_id AND q.attempt_id = a.id AND a.status = 'IN_PROGRESS') list
    WHERE a.org_id = ${orgId} AND a.id = ${attemptId} ${own}`;
}
