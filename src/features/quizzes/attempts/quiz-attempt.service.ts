import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { SharedVerb } from '../../../platform/database/shared-verb.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { refusalFromJson } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { holdAllowances } from '../accommodations/attempt-lock.js';
import { deadlineOf, settingsFor } from '../accommodations/quiz-allowance.rules.js';
import { drawnQuestions, type QuizSlots } from '../authoring/draw.rules.js';
import { slotsOf } from '../authoring/slots.queries.js';
import type { QuizAttempt } from './quiz-attempt.entity.js';
import type { StartQuizAttemptInput, SubmitQuizAttemptInput } from './quiz-attempt.input.js';
import { countGuess } from './access-code.queries.js';
import { type CodeGuesses, guessRefusal, isRightCode, noCodeGiven } from './access-code.rules.js';
import { type NewAttempt, startAttempt } from './quiz-attempt.queries.js';
import { isKeptNo, keptNo, type KeptNo, type StartRefusal, whyNotStart } from './quiz-attempt.rules.js';
import { submitLater } from './quiz-overdue.job.js';
import { type AttemptRow, QuizReview } from './quiz-review.service.js';
import { quizStanding, type QuizStanding } from './quiz-standing.queries.js';
import { QuizSubmission } from './quiz-submission.service.js';

interface AttemptReceipt {
  attemptId: string;
}

/** A quiz as it stands for a trainee, with all that a new attempt may be made of. */
type StartingPoint = QuizStanding & { readonly slots: QuizSlots };

/** Begins and ends attempts. */
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
    return this.review.attemptInFull(db, receipt.attemptId);
  }

  /**
   * Submits what was saved in time; submitting again gives the same answer, with the questions only when they are
   * asked for. Throws NOT_FOUND.
   */
  async submit(db: TenantDb, input: SubmitQuizAttemptInput, inFull: boolean): Promise<QuizAttempt> {
    const { rows } = await db.onceTogether<SubmitQuizAttemptInput, AttemptReceipt, AttemptRow>(
      this.submitting,
      input,
      ({ attemptId }) => this.review.reading(db, attemptId, inFull),
    );
    return this.review.read(rows);
  }

  /** A class finishes in the same second: each its own attempt. */
  private readonly submitting = new SharedVerb<SubmitQuizAttemptInput, AttemptReceipt>(async (tx, calls) => {
    const wanted = calls.map(({ viewer: { personId }, input }) => ({
      personId,
      attemptId: input.attemptId.toLowerCase(),
    }));
    const there = await this.submission.submit(tx, wanted);
    return wanted.map(({ attemptId, personId }) =>
      there.get(attemptId) === personId ? { attemptId } : notFound(),
    );
  });

  private async startIn(tx: Transaction, input: StartQuizAttemptInput): Promise<AttemptReceipt | KeptNo> {
    const quiz = await startingPoint(tx, input);
    const { openAttemptId, openAcceptUntil } = quiz;
    if (openAttemptId) {
      const over = await this.submission.submitOverdue(tx, openAttemptId, openAcceptUntil);
      return over ? this.startIn(tx, input) : { attemptId: openAttemptId };
    }
    const rules = settingsFor(quiz, quiz.allowances);
    const no = whyNotStart({ ...quiz, rules }, tx.now) ?? (await wrongAccessCode(tx, quiz, input.accessCode));
    if (no) return keptNo(no);
    const attempt = newAttempt(quiz, deadlineOf({ ...rules, startedAt: tx.now, breakSeconds: 0 }));
    const [started] = await tx.query(startAttempt(tx, quiz, attempt));
    if (!started) return this.startIn(tx, input); // another start was faster: look again
    if (attempt.acceptUntil) await submitLater(this.jobs, tx, attempt.id, attempt.acceptUntil);
    return { attemptId: attempt.id };
  }
}

/** Throws NOT_FOUND for who is not enrolled. */
async function startingPoint(
  tx: Transaction,
  { requirementId, enrollmentId = null }: StartQuizAttemptInput,
): Promise<StartingPoint> {
  const slots = sql`(${slotsOf(tx.db, sql`v.id`, sql`e.person_id`)}) AS slots`;
  // What is granted cannot change until the attempt is there.
  const [, [quiz]] = await Promise.all([
    holdAllowances(tx),
    tx.query<StartingPoint>(quizStanding(tx.db, requirementId, enrollmentId, slots)),
  ]);
  if (!quiz) throw notFound();
  return quiz;
}

/** Null when the code is right, or none is asked for. */
async function wrongAccessCode(
  tx: Transaction,
  { quizId, accessCode }: StartingPoint,
  given: string | null | undefined,
): Promise<StartRefusal | null> {
  if (quizId === null || accessCode === null) return null;
  if (!given?.trim()) return noCodeGiven();
  const [guesses] = await tx.query<CodeGuesses>(countGuess(tx, quizId, isRightCode(accessCode, given)));
  return guessRefusal(guesses!);
}

/** Its questions are drawn, its order and its values follow from its seed. */
function newAttempt(quiz: StartingPoint, end: Pick<NewAttempt, 'deadline' | 'acceptUntil'>): NewAttempt {
  const seed = randomInt(2 ** 31);
  return {
    id: newId(),
    number: quiz.lastNumber + 1,
    seed,
    ...end,
    questions: drawnQuestions(quiz.slots, seed),
  };
}
