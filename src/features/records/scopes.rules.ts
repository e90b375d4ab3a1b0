import {
  type Counters,
  type ItemState,
  NOTHING_ON_RECORD,
  NO_COUNTERS,
  countersOfItem,
  plus,
  withRecord,
} from './counters.rules.js';
import type { Plan, PlannedItem } from './plan.rules.js';
import type { ProgressRecord } from './requirements.js';

/** The scope of the whole program; the other scopes are the ids of courses and modules. */
export const PROGRAM = 'PROGRAM';

/** Counters by scope. */
export type CountersByScope = ReadonlyMap<string, Counters>;

/** What stands on record for each requirement, from scratch. */
export function statesOf(records: readonly ProgressRecord[]): Map<string, ItemState> {
  const states = new Map<string, ItemState>();
  for (const record of records) {
    states.set(record.key, withRecord(states.get(record.key) ?? NOTHING_ON_RECORD, record));
  }
  return states;
}

/** The counters of every scope, from scratch: what the kept counters must always equal. */
export function countersByScope(plan: Plan, states: ReadonlyMap<string, ItemState>): CountersByScope {
  const counters = new Map([PROGRAM, ...plan.scopes].map((scope) => [scope, NO_COUNTERS]));
  for (const item of plan.items) {
    const ofItem = countersOfItem(item, states.get(item.requirement.key) ?? NOTHING_ON_RECORD);
    for (const scope of scopesOf(item)) counters.set(scope, plus(counters.get(scope) ?? NO_COUNTERS, ofItem));
  }
  return counters;
}

function scopesOf({ courseId, moduleId }: PlannedItem): string[] {
  return [PROGRAM, courseId, moduleId].filter((scope) => scope !== null);
}
