import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { refusalFromJson, refuse } from '../../../platform/graphql/refusal.js';
import { isPaused } from '../accommodations/quiz-break.rules.js';
import { misfit } from '../bank/question.rules.js';
import { lockAttempt } from '../accommodations/attempt-lock.js';
import { answerTarget, type AnswerTarget, finishAnswer, saveAnswer } from './quiz-answer.queries.js';
import type { QuizAttempt } from './quiz-attempt.entity.js';
import type { FinishQuestionInput, SaveAnswerInput } from './quiz-attempt.input.js';
import { AttemptOver, AttemptPaused, QuestionFinished, QuestionNotReached } from './quiz-attempt.refusals.js';
import { isKeptNo, isOver, keptNo, type KeptNo } from './quiz-attempt.rules.js';
import { SavedAnswer } from './quiz-attempt.type.js';
import { QuizReview } from './quiz-review.service.js';
import { QuizSubmission } from './quiz-submission.service.js';

type AnswerRefusal = AttemptOver | AttemptPaused | QuestionFinished | QuestionNotReached;

interface SavedReceipt {
  revision: number;
  savedAt: Date | string;
  overtook: boolean;
}

/** Takes the answers of a running attempt, one by one. Each is kept; the last that came in time counts. */
@Injectable()
export class QuizAnswerService {
  constructor(
    private readonly submission: QuizSubmission,
    private readonly review: QuizReview,
  ) {}

  /** Throws NOT_FOUND for another's attempt, BAD_USER_INPUT for a question or answer that does not fit. */
  async save(db: TenantDb, input: SaveAnswerInput): Promise<SavedAnswer | AnswerRefusal> {
    const receipt = await db.once(input, (tx) => this.saveIn(tx, input));
    if (isKeptNo(receipt)) return refusalFromJson(receipt.no) as AnswerRefusal;
    const { attemptId, questionVersionId } = input;
    return Object.assign(new SavedAnswer(), receipt, {
      attemptId,
      questionVersionId,
      savedAt: new Date(receipt.savedAt),
    });
  }

  /** Makes the answer final and answers the attempt as it goes on. Finishing twice gives the same. Throws as `save`. */
  async finish(db: TenantDb, input: FinishQuestionInput): Promise<QuizAttempt | AnswerRefusal> {
    const receipt = await db.once(input, (tx) => this.finishIn(tx, input));
    if (isKeptNo(receipt)) return refusalFromJson(receipt.no) as AnswerRefusal;
    return this.review.attemptInFull(db, input.attemptId);
  }

  private async saveIn(tx: Transaction, input: SaveAnswerInput): Promise<SavedReceipt | KeptNo> {
    const { attemptId, claimedAt = null, knownRevision } = input;
    const target = await lockedTarget(tx, input);
    const { position, revision } = answerPlace(target, input);
    const no = whyNotAnswer(target, tx.now);
    if (no) return keptNo(no);
    const late = isLate(target, tx.now);
    const response = input.response ? { ...input.response } : null;
    await tx.query(saveAnswer(tx, { attemptId, position, revision, response, claimedAt, late }));
    if (late) return this.over(tx, attemptId, target, true);
    const overtook = typeof knownRevision === 'number' && knownRevision < target.revision;
    return { revision, savedAt: tx.now, overtook };
  }

  private async finishIn(tx: Transaction, input: FinishQuestionInput): Promise<{ finished: true } | KeptNo> {
    const { attemptId, response } = input;
    const target = await lockedTarget(tx, input);
    const place = answerPlace(target, input);
    const no = whyNotAnswer(target, tx.now);
    const late = isLate(target, tx.now);
    if (late && (no || response === undefined)) return this.over(tx, attemptId, target, false);
    if (no instanceof QuestionFinished) return { finished: true };
    if (no) return keptNo(no);
    const answer = response ? { ...response } : response;
    if (late) {
      await tx.query(
        saveAnswer(tx, { attemptId, ...place, response: answer ?? null, claimedAt: null, late }),
      );
      return this.over(tx, attemptId, target, true);
    }
    await tx.query(finishAnswer(tx, { attemptId, ...place }, answer));
    return { finished: true };
  }

  /** Submits what came in time, if nobody has. */
  private async over(
    tx: Transaction,
    attemptId: string,
    { acceptUntil }: AnswerTarget,
    kept: boolean,
  ): Promise<KeptNo> {
    await this.submission.submitOverdue(tx, attemptId, acceptUntil);
    return keptNo(attemptOver(kept));
  }
}

/** Nobody else changes the attempt until the end. Throws NOT_FOUND. */
async function lockedTarget(
  tx: Transaction,
  { attemptId, questionVersionId }: { attemptId: string; questionVersionId: string },
): Promise<AnswerTarget> {
  const [, [target]] = await Promise.all([
    lockAttempt(tx, attemptId),
    tx.query<AnswerTarget>(answerTarget(tx.db, attemptId, questionVersionId)),
  ]);
  if (!target) throw notFound();
  return target;
}

/** Where the next revision goes. Throws BAD_USER_INPUT for a question or an answer that does not fit (abuse 24). */
function answerPlace(
  { position, type, presentation, revision }: AnswerTarget,
  { response }: Pick<SaveAnswerInput, 'response'>,
): { position: number; revision: number } {
  if (position === null) throw badInput('input.questionVersionId', 'must be a question of this attempt');
  const wrong = response && misfit(type, presentation, response);
  if (wrong) throw badInput('input.response', wrong);
  return { position, revision: revision + 1 };
}

/** Time has run out; also for an answer that waited while somebody who came a moment after the end submitted the attempt. */
const isLate = ({ acceptUntil, timedOut }: AnswerTarget, now: Date): boolean =>
  timedOut || isOver(acceptUntil, now);

/** Why no answer to this question is taken now. What comes late is taken, as a claim, when time ended the attempt. */
function whyNotAnswer(target: AnswerTarget, now: Date): AnswerRefusal | null {
  const { status, pausedUntil, timedOut, navigation, place, currentPlace, finished } = target;
  const late = isLate(target, now);
  if (status === 'SUBMITTED' && !timedOut) return attemptOver(false);
  if (finished)
    return refuse(QuestionFinished, 'You have finished this question: its answer stays as it is.');
  if (navigation === 'SEQUENTIAL' && place > currentPlace)
    return refuse(QuestionNotReached, `Finish question ${currentPlace} first.`, { currentPlace });
  if (late || !isPaused({ pausedUntil }, now)) return null;
  return refuse(AttemptPaused, 'You are in a break. Go on with the attempt to answer.', {
    breakEndsAt: pausedUntil!,
  });
}

const attemptOver = (kept: boolean): AttemptOver =>
  refuse(
    AttemptOver,
    kept
      ? 'Time had run out. Your answer is kept as a late claim and does not count unless a grader accepts it.'
      : 'The attempt was submitted before: its answers stay as they are.',
    { kept },
  );
