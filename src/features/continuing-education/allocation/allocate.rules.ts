import { daysAfter } from '../policies/calendar.rules.js';
import type { CeCycle, CePolicy, CeTerms, CycleLimit } from '../policies/policy.js';
import {
  TOTAL,
  type Allocation,
  type AllocationFacts,
  type AllocationLine,
  type AllocationReason,
  type CycleAllocation,
  type CycleWaiver,
} from './allocation.js';
import {
  countableOf,
  courseOf,
  inOrder,
  minutesOf,
  repeatsAmong,
  type Countable,
  type Loss,
} from './countable.rules.js';
import { lateWork } from './late-work.rules.js';
import { asPlaced, settle, type Asked } from './settle.rules.js';

/**
 * Where every minute of the completions counts under a policy, and what is missing (inv 53–61). The cycles are those of one
 * credential or employment, as `ceCycles` or `wholeCyclesUpTo` give them, without closed ones: what these took is in
 * `usedMinutes` and `carriedInMinutes`. The same facts in any order give the same answer.
 *
 * Best for the person: in each cycle, the earlier first, as few minutes as possible are missing to the whole and to its
 * minimums, then as many of these are met as can be, then as little late work is used as needed, then as much as possible
 * counts and is carried.
 */
export function allocate(policy: CePolicy, cycles: readonly CeCycle[], facts: AllocationFacts): Allocation {
  const { id, code, terms } = policy;
  const completions = inOrder(facts.completions);
  if (!terms) {
    const because = `The policy ${code} does not say enough to judge: ${policy.incomplete.join('; ')}.`;
    const lines = completions.map((completion) =>
      lineOf(completion.id, { minutes: minutesOf(completion.parts), reason: 'NOT_JUDGED', because }, null),
    );
    return { policy: { id, code }, cycles: [], lines, separate: [] };
  }
  const countables = completions.map((completion) => countableOf(completion, terms));
  const whole = cycles.filter(({ category }) => category === null).toSorted(byBeginning);
  return {
    policy: { id, code },
    ...wholeOf(terms, whole, countables, facts),
    separate: cycles
      .filter(({ category }) => category !== null)
      .map((cycle) => separateOf(terms, cycle, countables, facts.waivers)),
  };
}

const byBeginning = (a: CeCycle, b: CeCycle): number => (a.startsOn < b.startsOn ? -1 : 1);

function wholeOf(
  terms: CeTerms,
  cycles: readonly CeCycle[],
  countables: readonly Countable[],
  facts: AllocationFacts,
): Pick<Allocation, 'cycles' | 'lines'> {
  const repeats = repeatsEver(terms, countables);
  const usable = countables.filter((one) => one.parts.length > 0 && !repeats.has(one));
  const taken = new Set<Countable>();
  const done: TakenByCycle[] = [];
  cycles.forEach((cycle, i) => {
    const before = done.at(-1)?.standing;
    const follows = before && daysAfter(before.cycle.endsOn, 1) === cycle.startsOn;
    const carriedIn = before ? (follows ? before.carriedOutMinutes : 0) : (facts.carriedInMinutes ?? 0);
    const asked = askedOf(terms, cycle, facts.waivers, carriedIn);
    const left = usable.filter((one) => !taken.has(one));
    const answer = cycle.undecided.length
      ? leftUndecided(terms, asked, left)
      : oneCycle(terms, asked, left, { next: cycles[i + 1] ?? null, waivers: facts.waivers });
    for (const one of answer.took) taken.add(one);
    for (const one of answer.repeats) repeats.add(one);
    done.push(answer);
  });
  const refused = countables.flatMap((one) => refusalsOf(one, cycles, { repeats, taken }));
  const lines = [...done.flatMap((answer) => answer.lines), ...refused].toSorted(byCompletion(countables));
  return { cycles: done.map(({ standing }) => standing), lines };
}

/** A cycle that is settled, what is in it and what repeats that. */
interface TakenByCycle {
  readonly standing: CycleAllocation;
  readonly lines: readonly AllocationLine[];
  readonly took: readonly Countable[];
  readonly repeats: readonly Countable[];
}

