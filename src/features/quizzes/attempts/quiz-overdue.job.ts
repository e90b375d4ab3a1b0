import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { QuizAttempt } from './quiz-attempt.entity.js';
import { QuizSubmission } from './quiz-submission.service.js';

/** Submits an attempt whose time has run out, whether or not anybody comes back. */
export const SUBMIT_OVERDUE = jobKind<{ attemptId: string }>('quizzes.submit-overdue');

/** A second after the last moment at which an answer counts, because that moment is still in time. */
export const submitLater = (
  jobs: Jobs,
  tx: Transaction,
  attemptId: string,
  acceptUntil: Date,
): Promise<void> =>
  jobs.send(tx, SUBMIT_OVERDUE, { attemptId }, { startAfter: new Date(acceptUntil.getTime() + 1_000) });

@Injectable()
export class OverdueAttempts {
  constructor(
    private readonly jobs: Jobs,
    private readonly submission: QuizSubmission,
  ) {
    jobs.handle(SUBMIT_OVERDUE, ({ attemptId }, { db }) => db.write((tx) => this.submit(tx, attemptId)));
  }

  private async submit(tx: Transaction, attemptId: string): Promise<void> {
    const attempt = await tx.findOne(QuizAttempt, { id: attemptId, status: 'IN_PROGRESS' });
    if (!attempt) return;
    const { acceptUntil } = attempt;
    const over = await this.submission.submitOverdue(tx, attemptId, acceptUntil);
    // The trainee was granted more time, or a break, since the job was sent.
    if (!over && acceptUntil) await submitLater(this.jobs, tx, attemptId, acceptUntil);
  }
}
