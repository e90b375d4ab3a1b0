import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import { newSecretToken } from '../../../platform/access/secret-token.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { type DecidedRequirement, RequirementResults } from '../../records/requirement-results.js';
import { lockEachAttempt } from '../accommodations/attempt-lock.js';
import { breakSecondsPlanned, resumedAt } from '../accommodations/quiz-break.rules.js';
import { type AttemptTally, marksOf, tallyOf } from './attempt-score.rules.js';
import { decisionOf } from './counted-grades.service.js';
import { isOver } from './quiz-attempt.rules.js';
import {
  attemptsToGrade,
  type AttemptToGrade,
  type AttemptToSubmit,
  enrollmentsToHold,
  type SealedAttempt,
  sealing,
} from './quiz-submission.queries.js';

/** Grades attempts: marks, score, course record and ledger entry in the one transaction. */
@Injectable()
export class QuizSubmission {
  constructor(private readonly results: RequirementResults) {}

  /**
   * Submits what was saved in time, in three statements after the locks, whatever the number: all that decides, all that
   * follows, the ledger. Attempts that were submitted before stay as they are: the same answer. Answers those that are
   * there for whom they are wanted: by the id of each, whose it is.
   */
  async submit(tx: Transaction, wanted: readonly AttemptToSubmit[]): Promise<Map<string, string>> {
    const distinct = new Map(wanted.map((each) => [`${each.attemptId} ${each.personId}`, each]));
    const attempts = await this.heldAttempts(tx, [...distinct.values()]);
    await this.grade(
      tx,
      attempts.filter(({ status }) => status === 'IN_PROGRESS'),
    );
    return new Map(attempts.map(({ id, personId }) => [id, personId]));
  }

  /**
   * Submits the attempt if its time has run out; what is still running goes on, also by what was granted while this
   * waited for it. Throws NOT_FOUND for an attempt that is not there, or not the viewer's own.
   */
  async submitOverdue(tx: Transaction, attemptId: string, acceptUntil: Date | null): Promise<boolean> {
    if (!isOver(acceptUntil, tx.now)) return false;
    const [attempt] = await this.heldAttempts(tx, [{ attemptId, personId: tx.db.actorId }]);
    if (!attempt) throw notFound();
    if (attempt.status !== 'IN_PROGRESS') return true;
    if (!isOver(attempt.acceptUntil, tx.now)) return false;
    await this.grade(tx, [attempt]);
    return true;
  }

  /**
   * First the attempts, so that no answer slips in and of two submissions one waits; then the enrollments, so that two
   * quizzes of a course are counted one after the other: everybody locks in this order. They leave in one round trip
   * with the statement that reads, but before it: a statement sees what was committed when it began, so one
   * that waited for its own lock would go by answers, scores and facts from before the wait.
   *
   * The enrollments are those of attempts that still run. Decisions about questions of their quizzes are kept away: an
   * attempt is either submitted before one is made, or by it. Of one that is submitted nothing is taken, because a decision
   * may be waiting for its lock.
   */
  private async heldAttempts(tx: Transaction, wanted: readonly AttemptToSubmit[]): Promise<AttemptToGrade[]> {
    const [, , attempts] = await Promise.all([
      lockEachAttempt(
        tx,
        wanted.map(({ attemptId }) => attemptId),
      ),
      this.results.holdThose(tx, enrollmentsToHold(tx, wanted)),
      tx.query<AttemptToGrade>(
        attemptsToGrade(tx, wanted, (enrollmentId, courseId) =>
          this.results.factsWithin(tx, enrollmentId, courseId),
        ),
      ),
    ]);
    return attempts;
  }

  private async grade(tx: Transaction, attempts: readonly AttemptToGrade[]): Promise<void> {
    if (!attempts.length) return;
    const graded = attempts.map((attempt) => ({ attempt, sealed: sealedNow(attempt, tx.now) }));
    for (const { attempt, sealed } of graded) appendSubmission(tx, attempt, sealed);
    const tallies = new Map(graded.map(({ sealed }) => [sealed.id, sealed]));
    const beside = sealing(tx, [...tallies.values()]);
    const counting = attempts.flatMap((attempt) => {
      const decided = decisionWith(attempt, tallies);
      return decided && attempt.facts ? { decided, facts: attempt.facts } : [];
    });
    if (!counting.length) await tx.query(sql`WITH ${join(beside)} SELECT 1`);
    else
      await this.results.enter(
        tx,
        counting.map(({ facts }) => facts),
        counting.map(({ decided }) => decided),
        beside,
      );
  }
}

function sealedNow(attempt: AttemptToGrade, now: Date): SealedAttempt {
  const questionMarks = marksOf(attempt.questions);
  return {
    ...tallyOf(questionMarks, attempt.passMarkPercent),
    id: attempt.id,
    questionMarks,
    timedOut: isOver(attempt.acceptUntil, now),
    breakSeconds: breakSecondsOf(attempt, now),
    salt: newSecretToken(),
  };
}

/**
 * What the course record takes from the attempt, with what all attempts add up to that are submitted with it; null while
 * answers wait for a grader, or where it counts no more.
 */
function decisionWith(
  attempt: AttemptToGrade,
  tallies: ReadonlyMap<string, AttemptTally>,
): DecidedRequirement | null {
  const { id, countsAt, scores } = attempt;
  if (!countsAt || !scores?.some(({ attemptId }) => attemptId === id) || tallies.get(id)!.pending > 0)
    return null;
  const known = scores.map((score) => {
    const tally = tallies.get(score.attemptId);
    return tally ? { ...score, ...tally } : score;
  });
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