function oneCycle(
  terms: CeTerms,
  asked: Asked,
  left: readonly Countable[],
  { next, waivers }: { next: CeCycle | null; waivers: readonly CycleWaiver[] },
): TakenByCycle {
  const { cycle } = asked;
  const [own, repeats] = ownWork(terms, cycle, left);
  const late = lateWork({
    asked,
    own,
    candidates: lateCandidates(terms, cycle, waivers, left, own),
    next: (carriedInMinutes, without) =>
      next && {
        asked: askedOf(terms, next, waivers, carriedInMinutes),
        own: ownWork(
          terms,
          next,
          left.filter((one) => !without.has(one)),
        )[0],
      },
  });
  const placed = [...asPlaced(own, false), ...asPlaced(late, true)];
  const { standing, lines } = settle(asked, placed, daysAfter(cycle.endsOn, 1));
  return {
    standing: { cycle, judged: true, undecided: [], ...standing },
    lines,
    took: [...own, ...late],
    repeats,
  };
}

function leftUndecided(terms: CeTerms, asked: Asked, left: readonly Countable[]): TakenByCycle {
  const [own, repeats] = ownWork(terms, asked.cycle, left);
  const lines = own.map((one) => notJudged(one, asked.cycle));
  return { standing: unjudged(asked), lines, took: own, repeats };
}

const isIn = ({ startsOn, endsOn }: CeCycle, { completion }: Countable): boolean =>
  startsOn <= completion.completedOn && completion.completedOn <= endsOn;

/** inv 56: what was done within the cycle, its first and last day included, and of that what only repeats (inv 55). */
function ownWork(
  { repeatedCourse }: CeTerms,
  cycle: CeCycle,
  usable: readonly Countable[],
): [own: Countable[], repeated: Countable[]] {
  const within = usable.filter((one) => isIn(cycle, one));
  if (repeatedCourse !== 'ONCE_PER_CYCLE') return [within, []];
  const repeats = repeatsAmong(within, 'MOST');
  return [within.filter((one) => !repeats.has(one)), [...repeats]];
}

/** What repeats something done at any time, where the policy counts a course or its teaching once only. */
function repeatsEver(
  { repeatedCourse, teaching }: CeTerms,
  countables: readonly Countable[],
): Set<Countable> {
  if (repeatedCourse === 'ONCE_EVER') return repeatsAmong(countables, 'EARLIEST');
  if (!teaching.firstTimeOnly) return new Set();
  return repeatsAmong(
    countables.filter(({ completion }) => completion.role === 'TEACHER'),
    'EARLIEST',
  );
}

/** What was done after the cycle in time for late renewal, or within an extension, and repeats nothing of the cycle. */
function lateCandidates(
  { repeatedCourse }: CeTerms,
  cycle: CeCycle,
  waivers: readonly CycleWaiver[],
  usable: readonly Countable[],
  own: readonly Countable[],
): Countable[] {
  const until = waivers
    .filter(({ cycleStartsOn }) => cycleStartsOn === cycle.startsOn)
    .reduce((last, { extendedTo }) => (extendedTo && extendedTo > last ? extendedTo : last), cycle.lateUntil);
  const after = usable.filter(
    ({ completion }) => cycle.endsOn < completion.completedOn && completion.completedOn <= until,
  );
  if (repeatedCourse !== 'ONCE_PER_CYCLE') return after;
  const done = new Set(own.map(courseOf));
  const repeats = repeatsAmong(after, 'MOST');
  return after.filter((one) => !done.has(courseOf(one)) && !repeats.has(one));
}

function askedOf(
  terms: CeTerms,
  cycle: CeCycle,
  waivers: readonly CycleWaiver[],
  carriedInMinutes: number,
): Asked {
  const own = waivers.filter(({ cycleStartsOn }) => cycleStartsOn === cycle.startsOn);
  const left = (key: string, minutes: number): number =>
    own
      .filter(({ requirement }) => requirement === null || requirement === key)
      .reduce((rest, waiver) => Math.max(0, rest - (waiver.minutes ?? rest)), minutes);
  return {
    cycle,
    requiredMinutes: left(TOTAL, cycle.requiredMinutes),
    minimums: cycle.minimums.map((limit): CycleLimit => ({
      ...limit,
      minutes: left(limit.key, limit.minutes),
    })),
    carriedInMinutes,
    carryOverMinutes: terms.carryOverMinutes,
  };
}

