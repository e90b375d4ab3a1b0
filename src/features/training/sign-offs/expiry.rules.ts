import { Temporal } from 'temporal-polyfill';

/** Whole calendar months later, clamped to the end of the month: 31 August + 6 is 28 or 29 February (inv 24). */
export const monthsLater = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).add({ months }, { overflow: 'constrain' }).toString();

/** Every day of UTC is as long as the next: counted so, thousands of statuses at once cost nothing. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** How long a sign-off of a skill's version counts. */
export interface Validity {
  /** Calendar months; null: it does not expire. */
  readonly months: number | null;
  /** A renewal this many days before the old sign-off expires is not punished: it counts from the old expiry. */
  readonly renewalWindowDays: number;
}

/**
 * The last day a sign-off counts, or null when it does not expire. `running` is the expiry of the sign-off it renews
 * while that still counts. Inside the window the anchor stays: the months begin where the old ones end. Earlier than that
 * they begin anew, but nobody loses days by renewing (inv 24, 25).
 */
export function expiryOf(effectiveOn: string, validity: Validity, running: string | null): string | null {
  const { months, renewalWindowDays } = validity;
  if (months === null) return null;
  if (running === null || running < effectiveOn) return monthsLater(effectiveOn, months);
  if (effectiveOn >= daysLater(running, -renewalWindowDays)) return monthsLater(running, months);
  const anew = monthsLater(effectiveOn, months);
  return anew > running ? anew : running;
}
