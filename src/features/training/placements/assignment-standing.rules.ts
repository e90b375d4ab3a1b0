import type { AssignmentEntryKind } from './assignment.entity.js';

/** What an assignment was made with. */
export interface MadeAssignment {
  /** The first day, YYYY-MM-DD, in the zone of the site. */
  readonly startsOn: string;
  /** The last day; null: open-ended. */
  readonly endsOn: string | null;
  readonly checklistVersionId: string;
}

/** What was put on record of it since. */
export interface AssignmentEntry {
  readonly kind: AssignmentEntryKind;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly checklistVersionId: string | null;
}

/** The assignment as its entries leave it. */
export interface AssignmentStanding extends MadeAssignment {
  readonly cancelled: boolean;
}

/** The entries in the order they were recorded: the latest of a kind holds, and what is cancelled stays so. */
export const standingOf = (made: MadeAssignment, entries: readonly AssignmentEntry[]): AssignmentStanding =>
  entries.reduce<AssignmentStanding>(after, { ...made, cancelled: false });

function after(standing: AssignmentStanding, entry: AssignmentEntry): AssignmentStanding {
  switch (entry.kind) {
    case 'DATES_CHANGED':
      return { ...standing, startsOn: entry.startsOn ?? standing.startsOn, endsOn: entry.endsOn };
    case 'ENDED':
      return { ...standing, endsOn: entry.endsOn };
    case 'CHECKLIST_CHANGED':
      return { ...standing, checklistVersionId: entry.checklistVersionId ?? standing.checklistVersionId };
    case 'CANCELLED':
      return { ...standing, cancelled: true };
    case 'GATE_OVERRIDDEN':
      return standing;
  }
}

export const ASSIGNMENT_STATES = ['UPCOMING', 'IN_FORCE', 'OVER', 'CANCELLED'] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

type Dates = Pick<AssignmentStanding, 'startsOn' | 'endsOn' | 'cancelled'>;

/** Where it stands on a day of its site. */
export function stateOn({ startsOn, endsOn, cancelled }: Dates, on: string): AssignmentState {
  if (cancelled) return 'CANCELLED';
  if (endsOn !== null && endsOn < on) return 'OVER';
  return on < startsOn ? 'UPCOMING' : 'IN_FORCE';
}

/** inv 14: whether it runs on a day of its site, the first and the last included. */
export const isInForce = (dates: Dates, on: string): boolean => stateOn(dates, on) === 'IN_FORCE';

/** Why dates cannot be changed so. */
export type DateProblem = 'END_BEFORE_START' | 'END_IN_PAST' | 'START_IN_PAST' | 'BEGUN' | 'NOT_EARLIER';

/** New first and last day. What has begun keeps its first day; nothing is moved to before today. */
export function whyNotMove(
  standing: Dates,
  { startsOn, endsOn }: Pick<MadeAssignment, 'startsOn' | 'endsOn'>,
  today: string,
): DateProblem | null {
  if (endsOn !== null && endsOn < startsOn) return 'END_BEFORE_START';
  if (endsOn !== null && endsOn < today) return 'END_IN_PAST';
  if (startsOn === standing.startsOn) return null;
  if (stateOn(standing, today) !== 'UPCOMING') return 'BEGUN';
  return startsOn < today ? 'START_IN_PAST' : null;
}

/** An earlier last day: today, through its end, a later one, or yesterday: at once. */
export function whyNotEnd(
  standing: Dates,
  endsOn: string,
  { today, yesterday }: { today: string; yesterday: string },
): DateProblem | null {
  if (today < standing.startsOn || endsOn < standing.startsOn) return 'END_BEFORE_START';
  if (endsOn < yesterday) return 'END_IN_PAST';
  return standing.endsOn !== null && endsOn >= standing.endsOn ? 'NOT_EARLIER' : null;
}
