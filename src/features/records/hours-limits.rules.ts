import type { ClassRecord, ClassSession, HoursPolicy, MakeUp, NotCounted } from './attendance.js';
import {
  type Absence,
  type ClassTime,
  creditForPresence,
  fullCredit,
  presence,
  timeClaimed,
} from './clock-hour.rules.js';
import { type Entry, type Interval, minutesIn, minutesShared, sharedPart } from './interval.rules.js';

/** Minutes still counted, and why the others are not: each rule of this file takes its part from the first. */
export interface Tally {
  readonly countedMinutes: number;
  readonly notCounted: readonly NotCounted[];
}

/** What counting one entry leaves behind for the next. */
export interface RunningCount {
  readonly policy: HoursPolicy;
  /** The id of the correcting entry by the id of the corrected one. */
  readonly correctedBy: ReadonlyMap<string, string>;
  readonly used: Entry[];
  /** Excused minutes that may still count, by course id. */
  readonly excusedLeft: Map<string, number>;
  /** Minutes missed and not made up, by session id. */
  readonly missed: Map<string, number>;
}

export const IN_FULL: Absence = { minutesLate: 0, minutesLeftEarly: 0 };

export function withoutAbsence(tally: Tally): Tally {
  return keepAtMost(tally, 0, (minutes) => ({ code: 'ABSENT', minutes, message: 'Absent.' }));
}

export function withoutMissedParts(
  tally: Tally,
  time: ClassTime,
  absence: Absence,
  policy: HoursPolicy,
): Tally {
  const { minutesLate, minutesLeftEarly } = absence;
  return keepAtMost(tally, creditForPresence(time, absence, policy), (minutes) => {
    const message = `${minutesLate} minutes late and ${minutesLeftEarly} left early, by the school's unit.`;
    return { code: 'LATE_OR_LEFT_EARLY', minutes, minutesLate, minutesLeftEarly, message };
  });
}

/**
 * The same minutes never count twice (inv 36). A class that shares time with another entry has no 60-minute
 * periods to itself, so it counts by the minute: its own minutes, without rounding up to a clock hour.
 */
export function withoutSharedMinutes(
  tally: Tally,
  time: ClassTime,
  absence: Absence,
  running: RunningCount,
): Tally {
  const claimed = claimOf(time, absence, running);
  const left = minutesIn(claimed) - minutesShared(claimed, running.used) - time.breakMinutes;
  return keepAtMost(tally, left, (minutes) => {
    const others = sharing(timeClaimed(time, absence, running.policy), running);
    const countedForIds = others.map((other) => other.id);
    return {
      code: 'SAME_MINUTES',
      minutes,
      countedForIds,
      message: 'This time already counts for another entry.',
    };
  });
}

export function withinExcusedShare(
  tally: Tally,
  session: ClassSession,
  record: ClassRecord,
  running: RunningCount,
): Tally {
  const { courseId } = session;
  const left = running.excusedLeft.get(courseId) ?? 0;
  const kept = keepAtMost(tally, left, (minutes) => {
    const sharePct = running.policy.excusedSharePct;
    const countableMinutes = excusedShare(record, running.policy, courseId);
    const message = `Excused absence counts up to ${sharePct} % of the course, ${countableMinutes} minutes.`;
    return { code: 'EXCUSED_SHARE_USED_UP', minutes, sharePct, countableMinutes, message };
  });
  running.excusedLeft.set(courseId, left - kept.countedMinutes);
  return kept;
}

export function unlessVoided(tally: Tally, { voided }: MakeUp): Tally {
  if (!voided) return tally;
  return keepAtMost(tally, 0, (minutes) => ({ code: 'VOIDED', minutes, message: 'The make-up is voided.' }));
}

/** Make-up is supervised (inv 39), and by somebody else (inv 1). */
export function withSupervisor(tally: Tally, makeUp: MakeUp, traineePersonId: string): Tally {
  if (makeUp.supervisorPersonId === null) {
    const message = 'Make-up counts only under a named supervisor.';
    return keepAtMost(tally, 0, (minutes) => ({ code: 'MAKE_UP_UNSUPERVISED', minutes, message }));
  }
  if (makeUp.supervisorPersonId !== traineePersonId) return tally;
  const message = 'Nobody supervises their own make-up.';
  return keepAtMost(tally, 0, (minutes) => ({ code: 'MAKE_UP_SUPERVISED_BY_TRAINEE', minutes, message }));
}

export function withinMissed(tally: Tally, session: ClassSession, running: RunningCount): Tally {
  const missedMinutes = running.missed.get(session.id) ?? 0;
  const kept = keepAtMost(tally, missedMinutes, (minutes) => {
    const message = `Only the ${missedMinutes} minutes still missed in that session can be made up.`;
    return { code: 'MAKE_UP_OVER_MISSED', minutes, missedMinutes, message };
  });
  running.missed.set(session.id, missedMinutes - kept.countedMinutes);
  return kept;
}

/** Minutes that count for another entry were not missed; those lost to absence or lateness were. */
export function noteMissed(tally: Tally, session: ClassSession, running: RunningCount): void {
  const shared = tally.notCounted.find(({ code }) => code === 'SAME_MINUTES')?.minutes ?? 0;
  const before = running.missed.get(session.id) ?? fullCredit(session, running.policy);
  running.missed.set(session.id, Math.max(0, before - tally.countedMinutes - shared));
}

export function markUsed(
  tally: Tally,
  id: string,
  time: ClassTime,
  absence: Absence,
  running: RunningCount,
): void {
  if (tally.countedMinutes > 0) running.used.push({ id, ...claimOf(time, absence, running) });
}

/** The entry's credit, or nothing of it where a later entry corrects it. */
export function unlessCorrected(credit: number, entryId: string, running: RunningCount): Tally {
  const tally = { countedMinutes: credit, notCounted: [] };
  const correctedById = running.correctedBy.get(entryId);
  if (correctedById === undefined) return tally;
  const message = 'A later entry corrects this one.';
  return keepAtMost(tally, 0, (minutes) => ({ code: 'CORRECTED', minutes, correctedById, message }));
}

function claimOf(time: ClassTime, absence: Absence, running: RunningCount): Interval {
  const whole = timeClaimed(time, absence, running.policy);
  return sharing(whole, running).length === 0 ? whole : presence(time, absence);
}

function sharing(claimed: Interval, running: RunningCount): Entry[] {
  return running.used.filter((other) => sharedPart(claimed, other));
}

function keepAtMost(tally: Tally, most: number, why: (minutes: number) => NotCounted): Tally {
  const countedMinutes = Math.max(0, Math.min(tally.countedMinutes, most));
  if (countedMinutes === tally.countedMinutes) return tally;
  return { countedMinutes, notCounted: [...tally.notCounted, why(tally.countedMinutes - countedMinutes)] };
}

export function excusedShare(record: ClassRecord, policy: HoursPolicy, courseId: string): number {
  return Math.floor(((record.requiredMinutes.get(courseId) ?? 0) * policy.excusedSharePct) / 100);
}
