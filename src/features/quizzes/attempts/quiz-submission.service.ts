import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import { newSecretToken } from '../../../platform/access/secret-token.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { type DecidedRequirement, RequirementResults } from '../../records/requirement-results.js';
import { lockAttempt } from '../accommodations/attempt-lock.js';
import { breakSecondsPlanned, resumedAt } from '../accommodations/quiz-break.rules.js';
import { holdingDecisions } from '../grading/decision-lock.js';
import { type AttemptTally, marksOf, tallyOf } from './attempt-score.rules.js';
import { decisionOf } from './counted-grades.service.js';
import { isOver } from './quiz-attempt.rules.js';
import {
  type AttemptToGrade,
  attemptToGrade,
  type SealedAttempt,
  sealing,
} from './quiz-submission.queries.js';

/** Grades attempts: marks, score, course record and ledger entry in the one transaction. */
@Injectable()
export class QuizSubmission {
  constructor(private readonly results: RequirementResults) {}

  /**
   * Submits what was saved in time, in three statements after the locks: all that decides, all that follows, the ledger.
   * An attempt that was submitted before stays as it is: the same answer.
   * Throws NOT_FOUND for an attempt that is not there, or not the viewer's own.
   */
  async submit(tx: Transaction, attemptId: string): Promise<void> {
    const attempt = await this.heldAttempt(tx, attemptId);
    if (attempt.status === 'IN_PROGRESS') await this.grade(tx, attempt);
  }

  /**
   * Submits the attempt if its time has run out; what is still running goes on, also by what was granted while this
   * waited for it.
   */
  async submitOverdue(tx: Transaction, attemptId: string, acceptUntil: Date | null): Promise<boolean> {
    if (!isOver(acceptUntil, tx.now)) return false;
    const attempt = await this.heldAttempt(tx, attemptId);
    if (attempt.status !== 'IN_PROGRESS') return true;
    if (!isOver(attempt.acceptUntil, tx.now)) return false;
    await this.grade(tx, attempt);
    return true;
  }

  /**
   * First the attempt, so that no answer slips in and of two submissions one waits; then the enrollment, so that two
   * quizzes of a course are counted one after the other: everybody locks in this order. They leave in one round trip
   * with the statement that reads, but before it: a statement sees what was committed when it began, so one
   * that waited for its own lock would go by answers, scores and facts from before the wait. Throws NOT_FOUND.
   */
  private async heldAttempt(tx: Transaction, attemptId: string): Promise<AttemptToGrade> {
    const [, , [attempt]] = await Promise.all([
      lockAttempt(tx, attemptId),
      this.results.holdThose(tx, enrollmentToHold(tx, attemptId)),
      tx.query<AttemptToGrade>(
        attemptToGrade(tx, attemptId, (enrollmentId, courseId) =>
          this.results.factsWithin(tx, enrollmentId, courseId),
        ),
      ),
    ]);
    if (!attempt) throw notFound();
    return attempt;
  }

  private async grade(tx: Transaction, attempt: AttemptToGrade): Promise<void> {
    const questionMarks = marksOf(attempt.questions);
    const tally = tallyOf(questionMarks, attempt.passMarkPercent);
    const sealed: SealedAttempt = {
      ...tally,
      id: attempt.id,
      questionMarks,
      timedOut: isOver(attempt.acceptUntil, tx.now),
      breakSeconds: breakSecondsOf(attempt, tx.now),
      salt: newSecretToken(),
    };
    appendSubmission(tx, attempt, sealed);
    const decided = decisionWith(attempt, tally);
    const beside = sealing(tx, sealed);
    if (decided && attempt.facts) await this.results.enter(tx, [attempt.facts], [decided], beside);
    else await tx.query(sql`WITH ${join(beside)} SELECT 1`);
  }
}

/**
 * The enrollment of an attempt that still runs, with decisions about questions of its quiz kept away: an attempt is either
 * submitted before one is made, or by it. Of one that is submitted nothing is taken, because a decision may be waiting for
 * its lock. Whose attempt it is, is asked when it is read.
 */
const enrollmentToHold = ({ orgId }: Transaction, attemptId: string) => sql`
  SELECT running.enrollment_id FROM (
    SELECT a.enrollment_id, ${holdingDecisions(sql`v.quiz_id`)}::text AS held
    FROM quiz_attempt a JOIN quiz_version v ON v.org_id = a.org_id AND v.id = a.quiz_version_id
    WHERE a.org_id = ${orgId} AND a.id = ${attemptId} AND a.status = 'IN_PROGRESS' OFFSET 0) running WHERE running.held IS NOT NULL`;

/** What the course record takes from the attempt; null while answers wait for a grader, or where it counts no more. */
function decisionWith(attempt: AttemptToGrade, tally: AttemptTally): DecidedRequirement | null {
  const { id, countsAt, scores } = attempt;
  const own = scores?.find(({ attemptId }) => attemptId === id);
  if (!countsAt || !scores || !own || tally.pending > 0) return null;
  const known = scores.map((score) => (score === own ? { ...own, ...tally } : score));
  return decisionOf({ ...attempt, ...countsAt, scores: known });
}

/** Of all its breaks; one that still runs ends now. */
function breakSecondsOf({ breaks }: AttemptToGrade, now: Date): number {
  const { pausedUntil, breakBeganAt, breakSecondsUsed } = breaks;
  const state = {
    pausedUntil: pausedUntil === null ? null : new Date(pausedUntil),
    breakBeganAt: breakBeganAt === null ? null : new Date(breakBeganAt),
    breakSecondsUsed,
  };
  return breakSecondsPlanned(resumedAt(state, now));
}

/**
 * The answers themselves, and a salted hash of the marks: whoever changes one later contradicts the ledger, and the
 * trainee, who may read it, cannot find out by trying which answers were right before the review says so.
 */
function appendSubmission(tx: Transaction, attempt: AttemptToGrade, sealed: SealedAttempt): void {
  const { id: attemptId, personId, enrollmentId, requirementId, quizVersionId, number } = attempt;
  const { startedAt, deadline } = attempt;
  const { questionMarks, timedOut, breakSeconds, salt, earned, possible, percent, passed, pending } = sealed;
  const answers = questionMarks.map(({ questionVersionId, response }) => ({ questionVersionId, response }));
  const marks = questionMarks.map((mark) => ({
    questionVersionId: mark.questionVersionId,
    earned: mark.earned,
    possible: mark.possible,
  }));
  const marksHash = createHash('sha256').update(canonicalJson({ salt, marks })).digest('base64url');
  const about = { attemptId, enrollmentId, requirementId, quizVersionId, number, startedAt, deadline };
  const total = { earned, possible, percent, passed, pending };
  const content = { ...about, timedOut, breakSeconds, ...total, answers, marksHash };
  tx.append({ personId, kind: 'quiz.submitted', content });
}
