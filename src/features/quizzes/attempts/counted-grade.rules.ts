import {
  type Rational,
  compare,
  decimal,
  divide,
  HUNDRED,
  isPositive,
  multiply,
  roundHalfUp,
  smaller,
  sum,
} from '../../records/rational.js';
import type { AttemptGrading } from '../authoring/quiz.entity.js';

/** What the newest score of an attempt says; decimals as text. */
export interface AttemptScore {
  readonly attemptId: string;
  /** The order of the attempts: the lowest is the first since the course was begun or repeated. */
  readonly number: number;
  readonly earned: string;
  readonly possible: string;
  /** Answers that wait for a grader. Left out: none. */
  readonly pending?: number;
}

/** How a quiz counts its attempts. */
export interface CountingRule {
  readonly attemptGrading: AttemptGrading;
  /** Attempts after the first count for no more than the pass mark. */
  readonly capRepeats: boolean;
  readonly passMarkPercent: string;
}

/** What a quiz counts for in the course record. */
export interface CountedGrade {
  /** The attempt that counts; null for an average. */
  readonly attemptId: string | null;
  /** The attempt that decided it: the one that counts, or the latest of an average. */
  readonly sourceId: string;
  /** Rounded to four decimals, half up. An average is a share of what the latest attempt asked for. */
  readonly earned: string;
  readonly possible: string;
  /** The exact share, not a rounded one, reaches the pass mark. */
  readonly met: boolean;
}

interface Graded {
  readonly attempt: AttemptScore;
  /** Of its points, 0 to 1, capped where the rule says so. */
  readonly share: Rational;
}

/**
 * What counts of the attempts at a quiz (inv 42); null while nothing does. An attempt counts once all its answers are
 * graded, and nothing counts in place of a first attempt that waits, where the first is to count. Of equal attempts
 * the earliest counts. One whose questions were all voided counts for nothing.
 */
export function countedGrade(rule: CountingRule, attempts: readonly AttemptScore[]): CountedGrade | null {
  const inOrder = attempts.toSorted((a, b) => a.number - b.number);
  const [first] = inOrder;
  const graded = inOrder.filter(isGraded).map((attempt): Graded => {
    const share = divide(decimal(attempt.earned), decimal(attempt.possible));
    const capped = rule.capRepeats && attempt !== first;
    return { attempt, share: capped ? smaller(share, passShare(rule)) : share };
  });
  const latest = graded.at(-1);
  if (!latest) return null;
  switch (rule.attemptGrading) {
    case 'HIGHEST':
      return gradeOf(rule, graded.reduce(higher));
    case 'LATEST':
      return gradeOf(rule, latest);
    case 'FIRST':
      return graded[0]!.attempt === first ? gradeOf(rule, graded[0]!) : null;
    case 'AVERAGE': {
      const share = mean(graded.map((each) => each.share));
      return { ...gradeOf(rule, { ...latest, share }), attemptId: null };
    }
  }
}

/** Why a quiz counts as it does, for whoever wonders. */
export const COUNTED_BECAUSE: Record<AttemptGrading, string> = {
  HIGHEST: 'The best attempt counts.',
  LATEST: 'The latest attempt counts.',
  FIRST: 'The first attempt counts.',
  AVERAGE: 'The average of all attempts counts.',
};

function gradeOf(rule: CountingRule, { attempt, share }: Graded): CountedGrade {
  const possible = decimal(attempt.possible);
  return {
    attemptId: attempt.attemptId,
    sourceId: attempt.attemptId,
    earned: roundHalfUp(multiply(share, possible), 4),
    possible: roundHalfUp(possible, 4),
    met: compare(share, passShare(rule)) >= 0,
  };
}

const isGraded = ({ pending = 0, possible }: AttemptScore): boolean =>
  pending === 0 && isPositive(decimal(possible));

const passShare = ({ passMarkPercent }: CountingRule): Rational => divide(decimal(passMarkPercent), HUNDRED);

const higher = (best: Graded, next: Graded): Graded => (compare(next.share, best.share) > 0 ? next : best);

const mean = (shares: readonly Rational[]): Rational =>
  divide(sum(shares), { numerator: BigInt(shares.length), denominator: 1n });
