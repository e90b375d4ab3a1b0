/** What is known of the attempts under one key. */
export interface Attempts {
  failures: number;
  lastFailedAt: Date;
  lockedUntil: Date | null;
}

/** How many failures are free; from the last free one on, each failure locks, longer every time. */
export interface LockoutPolicy {
  freeFailures: number;
}

/** How long the first, second, third and every further lock lasts, in minutes. */
export const LOCK_MINUTES = [1, 5, 15, 60] as const;
/** Failures are forgotten when none was added for so long. */
export const FORGOTTEN_AFTER_HOURS = 24;

const MINUTE_MS = 60_000;

/** Whole seconds, rounded up, until the next attempt is looked at; 0 when it is looked at now. */
export function secondsLocked(known: Attempts | null, now: Date): number {
  const left = (known?.lockedUntil?.getTime() ?? 0) - now.getTime();
  return Math.max(0, Math.ceil(left / 1000));
}

/**
 * The attempts with one more failure. An attempt is counted before it is looked at, so that a burst of
 * parallel ones is stopped as surely as a slow series; success clears the count.
 */
export function withFailure(known: Attempts | null, policy: LockoutPolicy, now: Date): Attempts {
  const failures = (known && !isForgotten(known, now) ? known.failures : 0) + 1;
  const lock = LOCK_MINUTES[Math.min(failures - policy.freeFailures, LOCK_MINUTES.length - 1)];
  return {
    failures,
    lastFailedAt: now,
    lockedUntil: lock === undefined ? null : new Date(now.getTime() + lock * MINUTE_MS),
  };
}

const isForgotten = (known: Attempts, now: Date): boolean =>
  now.getTime() - known.lastFailedAt.getTime() >= FORGOTTEN_AFTER_HOURS * 60 * MINUTE_MS;
