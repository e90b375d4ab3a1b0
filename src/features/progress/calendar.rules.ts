/** When a cohort is expected to be how far. Dates are ISO dates in the cohort's own zone. */
export interface CohortCalendar {
  readonly startsOn: string;
  readonly endsOn: string;
  /** Percent to have reached on a date. With any, they replace the straight line from start to end. */
  readonly milestones?: readonly { readonly on: string; readonly percent: number }[];
}

/** A trainee is behind when more than this many points below the calendar (design default). */
export const BEHIND_BY_MORE_THAN = 10;

const DAY = 86_400_000;

/** Whole percent expected on a date: the latest milestone reached, or the share of days gone by, floored. */
export function expectedPercent(calendar: CohortCalendar, on: string): number {
  const { startsOn, endsOn, milestones = [] } = calendar;
  if (milestones.length > 0) return Math.max(0, ...reached(milestones, on));
  if (on >= endsOn) return 100;
  if (on <= startsOn) return 0;
  return Math.floor((100 * daysBetween(startsOn, on)) / daysBetween(startsOn, endsOn));
}

export function isBehind(percent: number, calendar: CohortCalendar, on: string): boolean {
  return expectedPercent(calendar, on) - percent > BEHIND_BY_MORE_THAN;
}

function reached(milestones: NonNullable<CohortCalendar['milestones']>, on: string): number[] {
  return milestones.filter((milestone) => milestone.on <= on).map(({ percent }) => percent);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY;
}
