import { Temporal } from 'temporal-polyfill';
import type { Standing } from '../standing.js';
import { dayAfter, daysBetween, versionOn } from '../types/validity.rules.js';
import type { ChangeFact, CompletionFact, TrainingFacts, TrainingVersion } from './mandatory-training.js';

/** When and for which site it is asked. */
export interface TrainingMoment {
  /** The day. */
  readonly on: string;
  /** As it was on record then. */
  readonly knownAt: Date;
  /** The site whose part must have been given; null: any. */
  readonly siteId: string | null;
}

export interface TrainingStanding extends Standing {
  /** The last day it counted before the gap that the day lies in; null: it is current, or never counted. */
  readonly lapsedOn: string | null;
}

/** Days through which a completion counts, both included; through null: without an end. */
interface Stretch {
  readonly from: string;
  readonly through: string | null;
  readonly completionId: string;
  /** The change that ends it early. */
  readonly change: ChangeFact | null;
}

/**
 * What somebody's training is worth on a day, as far as it was known at a moment: a fold of what is on record. Each
 * completion counts from its day through its interval, itself included, or until a change asks for it anew; between two of
 * them nothing counts (inv 51, 52). Where the type asks for a part about the site, that part must count as well.
 */
export function trainingStanding(facts: TrainingFacts, moment: TrainingMoment): TrainingStanding {
  const { code, versions } = facts;
  const { on, knownAt, siteId } = moment;
  const version = versionOn(versions, on, knownAt);
  if (!version) return unknownType(code);
  const completions = standing(facts.completions, knownAt);
  const changes = concerning(facts, moment);
  const counting = completions.filter(
    (each) => shortcomings(termsOf(facts, each, knownAt)!, each).length === 0,
  );
  const stretches = counting.map((each) => stretchOf(each, termsOf(facts, each, knownAt)!, changes));
  const of = (isPart: (each: CompletionFact) => boolean): Stretch[] =>
    stretches.filter((_, turn) => isPart(counting[turn]!));
  const general = of((each) => each.general);
  const site = version.siteSpecific
    ? of((each) => each.siteId !== null && (siteId === null || each.siteId === siteId))
    : null;
  const plan = planned(facts, moment);
  const parts = [general, ...(site ? [site] : [])];
  const gap = parts.find((part) => !part.some((each) => covers(each, on)));
  if (!gap) return currentFrom(version, parts, on);
  const words = gap === general ? version.title : `The part of ${version.title} about this site`;
  return outside(gap, words, completions, version, on, plan);
}

/** Why a completion does not count (inv 51): nobody was there to be asked, or the trainer's qualification is not known. */
export function shortcomings(
  version: Pick<TrainingVersion, 'liveQuestions' | 'evidence'>,
  { liveQuestions, trainerQualification }: Pick<CompletionFact, 'liveQuestions' | 'trainerQualification'>,
): string[] {
  if (version.liveQuestions && !liveQuestions) return ['nobody was there to answer questions'];
  const nameless = version.evidence.includes('TRAINER_QUALIFICATION') && !trainerQualification;
  return nameless ? ['the qualification of the trainer is not on record'] : [];
}

/** Known by then, and neither replaced nor taken back by then. */
export function standing<
  T extends { id: string; supersedesId: string | null; withdrawn: boolean; recordedAt: Date },
>(list: readonly T[], knownAt: Date): T[] {
  const known = list.filter(({ recordedAt }) => recordedAt <= knownAt);
  const gone = new Set(known.map(({ supersedesId }) => supersedesId));
  return known.filter(({ id, withdrawn }) => !withdrawn && !gone.has(id));
}

/** A completion is judged by the version of its day: a later one does not reach back (inv 7). */
const termsOf = (
  { versions }: TrainingFacts,
  { completedOn }: CompletionFact,
  knownAt: Date,
): TrainingVersion | null => versionOn(versions, completedOn, knownAt);

function concerning({ changes }: TrainingFacts, { knownAt, siteId }: TrainingMoment): ChangeFact[] {
  return standing(changes, knownAt).filter(
    (change) => change.concerned !== false && (change.siteId === null || change.siteId === siteId),
  );
}

function stretchOf(
  { id, completedOn }: CompletionFact,
  version: TrainingVersion,
  changes: readonly ChangeFact[],
): Stretch {
  const asking = changes
    .filter(({ event, changedOn }) => version.alsoOn.includes(event) && completedOn < changedOn)
    .toSorted((a, b) => compare(a.renewBy, b.renewBy));
  const by = intervalEnd(completedOn, version);
  const [change = null] = asking;
  const early = change !== null && (by === null || change.renewBy < by);
  return {
    from: completedOn,
    through: early ? change.renewBy : by,
    completionId: id,
    change: early ? change : null,
  };
}

