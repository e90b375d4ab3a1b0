import { allocate } from '../allocation/allocate.rules.js';
import type { AllocationLine, AllocationReason } from '../allocation/allocation.js';
import { minutesOf } from '../allocation/countable.rules.js';
import { daysAfter } from '../policies/calendar.rules.js';
import { ceCycles, wholeCyclesUpTo } from '../policies/cycles.rules.js';
import type { CeAnchor, CeCycle, CePolicy, CeTerms, Day } from '../policies/policy.js';
import {
  anchorOf,
  type ClosedCycle,
  type DecidedCycle,
  type JudgedCycle,
  type KnownCompletion,
  type NotJudged,
  type ObligationFacts,
  type PolicyOn,
} from './judged-cycle.js';

/** Reasons of lines whose minutes count somewhere. */
const COUNTS: readonly AllocationReason[] = ['COUNTED', 'COUNTED_LATE', 'CARRIED'];
export const countsSomewhere = ({ reason }: AllocationLine): boolean => COUNTS.includes(reason);

/**
 * The policy by which the cycle of a day is judged: the version in force on the cycle's first day, so that nobody's
 * requirements change under way; where there was none yet, the one in force on the day.
 */
function pinned(policyOn: PolicyOn, anchor: CeAnchor, on: Day, asOf: Day): Pinned {
  const today = policyOn(on);
  const cycles = today ? ceCycles(today, anchor, on, asOf) : [];
  const first = cycles[0] ? policyOn(cycles[0].startsOn) : null;
  if (!first || first === today) return { policy: today, cycles };
  return { policy: first, cycles: ceCycles(first, anchor, on, asOf) };
}

interface Pinned {
  readonly policy: CePolicy | null;
  /** In which the day lies: that of the whole first, then longer ones. */
  readonly cycles: readonly CeCycle[];
}

/**
 * inv 53–61: the cycle in which a day lies, with everything done until `until`. A closed one is as it was decided; what it
 * counted counts in no other. `asOf` is today: a first cycle is renewed late after its end.
 */
export function judge(facts: ObligationFacts, on: Day, asOf: Day, until: Day = on): JudgedCycle | NotJudged {
  const anchor = anchorOf(facts.obligation);
  const { policy, cycles } = pinned(facts.policyOn, anchor, on, asOf);
  const isUnder = anchor.since! <= on && (anchor.until === null || on <= anchor.until);
  if (!policy) return { policy, isUnder, missing: ['no version of the policy is in force on the day'] };
  if (!policy.terms) return { policy, isUnder, missing: policy.incomplete };
  const [whole, ...separate] = cycles;
  if (!whole) return { policy, isUnder: false, missing: [] };
  const closed = facts.closed.find(({ startsOn }) => startsOn === whole.startsOn) ?? null;
  const before = facts.closed.filter(({ endsOn }) => endsOn < whole.startsOn);
  const lastClosed = before.reduce<ClosedCycle | null>((a, b) => (a && a.endsOn > b.endsOn ? a : b), null);
  const chain = chainOf(facts.policyOn, policy, anchor, {
    on,
    asOf,
    until,
    whole,
    lastClosed,
    waivers: facts.waivers,
  });
  const done = facts.completions.filter(({ completedOn }) => completedOn <= until);
  const follows = lastClosed !== null && daysAfter(lastClosed.endsOn, 1) === chain[0]?.startsOn;
  const carriedInMinutes = follows ? lastClosed.decided.cycle.carriedOutMinutes : 0;
  const { waivers } = facts;
  const open = allocate(policy, chain, {
    completions: unused(bearing(policy.terms, done, chain[0]!.startsOn), facts.closed),
    waivers,
    carriedInMinutes,
  });
  const at = open.cycles.findIndex(({ cycle }) => cycle.startsOn === whole.startsOn);
  const previousOpen = open.cycles[at - 1];
  return {
    policy: closed?.decided.policy ?? policy,
    current: closed?.decided.cycle ?? open.cycles[at]!,
    lines: closed?.decided.lines ?? open.lines.filter((line) => line.cycleStartsOn === whole.startsOn),
    separate: separate.length ? allocate(policy, separate, { completions: done, waivers }).separate : [],
    closed,
    previous: previousOpen
      ? { cycle: previousOpen, closed: false }
      : lastClosed && { cycle: lastClosed.decided.cycle, closed: true },
  };
}

