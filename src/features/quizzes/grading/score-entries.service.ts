import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { type AttemptTally, tallyOf } from '../attempts/attempt-score.rules.js';
import { CountedGrades } from '../attempts/counted-grades.service.js';
import type { QuizResponse } from '../bank/question-content.js';
import type { RubricLevels } from './rubric.rules.js';
import {
  type EntryCause,
  type MarkedAttempt,
  markedAttempts,
  type MarkRow,
  type ScoreRow,
  scoreEntries,
} from './score-entries.queries.js';

/** What a mark becomes; what is left out stays as it is. */
export interface ChangedMark {
  readonly position: number;
  /** Null: waits for a grader. */
  readonly earned: string | null;
  readonly possible?: string;
  readonly response?: QuizResponse | null;
  readonly comment?: string | null;
  readonly rubricLevels?: RubricLevels | null;
}

/** An attempt with the marks that change. */
export interface ChangedAttempt {
  readonly attempt: MarkedAttempt;
  readonly marks: readonly ChangedMark[];
}

/** Why marks change, and what the ledger calls it. */
export interface ChangeCause extends EntryCause {
  readonly ledgerKind: 'quiz.graded' | 'quiz.mark-corrected' | 'quiz.late-answer-accepted' | 'quiz.regraded';
}

/**
 * Changes what submitted attempts are worth: by further entries of marks and scores, never by touching one that stands.
 * Any number of attempts at once in a fixed number of statements.
 */
@Injectable()
export class ScoreEntries {
  constructor(private readonly counted: CountedGrades) {}

  /**
   * The submitted ones of these attempts with their marks, keys only of the questions that are named. Nobody else changes
   * them or what they decide until the transaction ends.
   */
  async held(
    tx: Transaction,
    attemptIds: readonly string[],
    keysOf: readonly string[],
  ): Promise<MarkedAttempt[]> {
    await this.counted.hold(tx, attemptIds);
    return this.seen(tx, attemptIds, keysOf);
  }

  /** The same as they stand now: for showing what would become of them. */
  seen(tx: Transaction, attemptIds: readonly string[], keysOf: readonly string[]): Promise<MarkedAttempt[]> {
    return tx.query<MarkedAttempt>(markedAttempts(tx, attemptIds, keysOf));
  }

  /** Enters the changed marks and the new scores, settles what they count for, and tells the ledgers. */
  async enter(tx: Transaction, changed: readonly ChangedAttempt[], cause: ChangeCause): Promise<void> {
    if (!changed.length) return;
    const rescored = changed.map((each) => ({ ...each, tally: tallyAfter(each) }));
    const marks = rescored.flatMap(markRows);
    const scores = rescored.map(({ attempt, tally }): ScoreRow => ({
      ...tally,
      attemptId: attempt.id,
      entry: attempt.score.entry + 1,
    }));
    await tx.query(scoreEntries(tx, cause, marks, scores));
    const ids = rescored.map(({ attempt }) => attempt.id);
    await this.counted.settle(tx, ids, cause.reason ?? undefined);
    for (const each of rescored) appendChange(tx, each, cause);
  }
}

type Rescored = ChangedAttempt & { readonly tally: AttemptTally };

/** What the attempt adds up to with the changed marks. */
export function tallyAfter({ attempt, marks }: ChangedAttempt): AttemptTally {
  const changes = new Map(marks.map((mark) => [mark.position, mark]));
  return tallyOf(
    attempt.marks.map(({ position, earned, possible }) => ({ earned, possible, ...changes.get(position) })),
    attempt.passMarkPercent,
  );
}

function markRows({ attempt, marks }: ChangedAttempt): MarkRow[] {
  const standing = new Map(attempt.marks.map((mark) => [mark.position, mark]));
  return marks.map(({ position, earned, ...change }) => {
    const before = standing.get(position)!;
    const { possible, response, comment, rubricLevels = null } = change;
    return {
      attemptId: attempt.id,
      position,
      entry: before.entry + 1,
      questionVersionId: before.questionVersionId,
      earned,
      possible: possible ?? before.possible,
      response: response === undefined ? before.response : response,
      comment: comment === undefined ? before.comment : comment,
      rubricLevels,
    };
  });
}

/** Before and after, and a salted hash of the changed marks: the trainee reads it, and it tells nothing of a key. */
function appendChange(
  tx: Transaction,
  rescored: Rescored,
  { ledgerKind, reason, regradeId }: ChangeCause,
): void {
  const { attempt, marks, tally } = rescored;
  const { id: attemptId, personId, enrollmentId, requirementId, score, marksSalt: salt } = attempt;
  const changed = marks.map(({ position, earned, possible }) => ({ position, earned, possible }));
  const marksHash = createHash('sha256')
    .update(canonicalJson({ salt, marks: JSON.parse(JSON.stringify(changed)) as unknown }))
    .digest('base64url');
  const before = totalsOf(score);
  const after = totalsOf(tally);
  const about = { attemptId, enrollmentId, requirementId, entry: score.entry + 1, regradeId };
  tx.append({ personId, kind: ledgerKind, content: { ...about, reason, before, after, marksHash } });
}

const totalsOf = ({ earned, possible, percent, passed, pending }: Omit<AttemptTally, 'marks'>) => ({
  earned,
  possible,
  percent,
  passed,
  pending,
});
