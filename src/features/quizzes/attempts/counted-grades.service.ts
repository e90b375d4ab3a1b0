import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { type DecidedRequirement, RequirementResults } from '../../records/requirement-results.js';
import { lockAttempts } from '../accommodations/attempt-lock.js';
import { type AttemptScore, COUNTED_BECAUSE, countedGrade } from './counted-grade.rules.js';
import { quizzesToCount, type QuizToCount, type RunningAttempt } from './counted-grades.queries.js';

/** Brings the course record to what attempts count for after their scores changed, any number of them at once. */
@Injectable()
export class CountedGrades {
  constructor(private readonly results: RequirementResults) {}

  /**
   * Keeps these attempts and the course records of their enrollments as they are until the transaction ends, save for
   * what it does itself: in the order of ids, attempts before enrollments, as everybody locks. What the new scores
   * follow from is read after that. Two statements.
   */
  async hold(tx: Transaction, attemptIds: readonly string[]): Promise<void> {
    const these = sql`FROM quiz_attempt a WHERE a.org_id = ${tx.orgId} AND a.id = ANY (${attemptIds}::uuid[])`;
    await lockAttempts(tx, sql`SELECT a.id ${these} ORDER BY a.id`);
    await this.results.holdThose(tx, sql`SELECT a.enrollment_id ${these}`);
  }

  /**
   * Tells the course record what counts now that scores of these attempts, which are held, were entered anew. An
   * enrollment that moved to another version is told in the version it is in. Four statements, whatever the number.
   */
  async settle(tx: Transaction, attemptIds: readonly string[], reason?: string): Promise<void> {
    const quizzes = await tx.query<QuizToCount>(quizzesToCount(tx, attemptIds));
    await this.results.recordAll(
      tx,
      quizzes.flatMap((quiz) => decisionOf(quiz, reason) ?? []),
    );
  }
}

/**
 * What the course record is told of a quiz; null while none of its attempts counts. The reason, where an earlier
 * decision is changed, is the quiz's own rule unless another is given.
 */
export function decisionOf(
  quiz: QuizToCount,
  reason = COUNTED_BECAUSE[quiz.attemptGrading],
): DecidedRequirement | null {
  const counted = countedGrade(quiz, quiz.scores.filter(isScored));
  if (!counted) return null;
  const { enrollmentId, courseId, requirementId } = quiz;
  const { met, sourceId, earned, possible } = counted;
  return { enrollmentId, courseId, requirementId, met, sourceId, grade: { earned, possible }, reason };
}

const isScored = (score: AttemptScore | RunningAttempt): score is AttemptScore => score.earned !== null;
