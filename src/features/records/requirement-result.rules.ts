import type { StandingResult } from './course-facts.js';
import type { NewResult } from './course-record.rules.js';
import { ZERO, type Rational, compare, decimal, divide } from './rational.js';

export type GradedResult = StandingResult & { readonly earned: string; readonly possible: string };

/** What a feature above has decided about a requirement of a course, such as a quiz attempt submitted. */
export interface DecidedRequirement {
  readonly enrollmentId: string;
  readonly courseId: string;
  readonly requirementId: string;
  readonly met: boolean;
  /** What decided it, e.g. the quiz attempt that counts. */
  readonly sourceId: string;
  /** Points, where the requirement is graded; decimals as text. */
  readonly grade?: { readonly earned: string; readonly possible: string };
  /** Why an earlier decision is changed. */
  readonly reason?: string;
  /** How far it is while it is not met, as a sentence: what says something else about that is another decision. */
  readonly because?: string;
}

/**
 * The result that stands for a requirement; null before the first. A decision takes the place of the one before
 * it, so there is one; records made when each source had its own may hold several: a met one stands before one
 * that is not, then the higher share of the points, then the earlier.
 */
export function standingResult(
  results: readonly StandingResult[],
  requirementId: string,
): StandingResult | null {
  return results
    .filter((each) => each.requirementId === requirementId)
    .reduce<StandingResult | null>((best, next) => (best && !isBetter(next, best) ? best : next), null);
}

/** The result that a decision enters in place of the one that stands; null when that one says so already. */
export function resultOf(
  standing: StandingResult | null,
  decided: DecidedRequirement,
  id: string,
): NewResult | null {
  const { requirementId, sourceId, met, grade, reason = null, because = null } = decided;
  const { earned, possible } = grade ?? { earned: null, possible: null };
  const why = because ?? (standing ? reason : null);
  const result = { id, requirementId, sourceId, met, earned, possible, reason: why };
  const sameWhy = because === null || because === standing?.reason;
  if (standing && sameWhy && saysTheSame(standing, result)) return null;
  return { ...result, supersedesId: standing?.id ?? null };
}

export function isGraded(result: StandingResult): result is GradedResult {
  return result.earned !== null && result.possible !== null;
}

/** Whether two decimals are the same number, or both are missing. */
export function sameNumber(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return compare(decimal(a), decimal(b)) === 0;
}

function saysTheSame(a: StandingResult, b: Omit<StandingResult, 'id'>): boolean {
  return (
    a.met === b.met &&
    a.sourceId === b.sourceId &&
    sameNumber(a.earned, b.earned) &&
    sameNumber(a.possible, b.possible)
  );
}

function isBetter(a: StandingResult, b: StandingResult): boolean {
  return a.met === b.met ? compare(shareOf(a), shareOf(b)) > 0 : a.met;
}

function shareOf(result: StandingResult): Rational {
  return isGraded(result) ? divide(decimal(result.earned), decimal(result.possible)) : ZERO;
}
