import { Temporal } from 'temporal-polyfill';

export const TIME_ZONE = 'America/Chicago';
/** Classes are held from Monday to Friday: a slot is one such day, counted from the cohort's first. */
export const SLOTS_IN_WEEK = 5;

/** When things happen to a cohort: its first Monday, and today. */
export interface CohortClock {
  /** ISO date, a Monday. */
  readonly startsOn: string;
  readonly now: Date;
}

/** The Monday so many weeks from the one of the week that `now` lies in, as an ISO date. */
export function mondayFrom(now: Date, weeks: number): string {
  const today = local(now).toPlainDate();
  return today
    .subtract({ days: today.dayOfWeek - 1 })
    .add({ weeks })
    .toString();
}

export function dateOfSlot({ startsOn }: CohortClock, slot: number): string {
  const [week, day] = [Math.floor(slot / SLOTS_IN_WEEK), slot % SLOTS_IN_WEEK];
  return Temporal.PlainDate.from(startsOn)
    .add({ days: week * 7 + day })
    .toString();
}

/** An hour of a slot's day, as `13:30`, in the school's zone. */
export function instantOf(clock: CohortClock, slot: number, time: string): Date {
  const at = Temporal.PlainDateTime.from(`${dateOfSlot(clock, slot)}T${time}`).toZonedDateTime(TIME_ZONE);
  return new Date(at.epochMilliseconds);
}

/** How many class days are over: the ones whose classes have ended. */
export function slotsOver(clock: CohortClock, classEnd: string): number {
  let over = 0;
  while (instantOf(clock, over, classEnd) < clock.now) over += 1;
  return over;
}

const local = (instant: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(TIME_ZONE);
