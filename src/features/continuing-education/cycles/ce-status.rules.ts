import type { CycleAllocation, RequirementStanding } from '../allocation/allocation.js';
import { unitsOf } from '../policies/policy-words.rules.js';
import type { CePolicy, CeTerms, CeUnit, Day } from '../policies/policy.js';
import type { CeStanding } from './ce-standing.js';
import { lastDayOf } from './ce-cycle.rules.js';
import {
  isJudged,
  type JudgedCycle,
  type KnownCompletion,
  type NotJudged,
  type ObligationFacts,
} from './judged-cycle.js';

const DAY = 86_400_000;

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const UNITS: Record<CeUnit, [one: string, many: string]> = {
  CONTACT_HOUR: ['contact hour', 'contact hours'],
  CEU: ['CEU', 'CEUs'],
  CCU: ['CCU', 'CCUs'],
  CREDIT: ['credit', 'credits'],
};

/** Minutes in the unit of a policy, for people to read. */
export function inUnits(minutes: number, terms: CeTerms): string {
  const units = unitsOf(terms, minutes);
  return `${units} ${UNITS[terms.unit][units === '1' ? 0 : 1]}`;
}

/**
 * The fewest minutes that fill what is missing: one minute fills the whole and one minimum of each kind at a time, but no
 * two subjects.
 */
export function toEarn({ requirements }: CycleAllocation): number {
  const [ofSubjects, others] = [
    requirements.filter(({ key }) => key.startsWith('CATEGORY:')),
    requirements.filter(({ key }) => !key.startsWith('CATEGORY:')),
  ];
  const subjects = ofSubjects.reduce((sum, { missingMinutes }) => sum + missingMinutes, 0);
  return Math.max(subjects, ...others.map(({ missingMinutes }) => missingMinutes));
}

/** Whole percent of what a cycle asks for, rounded down; 100 only when everything is done. */
export function percentOf(allocation: CycleAllocation): number {
  const { met, requirements, cycle } = allocation;
  if (met) return 100;
  const required = requirements[0]?.requiredMinutes ?? cycle.requiredMinutes;
  if (required === 0) return 0; // something beside the whole is missing
  return Math.min(99, Math.floor((Math.max(0, required - toEarn(allocation)) * 100) / required));
}

/** Whether longer cycles of categories that end with this one are done as well. */
const separateDue = ({ current, separate }: JudgedCycle): CycleAllocation[] =>
  separate.flatMap(({ cycle }) => (cycle.cycle.endsOn <= current.cycle.endsOn && !cycle.met ? [cycle] : []));

export const isMet = (judged: JudgedCycle): boolean => judged.current.met && separateDue(judged).length === 0;

/** Whether the cycle before ended with something missing, and nobody has closed it: no time is left for it. */
const hasLapsed = ({ previous }: JudgedCycle, waivers: ObligationFacts['waivers'], on: Day): boolean =>
  previous !== null &&
  !previous.closed &&
  previous.cycle.judged &&
  !previous.cycle.met &&
  lastDayOf(previous.cycle.cycle, waivers) < on;

/** How somebody stands under a policy on a day, in one word. */
export function standingOf(
  answer: JudgedCycle | NotJudged,
  waivers: ObligationFacts['waivers'],
  on: Day,
): CeStanding {
  if (!isJudged(answer)) return answer.isUnder ? 'NOT_JUDGED' : 'NOT_UNDER_POLICY';
  if (answer.closed) return 'CLOSED';
  if (!answer.current.judged) return 'NOT_JUDGED';
  if (hasLapsed(answer, waivers, on)) return 'LAPSED';
  return isMet(answer) ? 'MET' : 'ON_THE_WAY';
}

