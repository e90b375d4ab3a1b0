import { compare, decimal } from '../../records/rational.js';
import type { AnswerKey, Presentation, QuestionType } from '../bank/question-content.js';
import { type Adjustment, adjustedMark } from './adjustment.rules.js';
import { awaitsGrader, type GradedQuestion } from './grading.rules.js';

/** The newest mark of an answer to a question about which something is decided. */
export interface MarkBefore extends GradedQuestion {
  readonly position: number;
  readonly kind: string;
  /** Null: waits for a grader. */
  readonly earned: string | null;
  readonly possible: string;
}

/** A mark as a decision leaves it. */
export interface MarkAfter {
  readonly position: number;
  readonly earned: string;
  readonly possible: string;
}

/**
 * What the decision makes of a mark; null when it stays. What a person has marked, or is still to mark, a key does not
 * change: only that the question is void, or right for all.
 */
export function markAfter(mark: MarkBefore, adjustment: Adjustment): MarkAfter | null {
  const byKey = adjustment.worth === 'BY_KEY';
  if (byKey && (mark.kind === 'MANUAL' || awaitsGrader(mark))) return null;
  const { earned, possible } = adjustedMark(mark, adjustment);
  const same = mark.earned !== null && equal(mark.earned, earned) && equal(mark.possible, possible);
  return same ? null : { position: mark.position, earned, possible };
}

const equal = (a: string, b: string): boolean => compare(decimal(a), decimal(b)) === 0;

/** Whether a newer version can be marked by: answers to the one that was asked must mean the same in it. */
export function sameAnswers(asked: Answerable, newer: Answerable): boolean {
  return asked.type === newer.type && idsOf(asked.presentation) === idsOf(newer.presentation);
}

interface Answerable {
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
}

/** What an answer can name. */
function idsOf({ choices = [], prompts = [], blanks = [], valueSets }: Presentation): string {
  const inBlanks = blanks.flatMap(({ id, kind, choices: its = [] }) => [
    id,
    kind,
    ...its.map((each) => each.id),
  ]);
  const named = [...choices, ...prompts].map(({ id }) => id);
  return JSON.stringify([named.toSorted(), inBlanks, valueSets ?? null]);
}