/** What was done before the cycles bears on them only where a course counts once and for all. */
const bearing = (
  { repeatedCourse, teaching }: CeTerms,
  done: readonly KnownCompletion[],
  from: Day,
): readonly KnownCompletion[] =>
  repeatedCourse === 'ONCE_EVER' || teaching.firstTimeOnly
    ? done
    : done.filter(({ completedOn }) => completedOn >= from);

/**
 * What of completions counts in no closed cycle. One that counts in a closed cycle is of that cycle with all its minutes, as
 * in open ones, wherever its day is moved to; of one whose surplus alone was carried into it, those minutes are.
 */
function unused(
  completions: readonly KnownCompletion[],
  closed: readonly ClosedCycle[],
): readonly KnownCompletion[] {
  if (closed.length === 0) return completions;
  const used = new Map<string, number>();
  for (const { completionId, reason, minutes } of closed.flatMap(({ decided }) =>
    decided.lines.filter(countsSomewhere),
  ))
    used.set(completionId, reason === 'CARRIED' ? (used.get(completionId) ?? 0) + minutes : Infinity);
  return completions.map((one) => {
    const all = minutesOf(one.parts);
    return { ...one, usedMinutes: Math.min(all, one.usedMinutes + (used.get(one.id) ?? 0)) };
  });
}

interface ChainFacts {
  readonly on: Day;
  readonly asOf: Day;
  readonly until: Day;
  readonly whole: CeCycle;
  readonly lastClosed: ClosedCycle | null;
  readonly waivers: ObligationFacts['waivers'];
}

/**
 * The cycles that bear on one: those after the last closed one, or all where surplus is carried or late work counts, or else
 * the one before.
 * Only those that the same version of the policy rules.
 */
function chainOf(
  policyOn: PolicyOn,
  policy: CePolicy,
  anchor: CeAnchor,
  { on, asOf, until, whole, lastClosed, waivers }: ChainFacts,
): CeCycle[] {
  const last = until > on ? until : on;
  if (whole.isFirst && last <= whole.endsOn) return [whole];
  const from = lastClosed
    ? daysAfter(lastClosed.endsOn, 1)
    : reachesBack(policy.terms!, waivers)
      ? null
      : (ceCycles(policy, anchor, daysAfter(whole.startsOn, -1), asOf)[0]?.startsOn ?? whole.startsOn);
  return wholeCyclesUpTo(policy, anchor, last, { from, asOf }).filter(
    ({ startsOn }) => startsOn === whole.startsOn || policyOn(startsOn)?.id === policy.id,
  );
}

/** Whether what was done in one cycle may count in another, so that each depends on the one before. */
const reachesBack = (
  { carryOverMinutes, lateWindowDays }: CeTerms,
  waivers: ObligationFacts['waivers'],
): boolean =>
  carryOverMinutes > 0 || lateWindowDays > 0 || waivers.some(({ extendedTo }) => extendedTo !== null);

/** What is frozen when a cycle is closed or decided anew, by everything that is on record today. */
export function decide(facts: ObligationFacts, startsOn: Day, today: Day): DecidedCycle | NotJudged {
  const others = facts.closed.filter((one) => one.startsOn !== startsOn);
  const judged = judge({ ...facts, closed: others }, startsOn, today, today);
  if (!('current' in judged)) return judged;
  const { policy, current, lines } = judged;
  const ids = new Set(lines.map(({ completionId }) => completionId));
  return {
    policy,
    cycle: current,
    lines,
    completions: facts.completions.filter(({ id }) => ids.has(id)),
    waivers: facts.waivers.filter(({ cycleStartsOn }) => cycleStartsOn === startsOn),
    countedIds: [...new Set(lines.filter(countsSomewhere).map(({ completionId }) => completionId))],
  };
}

/** The last day on which something may count in a cycle, extensions included. */
export const lastDayOf = (
  { startsOn, endsOn, lateUntil }: CeCycle,
  waivers: ObligationFacts['waivers'],
): Day =>
  waivers
    .filter(({ cycleStartsOn, extendedTo }) => cycleStartsOn === startsOn && extendedTo !== null)
    .reduce(
      (last, { extendedTo }) => (extendedTo! > last ? extendedTo! : last),
      lateUntil > endsOn ? lateUntil : endsOn,
    );

/** The cycle that begins on a day; null: none does. */
export function cycleStarting(
  { obligation, policyOn }: ObligationFacts,
  startsOn: Day,
  asOf: Day,
): CeCycle | null {
  const anchor = anchorOf(obligation);
  const [whole] = pinned(policyOn, anchor, startsOn, asOf).cycles;
  return whole?.startsOn === startsOn ? whole : null;
}
