import type { Ratio, RuleTerms } from './supervision-rule.js';

/** Somebody under a supervisor for a stretch of time, half-open: from `startsAt` until just before `endsAt`. */
export interface SupervisedInterval {
  /** Names the interval in the answer. */
  readonly key: string;
  readonly personId: string;
  /** As rules call them: `aide`, `PTA`, also several. */
  readonly classes: readonly string[];
  readonly supervisorId: string;
  readonly supervisorType: string;
  readonly patientRelated: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A stretch of time in which a ratio was not kept. */
export interface RatioViolation {
  readonly supervisorId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly ratio: Ratio;
  /** How many of those who count were there. */
  readonly count: number;
  /** The intervals that came together. */
  readonly keys: readonly string[];
}

/** Either what was violated, or why the rule cannot say. */
export type RatioAnswer =
  | { readonly decided: true; readonly violations: readonly RatioViolation[] }
  | { readonly decided: false; readonly missing: readonly string[] };

/**
 * inv 32: where too many were supervised at the same time. Sweeps over the moments at which anybody comes or goes, and
 * counts persons, only of the classes and while doing the tasks that the ratio names. A rule without numbers limits
 * nothing; one with a form that is not understood decides nothing.
 */
export function ratioViolations(
  terms: Pick<RuleTerms, 'ratios' | 'missingForRatios'>,
  intervals: readonly SupervisedInterval[],
): RatioAnswer {
  if (terms.missingForRatios.length) return { decided: false, missing: terms.missingForRatios };
  const bySupervisor = [...Map.groupBy(intervals, ({ supervisorId }) => supervisorId).values()];
  const violations = bySupervisor.flatMap((own) =>
    terms.ratios.flatMap((ratio) =>
      joined(moments(own).flatMap((stretch) => violation(ratio, terms.ratios, own, stretch))),
    ),
  );
  return { decided: true, violations };
}

interface Stretch {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

function moments(intervals: readonly SupervisedInterval[]): Stretch[] {
  const turns = new Set(intervals.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]));
  const times = [...turns].sort((a, b) => a - b);
  return times.slice(1).map((time, i) => ({ startsAt: new Date(times[i]!), endsAt: new Date(time) }));
}

function violation(
  ratio: Ratio,
  ratios: readonly Ratio[],
  intervals: readonly SupervisedInterval[],
  { startsAt, endsAt }: Stretch,
): RatioViolation[] {
  const there = intervals.filter(
    (one) =>
      one.startsAt <= startsAt &&
      startsAt < one.endsAt &&
      (ratio.per === 'licensee' || one.supervisorType === ratio.per) &&
      (ratio.onlyWhen === null || one.patientRelated === (ratio.onlyWhen === 'patient_related_task')),
  );
  const classes = ratio.counts ?? countedBy(ratios, ratio.per);
  const counted = there.filter((one) => one.classes.some((each) => classes.includes(each)));
  const count = personsIn(counted);
  const total = personsIn(
    there.filter((one) => one.classes.some((each) => countedBy(ratios, ratio.per).includes(each))),
  );
  if (ratio.whenTotalEquals !== null && ratio.whenTotalEquals !== total) return [];
  const tooMany = ratio.max !== null && count > ratio.max;
  const tooFew =
    there.length > 0 &&
    Object.entries(ratio.minOf).some(
      ([each, least]) => personsIn(there.filter(({ classes: own }) => own.includes(each))) < least,
    );
  if (!tooMany && !tooFew) return [];
  const keys = (tooMany ? counted : there).map(({ key }) => key).sort();
  const [{ supervisorId }] = intervals as [SupervisedInterval];
  return [{ supervisorId, startsAt, endsAt, ratio, count, keys }];
}

/** All whom the rule's plain limits count: what "the total" of a further condition means. */
const countedBy = (ratios: readonly Ratio[], per: string): string[] =>
  ratios
    .filter((ratio) => ratio.per === per && ratio.whenTotalEquals === null)
    .flatMap(({ counts }) => counts ?? []);

const personsIn = (intervals: readonly SupervisedInterval[]): number =>
  new Set(intervals.map(({ personId }) => personId)).size;

/** Stretches that follow one another with the same people are one. */
const joined = (list: readonly RatioViolation[]): RatioViolation[] =>
  list.reduce<RatioViolation[]>((done, next) => {
    const last = done.at(-1);
    const goesOn =
      last && last.endsAt.getTime() === next.startsAt.getTime() && last.keys.join() === next.keys.join();
    return goesOn ? [...done.slice(0, -1), { ...last, endsAt: next.endsAt }] : [...done, next];
  }, []);