/** What of the whole and its minimums is missing, in words; empty when nothing is. */
export function missingIn(allocation: CycleAllocation, terms: CeTerms): string {
  const [whole, ...minimums] = allocation.requirements;
  const parts = minimums
    .filter(({ missingMinutes }) => missingMinutes > 0)
    .map((minimum) => `${inUnits(minimum.missingMinutes, terms)} ${ofWhat(minimum)}`);
  if (!whole?.missingMinutes) return list(parts);
  const all = inUnits(toEarn(allocation), terms);
  return parts.length ? `${all}, with at least ${list(parts)}` : all;
}

const ofWhat = ({ code, key }: RequirementStanding): string => {
  if (code === null) return '';
  const name = code.toLowerCase().replaceAll('_', ' ');
  return key.startsWith('DELIVERY') ? `that are ${name}` : `of ${name}`;
};

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** What the person does next, in one or two sentences. */
export function nextStepOf(
  answer: JudgedCycle | NotJudged,
  { waivers, completions }: Pick<ObligationFacts, 'waivers' | 'completions'>,
  on: Day,
): string {
  if (!isJudged(answer)) return notJudged(answer);
  const { closed, current, policy, previous } = answer;
  if (closed) return closedStep(closed.decided.cycle, policy, closed.number);
  if (!current.judged)
    return `The policy does not say ${list(current.undecided)}: nobody is judged by it. Ask whoever keeps the policy.`;
  const lastDay = lastDayOf(current.cycle, waivers);
  const until =
    lastDay > current.cycle.endsOn ? `${current.cycle.endsOn}, with more time until ${lastDay}` : lastDay;
  if (hasLapsed(answer, waivers, on))
    return `The cycle until ${previous!.cycle.cycle.endsOn} ended without ${missingIn(previous!.cycle, policy.terms!)}: ask how to renew late. Of the cycle until ${until}: ${leftOf(answer)}.`;
  if (isMet(answer)) return `Everything for the cycle until ${until} is done.`;
  const days = count(Math.max(0, daysBetween(on, lastDay)), 'day', 'days');
  return [`${leftOf(answer)} until ${until}: ${days} left.`, ...waitingIn(current, completions)].join(' ');
}

function leftOf(answer: JudgedCycle): string {
  const { current, policy } = answer;
  const parts = [
    ...[missingIn(current, policy.terms!)].filter((missing) => missing !== ''),
    ...separateDue(answer).map(
      (cycle) =>
        `${inUnits(cycle.missingMinutes, policy.terms!)} of ${cycle.cycle.category!.toLowerCase().replaceAll('_', ' ')}`,
    ),
  ];
  return parts.length ? `Earn ${list(parts)}` : 'everything is done';
}

/** What may fill it as soon as somebody has looked at it, or the person has handed it in. */
function waitingIn({ cycle }: CycleAllocation, completions: readonly KnownCompletion[]): string[] {
  const within = completions.filter(
    ({ completedOn }) => cycle.startsOn <= completedOn && completedOn <= cycle.lateUntil,
  );
  const submitted = within.filter(({ state }) => state === 'SUBMITTED').length;
  const unfinished = within.filter(({ state }) => state === 'CLAIMED' || state === 'MORE_ASKED').length;
  return [
    ...(submitted ? [`${count(submitted, 'completion waits', 'completions wait')} for review.`] : []),
    ...(unfinished ? [`Hand in ${count(unfinished, 'completion', 'completions')} that you claimed.`] : []),
  ];
}

function closedStep(allocation: CycleAllocation, { terms }: CePolicy, number: number): string {
  const { met, cycle } = allocation;
  const how = number > 1 ? 'Closed, and corrected since' : 'Closed';
  return met
    ? `${how}: everything until ${cycle.endsOn} was done.`
    : `${how}: until ${cycle.endsOn} there was missing ${missingIn(allocation, terms!)}.`;
}

function notJudged({ isUnder, policy, missing }: NotJudged): string {
  if (!isUnder) return 'Not under this policy on the day.';
  const what = policy
    ? `The policy ${policy.code} does not say ${list(missing)}`
    : 'No version of the policy is in force';
  return `${what}: nobody is judged by it. Ask whoever keeps the policy.`;
}
