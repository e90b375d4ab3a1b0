/** A stretch of time, half-open: `startsAt` belongs to it, `endsAt` does not (inv 34). */
export interface Interval {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface Entry extends Interval {
  readonly id: string;
}

export interface Overlap {
  readonly firstId: string;
  readonly secondId: string;
  /** Whole minutes, rounded up: a shared second is shared time. */
  readonly sharedMinutes: number;
}

const MINUTE = 60_000;

/** Whole minutes, rounded down; 0 when the end is not after the start. */
export function minutesIn(interval: Interval): number {
  return Math.max(0, Math.floor((interval.endsAt.getTime() - interval.startsAt.getTime()) / MINUTE));
}

export function minutesLater(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * MINUTE);
}

/** The common part, or null when the two only touch or lie apart. */
export function sharedPart(a: Interval, b: Interval): Interval | null {
  const startsAt = a.startsAt > b.startsAt ? a.startsAt : b.startsAt;
  const endsAt = a.endsAt < b.endsAt ? a.endsAt : b.endsAt;
  return startsAt < endsAt ? { startsAt, endsAt } : null;
}

/** Whole minutes of `interval`, rounded up, that lie in the union of `others`: no minute is told twice. */
export function minutesShared(interval: Interval, others: readonly Interval[]): number {
  const parts = others.map((other) => sharedPart(interval, other)).filter((part) => part !== null);
  parts.sort(byStart);
  let reached = interval.startsAt.getTime();
  let shared = 0;
  for (const { startsAt, endsAt } of parts) {
    shared += Math.max(0, endsAt.getTime() - Math.max(reached, startsAt.getTime()));
    reached = Math.max(reached, endsAt.getTime());
  }
  return Math.ceil(shared / MINUTE);
}

/**
 * The pairs of one trainee's entries that share time, class sessions and placement alike: the same minutes
 * never count twice (inv 34, 36). Ordered by start.
 */
export function overlappingEntries(entries: readonly Entry[]): Overlap[] {
  const inOrder = [...entries].sort((a, b) => byStart(a, b) || byId(a, b));
  return inOrder.flatMap((first, index) => {
    const overlaps: Overlap[] = [];
    for (const second of inOrder.slice(index + 1)) {
      if (second.startsAt >= first.endsAt) break;
      const part = sharedPart(first, second);
      if (part)
        overlaps.push({ firstId: first.id, secondId: second.id, sharedMinutes: minutesShared(part, [part]) });
    }
    return overlaps;
  });
}

export function byStart(a: Interval, b: Interval): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || a.endsAt.getTime() - b.endsAt.getTime();
}

export function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
