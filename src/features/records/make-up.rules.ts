import type { CountedEntry } from './attendance.js';

export interface OverMissed {
  /** Minutes that the make-up may be of: those missed, less those that other make-ups make up. */
  readonly missedMinutes: number;
}

/**
 * Whether entering the make-up would leave minutes over, its own or those of another make-up of the session that
 * it takes them from: make-up is never more than was missed (inv 39). `before` and `after` are all entries of the
 * trainee, counted without it and with it.
 * @throws RangeError when the make-up is not among the entries after.
 */
export function overMissed(
  before: readonly CountedEntry[],
  after: readonly CountedEntry[],
  makeUpId: string,
): OverMissed | null {
  const makeUp = after.find(({ entryId }) => entryId === makeUpId);
  if (!makeUp) throw new RangeError(`No make-up ${makeUpId} among the entries`);
  const own = minutesOver(makeUp);
  const more = minutesOverIn(after, makeUp.sessionId) - minutesOverIn(before, makeUp.sessionId);
  const over = Math.max(own, more);
  return over > 0 ? { missedMinutes: Math.max(0, makeUp.countedMinutes + own - over) } : null;
}

function minutesOverIn(entries: readonly CountedEntry[], sessionId: string): number {
  return entries
    .filter((entry) => entry.sessionId === sessionId)
    .reduce((minutes, entry) => minutes + minutesOver(entry), 0);
}

function minutesOver({ notCounted }: CountedEntry): number {
  return notCounted.find(({ code }) => code === 'MAKE_UP_OVER_MISSED')?.minutes ?? 0;
}
