import {
  compare,
  decimal,
  divide,
  HUNDRED,
  multiply,
  roundHalfUp,
  sum,
  ZERO,
  type Rational,
} from '../../records/rational.js';
import type { AnswerKey, QuestionType, QuizResponse } from '../bank/question-content.js';
import { fitsPattern, folded } from '../bank/text-match.rules.js';

/** A question as it is graded: its key, what it is worth, and what was answered (null: nothing). */
export interface GradedQuestion {
  readonly type: QuestionType;
  readonly answerKey: AnswerKey;
  /** Above 0, at most two decimals. */
  readonly points: string;
  readonly response: QuizResponse | null;
}

export interface Mark {
  /** Rounded to four decimals, half up. */
  readonly earned: string;
  readonly possible: string;
}

export interface AttemptTotal {
  readonly earned: string;
  readonly possible: string;
  /** Rounded to two decimals, half up; never what the pass mark is compared with. */
  readonly percent: string;
  readonly passed: boolean;
}

const FULL: Rational = { numerator: 1n, denominator: 1n };

/** Share of the points that a response earns, 0 to 1: room for partial credit, which no type gives yet. */
const CREDIT: Partial<Record<QuestionType, (key: AnswerKey, response: QuizResponse) => Rational>> = {
  SINGLE_CHOICE: (key, { choiceIds = [] }) => allOrNothing(sameSet(key.correctChoiceIds ?? [], choiceIds)),
  MULTIPLE_CHOICE: (key, { choiceIds = [] }) => allOrNothing(sameSet(key.correctChoiceIds ?? [], choiceIds)),
  TRUE_FALSE: (key, { isTrue }) => allOrNothing(isTrue !== undefined && isTrue === key.isTrue),
  SHORT_TEXT: (key, { text = '' }) =>
    allOrNothing(
      folded(text) !== '' && (key.accepted ?? []).some(({ pattern }) => fitsPattern(pattern, text)),
    ),
  NUMBER: (key, { number }) =>
    allOrNothing(
      number !== undefined &&
        (key.numbers ?? []).some((right) => isNear(number, right.number, right.tolerance)),
    ),
};

export function creditOf(question: Omit<GradedQuestion, 'points'>): Rational {
  return (question.response && CREDIT[question.type]?.(question.answerKey, question.response)) || ZERO;
}

export function markOf(question: GradedQuestion): Mark {
  const points = decimal(question.points);
  return { earned: roundHalfUp(multiply(points, creditOf(question)), 4), possible: roundHalfUp(points, 4) };
}

/**
 * Sums the marks as they are entered, so that they add up to the total. The exact share, not the rounded
 * percent, is compared with the pass mark (inv 41).
 */
export function totalOf(marks: readonly Mark[], passMarkPercent: string): AttemptTotal {
  const earned = sum(marks.map((mark) => decimal(mark.earned)));
  const possible = sum(marks.map((mark) => decimal(mark.possible)));
  const percent = multiply(divide(earned, possible), HUNDRED);
  return {
    earned: roundHalfUp(earned, 4),
    possible: roundHalfUp(possible, 4),
    percent: roundHalfUp(percent),
    passed: compare(percent, decimal(passMarkPercent)) >= 0,
  };
}

/** |response − number| ≤ tolerance, exactly; false when one of them is no decimal. */
export function isNear(response: string, number: string, tolerance: string): boolean {
  const [given, right, within] = [response, number, tolerance].map(millionths);
  if (given === undefined || right === undefined || within === undefined) return false;
  const distance = given > right ? given - right : right - given;
  return distance <= within;
}

/** A decimal of at most six places in whole millionths. */
function millionths(text: string): bigint | undefined {
  const parts = /^(-?)(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign, whole, fraction = ''] = parts;
  const size = BigInt(whole + fraction.padEnd(6, '0'));
  return sign ? -size : size;
}

const allOrNothing = (right: boolean): Rational => (right ? FULL : ZERO);

const sameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size > 0 && left.size === right.size && a.every((each) => right.has(each));
};
