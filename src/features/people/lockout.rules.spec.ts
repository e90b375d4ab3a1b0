import fc from 'fast-check';
import {
  FORGOTTEN_AFTER_HOURS,
  LOCK_MINUTES,
  secondsLocked,
  withFailure,
  type Attempts,
} from './lockout.rules.js';

const policy = { freeFailures: 5 };
const start = new Date('2026-03-02T08:00:00Z');
const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** Fails again as soon as each lock ends; answers the minutes of every lock. */
function locksOf(failures: number): number[] {
  let known: Attempts | null = null;
  let now = start;
  return Array.from({ length: failures }, () => {
    known = withFailure(known, policy, now);
    const seconds = secondsLocked(known, now);
    now = new Date(now.getTime() + seconds * 1000);
    return seconds / 60;
  });
}

describe('lockout', () => {
  it('leaves the first failures free and then locks 1, 5, 15, 60, 60 … minutes', () => {
    expect(locksOf(10)).toEqual([0, 0, 0, 0, 1, 5, 15, 60, 60, 60]);
  });

  it('is over on the second and not a millisecond before', () => {
    const known = { failures: 5, lastFailedAt: start, lockedUntil: later(start, 1) };
    expect(secondsLocked(known, new Date(later(start, 1).getTime() - 1))).toBe(1);
    expect(secondsLocked(known, later(start, 1))).toBe(0);
  });

  it('forgets after a day without failures', () => {
    const known = { failures: 9, lastFailedAt: start, lockedUntil: null };
    const justBefore = later(start, FORGOTTEN_AFTER_HOURS * 60 - 1);
    expect(withFailure(known, policy, justBefore).failures).toBe(10);
    expect(withFailure(known, policy, later(start, FORGOTTEN_AFTER_HOURS * 60)).failures).toBe(1);
  });

  it('abuse 46: however attempts are spread, a day has room for few of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 300 }), (pauses) => {
        let known: Attempts | null = null;
        let now = start;
        let looked = 0;
        for (const minutes of pauses) {
          now = later(now, minutes);
          if (now.getTime() - start.getTime() >= 86_400_000) break;
          if (secondsLocked(known, now)) continue;
          known = withFailure(known, policy, now);
          looked++;
        }
        // the free ones, then at most one per lock
        const dayMinutes = 24 * 60 - LOCK_MINUTES.reduce((sum, m) => sum + m, 0);
        expect(looked).toBeLessThanOrEqual(policy.freeFailures + LOCK_MINUTES.length + dayMinutes / 60);
      }),
    );
  });
});
