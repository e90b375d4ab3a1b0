import type { CeCycle, CycleLimit, Day } from '../policies/policy.js';
import {
  TOTAL,
  type AllocationLine,
  type CompletedPart,
  type CycleAllocation,
  type RequirementStanding,
} from './allocation.js';
import type { Countable } from './countable.rules.js';
import { fill, type Bucket } from './fill.rules.js';

/** A completion in the cycle in which it is to count. */
export interface Placed {
  readonly countable: Countable;
  /** Done after the cycle, to fill what was missing in it. */
  readonly isLate: boolean;
}

export const asPlaced = (countables: readonly Countable[], isLate: boolean): Placed[] =>
  countables.map((countable) => ({ countable, isLate }));

/** What a cycle asks for, after waivers, and what came into it. */
export interface Asked {
  readonly cycle: CeCycle;
  readonly requiredMinutes: number;
  readonly minimums: readonly CycleLimit[];
  readonly carriedInMinutes: number;
  readonly carryOverMinutes: number;
}

/** A cycle with everything that counts in it. */
export interface Settled {
  readonly standing: Omit<CycleAllocation, 'judged' | 'undecided' | 'cycle'>;
  readonly lines: readonly AllocationLine[];
}

/** Minutes of one part in one category, while they may still be carried: which limits they fall under. */
interface Counted {
  readonly placed: Placed;
  readonly category: string | null;
  readonly keys: readonly string[];
  minutes: number;
}

/** One part of a completion in its cycle. */
interface Part extends CompletedPart {
  readonly placed: Placed;
  /** Key of the limit it falls under besides those of categories; null: none. */
  readonly classKey: string | null;
}

/**
 * inv 53–58: counts what may count so that as little as possible is missing and, that granted, as much as possible counts;
 * then carries what is over the whole.
 */
export function settle(asked: Asked, placed: readonly Placed[], nextStartsOn: Day): Settled {
  const limits = [...asked.minimums, ...asked.cycle.maximums];
  const categories = unique(limits.filter(isCategory).map(({ code }) => code));
  const classKeys = unique(limits.filter((limit) => !isCategory(limit)).map(({ key }) => key));
  const parts = placed.flatMap((one) => partsOf(one, classKeys));
  const filling = fill(
    parts.map(({ minutes, classKey, categories: own }) => ({
      minutes,
      inClass: classKey === null ? classKeys.length : classKeys.indexOf(classKey),
      categories: indexesOf(own, categories),
    })),
    [...classKeys.map((key) => bucketOf(asked, key)), UNLIMITED],
    [...categories.map((code) => bucketOf(asked, categoryKey(code))), UNLIMITED],
  );
  const counted = parts.flatMap((part, i) => countedOf(part, filling[i]!, categories));
  const amounts = amountsOf(counted);
  const capped = parts.flatMap((part, i) => cappedOf(part, filling[i]!, asked.cycle, amounts));
  const carried = carry(asked, counted, amounts, nextStartsOn);
  const kept = counted.filter(({ minutes }) => minutes > 0).map((one) => lineOf(one, asked));
  return {
    standing: standingOf(asked, counted, amounts, minutesIn(carried)),
    lines: [...kept, ...carried, ...capped],
  };
}

const UNLIMITED: Bucket = { minimum: 0, maximum: Infinity };
const isCategory = ({ kind }: CycleLimit): boolean => kind === 'CATEGORY';
const categoryKey = (code: string): string => `CATEGORY:${code}`;
const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const minutesIn = (lines: readonly { readonly minutes: number }[]): number =>
  lines.reduce((minutes, line) => minutes + line.minutes, 0);
const minutesOfLimit = (limits: readonly CycleLimit[], key: string): number | undefined =>
  limits.find((limit) => limit.key === key)?.minutes;

const bucketOf = ({ minimums, cycle }: Asked, key: string): Bucket => ({
  minimum: minutesOfLimit(minimums, key) ?? 0,
  maximum: minutesOfLimit(cycle.maximums, key) ?? Infinity,
});

/** A policy has limits of deliveries or of one property, not of both: a completion falls under at most one of them. */
function partsOf(placed: Placed, classKeys: readonly string[]): Part[] {
  const { completion, parts } = placed.countable;
  const keys = [
    `DELIVERY:${completion.role === 'TEACHER' ? 'TEACHING' : completion.delivery}`,
    ...completion.properties.map((property) => `BESIDE:${property}`),
  ];
  const classKey = classKeys.find((key) => keys.includes(key)) ?? null;
  return parts.map((part) => ({ ...part, placed, classKey }));
}

/** In the order of the policy; what it does not name counts to the whole alone, which is the last index. */
function indexesOf(categories: readonly string[], codes: readonly string[]): number[] {
  const named = codes.flatMap((code, i) => (categories.includes(code) ? [i] : []));
  const isElsewhere = categories.length === 0 || categories.some((code) => !codes.includes(code));
  return isElsewhere ? [...named, codes.length] : named;
}

const countedOf = (
  { placed, classKey }: Part,
  filled: readonly number[],
  categories: readonly string[],
): Counted[] =>
  filled.flatMap((minutes, k) => {
    if (minutes === 0) return [];
    const category = categories[k] ?? null;
    const keys = [category === null ? null : categoryKey(category), classKey].filter((key) => key !== null);
    return [{ placed, category, keys, minutes }];
  });

