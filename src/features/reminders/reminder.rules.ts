import { Temporal } from 'temporal-polyfill';
import { LAPSED_DAYS, USUAL_WARNINGS, type Lapse, type Reader, type Reminder } from './reminder.js';

const daysUntil = (day: string, today: string): number =>
  Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(day), { largestUnit: 'days' }).days;

/** Its warnings, the earliest first. */
const warningsOf = ({ warnDays }: Lapse): number[] =>
  [...new Set(warnDays.length ? warnDays : USUAL_WARNINGS)].toSorted((a, b) => b - a);

/**
 * Which warning of something is due on a day: the latest whose day has come, so that whoever was not reached for a week is
 * told once and not of every day missed; -1 for some days after it has lapsed; null when it is too early or no news any more.
 */
export function warningDue(lapse: Lapse, today: string): number | null {
  const left = daysUntil(lapse.lapsesOn, today);
  if (left < 0) return left >= -LAPSED_DAYS ? -1 : null;
  return warningsOf(lapse).findLast((days) => days >= left) ?? null;
}

/** The line manager learns of the last warning and of what has lapsed: of the earlier ones the holder alone. */
const escalates = (lapse: Lapse, warning: number): boolean => warning <= warningsOf(lapse).at(-1)!;

/** What everybody is to be told of today, each thing once for each who is told; holders who are not reminded are left out. */
export function remindersDue(lapses: readonly Lapse[], readers: readonly Reader[]): Reminder[] {
  const known = new Map(readers.map((reader) => [reader.personId, reader]));
  return lapses.flatMap((lapse) => {
    const holder = known.get(lapse.personId);
    const warning = holder ? warningDue(lapse, holder.today) : null;
    if (!holder || warning === null) return [];
    const { kind, code, title, lapsesOn } = lapse;
    const told = { holderId: holder.personId, kind, code, title, lapsesOn, daysBefore: warning };
    const manager = holder.managerId === null ? undefined : known.get(holder.managerId);
    const own = { ...told, recipientId: holder.personId };
    return manager && escalates(lapse, warning)
      ? [own, { ...told, recipientId: manager.personId, title: titleFor(lapse) }]
      : [own];
  });
}

/** What a clearance is about is its holder's: others learn that there is one (inv 69). */
const titleFor = ({ kind, title }: Lapse): string => (kind === 'CLEARANCE' ? 'A clearance' : title);

/** The first moment, from now on, that is not in somebody's quiet hours, which may pass midnight. */
export function afterQuietHours(
  now: Date,
  { timeZone, quietFrom, quietUntil }: Pick<Reader, 'timeZone' | 'quietFrom' | 'quietUntil'>,
): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const [time, from, until] = [here.toPlainTime(), quietFrom, quietUntil].map((each) =>
    Temporal.PlainTime.from(each),
  ) as [Temporal.PlainTime, Temporal.PlainTime, Temporal.PlainTime];
  const compare = Temporal.PlainTime.compare;
  const overnight = compare(from, until) > 0;
  const [begun, over] = [compare(time, from) >= 0, compare(time, until) >= 0];
  const quiet = overnight ? begun || !over : begun && !over;
  if (!quiet) return now;
  const day = here.toPlainDate().add({ days: overnight && begun ? 1 : 0 });
  return new Date(day.toZonedDateTime({ timeZone, plainTime: until }).epochMilliseconds);
}

/** Minutes from one time of day to another, over midnight where it has to be. */
export function quietMinutes(quietFrom: string, quietUntil: string): number {
  const [from, until] = [quietFrom, quietUntil].map((time) => Temporal.PlainTime.from(time));
  const minutes = from!.until(until!).total('minutes');
  return minutes < 0 ? minutes + 24 * 60 : minutes;
}
