import { byStart, type Interval, minutesIn, sharedPart } from '../../records/interval.rules.js';

/** Time claimed on the job: half-open, in instants, so that a night with a change of the clock has its real length. */
export interface ClaimedTime extends Interval {
  /** Unpaid, within the interval. */
  readonly breakMinutes: number;
}

export const CLAIM_PROBLEMS = ['ENDS_BEFORE_START', 'TOO_LONG', 'BREAK_NOT_WITHIN', 'NOT_OVER'] as const;
export type ClaimProblem = (typeof CLAIM_PROBLEMS)[number];

/** No entry of hours is longer than 16 hours (inv 34). */
export const LONGEST_CLAIM_MINUTES = 16 * 60;

/** Why the time cannot be (inv 34); null when it can. */
export function claimProblem(time: ClaimedTime, now: Date): ClaimProblem | null {
  const length = time.endsAt.getTime() - time.startsAt.getTime();
  if (minutesIn(time) < 1) return 'ENDS_BEFORE_START';
  if (length > LONGEST_CLAIM_MINUTES * 60_000) return 'TOO_LONG';
  if (time.breakMinutes < 0 || time.breakMinutes >= minutesIn(time)) return 'BREAK_NOT_WITHIN';
  return time.endsAt > now ? 'NOT_OVER' : null;
}

/** Hours are kept in whole minutes: seconds that a device sends along are dropped. */
export function wholeMinutes<T extends Interval>(time: T): T {
  return { ...time, startsAt: minuteOf(time.startsAt), endsAt: minuteOf(time.endsAt) };
}

const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

/** Those that share time with the claim, in order of time: to touch is not to share (inv 34). */
export function overlapping<T extends Interval>(time: Interval, others: readonly T[]): T[] {
  return others.filter((other) => sharedPart(time, other) !== null).sort(byStart);
}

export const HOUR_LOG_STATES = ['PENDING', 'VERIFIED', 'REJECTED', 'CORRECTED', 'WITHDRAWN'] as const;
export type HourLogState = (typeof HOUR_LOG_STATES)[number];

export const HOUR_DECISIONS = ['VERIFIED', 'REJECTED', 'REOPENED'] as const;
export type HourDecisionKind = (typeof HOUR_DECISIONS)[number];

/** A claim as far as its state follows from it: the log, what came after it, and what was decided, in order. */
export interface HourLogFacts {
  /** Itself a withdrawal: it takes back what it supersedes. */
  readonly withdrawn: boolean;
  /** What took its place. */
  readonly successor: { readonly withdrawn: boolean; readonly recordedAt: Date } | null;
  readonly decisions: readonly { readonly decision: HourDecisionKind; readonly recordedAt: Date }[];
}

/**
 * The latest decision holds; reopening leads back to where it was before any (inv 35). By everything on record, or by
 * what was known at a time.
 */
export function hourLogState(
  { withdrawn, successor, decisions }: HourLogFacts,
  knownAt: Date | null = null,
): HourLogState {
  const isKnown = ({ recordedAt }: { recordedAt: Date }) => knownAt === null || recordedAt <= knownAt;
  if (withdrawn) return 'WITHDRAWN';
  if (successor && isKnown(successor)) return successor.withdrawn ? 'WITHDRAWN' : 'CORRECTED';
  const last = decisions.filter(isKnown).at(-1)?.decision;
  return last === undefined || last === 'REOPENED' ? 'PENDING' : last;
}