function amountsOf(counted: readonly Counted[]): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const { keys, minutes } of counted)
    for (const key of keys) amounts.set(key, (amounts.get(key) ?? 0) + minutes);
  return amounts;
}

/** inv 57: what of a part no maximum lets count; as much as can be counts, so one of its maximums is full. */
function cappedOf(
  part: Part,
  filled: readonly number[],
  cycle: CeCycle,
  amounts: ReadonlyMap<string, number>,
): AllocationLine[] {
  const minutes = part.minutes - filled.reduce((a, b) => a + b, 0);
  if (minutes === 0) return [];
  const keys = [part.classKey, ...part.categories.map(categoryKey)];
  const full = cycle.maximums.find(
    (maximum) => keys.includes(maximum.key) && (amounts.get(maximum.key) ?? 0) >= maximum.minutes,
  );
  return [
    {
      completionId: part.placed.countable.completion.id,
      minutes,
      reason: 'OVER_MAXIMUM',
      cycleStartsOn: cycle.startsOn,
      category: null,
      towards: [],
      maximum: full?.key ?? null,
      because: `Above the maximum of ${full?.code ?? 'this'} in this cycle: they count nothing and are not carried.`,
    },
  ];
}

/**
 * inv 58: takes the surplus out of the cycle, the latest work first, so that every minimum stays as met as it is. What
 * minimums ask for is never surplus, and late work makes none. All of the surplus can be taken so: where no further minute
 * can be, each one left is needed for a minimum, so they are no more than the minimums together.
 */
function carry(
  asked: Asked,
  counted: readonly Counted[],
  amounts: Map<string, number>,
  nextStartsOn: Day,
): AllocationLine[] {
  const own = counted.filter(({ placed }) => !placed.isLate);
  const mandated = asked.minimums.map(({ key, minutes }) => Math.min(minutes, amounts.get(key) ?? 0));
  const needed = Math.max(
    asked.cycle.requiredMinutes - asked.carriedInMinutes,
    mandated.reduce((a, b) => a + b, 0),
  );
  let left = Math.min(asked.carryOverMinutes, Math.max(0, minutesIn(own) - needed));
  const lines: AllocationLine[] = [];
  for (const one of own.toReversed()) {
    const spare = asked.minimums
      .filter(({ key }) => one.keys.includes(key))
      .map(({ key, minutes }) => Math.max(0, amounts.get(key)! - minutes));
    const minutes = Math.min(left, one.minutes, ...spare);
    if (minutes === 0) continue;
    left -= minutes;
    one.minutes -= minutes;
    for (const key of one.keys) amounts.set(key, amounts.get(key)! - minutes);
    lines.push({
      completionId: one.placed.countable.completion.id,
      minutes,
      reason: 'CARRIED',
      cycleStartsOn: nextStartsOn,
      category: null,
      towards: [TOTAL],
      maximum: null,
      because: `Surplus of the cycle from ${asked.cycle.startsOn}: it counts to the whole of the next cycle, and no further.`,
    });
  }
  return lines.reverse();
}

function lineOf({ placed, category, keys, minutes }: Counted, { cycle, minimums }: Asked): AllocationLine {
  const towards = [TOTAL, ...minimums.filter(({ key }) => keys.includes(key)).map(({ key }) => key)];
  const { completedOn, id } = placed.countable.completion;
  return {
    completionId: id,
    minutes,
    reason: placed.isLate ? 'COUNTED_LATE' : 'COUNTED',
    cycleStartsOn: cycle.startsOn,
    category,
    towards,
    maximum: null,
    because: placed.isLate
      ? `Done on ${completedOn}, in the time for late renewal, where the cycle until ${cycle.endsOn} had something missing.`
      : `Done on ${completedOn}, within the cycle from ${cycle.startsOn} to ${cycle.endsOn}.`,
  };
}

function standingOf(
  asked: Asked,
  counted: readonly Counted[],
  amounts: ReadonlyMap<string, number>,
  carriedOutMinutes: number,
): Settled['standing'] {
  const standing = (
    key: string,
    code: string | null,
    required: number,
    minutes: number,
  ): RequirementStanding => ({
    key,
    code,
    requiredMinutes: required,
    countedMinutes: minutes,
    missingMinutes: Math.max(0, required - minutes),
  });
  const requirements = [
    standing(TOTAL, null, asked.requiredMinutes, minutesIn(counted) + asked.carriedInMinutes),
    ...asked.minimums.map(({ key, code, minutes }) => standing(key, code, minutes, amounts.get(key) ?? 0)),
  ];
  const missingMinutes = requirements.reduce((missing, one) => missing + one.missingMinutes, 0);
  return {
    met: missingMinutes === 0,
    requirements,
    maximums: asked.cycle.maximums.map(({ key, minutes }) => ({
      key,
      maximumMinutes: minutes,
      countedMinutes: amounts.get(key) ?? 0,
    })),
    carriedInMinutes: asked.carriedInMinutes,
    carriedOutMinutes,
    missingMinutes,
  };
}