/** The last day by the interval: so many calendar months, clamped, or so many days, whichever is shorter; null: none. */
export function intervalEnd(
  completedOn: string,
  { intervalMonths, intervalDays }: Pick<TrainingVersion, 'intervalMonths' | 'intervalDays'>,
): string | null {
  const day = Temporal.PlainDate.from(completedOn);
  const ends = [
    ...(intervalMonths === null ? [] : [day.add({ months: intervalMonths })]),
    ...(intervalDays === null ? [] : [day.add({ days: intervalDays })]),
  ];
  return ends.map(String).toSorted(compare)[0] ?? null;
}

const covers = ({ from, through }: Stretch, on: string): boolean =>
  from <= on && (through === null || on <= through);

/** The last day through which stretches follow each other without a gap, beginning with those that cover the day. */
function gaplessFrom(stretches: readonly Stretch[], on: string): string | null {
  let end: string | null = on;
  for (const { from, through } of stretches.toSorted((a, b) => compare(a.from, b.from))) {
    if (end === null || from > dayAfter(end)) break;
    if (through === null || through > end) end = through;
  }
  return end;
}

function currentFrom(version: TrainingVersion, parts: readonly Stretch[][], on: string): TrainingStanding {
  const [first] = parts
    .map((part) => ({ part, until: gaplessFrom(part, on) }))
    .toSorted((a, b) => compare(a.until ?? FOREVER, b.until ?? FOREVER));
  const { part, until } = first!;
  const decisive = part
    .filter((each) => covers(each, on))
    .toSorted((a, b) => compare(a.from, b.from))
    .at(-1)!;
  const expiring = until !== null && daysBetween(on, until) <= Math.max(0, ...version.warnDays);
  const why = decisive.change && until === decisive.through ? ` ${changed(decisive.change)}` : '';
  return {
    status: expiring ? 'EXPIRING' : 'CURRENT',
    current: true,
    currentUntil: until,
    lapsedOn: null,
    sourceId: decisive.completionId,
    because: `${version.title}: done on ${decisive.from}${until === null ? '' : `, counts through ${until}`}.${why}`,
  };
}

/** Why a part does not count on the day. */
function outside(
  part: readonly Stretch[],
  words: string,
  completions: readonly CompletionFact[],
  version: TrainingVersion,
  on: string,
  plan: string,
): TrainingStanding {
  const not = (
    status: Standing['status'],
    because: string,
    of: Partial<TrainingStanding> = {},
  ): TrainingStanding => ({
    ...{ status, current: false, currentUntil: null, lapsedOn: null, sourceId: null },
    because: `${because}${plan}`,
    ...of,
  });
  const before = part
    .filter(({ from }) => from <= on)
    .toSorted((a, b) => compare(a.through!, b.through!))
    .at(-1);
  if (before) {
    const why = before.change ? ` ${changed(before.change)}` : '';
    const text = `${words}: counted through ${before.through}, not on ${on}.${why} Have it given again and recorded.`;
    return not('EXPIRED', text, { lapsedOn: before.through, sourceId: before.completionId });
  }
  const [later] = part.toSorted((a, b) => compare(a.from, b.from));
  if (later)
    return not('NOT_YET', `${words}: first done on ${later.from}, so not on ${on}.`, {
      sourceId: later.completionId,
    });
  const lacking = completions.find(
    (each) => each.completedOn <= on && shortcomings(version, each).length > 0,
  );
  if (lacking) {
    const [lack] = shortcomings(version, lacking);
    return not('REJECTED', `${words}: that of ${lacking.completedOn} does not count, because ${lack}.`, {
      sourceId: lacking.id,
    });
  }
  return not('MISSING', `${words}: nothing is on record. Have it given and recorded.`);
}

const changed = ({ event, changedOn, renewBy, description }: ChangeFact): string =>
  `It is to be given anew after a change (${event} of ${changedOn}: ${description}); that of before counts through ${renewBy}.`;

/** What was written down about being late, if anything. */
function planned({ delays }: TrainingFacts, { on, knownAt }: TrainingMoment): string {
  const last = delays
    .filter(({ recordedAt, dueOn }) => recordedAt <= knownAt && dueOn <= on)
    .toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())
    .at(-1);
  return last ? ` It is late: ${last.reason} Planned for ${last.plannedOn}.` : '';
}

const unknownType = (code: string): TrainingStanding => ({
  status: 'UNKNOWN_TYPE',
  current: false,
  currentUntil: null,
  lapsedOn: null,
  sourceId: null,
  because: `The organization has not defined the training ${code}: define or import it.`,
});

const FOREVER = '9999-12-31';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
