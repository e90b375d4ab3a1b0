import type { PlannedItem } from './plan.rules.js';
import type { MeetingRecord, ProgressRecord } from './requirements.js';

/** How far one course, module or the whole program is, in whole numbers that can be added up. */
export interface Counters {
  readonly requiredMinutes: number;
  readonly metMinutes: number;
  readonly requiredItems: number;
  readonly metItems: number;
  /** Items with any record that stands, met or not. */
  readonly startedItems: number;
  /** Items nobody can meet yet; they are among the required and never among the met. */
  readonly unresolvedItems: number;
}

/** What stands on record for one requirement; a record's minutes by its id. */
export interface ItemState {
  readonly standing: ReadonlyMap<string, number>;
  /** Ids taken back. Kept, so that a record told again or told late stays taken back. */
  readonly voided: ReadonlySet<string>;
}

export const NOTHING_ON_RECORD: ItemState = { standing: new Map(), voided: new Set() };

export const NO_COUNTERS: Counters = {
  requiredMinutes: 0,
  metMinutes: 0,
  requiredItems: 0,
  metItems: 0,
  startedItems: 0,
  unresolvedItems: 0,
};

/** The state after one more record of the same requirement; telling a record twice, or in any order, is the same. */
export function withRecord(state: ItemState, record: ProgressRecord): ItemState {
  const { standing, voided } = state;
  if (record.type === 'VOIDED') {
    const left = new Map([...standing].filter(([id]) => id !== record.voidsId));
    return { standing: left, voided: new Set([...voided, record.voidsId]) };
  }
  if (voided.has(record.id) || standing.has(record.id)) return state;
  return { standing: new Map([...standing, [record.id, minutesOf(record)]]), voided };
}

/** For HOURS: the minutes that stand on record. */
export function minutesOnRecord(state: ItemState): number {
  return [...state.standing.values()].reduce((sum, minutes) => sum + minutes, 0);
}

export function isMet({ requirement }: PlannedItem, state: ItemState): boolean {
  if (!requirement.resolved) return false;
  if (requirement.kind === 'HOURS') return minutesOnRecord(state) >= requirement.requiredMinutes;
  return state.standing.size > 0;
}

/** What one requirement adds to the counters of its module, course and program. */
export function countersOfItem(item: PlannedItem, state: ItemState): Counters {
  return {
    requiredMinutes: item.minutes,
    metMinutes: metMinutes(item, state),
    requiredItems: 1,
    metItems: isMet(item, state) ? 1 : 0,
    startedItems: state.standing.size > 0 ? 1 : 0,
    unresolvedItems: item.requirement.resolved ? 0 : 1,
  };
}

export function plus(a: Counters, b: Counters): Counters {
  return {
    requiredMinutes: a.requiredMinutes + b.requiredMinutes,
    metMinutes: a.metMinutes + b.metMinutes,
    requiredItems: a.requiredItems + b.requiredItems,
    metItems: a.metItems + b.metItems,
    startedItems: a.startedItems + b.startedItems,
    unresolvedItems: a.unresolvedItems + b.unresolvedItems,
  };
}

export function isComplete({ requiredItems, metItems }: Counters): boolean {
  return metItems === requiredItems;
}

/**
 * Met ÷ required clock minutes, floored; 100 exactly when everything required is met. Where no time is asked
 * for, items are counted instead.
 */
export function percentOf(counters: Counters): number {
  const { metMinutes, requiredMinutes, metItems, requiredItems } = counters;
  if (isComplete(counters)) return 100;
  const [met, required] = requiredMinutes > 0 ? [metMinutes, requiredMinutes] : [metItems, requiredItems];
  return Math.min(99, Math.floor((100 * met) / required));
}

/** A met item counts in full; hours count as they are gathered, everything else all or nothing. */
function metMinutes(item: PlannedItem, state: ItemState): number {
  if (isMet(item, state)) return item.minutes;
  if (item.requirement.kind !== 'HOURS' || !item.requirement.resolved) return 0;
  return Math.min(item.minutes, minutesOnRecord(state));
}

function minutesOf(record: MeetingRecord): number {
  return record.minutes ?? 0;
}
