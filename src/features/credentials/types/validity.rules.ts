import { Temporal } from 'temporal-polyfill';
import type { ExpiryRule, TypeVersion } from './validity.js';

/**
 * The last day, itself included, on which something of so many calendar months counts (inv 24, 49). Months are clamped to
 * the end of the month: 31 August + 6 is 28 or 29 February, 29 February + 12 is 28 February. By END_OF_MONTH it counts
 * through the end of the month so reached, as a card for basic life support does.
 */
export function lastDayOf(startsOn: string, months: number, rule: ExpiryRule): string {
  const [year, month, day] = startsOn.split('-').map(Number) as [number, number, number];
  const end = new Date(0);
  end.setUTCFullYear(year, month + months, 0); // the last day of the month so reached
  if (rule === 'SAME_DAY' && day < end.getUTCDate()) end.setUTCDate(day);
  return end.toISOString().slice(0, 10);
}

/** What decides which version of a type holds. */
type Dated = Pick<TypeVersion, 'id' | 'effectiveFrom' | 'recordedAt'>;

/**
 * The version that holds for what begins on a day, as it was on record at a moment: of those in force by then the latest,
 * and of several from the same day the one recorded last. What is older than every version goes by the first one there
 * is. Null: the type was not defined at that moment.
 */
export function versionOn<Version extends Dated>(
  versions: readonly Version[],
  on: string,
  knownAt: Date,
): Version | null {
  const known = versions.filter(({ recordedAt }) => recordedAt <= knownAt).toSorted(inForceOrder);
  return known.findLast(({ effectiveFrom }) => (effectiveFrom ?? '') <= on) ?? firstOf(known);
}

/** The first version as it was corrected last. */
function firstOf<Version extends Dated>(ordered: readonly Version[]): Version | null {
  const first = ordered[0];
  return ordered.findLast(({ effectiveFrom }) => effectiveFrom === first?.effectiveFrom) ?? null;
}

function inForceOrder(a: Dated, b: Dated): number {
  const [from, other] = [a.effectiveFrom ?? '', b.effectiveFrom ?? ''];
  if (from !== other) return from < other ? -1 : 1;
  return a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1);
}

export const dayAfter = (day: string): string => daysAfter(day, 1);
export const dayBefore = (day: string): string => daysAfter(day, -1);

/** So many days later, or before. Every day of UTC is as long as the next. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Calendar dates of cards belong to no site: a day begins with the one in UTC. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** Where it is already tomorrow, tomorrow is today. */
export const furthestToday = (now: Date): string => dayOf(new Date(now.getTime() + 14 * 3_600_000));

/** Whether a text is a day there is, from 0001-01-01 through 9999-12-31, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
