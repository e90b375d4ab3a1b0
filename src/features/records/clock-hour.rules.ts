import { type Entry, type Interval, minutesIn, minutesLater } from './interval.rules.js';

/** The school's rule for turning class time into clock hours: data of the program, not of this code. */
export interface ClockHourPolicy {
  /** Least minutes of class in a 60-minute period that make it a whole clock hour: 50 to 60. */
  readonly minutesPerClockHour: number;
  /** Coming late and leaving early are each rounded up to a multiple of this many minutes, 1 or more. */
  readonly subtractUnitMinutes: number;
}

/** Time in class. Pauses inside an hour are what the 50 minutes allow for and are not entered as a break. */
export interface ClassTime extends Entry {
  /** Minutes that are no class at all, such as a meal. */
  readonly breakMinutes: number;
}

export interface Absence {
  readonly minutesLate: number;
  readonly minutesLeftEarly: number;
}

export type ClassTimeRefusal =
  | { readonly code: 'CLASS_ENDS_BEFORE_START'; readonly message: string }
  | { readonly code: 'CLASS_TOO_LONG'; readonly maxMinutes: number; readonly message: string }
  | { readonly code: 'BREAK_NOT_WITHIN_CLASS'; readonly breakMinutes: number; readonly message: string };

export type AbsenceRefusal = {
  readonly code: 'MISSED_MINUTES_NOT_WITHIN_CLASS';
  readonly classMinutes: number;
  readonly message: string;
};

const PERIOD = 60;
/** No entry of hours is longer than 16 hours (inv 34). */
const LONGEST_CLASS = 16 * 60;

export function refuseClassTime(time: Omit<ClassTime, 'id'>): ClassTimeRefusal | null {
  const length = minutesIn(time);
  if (length === 0) {
    return {
      code: 'CLASS_ENDS_BEFORE_START',
      message: 'A class must end at least a minute after it starts.',
    };
  }
  if (length > LONGEST_CLASS) {
    return { code: 'CLASS_TOO_LONG', maxMinutes: LONGEST_CLASS, message: 'A class lasts at most 16 hours.' };
  }
  if (isWholeWithin(time.breakMinutes, length - 1)) return null;
  const message = `The break must be whole minutes, 0 or more and less than the ${length} minutes of class.`;
  return { code: 'BREAK_NOT_WITHIN_CLASS', breakMinutes: time.breakMinutes, message };
}

export function refuseAbsence(time: ClassTime, absence: Absence): AbsenceRefusal | null {
  const classMinutes = minutesIn(time) - time.breakMinutes;
  const { minutesLate, minutesLeftEarly } = absence;
  const parts = [minutesLate, minutesLeftEarly, minutesLate + minutesLeftEarly];
  if (parts.every((minutes) => isWholeWithin(minutes, classMinutes))) return null;
  const message = `Minutes late and left early must be whole and within the ${classMinutes} minutes of class.`;
  return { code: 'MISSED_MINUTES_NOT_WITHIN_CLASS', classMinutes, message };
}

/**
 * Minutes of credit, 60 to the clock hour, for `classMinutes` of uninterrupted class: 60 for each 60-minute
 * period that holds at least `minutesPerClockHour`, otherwise the minutes themselves. At most one clock hour
 * per 60-minute period, so 420 minutes are 7 hours and never 420 ÷ 50 = 8.4.
 * Source: 34 CFR 600.2 "clock hour"; inv 39.
 */
export function creditFor(
  classMinutes: number,
  policy: Pick<ClockHourPolicy, 'minutesPerClockHour'>,
): number {
  const rest = classMinutes % PERIOD;
  return classMinutes - rest + (rest >= policy.minutesPerClockHour ? PERIOD : rest);
}

/** Credit for being there from start to end. */
export function fullCredit(time: ClassTime, policy: ClockHourPolicy): number {
  return creditFor(minutesIn(time) - time.breakMinutes, policy);
}

/** Credit when the trainee missed part: subtracted by the unit, and never more than the presence itself earns. */
export function creditForPresence(time: ClassTime, absence: Absence, policy: ClockHourPolicy): number {
  const { minutesLate, minutesLeftEarly } = absence;
  const present = minutesIn(time) - time.breakMinutes - minutesLate - minutesLeftEarly;
  const subtracted = [minutesLate, minutesLeftEarly].map((minutes) =>
    roundUp(minutes, policy.subtractUnitMinutes),
  );
  const remaining = subtracted.reduce((credit, minutes) => credit - minutes, fullCredit(time, policy));
  return Math.max(0, Math.min(remaining, creditFor(Math.max(0, present), policy)));
}

/** From coming in to leaving. */
export function presence(time: ClassTime, absence: Absence): Interval {
  return {
    startsAt: minutesLater(time.startsAt, absence.minutesLate),
    endsAt: minutesLater(time.endsAt, -absence.minutesLeftEarly),
  };
}

/**
 * The time that credit uses up: the presence and, where a last period of 50 to 59 minutes became a clock hour,
 * the rest of that period, so that the next class cannot use it again. Never shorter than the credit.
 */
export function timeClaimed(time: ClassTime, absence: Absence, policy: ClockHourPolicy): Interval {
  const classMinutes = minutesIn(time) - time.breakMinutes;
  const roundedUp = creditFor(classMinutes, policy) - classMinutes;
  const { startsAt, endsAt } = presence(time, absence);
  return { startsAt, endsAt: minutesLater(endsAt, roundedUp) };
}

function roundUp(minutes: number, unit: number): number {
  return Math.ceil(minutes / unit) * unit;
}

function isWholeWithin(minutes: number, most: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= most;
}
