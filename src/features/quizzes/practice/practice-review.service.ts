import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { compare, decimal, HUNDRED, multiply, roundHalfUp, type Rational } from '../../records/rational.js';
import { correctnessOf, keyShown } from '../attempts/feedback.rules.js';
import type { AnswerKey } from '../bank/question-content.js';
import { keyView } from '../bank/question-key.type.js';
import { misfit } from '../bank/question.rules.js';
import { creditOf } from '../grading/grading.rules.js';
import type { ReviewPracticeCardInput } from './practice.input.js';
import {
  enter,
  lastEntry,
  practiceQuestion,
  setAside,
  type LastEntry,
  type PracticeQuestion,
} from './practice.queries.js';
import { NoReviewToUndo, PracticeCardChanged, PracticeHeldBack } from './practice.refusals.js';
import { afterReview, ratingOf, shownNow, variantOf, type Memory } from './practice.rules.js';
import { PracticeDeck, scheduleView } from './practice.service.js';
import { PracticeReview, type PracticeSchedule } from './practice.type.js';

interface OfQuestion {
  operationId: string;
  questionId: string;
}

const FULL: Rational = decimal('1');

/** What a trainee does with practice cards. None of it touches attempts, records or statistics. */
@Injectable()
export class PracticeReviewService {
  constructor(private readonly deck: PracticeDeck) {}

  /**
   * Marks an answer and says when the question comes back. Throws NOT_FOUND for a question the viewer has not met,
   * BAD_USER_INPUT for an answer that does not fit it.
   */
  async review(
    db: TenantDb,
    input: ReviewPracticeCardInput,
  ): Promise<PracticeReview | PracticeCardChanged | PracticeHeldBack> {
    const receipt = await db.once(input, (tx) => this.reviewIn(tx, input));
    return isRefusal(receipt) ? receipt : this.reviewed(db, input.questionVersionId, receipt.round);
  }

  /** Takes the last review back: the card stands where it stood before. Throws NOT_FOUND for no card. */
  async undo(db: TenantDb, input: OfQuestion): Promise<PracticeSchedule | NoReviewToUndo> {
    const receipt = await db.once(input, (tx) => this.undoIn(tx, input.questionId));
    return isRefusal(receipt) ? receipt : this.deck.schedule(db, input.questionId);
  }

  /** Throws NOT_FOUND for a question the viewer has not met. */
  suspend(db: TenantDb, input: OfQuestion): Promise<PracticeSchedule> {
    return this.putAside(db, input, true);
  }

  /** Throws NOT_FOUND for a question the viewer has not met. */
  resume(db: TenantDb, input: OfQuestion): Promise<PracticeSchedule> {
    return this.putAside(db, input, false);
  }

  private async putAside(db: TenantDb, input: OfQuestion, aside: boolean): Promise<PracticeSchedule> {
    await db.once(input, async (tx) => {
      const [card] = await tx.query<{ question_id: string }>(setAside(tx, input.questionId, aside));
      if (!card) throw notFound();
      return {};
    });
    return this.deck.schedule(db, input.questionId);
  }

  private async reviewIn(
    tx: Transaction,
    input: ReviewPracticeCardInput,
  ): Promise<{ round: number } | PracticeCardChanged | PracticeHeldBack> {
    const question = met(await tx.query(practiceQuestion(tx.db, input.questionVersionId, null)));
    const key = openKey(question);
    if (isRefusal(key)) return key;
    const { questionId, questionVersionId, round, type, presentation } = question;
    if (!question.current || round !== input.round) return changed();
    const response = input.response ? { ...input.response } : null;
    const wrong = response && misfit(type, presentation, response);
    if (wrong) throw badInput('input.response', wrong);
    const variant = variantOf(presentation, questionId, round);
    const credit = creditOf({ type, presentation, answerKey: key, variant, response });
    const rating = ratingOf(compare(credit, FULL) >= 0, input.rating ?? null);
    const before = memoryOf(question);
    const [entered] = await tx.query<{ round: number }>(
      enter(tx, {
        ...{ kind: 'REVIEW', questionId, questionVersionId, round, variant, response, rating, before },
        credit: roundHalfUp(credit, 4),
        after: afterReview(before, rating, tx.now),
      }),
    );
    return entered ?? changed();
  }

  /** The review as it is kept, and its key while it may be seen. */
  private async reviewed(
    db: TenantDb,
    questionVersionId: string,
    round: number,
  ): Promise<PracticeReview | PracticeHeldBack> {
    const question = met(await db.read(practiceQuestion(db, questionVersionId, round)));
    const answerKey = openKey(question);
    if (isRefusal(answerKey)) return answerKey;
    const { credit, rating, response, variant } = question.review!;
    const { type, presentation, quizzes, serverNow } = question;
    const correctness = correctnessOf({ earned: credit, possible: '1' }, response);
    const shown = shownNow(quizzes, serverNow);
    const seen = keyShown({ type, presentation, answerKey, variant, response, correctness }, shown, true);
    return Object.assign(new PracticeReview(), {
      correct: rating !== 'AGAIN',
      percent: roundHalfUp(multiply(decimal(credit), HUNDRED)),
      rating,
      key: keyView({ type, presentation, answerKey: seen ?? {} }, variant),
      schedule: scheduleView(question),
    });
  }

  private async undoIn(tx: Transaction, questionId: string): Promise<{ round: number } | NoReviewToUndo> {
    const [last] = await tx.query<LastEntry>(lastEntry(tx.db, questionId));
    if (!last) throw notFound();
    if (last.kind !== 'REVIEW') return nothingToUndo();
    const { questionVersionId, round, before } = last;
    const none = { variant: null, response: null, credit: null, rating: null };
    const [entered] = await tx.query<{ round: number }>(
      enter(tx, {
        ...{ kind: 'UNDO', questionId, questionVersionId, round, ...none },
        before: memoryOf(last),
        after: { ...before, due: dateOf(before.due), lastReviewedAt: dateOf(before.lastReviewedAt) },
      }),
    );
    return entered ?? nothingToUndo();
  }
}

function met([question]: PracticeQuestion[]): PracticeQuestion {
  if (!question) throw notFound();
  return question;
}

/** The key, where the person may see now what is right: else the question may not be practised either. */
function openKey({ answerKey, quizzes, serverNow }: PracticeQuestion): AnswerKey | PracticeHeldBack {
  if (!answerKey)
    return refuse(
      PracticeHeldBack,
      'You are being asked this question in an attempt: practise it when you have submitted that.',
    );
  return shownNow(quizzes, serverNow).has('RIGHT_ANSWERS')
    ? answerKey
    : refuse(PracticeHeldBack, 'No quiz shows the right answer to this question at the moment.');
}

function memoryOf(card: Memory): Memory {
  const { state, due, stability, difficulty, scheduledDays, learningSteps, reviews, lapses } = card;
  const { lastReviewedAt } = card;
  return { state, due, stability, difficulty, scheduledDays, learningSteps, reviews, lapses, lastReviewedAt };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const changed = (): PracticeCardChanged =>
  refuse(PracticeCardChanged, 'The card has changed since it was shown. Ask for it anew.');

const nothingToUndo = (): NoReviewToUndo =>
  refuse(NoReviewToUndo, 'There is no review of this question to take back.');
