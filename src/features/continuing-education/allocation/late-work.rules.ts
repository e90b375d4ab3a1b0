import { daysAfter } from '../policies/calendar.rules.js';
import type { Countable } from './countable.rules.js';
import { asPlaced, settle, type Asked } from './settle.rules.js';

/** More late completions than this are not tried in all combinations. */
const TRIED_TOGETHER = 8;

interface Work {
  readonly asked: Asked;
  readonly own: readonly Countable[];
}

/**
 * inv 54, 56: which work done after a cycle fills what is missing in it. A completion is in one cycle or the other, never
 * divided, so all combinations are tried: the one after which as little as possible is missing, then as few requirements
 * unmet, then as little missing in the next cycle, which it is taken from, then as few late minutes used, then earlier work.
 * Of more than eight late completions the latest are left out one by one as long as that leaves no more missing.
 */
export function lateWork({
  asked,
  own,
  candidates,
  next,
}: Work & {
  readonly candidates: readonly Countable[];
  /** The next cycle, with what is carried into it and without work taken from it; null when there is none. */
  readonly next: (carriedInMinutes: number, without: ReadonlySet<Countable>) => Work | null;
}): readonly Countable[] {
  if (candidates.length === 0 || outcome(asked, own, []).missing === 0) return [];
  const cost = (late: readonly Countable[]): number[] => {
    const { missing, unmet, carried, minutes } = outcome(asked, own, late);
    const after = next(carried, new Set([...own, ...late]));
    return [missing, unmet, after ? outcome(after.asked, after.own, []).missing : 0, minutes];
  };
  if (candidates.length > TRIED_TOGETHER) return leanest(candidates, (late) => outcome(asked, own, late));
  return combinations(candidates)
    .map((late) => ({ late, cost: cost(late) }))
    .reduce((best, one) => (isLess(one.cost, best.cost) ? one : best)).late;
}

interface Outcome {
  readonly missing: number;
  readonly unmet: number;
  readonly carried: number;
  readonly minutes: number;
}

function outcome(asked: Asked, own: readonly Countable[], late: readonly Countable[]): Outcome {
  const placed = [...asPlaced(own, false), ...asPlaced(late, true)];
  const { standing, lines } = settle(asked, placed, daysAfter(asked.cycle.endsOn, 1));
  return {
    missing: standing.missingMinutes,
    unmet: standing.requirements.filter(({ missingMinutes }) => missingMinutes > 0).length,
    carried: standing.carriedOutMinutes,
    minutes: lines.reduce((sum, { reason, minutes }) => sum + (reason === 'COUNTED_LATE' ? minutes : 0), 0),
  };
}

function leanest(
  candidates: readonly Countable[],
  of: (late: readonly Countable[]) => Outcome,
): readonly Countable[] {
  const worst = of(candidates).missing;
  return candidates.reduceRight<readonly Countable[]>((kept, one) => {
    const without = kept.filter((each) => each !== one);
    return of(without).missing <= worst ? without : kept;
  }, candidates);
}

/** All combinations, those with earlier members first. */
const combinations = <T>(of: readonly T[]): T[][] =>
  of.reduceRight<T[][]>((rest, one) => [...rest.map((each) => [one, ...each]), ...rest], [[]]);

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((each, i) => each !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}
