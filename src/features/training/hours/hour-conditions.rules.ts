import type { StatusHistory } from '../../enrollments/enrollment-status.rules.js';
import { inactiveOn } from '../placements/enrollment-days.rules.js';
import type { Eligibility } from '../supervision/eligibility.js';
import type { DayCondition, WhyNotCounted } from './counted-hours.rules.js';

/** What the days of one assignment are judged by. */
export interface AssignmentDays {
  readonly startsOn: string;
  /** Null: open-ended. */
  readonly endsOn: string | null;
  readonly cancelled: boolean;
  /** The first day on which every gate of its start held; null: not yet. */
  readonly clearedFrom: string | null;
  /** Of a placement at another organization's site. */
  readonly agreement: { readonly startsOn: string; readonly endsOn: string | null } | null;
  /** Of a placement: the history of the enrollment it belongs to. */
  readonly enrollment: StatusHistory | null;
}

/**
 * What must hold on a day for its hours to count, in the order in which the reasons are given (inv 33).
 * @param work what has to be current on the day.
 */
export function hourConditions(
  days: AssignmentDays,
  supervisor: (on: string) => Eligibility,
  work: DayCondition,
): DayCondition[] {
  return [
    () => (days.cancelled ? why('ASSIGNMENT_CANCELLED', 'The assignment was cancelled.') : null),
    (on) =>
      covers(days, on)
        ? null
        : why('OUTSIDE_ASSIGNMENT', `The assignment runs ${stretch(days)}, so ${on} is outside it.`),
    (on) =>
      days.agreement === null || covers(days.agreement, on)
        ? null
        : why('AGREEMENT_NOT_IN_FORCE', `The agreement runs ${stretch(days.agreement)}: not on ${on}.`),
    (on) =>
      days.clearedFrom !== null && days.clearedFrom <= on
        ? null
        : why('NOT_CLEARED', `The placement was not cleared to start on ${on}: the school sees its gates.`),
    (on) => (days.enrollment === null ? null : enrollmentOn(days.enrollment, on)),
    work,
    (on) => {
      const answer = supervisor(on);
      return answer.eligible
        ? null
        : why('SUPERVISOR_NOT_ELIGIBLE', `Who supervised could not do so on ${on}. ${answer.message}`);
    },
  ];
}

function enrollmentOn(history: StatusHistory, on: string): WhyNotCounted | null {
  const was = inactiveOn(history, on);
  return was === null ? null : why('ENROLLMENT_NOT_ACTIVE', `The enrollment ${was} on ${on}.`);
}

const why = (code: WhyNotCounted['code'], message: string): WhyNotCounted => ({ code, message });

const covers = ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }, on: string): boolean =>
  startsOn <= on && (endsOn === null || on <= endsOn);

const stretch = ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }): string =>
  endsOn === null ? `from ${startsOn}` : `from ${startsOn} to ${endsOn}`;
