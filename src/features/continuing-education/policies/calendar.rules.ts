import type { Day } from './policy.js';

/** Counted in days of UTC, which are all alike: thousands of cycles are told at once, and dates of a library would cost most of it. */
const parts = (day: Day): [number, number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/** Whole calendar months later or, with a negative number, earlier; clamped to the end of the month: 31 August + 6 is 28 or 29 February. */
export function monthsAfter(day: Day, months: number): Day {
  const [year, month, date] = parts(day);
  const lastDate = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, lastDate)));
}

export const daysAfter = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * 86_400_000);

/** How many whole months lie between two days, the first counted and the second not; negative when it is earlier. */
export function monthsBetween(from: Day, to: Day): number {
  const [[year, month], [laterYear, laterMonth]] = [parts(from), parts(to)];
  const months = (laterYear - year) * 12 + laterMonth - month;
  return monthsAfter(from, months) > to ? months - 1 : months;
}
