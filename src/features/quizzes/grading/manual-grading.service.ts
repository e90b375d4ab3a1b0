import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { compare, decimal, roundHalfUp } from '../../records/rational.js';
import { OwnRecord } from '../../records/record.refusals.js';
import { marksOf } from '../attempts/attempt-score.rules.js';
import type { AttemptStatus, QuizAttempt } from '../attempts/quiz-attempt.entity.js';
import { QuizReview } from '../attempts/quiz-review.service.js';
import type { QuizResponse } from '../bank/question-content.js';
import { richText, RichText } from '../bank/rich-text.type.js';
import type {
  AcceptLateAnswerInput,
  CorrectMarkInput,
  GivenMarkInput,
  GradeAnswerInput,
  GradingQueueArgs,
} from './manual-grading.input.js';
import {
  answerById,
  attemptToMark,
  lateAnswer,
  lateAnswersCount,
  lateAnswersPage,
  type StoredWaiting,
  waitingCount,
  waitingPage,
} from './manual-grading.queries.js';
import { AnswerGraded, AttemptRunning, NoLateAnswer } from './manual-grading.refusals.js';
import { LateAnswer, WaitingAnswer } from './manual-grading.type.js';
import { rubricMisfit, rubricPoints } from './rubric.rules.js';
import { type MarkedAttempt, type StandingMark, withKey } from './score-entries.queries.js';
import { ScoreEntries } from './score-entries.service.js';

interface AttemptReceipt {
  attemptId: string;
}

/** An answer of a submitted attempt, held for a grader who may mark it. */
interface HeldAnswer {
  readonly attempt: MarkedAttempt;
  readonly mark: StandingMark;
}

/** People mark answers: those that wait for them, those marked wrongly, and those that came too late. */
@Injectable()
export class ManualGrading {
  constructor(
    private readonly entries: ScoreEntries,
    private readonly review: QuizReview,
  ) {}

  /** What waits, the longest first; where grading is anonymous in an order that leads to nobody. */
  async queue(db: TenantDb, args: GradingQueueArgs): Promise<Page<WaitingAnswer>> {
    const after = decodeCursor(args.after, 2)?.map(String) ?? null;
    const rows = await db.read<StoredWaiting>(waitingPage(db, args, after));
    return pageOf(
      rows.map(waitingView),
      args,
      ({ key, answerId }) => [key, answerId],
      async () => (await db.read<{ count: number }>(waitingCount(db, args)))[0]!.count,
    );
  }

  /** Answers that came too late and that nobody has accepted, in the order they came. */
  async lateAnswers(db: TenantDb, args: GradingQueueArgs): Promise<Page<LateAnswer>> {
    const after = decodeCursor(args.after, 3)?.map(String) ?? null;
    const rows = await db.read<StoredLate>(lateAnswersPage(db, args, after));
    return pageOf(
      rows.map((row) => Object.assign(new LateAnswer(), row, { stem: new RichText(row.stem) })),
      args,
      ({ key, attemptId, position }) => [key, attemptId, position],
      async () => (await db.read<{ count: number }>(lateAnswersCount(db, args)))[0]!.count,
    );
  }

  /** Throws NOT_FOUND for an answer that is not there or not seen, BAD_USER_INPUT for points beyond the question's. */
  grade(db: TenantDb, input: GradeAnswerInput): Promise<QuizAttempt | AnswerGraded | OwnRecord> {
    return this.marked(db, input, async (tx) => {
      const [where] = await tx.query<{ attemptId: string; questionVersionId: string }>(
        answerById(tx.db, input.answerId),
      );
      if (!where) throw notFound();
      const held = await this.held(tx, where.attemptId, where.questionVersionId);
      if (isRefusal(held)) return held;
      const { attemptId } = where;
      if (held.mark.earned !== null)
        return refuse(AnswerGraded, 'Somebody graded this answer meanwhile.', { attemptId });
      if (held.mark.answerId !== input.answerId)
        return refuse(AnswerGraded, 'A late answer was accepted in its place: grade that one.', {
          attemptId,
        });
      return this.enter(tx, held, input, { kind: 'MANUAL', ledgerKind: 'quiz.graded', reason: null });
    });
  }

  /** Another mark for any answer. Throws as `grade`. */
  correct(db: TenantDb, input: CorrectMarkInput): Promise<QuizAttempt | AttemptRunning | OwnRecord> {
    return this.marked(db, input, async (tx) => {
      const running = await whyNotMarked(tx, input.attemptId);
      if (running) return running;
      const held = await this.held(tx, input.attemptId, input.questionVersionId);
      if (isRefusal(held)) return held;
      const { reason } = input;
      return this.enter(tx, held, input, { kind: 'MANUAL', ledgerKind: 'quiz.mark-corrected', reason });
    });
  }

