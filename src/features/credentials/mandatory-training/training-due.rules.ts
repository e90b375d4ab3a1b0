import { Temporal } from 'temporal-polyfill';
import type { TrainingVersion } from './mandatory-training.js';
import type { TrainingStanding } from './training-standing.rules.js';

/** By when somebody is to have a training, and whether that day is over. */
export interface TrainingDue {
  /** The last day on which it is in time; null: nothing asks for it, or it does not lapse. */
  readonly dueOn: string | null;
  readonly overdue: boolean;
}

/**
 * By when it is to be done (inv 51): the first time so many days after what makes it due at the latest, then before it
 * lapses. After a gap it was due on the last day it counted, or, where nothing asked for it then, when something did again.
 * @param triggeredOn the first day of what makes it due for the person; null: nothing does.
 */
export function trainingDue(
  { current, currentUntil, lapsedOn }: Pick<TrainingStanding, 'current' | 'currentUntil' | 'lapsedOn'>,
  { withinDays }: Pick<TrainingVersion, 'withinDays'>,
  triggeredOn: string | null,
  on: string,
): TrainingDue {
  if (triggeredOn === null) return { dueOn: null, overdue: false };
  if (current) return { dueOn: currentUntil, overdue: false };
  const first = Temporal.PlainDate.from(triggeredOn).add({ days: withinDays }).toString();
  const dueOn = lapsedOn !== null && lapsedOn > first ? lapsedOn : first;
  return { dueOn, overdue: dueOn < on };
}

/** Whether a training given on a day comes late: it does not count on that day yet, and was due before it. */
export const comesLate = (
  standing: Pick<TrainingStanding, 'current' | 'currentUntil' | 'lapsedOn'>,
  version: Pick<TrainingVersion, 'withinDays'>,
  triggeredOn: string | null,
  completedOn: string,
): string | null => {
  const { dueOn, overdue } = trainingDue(standing, version, triggeredOn, completedOn);
  return overdue ? dueOn : null;
};
