import type { CeCycle, CycleLimit } from '../policies/policy.js';
import { TOTAL, type AllocationLine, type CycleAllocation, type RequirementStanding } from './allocation.js';
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

/** A line while it may still be divided: which limits it falls under. */
interface Counted {
  readonly placed: Placed;
  readonly category: string | null;
  readonly keys: readonly string[];
  minutes: number;
}

/**
 * inv 53–58: counts what may count so that as little as possible is missing and, that granted, as much as possible counts;
 * then carries what is over the whole.
 */
export function settle(asked: Asked, placed: readonly Placed[], nextStartsOn: string): Settled {
  const { cycle } = asked;
  const codes = [
    ...new Set([...asked.minimums, ...cycle.maximums].filter(isCategory).map(({ code }) => code)),
  ];
  const limitOf = (limits: readonly CycleLimit[], key: string | null): number | undefined =>
    limits.find((limit) => limit.key === key)?.minutes;
  const bucketOf = (key: string | null): Bucket => ({
    minimum: limitOf(asked.minimums, key) ?? 0,
    maximum: limitOf(cycle.maximums, key) ?? Infinity,
  });
  // Limits that are not of categories divide completions into classes; null: under none of them.
  const classKeys = [
    ...new Set([...asked.minimums, ...cycle.maximums].filter((l) => !isCategory(l)).map(({ key }) => key)),
  ];
  const classOf = ({ countable }: Placed): number =>
    classKeys.findIndex((key) => keysOf(countable).includes(key));
  const parts = placed.flatMap((one) => one.countable.parts.map((part) => ({ placed: one, ...part })));
  const filling = fill(
    parts.map((part) => ({
      minutes: part.minutes,
      inClass: classOf(part.placed) + 1,
      categories: indexesOf(part.categories, codes),
    })),
    [bucketOf(null), ...classKeys.map(bucketOf)],
    [...codes.map((code) => bucketOf(categoryKey(code))), bucketOf(null)],
  );
  const counted: Counted[] = [];
  const capped: AllocationLine[] = [];
  const amounts = new Map<string, number>();
  parts.forEach((part, i) => {
    const classKey = classKeys[classOf(part.placed)] ?? null;
    filling[i]!.forEach((minutes, k) => {
      if (minutes === 0) return;
      const category = codes[k] ?? null;
      const keys = [...(category === null ? [] : [categoryKey(category)]), ...(classKey ? [classKey] : [])];
      counted.push({ placed: part.placed, category, keys, minutes });
      for (const key of keys) amounts.set(key, (amounts.get(key) ?? 0) + minutes);
    });
  });
  const isFull = (key: string | null): boolean =>
    key !== null && (amounts.get(key) ?? 0) >= (limitOf(cycle.maximums, key) ?? Infinity);
  parts.forEach((part, i) => {
    const over = part.minutes - filling[i]!.reduce((a, b) => a + b, 0);
    if (over === 0) return;
    const keys = [classKeys[classOf(part.placed)] ?? null, ...part.categories.map(categoryKey)];
    const maximum = keys.find(isFull) ?? null;
    capped.push({
      completionId: part.placed.countable.completion.id,
      minutes: over,
      reason: 'OVER_MAXIMUM',
      cycleStartsOn: cycle.startsOn,
      category: null,
      towards: [],
      maximum,
      because: `Above the maximum of ${wordOf(maximum)} in this cycle: they count nothing and are not carried.`,
    });
  });
  const carried = carry(asked, counted, amounts, nextStartsOn);
  const lines = [
    ...counted.filter(({ minutes }) => minutes > 0).map((one) => lineOf(one, asked)),
    ...carried,
    ...capped,
  ];
  return { standing: standingOf(asked, counted, amounts, minutesIn(carried)), lines };
}

const isCategory = ({ kind }: CycleLimit): boolean => kind === 'CATEGORY';
const categoryKey = (code: string): string => `CATEGORY:${code}`;
const wordOf = (key: string | null): string => (key ?? '').replace(/^\w+:/, '');
const minutesIn = (lines: readonly { minutes: number }[]): number =>
  lines.reduce((minutes, line) => minutes + line.minutes, 0);

/** Keys of the limits that a completion falls under besides those of categories. */
const keysOf = ({ completion }: Countable): string[] => [
  `DELIVERY:${completion.role === 'TEACHER' ? 'TEACHING' : completion.delivery}`,
  ...completion.properties.map((property) => `BESIDE:${property}`),
];

/** In the order of the policy; what it does not name counts to the whole alone, which is the last index. */
function indexesOf(categories: readonly string[], codes: readonly string[]): number[] {
  const named = codes.flatMap((code, i) => (categories.includes(code) ? [i] : []));
  const isElsewhere = categories.length === 0 || categories.some((code) => !codes.includes(code));
  return isElsewhere ? [...named, codes.length] : named;
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
  nextStartsOn: string,
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
