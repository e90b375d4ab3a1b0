import { Temporal } from 'temporal-polyfill';
import type { FieldProblem } from '../../../platform/faults/fault.js';
import { type Interval, minutesIn, minutesShared } from '../../records/interval.rules.js';
import type { CategoryMinutes } from '../activities/ce-activity.js';
import { categoryProblem } from '../activities/ce-activity.rules.js';
import type { CeCompletionState, CeEntryKind, CompletionFacts } from './ce-completion.js';

/** Where the last entry leaves a completion. */
const STATE_AFTER: Record<CeEntryKind, CeCompletionState> = {
  CLAIMED: 'CLAIMED',
  RECORDED: 'ACCEPTED', // by somebody else who vouches for it
  CREDITED: 'ACCEPTED', // from the organization's own record
  CORRECTED: 'CLAIMED', // who corrects another's accepts it with a further entry
  WITHDRAWN: 'WITHDRAWN',
  UNCREDITED: 'WITHDRAWN',
  SUBMITTED: 'SUBMITTED',
  ACCEPTED: 'ACCEPTED',
  MORE_ASKED: 'MORE_ASKED',
  REFUSED: 'REFUSED',
};

export const stateAfter = (last: CeEntryKind): CeCompletionState => STATE_AFTER[last];

/** Why a completion stands so, and what is next, for the person. */
export function becauseOf(state: CeCompletionState, reason: string | null, hasEvidence: boolean): string {
  const said = reason === null ? '' : ` ${reason}`;
  switch (state) {
    case 'CLAIMED':
      return hasEvidence
        ? 'Not handed in yet: submit it for review.'
        : 'Evidence is missing: upload the certificate, then submit it for review.';
    case 'SUBMITTED':
      return 'Waits for somebody of the organization to review it.';
    case 'MORE_ASKED':
      return `Whoever reviewed it needs more, then submit it again:${said}`;
    case 'ACCEPTED':
      return 'Accepted: it counts wherever a policy takes it.';
    case 'REFUSED':
      return `Refused:${said}`;
    case 'WITHDRAWN':
      return `Taken back:${said}`;
  }
}

/** What the person may do with it: correct, submit. */
export const isOpenToPerson = (state: CeCompletionState): boolean =>
  state === 'CLAIMED' || state === 'MORE_ASKED';

/** The day at a place at which something ended: what ends at midnight belongs to the day before (inv 56). */
export function dayFinished(endsAt: Date, timeZone: string): string {
  return dayAt(new Date(endsAt.getTime() - 1), timeZone);
}

/** The day that a moment belongs to at a place. */
export const dayAt = (moment: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();

/** When and how long, as somebody says it. */
export interface ClaimedTime {
  readonly completedOn: string | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string;
}

/** Longer than a conference lasts is a mistake. */
const LONGEST_DAYS = 31;
const DAY = 86_400_000;

/** The day it was finished on in the person's zone, or what is wrong with the times. */
export function finishedOn(time: ClaimedTime, now: Date): { on: string } | FieldProblem {
  const { completedOn, startsAt, endsAt, timeZone } = time;
  if ((startsAt === null) !== (endsAt === null))
    return { field: startsAt ? 'endsAt' : 'startsAt', message: 'give both times or neither' };
  if (startsAt && endsAt && endsAt <= startsAt) return { field: 'endsAt', message: 'must be after startsAt' };
  if (startsAt && endsAt && endsAt.getTime() - startsAt.getTime() > LONGEST_DAYS * DAY)
    return { field: 'endsAt', message: `must be at most ${LONGEST_DAYS} days after startsAt` };
  const on = endsAt ? dayFinished(endsAt, timeZone) : completedOn;
  if (on === null) return { field: 'completedOn', message: 'give the day, or startsAt and endsAt' };
  if (completedOn !== null && completedOn !== on)
    return {
      field: 'completedOn',
      message: `is not the day on which it ended in ${timeZone}, which is ${on}`,
    };
  if (on > dayAt(now, timeZone) || (endsAt && endsAt > now))
    return { field: endsAt ? 'endsAt' : 'completedOn', message: 'must not be in the future' };
  return { on };
}

/** What an activity allows to be earned. */
export interface Earnable {
  readonly minutes: number;
  readonly partialAllowed: boolean;
}

/** What is wrong with the minutes somebody says they earned. */
export function earnedProblem(
  activity: Earnable,
  earned: Pick<CompletionFacts, 'minutes' | 'categories' | 'startsAt' | 'endsAt'>,
): FieldProblem | null {
  const { minutes, startsAt, endsAt } = earned;
  if (minutes > activity.minutes)
    return { field: 'minutes', message: `must be at most ${activity.minutes}, which the activity has` };
  if (minutes < activity.minutes && !activity.partialAllowed)
    return {
      field: 'minutes',
      message: `must be ${activity.minutes}: of this activity no part can be earned`,
    };
  if (startsAt && endsAt && minutes > minutesIn({ startsAt, endsAt }))
    return { field: 'minutes', message: 'must not be more than lie between startsAt and endsAt' };
  return categoryProblem(earned.categories, minutes, 'categories');
}

/** Something that was done at a known time, for so many minutes. */
export interface TimedMinutes extends Interval {
  readonly id: string;
  readonly minutes: number;
}

/**
 * inv 36: of each completion the minutes that are nobody else's. What shares time with class or placement hours, or with a
 * completion that began before, counts by what is left of its time.
 */
export function ownMinutes(
  completions: readonly TimedMinutes[],
  taken: readonly Interval[],
): ReadonlyMap<string, number> {
  const used: Interval[] = [...taken];
  const inOrder = completions.toSorted(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  return new Map(
    inOrder.map((each) => {
      const left = minutesIn(each) - minutesShared(each, used);
      used.push(each);
      return [each.id, Math.max(0, Math.min(each.minutes, left))];
    }),
  );
}

/** Subjects of what is left of a completion: each at most what is left, in their order. */
export function categoriesLeft(categories: readonly CategoryMinutes[], minutes: number): CategoryMinutes[] {
  let left = minutes;
  return categories.flatMap(({ code, minutes: of }) => {
    const kept = Math.min(of, left);
    left -= kept;
    return kept > 0 ? [{ code, minutes: kept }] : [];
  });
}