function unjudged({ cycle, requiredMinutes, carriedInMinutes }: Asked): CycleAllocation {
  return {
    cycle,
    judged: false,
    undecided: cycle.undecided,
    met: false,
    requirements: [],
    maximums: [],
    carriedInMinutes,
    carriedOutMinutes: 0,
    missingMinutes: requiredMinutes,
  };
}

const notJudged = ({ completion, parts }: Countable, cycle: CeCycle): AllocationLine =>
  lineOf(
    completion.id,
    {
      minutes: minutesOf(parts),
      reason: 'NOT_JUDGED',
      because: `The policy does not say enough about this cycle: ${cycle.undecided.join('; ')}.`,
    },
    cycle,
  );

/** What of a completion counts nowhere: by itself, as a repetition, or because its day lies in none of the cycles. */
function refusalsOf(
  one: Countable,
  cycles: readonly CeCycle[],
  { repeats, taken }: { repeats: ReadonlySet<Countable>; taken: ReadonlySet<Countable> },
): AllocationLine[] {
  const { completion, parts, losses } = one;
  const cycle = cycles.find((each) => isIn(each, one)) ?? null;
  const lines = losses.map((loss) => lineOf(completion.id, loss, cycle));
  const rest = (reason: AllocationReason, because: string): AllocationLine[] => [
    lineOf(completion.id, { minutes: minutesOf(parts), reason, because }, cycle),
  ];
  if (parts.length === 0 || taken.has(one)) return lines;
  if (repeats.has(one))
    return [
      ...lines,
      ...rest('REPEATED_COURSE', 'The same course counts once, and another time of it counts.'),
    ];
  return [
    ...lines,
    ...rest('OUTSIDE_CYCLE', `${completion.completedOn} lies in none of the cycles that are open.`),
  ];
}

const lineOf = (completionId: string, loss: Loss, cycle: CeCycle | null): AllocationLine => ({
  completionId,
  ...loss,
  cycleStartsOn: cycle?.startsOn ?? null,
  category: null,
  towards: [],
  maximum: null,
});

/** By completion in their order; the lines of one stay in theirs. */
function byCompletion(countables: readonly Countable[]): (a: AllocationLine, b: AllocationLine) => number {
  const place = new Map(countables.map(({ completion }, i) => [completion.id, i]));
  return (a, b) => place.get(a.completionId)! - place.get(b.completionId)!;
}

/** A category with a longer cycle of its own: its minutes count there whether or not a maximum of the whole let them count. */
function separateOf(
  terms: CeTerms,
  cycle: CeCycle,
  countables: readonly Countable[],
  waivers: readonly CycleWaiver[],
): Allocation['separate'][number] {
  const ofCategory = countables.flatMap((one): Countable[] => {
    const parts = one.parts.filter(({ categories }) => categories.includes(cycle.category!));
    return parts.length ? [{ ...one, parts, losses: [] }] : [];
  });
  // What is waived of the whole leaves it as it is, though both may begin on the same day.
  const ofOwn = waivers
    .filter(({ requirement }) => requirement === `CATEGORY:${cycle.category}`)
    .map((waiver) => ({ ...waiver, requirement: TOTAL }));
  const asked = askedOf({ ...terms, carryOverMinutes: 0 }, cycle, ofOwn, 0);
  const repeats = repeatsEver(terms, ofCategory);
  const [own, repeated] = ownWork(
    terms,
    cycle,
    ofCategory.filter((one) => !repeats.has(one)),
  );
  for (const one of repeated) repeats.add(one);
  const refused = ofCategory.flatMap((one) => refusalsOf(one, [cycle], { repeats, taken: new Set(own) }));
  if (cycle.undecided.length)
    return { cycle: unjudged(asked), lines: own.map((one) => notJudged(one, cycle)) };
  const { standing, lines } = settle(asked, asPlaced(own, false), daysAfter(cycle.endsOn, 1));
  return {
    cycle: { cycle, judged: true, undecided: [], ...standing },
    lines: [...lines, ...refused].toSorted(byCompletion(ofCategory)),
  };
}
