import { type Entry, type Interval, byId, byStart, minutesIn, minutesShared } from './interval.rules.js';

/** A stretch of verified time at a placement. */
export interface PlacementPart extends Interval {
  /** Minutes of unpaid break within it; where in it they lie nobody knows. */
  readonly breakMinutes: number;
  /** Minutes that count: at most its length without the break, less where a limit was reached. */
  readonly minutes: number;
}

/** What counts of one claim of hours, in the attempt at the course it serves. */
export interface PlacementHoursRow {
  readonly id: string;
  readonly enrollmentId: string;
  /** Whoever the trainee turned out to be: one and the same for all enrollments of merged persons. */
  readonly personId: string;
  readonly courseId: string;
  readonly attemptId: string;
  /** What claimed the hours, in the feature above. */
  readonly sourceId: string;
  readonly parts: readonly PlacementPart[];
}

export interface CountedPlacement {
  readonly entryId: string;
  readonly attemptId: string;
  readonly countedMinutes: number;
}

/**
 * The minutes of one person's placement hours that count, entry by entry in order of time: no minute twice, whichever
 * entries hold it (inv 34, 36). What shares time with an earlier part counts by what is left of it.
 */
export function countPlacement(rows: readonly PlacementHoursRow[]): CountedPlacement[] {
  const inOrder = rows.flatMap(({ id, attemptId, parts }) => parts.map((part) => ({ id, attemptId, part })));
  inOrder.sort((a, b) => byStart(a.part, b.part) || byId(a, b));
  const used: Interval[] = [];
  return inOrder.map(({ id, attemptId, part }) => {
    const left = minutesIn(part) - minutesShared(part, used) - part.breakMinutes;
    used.push(part);
    return { entryId: id, attemptId, countedMinutes: Math.max(0, Math.min(part.minutes, left)) };
  });
}

/** The time that placement hours take up: verified hours are frozen (inv 35), so class counts what they leave. */
export function timeOfPlacement(rows: readonly PlacementHoursRow[]): Entry[] {
  return rows.flatMap(({ id, parts }) => parts.map(({ startsAt, endsAt }) => ({ id, startsAt, endsAt })));
}
