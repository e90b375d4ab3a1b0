/**
 * Clock hours as documents write them: a number where it is exact in two decimals (7.5), `"h:mm"` else ("1:40").
 * Inside, hours are whole minutes.
 */
export function hoursOf(minutes: number): number | string {
  if (minutes % 3 === 0) return minutes / 60; // a multiple of 0.05 hours
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Whole minutes, or null for what is no number of hours from 0 to 9,999 that gives whole minutes. */
export function minutesOf(hours: unknown): number | null {
  if (typeof hours === 'number') {
    const minutes = Math.round(hours * 60);
    return hours >= 0 && hours < 10_000 && Math.abs(minutes - hours * 60) < 1e-6 ? minutes : null;
  }
  const match = typeof hours === 'string' ? /^(\d{1,4}):([0-5]\d)$/.exec(hours) : null;
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

export const hoursText = (minutes: number): string => String(hoursOf(minutes));
