import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken } from '../../../platform/access/secret-token.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { RequirementResults } from '../../records/requirement-results.js';
import { type AttemptTotal, type Mark, markOf, totalOf } from '../grading/grading.rules.js';
import { attemptToGrade, type AttemptToGrade } from './quiz-attempt.queries.js';
import { isOver } from './quiz-attempt.rules.js';

type QuestionMark = Mark & {
  readonly position: number;
  readonly questionVersionId: string;
  readonly response: object | null;
};

interface Sealing {
  readonly timedOut: boolean;
  readonly salt: string;
}

/** Grades attempts: marks, totals, result and ledger entry in the one transaction. */
@Injectable()
export class QuizSubmission {
  constructor(private readonly results: RequirementResults) {}

  /**
   * Submits what was saved in time. An attempt that was submitted before stays as it is: the same answer.
   * Throws NOT_FOUND for an attempt that is not there, or not the viewer's own.
   */
  async submit(tx: Transaction, attemptId: string): Promise<void> {
    // Locked first, read after that: no answer slips in between, and of two submissions one waits.
    const [, [attempt]] = await Promise.all([
      lockAttempt(tx, attemptId),
      tx.query<AttemptToGrade>(attemptToGrade(tx, attemptId)),
    ]);
    if (!attempt) throw notFound();
    if (attempt.status === 'IN_PROGRESS') await this.grade(tx, attempt);
  }

  /** Submits the attempt if its time has run out; what is still running goes on. */
  async submitOverdue(tx: Transaction, attemptId: string, acceptUntil: Date | null): Promise<boolean> {
    if (!isOver(acceptUntil, tx.now)) return false;
    await this.submit(tx, attemptId);
    return true;
  }

  private async grade(tx: Transaction, attempt: AttemptToGrade): Promise<void> {
    const marks = attempt.questions.map((question): QuestionMark => {
      const { position, questionVersionId, response } = question;
      return { position, questionVersionId, response, ...markOf(question) };
    });
    const total = totalOf(marks, attempt.passMarkPercent);
    const timedOut = isOver(attempt.acceptUntil, tx.now);
    const salt = newSecretToken();
    await enter(tx, attempt, marks, total, { timedOut, salt });
    appendSubmission(tx, attempt, marks, total, { timedOut, salt });
    if (attempt.counts) await this.record(tx, attempt, total);
  }

  private async record(tx: Transaction, attempt: AttemptToGrade, total: AttemptTotal): Promise<void> {
    const { id: sourceId, enrollmentId, courseId, requirementId } = attempt;
    const { passed: met, earned, possible } = total;
    await this.results.record(tx, {
      enrollmentId,
      courseId,
      requirementId,
      met,
      sourceId,
      grade: { earned, possible },
    });
  }
}

/** Whoever changes an attempt takes this first; its state is read after that. */
export const lockAttempt = (tx: Transaction, attemptId: string): Promise<void> =>
  tx.lock(`quiz attempt ${attemptId}`);

/** Marks and totals in one statement. */
async function enter(
  tx: Transaction,
  { id }: AttemptToGrade,
  marks: readonly QuestionMark[],
  { earned, possible, percent, passed }: AttemptTotal,
  { timedOut, salt }: Sealing,
): Promise<void> {
  await tx.query(sql`
    WITH marked AS (
      INSERT INTO quiz_mark (org_id, attempt_id, position, question_version_id, earned, possible, response)
      SELECT ${tx.orgId}, ${id}, m.position, m."questionVersionId", m.earned, m.possible, m.response
      FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb)
        AS m (position int, "questionVersionId" uuid, earned numeric, possible numeric, response jsonb)),
    scored AS (
      INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, marks)
      VALUES (${tx.orgId}, ${id}, 1, 'AUTOMATIC', ${earned}::numeric, ${possible}::numeric, ${percent}::numeric, ${passed},
        ${marks.map((mark) => mark.earned)}::double precision[]))
    UPDATE quiz_attempt SET status = 'SUBMITTED', submitted_at = app_now(), timed_out = ${timedOut},
      marks_salt = ${salt}, earned = ${earned}::numeric, percent = ${percent}::numeric, passed = ${passed}
    WHERE org_id = ${tx.orgId} AND id = ${id} AND status = 'IN_PROGRESS'`);
}

/**
 * The answers themselves, and a salted hash of the marks: whoever changes one later contradicts the ledger, and the
 * trainee, who may read it, cannot find out by trying which answers were right before the review says so.
 */
function appendSubmission(
  tx: Transaction,
  attempt: AttemptToGrade,
  marks: readonly QuestionMark[],
  total: AttemptTotal,
  { timedOut, salt }: Sealing,
): void {
  const {
    id: attemptId,
    personId,
    enrollmentId,
    requirementId,
    quizVersionId,
    number,
    startedAt,
    deadline,
  } = attempt;
  const answers = marks.map(({ questionVersionId, response }) => ({ questionVersionId, response }));
  const marked = marks.map(({ questionVersionId, earned, possible }) => ({
    questionVersionId,
    earned,
    possible,
  }));
  const marksHash = createHash('sha256')
    .update(canonicalJson({ salt, marks: marked }))
    .digest('base64url');
  const about = {
    attemptId,
    enrollmentId,
    requirementId,
    quizVersionId,
    number,
    startedAt,
    deadline,
    timedOut,
  };
  tx.append({ personId, kind: 'quiz.submitted', content: { ...about, ...total, answers, marksHash } });
}
