import { Temporal } from 'temporal-polyfill';
import type { Interval } from '../../records/interval.rules.js';

/** The part of an interval that lies on one local date. */
export interface DayPart extends Interval {
  /** The date in the zone of the site, YYYY-MM-DD. */
  readonly on: string;
}

/** The date on which an instant falls in a zone. */
export function localDate(at: Date, timeZone: string): string {
  return zoned(at, timeZone).toPlainDate().toString();
}

/** The first instant of a date in a zone, which is not midnight where a change of the clock leaves midnight out. */
export function startOfDay(on: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(on).toZonedDateTime({ timeZone }).startOfDay().epochMilliseconds);
}

/**
 * An overnight shift by the local dates of the site, for what goes by the day (inv 34). The parts follow one another
 * without a gap and add up to the whole, on days of 23 and 25 hours too.
 */
export function byLocalDate({ startsAt, endsAt }: Interval, timeZone: string): DayPart[] {
  const parts: DayPart[] = [];
  for (let from = startsAt; from < endsAt;) {
    const day = zoned(from, timeZone);
    const next = new Date(day.add({ days: 1 }).startOfDay().epochMilliseconds);
    const to = next < endsAt ? next : endsAt;
    parts.push({ startsAt: from, endsAt: to, on: day.toPlainDate().toString() });
    from = to;
  }
  return parts;
}

const zoned = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