  /** Marks an answer that came too late as if it had come in time. Throws NOT_FOUND. */
  acceptLate(
    db: TenantDb,
    input: AcceptLateAnswerInput,
  ): Promise<QuizAttempt | AttemptRunning | NoLateAnswer | OwnRecord> {
    return this.marked(db, input, async (tx) => {
      const { attemptId, questionVersionId, revision, reason } = input;
      const running = await whyNotMarked(tx, attemptId);
      if (running) return running;
      const held = await this.held(tx, attemptId, questionVersionId);
      if (isRefusal(held)) return held;
      const { position } = held.mark;
      const [late] = await tx.query<{ response: QuizResponse | null }>(
        lateAnswer(tx.db, attemptId, position, revision),
      );
      if (!late)
        return refuse(NoLateAnswer, 'There is no late answer of this revision that waits to be accepted.');
      const marks = [lateMark(held.mark, late.response)];
      const cause = {
        kind: 'LATE_ANSWER',
        ledgerKind: 'quiz.late-answer-accepted',
        reason,
        regradeId: null,
      } as const;
      await this.entries.enter(tx, [{ attempt: held.attempt, marks }], cause);
      return { attemptId };
    });
  }

  private async marked<R extends object>(
    db: TenantDb,
    input: { operationId: string },
    verb: (tx: Transaction) => Promise<AttemptReceipt | R>,
  ): Promise<QuizAttempt | R> {
    const receipt = await db.once<AttemptReceipt | R>(input, verb);
    return isRefusal(receipt)
      ? (receipt as unknown as R)
      : this.review.attempt(db, (receipt as AttemptReceipt).attemptId);
  }

  private async held(
    tx: Transaction,
    attemptId: string,
    questionVersionId: string,
  ): Promise<HeldAnswer | OwnRecord> {
    const [attempt] = await this.entries.held(tx, [attemptId], [questionVersionId]);
    const mark = attempt?.marks.find((each) => each.questionVersionId === questionVersionId);
    if (!attempt || !mark) throw notFound();
    return attempt.own ? refuse(OwnRecord, 'Nobody grades themselves.') : { attempt, mark };
  }

  private async enter(
    tx: Transaction,
    { attempt, mark }: HeldAnswer,
    { mark: given, comment }: Pick<GradeAnswerInput, 'mark' | 'comment'>,
    cause: { kind: 'MANUAL'; ledgerKind: 'quiz.graded' | 'quiz.mark-corrected'; reason: string | null },
  ): Promise<AttemptReceipt> {
    const { position } = mark;
    const marks = [{ position, comment, ...givenMark(mark, given) }];
    await this.entries.enter(tx, [{ attempt, marks }], { ...cause, regradeId: null });
    return { attemptId: attempt.id };
  }
}

type StoredLate = Omit<LateAnswer, 'stem'> & {
  readonly stem: string;
  readonly position: number;
  readonly key: string;
};

function waitingView({ presentation, gradingNotes, stem, ...row }: StoredWaiting) {
  return Object.assign(new WaitingAnswer(), row, {
    stem: new RichText(stem),
    rubric: presentation.rubric ?? [],
    gradingNotes: richText(gradingNotes),
  });
}

/** Nothing is marked while the attempt runs. Throws NOT_FOUND for an attempt the viewer may not see. */
async function whyNotMarked(tx: Transaction, attemptId: string): Promise<AttemptRunning | null> {
  const [attempt] = await tx.query<{ status: AttemptStatus }>(attemptToMark(tx.db, attemptId));
  if (!attempt) throw notFound();
  return attempt.status === 'IN_PROGRESS'
    ? refuse(AttemptRunning, 'The attempt still runs: its answers are marked when it is submitted.')
    : null;
}

/** Points as they were given, or by the rubric. Throws BAD_USER_INPUT for points or levels that do not fit the question. */
function givenMark({ possible, presentation }: StandingMark, { points, rubricLevels }: GivenMarkInput) {
  if (points !== undefined) {
    if (compare(decimal(points), decimal(possible)) > 0)
      throw badInput('input.mark.points', `must be at most ${possible}, which the question is worth`);
    return { earned: roundHalfUp(decimal(points), 4), rubricLevels: null };
  }
  const rubric = presentation?.rubric ?? [];
  const levels = Object.fromEntries((rubricLevels ?? []).map((each) => [each.criterionId, each.levelId]));
  const wrong = rubricMisfit(rubric, levels);
  if (wrong) throw badInput('input.mark.rubricLevels', wrong);
  return { earned: rubricPoints(rubric, levels, possible), rubricLevels: levels };
}

/** By the key, as if it had come in time; an essay waits for its grader. */
function lateMark(mark: StandingMark, response: QuizResponse | null) {
  const { position } = mark;
  const [marked] = marksOf([{ ...withKey(mark), response }]);
  return { position, earned: marked!.earned, possible: marked!.possible, response, comment: null };
}
