import { type Interval, minutesIn, minutesShared } from '../../records/interval.rules.js';
import type { PlacementPart } from '../../records/placement-hours.rules.js';
import type { ClaimedTime } from './hour-log.rules.js';
import { byLocalDate, type DayPart } from './local-days.rules.js';

export const HOURS_NOT_COUNTED = [
  'ASSIGNMENT_CANCELLED',
  'OUTSIDE_ASSIGNMENT',
  'AGREEMENT_NOT_IN_FORCE',
  'NOT_CLEARED',
  'ENROLLMENT_NOT_ACTIVE',
  'CREDENTIALS_NOT_CURRENT',
  'CLEARANCES_NOT_CURRENT',
  'TRAININGS_NOT_CURRENT',
  'SUPERVISOR_NOT_ELIGIBLE',
  'SUPERVISION_RULE_INCOMPLETE',
  'SUPERVISION_RATIO_EXCEEDED',
  'SAME_MINUTES',
  'UNPAID_BREAK',
  'OVER_DAILY_LIMIT',
] as const;
export type HoursNotCountedCode = (typeof HOURS_NOT_COUNTED)[number];

export interface WhyNotCounted {
  readonly code: HoursNotCountedCode;
  /** What decided, for a person. */
  readonly message: string;
}

/** Minutes of a claim that do not count, and why. */
export interface HoursNotCounted extends WhyNotCounted {
  readonly minutes: number;
}

/** What must hold on a day for its minutes to count (inv 33); null when it does. More are added to the list. */
export type DayCondition = (on: string) => WhyNotCounted | null;

/** Time of the claim that cannot count for a reason that comes and goes within the day. */
export interface ExcludedTime extends WhyNotCounted, Interval {}

export interface HoursLimits {
  /** Most minutes that count on one local date. */
  readonly dailyMinutes: number;
}

/**
 * Default, not yet the data of a checklist or an agreement: no source seen fixes how many hours of a day may count
 * (domain §6), so the number is ours and asks for review. It keeps one entry of a tired day from standing for two.
 */
export const HOURS_LIMITS: HoursLimits = { dailyMinutes: 12 * 60 };

/** What one claim is counted by. */
export interface ClaimContext {
  readonly timeZone: string;
  /** In order: the first that does not hold is the reason given. */
  readonly conditions: readonly DayCondition[];
  readonly excluded: readonly ExcludedTime[];
  /** Minutes of other claims that count, by local date. */
  readonly countedOn: ReadonlyMap<string, number>;
  readonly limits: HoursLimits;
}

/** A part that counts, on one local date. */
export interface CountedPart extends PlacementPart {
  readonly on: string;
}

/** A claim accounted for to the minute: those that count and those that do not add up to its length. */
export interface CountedClaim {
  readonly countedMinutes: number;
  readonly parts: readonly CountedPart[];
  readonly notCounted: readonly HoursNotCounted[];
}

/** A stretch that may count, and how much of it is left. */
interface Stretch extends DayPart {
  readonly breakMinutes: number;
  readonly minutes: number;
}

/**
 * Which minutes of a claim count (inv 33, 34). It is cut at local midnights and where excluded time begins and ends;
 * a part counts or does not, never the whole for its part. The break is taken from what counts, the longest stretch
 * first, since nobody knows where it lay; then comes the limit of each day. Every instant given is a whole minute
 * ({@link wholeMinutes}).
 */
export function countClaim(time: ClaimedTime, context: ClaimContext): CountedClaim {
  const { timeZone, conditions, excluded, countedOn, limits } = context;
  const notCounted: HoursNotCounted[] = [];
  const stretches: DayPart[] = [];
  for (const day of byLocalDate(time, timeZone)) {
    const why = firstFailing(conditions, day.on);
    if (why) notCounted.push({ ...why, minutes: minutesIn(day) });
    else stretches.push(...withoutExcluded(day, excluded, notCounted));
  }
  const rested = withoutBreak(stretches, time.breakMinutes, notCounted);
  const parts = withinLimits(rested, countedOn, limits, notCounted);
  const countedMinutes = parts.reduce((sum, { minutes }) => sum + minutes, 0);
  return { countedMinutes, parts, notCounted: byReason(notCounted) };
}

function firstFailing(conditions: readonly DayCondition[], on: string): WhyNotCounted | null {
  for (const condition of conditions) {
    const why = condition(on);
    if (why) return why;
  }
  return null;
}

/** What is left of a day; of reasons that exclude the same minute the first is given. */
function withoutExcluded(
  day: DayPart,
  excluded: readonly ExcludedTime[],
  notCounted: HoursNotCounted[],
): DayPart[] {
  let left: DayPart[] = [day];
  for (const { code, message, ...time } of excluded) {
    const minutes = left.reduce((sum, part) => sum + minutesShared(part, [time]), 0);
    if (minutes === 0) continue;
    notCounted.push({ code, message, minutes });
    left = left.flatMap((part) => cutOut(part, time));
  }
  return left.filter((part) => minutesIn(part) > 0);
}

function cutOut(part: DayPart, time: Interval): DayPart[] {
  if (time.endsAt <= part.startsAt || part.endsAt <= time.startsAt) return [part];
  return [
    { ...part, endsAt: time.startsAt },
    { ...part, startsAt: time.endsAt },
  ].filter(({ startsAt, endsAt }) => startsAt < endsAt);
}

function withoutBreak(
  stretches: readonly DayPart[],
  breakMinutes: number,
  notCounted: HoursNotCounted[],
): Stretch[] {
  const taken = new Map<DayPart, number>();
  let left = breakMinutes;
  for (const stretch of [...stretches].sort((a, b) => minutesIn(b) - minutesIn(a))) {
    const here = Math.min(left, minutesIn(stretch));
    taken.set(stretch, here);
    left -= here;
  }
  if (breakMinutes > left)
    notCounted.push({ code: 'UNPAID_BREAK', message: 'The unpaid break.', minutes: breakMinutes - left });
  return stretches.map((stretch) => {
    const here = taken.get(stretch) ?? 0;
    return { ...stretch, breakMinutes: here, minutes: minutesIn(stretch) - here };
  });
}

function withinLimits(
  stretches: readonly Stretch[],
  countedOn: ReadonlyMap<string, number>,
  { dailyMinutes }: HoursLimits,
  notCounted: HoursNotCounted[],
): CountedPart[] {
  const used = new Map(countedOn);
  const parts = stretches.map((stretch) => {
    const before = used.get(stretch.on) ?? 0;
    const minutes = Math.max(0, Math.min(stretch.minutes, dailyMinutes - before));
    used.set(stretch.on, before + minutes);
    if (minutes < stretch.minutes) {
      const message = `At most ${dailyMinutes} minutes of one day count.`;
      notCounted.push({ code: 'OVER_DAILY_LIMIT', message, minutes: stretch.minutes - minutes });
    }
    return { ...stretch, minutes };
  });
  return parts.filter(({ minutes }) => minutes > 0);
}

/** One entry for each reason, in the order they were found. */
function byReason(notCounted: readonly HoursNotCounted[]): HoursNotCounted[] {
  const reasons = Map.groupBy(notCounted, ({ code, message }) => `${code} ${message}`);
  return [...reasons.values()].map((same) => ({
    ...same[0]!,
    minutes: same.reduce((sum, { minutes }) => sum + minutes, 0),
  }));
}
