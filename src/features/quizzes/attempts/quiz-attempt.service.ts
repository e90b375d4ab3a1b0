import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { refusalFromJson, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { misfit } from '../bank/question.rules.js';
import { QuizAttempt } from './quiz-attempt.entity.js';
import type { SaveAnswerInput, StartQuizAttemptInput, SubmitQuizAttemptInput } from './quiz-attempt.input.js';
import {
  type AnswerTarget,
  answerTarget,
  quizStanding,
  type QuizStanding,
  saveAnswer,
  startAttempt,
} from './quiz-attempt.queries.js';
import { AttemptOver } from './quiz-attempt.refusals.js';
import {
  isKeptNo,
  isOver,
  keptNo,
  type KeptNo,
  type StartRefusal,
  whyNotStart,
} from './quiz-attempt.rules.js';
import { SavedAnswer } from './quiz-attempt.type.js';
import { submitLater } from './quiz-overdue.job.js';
import { QuizReview } from './quiz-review.service.js';
import { lockAttempt, QuizSubmission } from './quiz-submission.service.js';

interface AttemptReceipt {
  attemptId: string;
}
interface SavedReceipt {
  revision: number;
  savedAt: Date | string;
  overtook: boolean;
}

/** What a trainee does with a quiz: start, answer, submit. */
@Injectable()
export class QuizAttemptService {
  constructor(
    private readonly submission: QuizSubmission,
    private readonly review: QuizReview,
    private readonly jobs: Jobs,
  ) {}

  /** Starts an attempt, or goes on with the one that is open. Throws NOT_FOUND for who is not enrolled. */
  async start(db: TenantDb, input: StartQuizAttemptInput): Promise<QuizAttempt | StartRefusal> {
    const receipt = await db.once(input, (tx) => this.startIn(tx, input));
    if (isKeptNo(receipt)) return refusalFromJson(receipt.no) as StartRefusal;
    return this.review.attempt(db, receipt.attemptId);
  }

  /** Saves one answer. Throws NOT_FOUND for another's attempt, BAD_USER_INPUT for a question or answer that does not fit. */
  async save(db: TenantDb, input: SaveAnswerInput): Promise<SavedAnswer | AttemptOver> {
    const receipt = await db.once(input, (tx) => this.saveIn(tx, input));
    if (isKeptNo(receipt)) return refusalFromJson(receipt.no) as AttemptOver;
    const { attemptId, questionVersionId } = input;
    return Object.assign(new SavedAnswer(), receipt, {
      attemptId,
      questionVersionId,
      savedAt: new Date(receipt.savedAt),
    });
  }

  /** Submits what was saved in time; submitting again gives the same answer. Throws NOT_FOUND. */
  async submit(db: TenantDb, input: SubmitQuizAttemptInput): Promise<QuizAttempt> {
    const { attemptId } = await db.once(input, async (tx) => {
      await this.submission.submit(tx, input.attemptId);
      return { attemptId: input.attemptId };
    });
    return this.review.attempt(db, attemptId);
  }

  private async startIn(tx: Transaction, input: StartQuizAttemptInput): Promise<AttemptReceipt | KeptNo> {
    const { requirementId, enrollmentId = null } = input;
    const [quiz] = await tx.query<QuizStanding>(quizStanding(tx.db, requirementId, enrollmentId));
    if (!quiz) throw notFound();
    if (quiz.openAttemptId) {
      const over = await this.submission.submitOverdue(tx, quiz.openAttemptId, quiz.openDeadline);
      return over ? this.startIn(tx, input) : { attemptId: quiz.openAttemptId };
    }
    const no = whyNotStart(quiz);
    if (no) return keptNo(no);
    const attemptId = newId();
    const [started] = await tx.query<{ deadline: Date | null }>(
      startAttempt(tx, quiz, { id: attemptId, number: quiz.lastNumber + 1, seed: randomInt(2 ** 31) }),
    );
    if (!started) return this.startIn(tx, input); // another start was faster: look again
    if (started.deadline) await submitLater(this.jobs, tx, attemptId, started.deadline);
    return { attemptId };
  }

  private async saveIn(tx: Transaction, input: SaveAnswerInput): Promise<SavedReceipt | KeptNo> {
    const { attemptId, questionVersionId } = input;
    const [, [target]] = await Promise.all([
      lockAttempt(tx, attemptId),
      tx.query<AnswerTarget>(answerTarget(tx.db, attemptId, questionVersionId)),
    ]);
    if (!target) throw notFound();
    const answer = answerFor(target, input);
    const late = isOver(target.deadline, tx.now);
    if (target.status === 'SUBMITTED' && !(late && target.timedOut)) return keptNo(attemptOver(false));
    await tx.query(saveAnswer(tx, { ...answer, late }));
    if (late) {
      await this.submission.submitOverdue(tx, attemptId, target.deadline);
      return keptNo(attemptOver(true));
    }
    const overtook = typeof input.knownRevision === 'number' && input.knownRevision < target.revision;
    return { revision: answer.revision, savedAt: tx.now, overtook };
  }
}

function answerFor({ position, type, presentation, revision }: AnswerTarget, input: SaveAnswerInput) {
  if (position === null) throw badInput('input.questionVersionId', 'must be a question of this attempt');
  const response = input.response ? { ...input.response } : null;
  const wrong = response && misfit(type, presentation, response);
  if (wrong) throw badInput('input.response', wrong);
  const { attemptId, claimedAt = null } = input;
  return { attemptId, position, revision: revision + 1, response, claimedAt };
}

const attemptOver = (kept: boolean): AttemptOver =>
  refuse(
    AttemptOver,
    kept
      ? 'Time had run out. Your answer is kept as a late claim and does not count unless a grader accepts it.'
      : 'The attempt was submitted before: its answers stay as they are.',
    { kept },
  );
