/** How far the calendar expects a trainee to be at the end of a day. */
export interface Milestone {
  readonly on: string;
  /** Whole percent of the required clock hours, 0 to 100. */
  readonly percent: number;
}

export interface CohortDates {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly milestones: readonly Milestone[];
}

/**
 * What is wrong with a cohort's calendar, as field and message, or null. Dates are ISO dates. Milestones lie
 * within the cohort's dates and go forward in both date and percent: a plan that falls back cannot be met.
 */
export function calendarProblem(dates: CohortDates): { field: string; message: string } | null {
  const { startsOn, endsOn, milestones } = dates;
  if (endsOn < startsOn) return { field: 'endsOn', message: `must not be before the start, ${startsOn}` };
  for (const [index, { on, percent }] of milestones.entries()) {
    const field = `milestones.${index}`;
    const before = milestones[index - 1];
    if (on < startsOn || on > endsOn)
      return { field: `${field}.on`, message: `must lie within the cohort, ${startsOn} to ${endsOn}` };
    if (before && on <= before.on)
      return { field: `${field}.on`, message: `must be after the milestone before it, ${before.on}` };
    if (before && percent <= before.percent)
      return {
        field: `${field}.percent`,
        message: `must be more than the milestone before it, ${before.percent}`,
      };
  }
  return null;
}
