import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { lockAttempt } from '../accommodations/attempt-lock.js';
import { breakMinutesGranted } from '../accommodations/quiz-allowance.rules.js';
import { NoBreakLeft } from '../accommodations/quiz-break.refusals.js';
import {
  breakSecondsLeft,
  breakSecondsPlanned,
  type BreakState,
  isPaused,
  pausedFor,
  resumedAt,
} from '../accommodations/quiz-break.rules.js';
import { ATTEMPT_TOPIC } from '../accommodations/running-attempts.service.js';
import type { QuizAttempt } from './quiz-attempt.entity.js';
import { AttemptOver } from './quiz-attempt.refusals.js';
import { isOver } from './quiz-attempt.rules.js';
import type { PauseQuizAttemptInput, ResumeQuizAttemptInput } from './quiz-break.input.js';
import { type BreakAccount, breakAccounts, keepBreaks, ownBreakAccount } from './quiz-break.queries.js';
import { submitLater } from './quiz-overdue.job.js';
import { QuizReview } from './quiz-review.service.js';

interface AttemptReceipt {
  attemptId: string;
}

/** Breaks of a running attempt, in which its time stands still. */
@Injectable()
export class QuizBreaks {
  private readonly accounts = new Loader<string, BreakAccount>(
    (db, ids) => db.read<BreakAccount>(breakAccounts(db, ids)),
    ({ attemptId }) => attemptId,
  );

  constructor(
    private readonly review: QuizReview,
    private readonly jobs: Jobs,
  ) {}

  /** Begins a break; one that is paused stays as it is. Throws NOT_FOUND for an attempt that is not the viewer's own. */
  async pause(db: TenantDb, input: PauseQuizAttemptInput): Promise<QuizAttempt | AttemptOver | NoBreakLeft> {
    const receipt = await db.once(input, (tx) => this.pauseIn(tx, input));
    return isRefusal(receipt) ? receipt : this.review.attempt(db, receipt.attemptId);
  }

  /** Goes on before the break is over; one that is not paused stays as it is. Throws NOT_FOUND. */
  async resume(db: TenantDb, input: ResumeQuizAttemptInput): Promise<QuizAttempt | AttemptOver> {
    const receipt = await db.once(input, (tx) => this.resumeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.review.attempt(db, receipt.attemptId);
  }

  /** Seconds of break that can still be taken. */
  async secondsLeft(db: TenantDb, attemptId: string): Promise<number> {
    const account = await this.accounts.load(db, attemptId);
    return account && isRunning(account) ? breakSecondsLeft(account, grantedSeconds(account)) : 0;
  }

  private async pauseIn(tx: Transaction, { attemptId, minutes }: PauseQuizAttemptInput) {
    const account = await lockedAccount(tx, attemptId);
    if (!isRunning(account) || isOver(account.deadline, tx.now)) return attemptOver();
    if (isPaused(account, tx.now)) return { attemptId };
    const left = breakSecondsLeft(account, grantedSeconds(account));
    if (left <= 0) return noBreakLeft(account);
    const seconds = Math.min(left, minutes ? minutes * 60 : left);
    return this.keep(tx, account, pausedFor(account, seconds, tx.now));
  }

  private async resumeIn(tx: Transaction, { attemptId }: ResumeQuizAttemptInput) {
    const account = await lockedAccount(tx, attemptId);
    if (!isRunning(account)) return attemptOver();
    if (!isPaused(account, tx.now)) return { attemptId };
    return this.keep(tx, account, resumedAt(account, tx.now));
  }

  /** The end of the attempt moves with its breaks, and with it the moment at which it is submitted for the trainee. */
  private async keep(tx: Transaction, before: BreakAccount, after: BreakState): Promise<AttemptReceipt> {
    const { attemptId } = before;
    const seconds = breakSecondsPlanned(after) - breakSecondsPlanned(before);
    const [kept] = await tx.query<{ acceptUntil: Date | null }>(keepBreaks(tx, attemptId, after, seconds));
    if (kept?.acceptUntil) await submitLater(this.jobs, tx, attemptId, kept.acceptUntil);
    tx.notify(ATTEMPT_TOPIC, { attemptId, personId: tx.db.viewer.personId });
    return { attemptId };
  }
}

/** Throws NOT_FOUND for an attempt that is not the viewer's own. */
async function lockedAccount(tx: Transaction, attemptId: string): Promise<BreakAccount> {
  const [, [account]] = await Promise.all([
    lockAttempt(tx, attemptId),
    tx.query<BreakAccount>(ownBreakAccount(tx.db, attemptId)),
  ]);
  if (!account) throw notFound();
  return account;
}

const isRunning = ({ status }: BreakAccount): boolean => status === 'IN_PROGRESS';

const grantedSeconds = ({ allowances }: BreakAccount): number => breakMinutesGranted(allowances) * 60;

const attemptOver = (): AttemptOver =>
  refuse(AttemptOver, 'The attempt is over: there is nothing to pause or to go on with.', { kept: false });

function noBreakLeft({ allowances }: BreakAccount): NoBreakLeft {
  const grantedMinutes = breakMinutesGranted(allowances);
  const message = grantedMinutes ? 'All breaks of this attempt are used.' : 'You are granted no breaks.';
  return refuse(NoBreakLeft, message, { grantedMinutes });
}
