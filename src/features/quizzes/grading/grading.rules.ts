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
import type { AnswerKey, Presentation, QuestionType, QuizResponse } from '../bank/question-content.js';
import { creditBy } from './credit.rules.js';

/** A question as it is graded: what it shows, its key, what it is worth, and what was answered (null: nothing). */
export interface GradedQuestion {
  readonly type: QuestionType;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
  /** Of a CALCULATED question: which of its sets of values, from 0. */
  readonly variant: number | null;
  /** Above 0, at most four decimals. */
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

/**
 * Exact share of the points that the response earns, 0 to 1 whatever the key says. Nothing answered earns nothing;
 * so does an essay until somebody has read it ({@link awaitsGrader}).
 */
export function creditOf(question: Omit<GradedQuestion, 'points'>): Rational {
  const { response } = question;
  if (response === null) return ZERO;
  const credit = creditBy[question.type]({ ...question, response });
  if (compare(credit, ZERO) <= 0) return ZERO;
  return compare(credit, FULL) >= 0 ? FULL : credit;
}

/** Whether only a grader can mark this: an essay of which something was written. */
export const awaitsGrader = ({ type, response }: Pick<GradedQuestion, 'type' | 'response'>): boolean =>
  type === 'ESSAY' && (response?.text ?? '').trim() !== '';

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
  // Where every question was voided nothing can be earned, and nothing is passed.
  const percent = compare(possible, ZERO) > 0 ? multiply(divide(earned, possible), HUNDRED) : ZERO;
  return {
    earned: roundHalfUp(earned, 4),
    possible: roundHalfUp(possible, 4),
    percent: roundHalfUp(percent),
    passed: compare(possible, ZERO) > 0 && compare(percent, decimal(passMarkPercent)) >= 0,
  };
}
