import type { StandingResult } from './course-facts.js';
import { type Rational, compare, decimal, divide } from './rational.js';

export type GradedResult = StandingResult & { readonly earned: string; readonly possible: string };

/** The result with the highest share of its points, the earliest of equals; null when none is graded. */
export function bestResult(results: readonly StandingResult[]): GradedResult | null {
  return results.filter(isGraded).reduce<GradedResult | null>(better, null);
}

function better(best: GradedResult | null, next: GradedResult): GradedResult {
  return best && compare(shareOf(best), shareOf(next)) >= 0 ? best : next;
}

function shareOf({ earned, possible }: GradedResult): Rational {
  return divide(decimal(earned), decimal(possible));
}

function isGraded(result: StandingResult): result is GradedResult {
  return result.earned !== null && result.possible !== null;
}
