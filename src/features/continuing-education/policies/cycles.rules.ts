import { daysAfter, monthsAfter, monthsBetween } from './calendar.rules.js';
import type { CeAnchor, CeCycle, CeLimit, CePolicy, CeTerms, CycleLimit, Day } from './policy.js';

/**
 * The cycles a day lies in: first that of the whole, then those of categories with longer cycles of their own. Empty when
 * the policy is incomplete or the person is not under it on the day. `asOf` is the day from which a first cycle that was not
 * renewed is judged: late once it is over.
 */
export function ceCycles(policy: CePolicy, anchor: CeAnchor, on: Day, asOf: Day = on): CeCycle[] {
  const { terms } = policy;
  if (!terms || !isUnder(terms, anchor, on)) return [];
  return [wholeOn(terms, anchor, on, asOf), ...separateOn(terms, anchor, on)];
}

/** Every cycle of the whole from the first one, or from that of `from`, to that of the day. */
export function wholeCyclesUpTo(
  policy: CePolicy,
  anchor: CeAnchor,
  on: Day,
  { from = null, asOf = on }: { from?: Day | null; asOf?: Day } = {},
): CeCycle[] {
  const { terms } = policy;
  if (!terms) return [];
  const cycles: CeCycle[] = [];
  const earliest = [from, sinceOf(terms, anchor) ?? anchor.on].reduce((a, b) => (a && b && a > b ? a : b))!;
  for (let day = earliest; day <= on && isUnder(terms, anchor, day);) {
    const cycle = wholeOn(terms, anchor, day, asOf);
    cycles.push(cycle);
    day = daysAfter(cycle.endsOn, 1);
  }
  return cycles;
}

const isUnder = (terms: CeTerms, anchor: CeAnchor, on: Day): boolean => {
  const since = sinceOf(terms, anchor);
  return (since === null || since <= on) && (anchor.until === null || on <= anchor.until);
};

const countsFromCalendar = ({ anchor }: CeTerms): boolean =>
  anchor === 'FIXED_CALENDAR' || anchor === 'BIRTH_MONTH';

/** The first day under the policy; null: nobody knows, so no cycle is a first one. */
const sinceOf = (terms: CeTerms, anchor: CeAnchor): Day | null =>
  anchor.since ?? (countsFromCalendar(terms) ? null : anchor.on);

/** A day on which a cycle begins, and what makes that doubtful. */
function beginningOf({ anchor: kind, beginsOn, months }: CeTerms, { on }: CeAnchor): [Day, string[]] {
  if (kind === 'BIRTH_MONTH') return [monthsAfter(`${on.slice(0, 7)}-01`, 1), []];
  if (kind !== 'FIXED_CALENDAR' || beginsOn === null || on.slice(5) === beginsOn) return [on, []];
  const inYear = `${on.slice(0, 4)}-${beginsOn}`;
  const doubt =
    months > 12 ? [`in which year a cycle begins: ${on} is no ${beginsOn}, the day cycles begin on`] : [];
  return [inYear <= on ? inYear : monthsAfter(inYear, -12), doubt];
}

/** The regular stretch of so many months in which the day lies. Each is counted from the beginning, so that clamped days come back. */
function stretchOn(beginning: Day, months: number, on: Day): { startsOn: Day; endsOn: Day } {
  const index = Math.floor(monthsBetween(beginning, on) / months);
  return {
    startsOn: monthsAfter(beginning, index * months),
    endsOn: daysAfter(monthsAfter(beginning, (index + 1) * months), -1),
  };
}

/** What a cycle asks for, while it is worked out. */
interface Amount {
  readonly requiredMinutes: number;
  readonly minimums: readonly CeLimit[];
  readonly maximums: readonly CeLimit[];
  readonly because: string;
  readonly undecided: readonly string[];
}

function wholeOn(terms: CeTerms, anchor: CeAnchor, on: Day, asOf: Day): CeCycle {
  const [beginning, undecided] = beginningOf(terms, anchor);
  const regular = stretchOn(beginning, terms.months, on);
  const since = sinceOf(terms, anchor);
  const isFirst = since !== null && regular.startsOn <= since;
  const startsOn = isFirst ? since : regular.startsOn;
  const endsOn = anchor.until !== null && anchor.until < regular.endsOn ? anchor.until : regular.endsOn;
  const first = isFirst ? firstCycleOf(terms, anchor, since, regular, asOf) : null;
  const amount = first ?? prorated(terms, regular, { startsOn, endsOn });
  return {
    category: null,
    startsOn,
    endsOn,
    isFirst,
    requiredMinutes: amount.requiredMinutes,
    minimums: amount.minimums.map((limit) => inMinutes(limit, amount.requiredMinutes, Math.ceil)),
    maximums: amount.maximums.map((limit) => inMinutes(limit, amount.requiredMinutes, Math.floor)),
    lateUntil: daysAfter(endsOn, terms.lateWindowDays),
    because: amount.because,
    undecided: [...undecided, ...amount.undecided],
  };
}

const inMinutes = (
  { minutes, basisPoints, ...scope }: CeLimit,
  required: number,
  round: (exact: number) => number,
): CycleLimit => ({ ...scope, minutes: minutes ?? round((required * (basisPoints ?? 0)) / 10_000) });

/** What the first cycle asks for instead; null when the policy has no other rule for it, or not for this person (inv 59). */
function firstCycleOf(
  terms: CeTerms,
  anchor: CeAnchor,
  since: Day,
  regular: { startsOn: Day; endsOn: Day },
  asOf: Day,
): Amount | null {
  const rule = terms.firstCycle;
  if (!rule) return null;
  const after = daysAfter(regular.endsOn, 1);
  const applies = {
    ALWAYS: () => true,
    LAST_MONTHS: () => monthsAfter(since, rule.months ?? 0) >= after,
    SECOND_HALF: () => since >= monthsAfter(regular.startsOn, Math.ceil(terms.months / 2)),
  }[rule.when]();
  if (!applies) return null;
  const isLate = (anchor.firstRenewedOn ?? asOf) > regular.endsOn;
  const general = isLate ? (rule.lateMinutes ?? rule.onTimeMinutes) : rule.onTimeMinutes;
  const { keep } = rule;
  const minimums = terms.minimums.filter(({ code }) => keep === null || keep.includes(code));
  const kept = keep === null ? 0 : sum(minimums.map(({ minutes }) => minutes ?? 0));
  const unknown = (keep ?? []).filter((code) => !minimums.some((limit) => limit.code === code));
  return {
    requiredMinutes: general + kept,
    minimums,
    maximums: terms.maximums,
    because: `The first cycle${rule.lateMinutes === null ? '' : isLate ? ', renewed late,' : ', renewed on time,'} asks for ${general + kept} minutes instead of ${terms.requiredMinutes}.`,
    undecided: unknown.map((code) => `how much of ${code} the first cycle asks for`),
  };
}

/** inv 59: of each amount the share of full months, rounded as the policy says. Without proration, and in a full cycle, all of it. */
function prorated(
  terms: CeTerms,
  regular: { startsOn: Day; endsOn: Day },
  own: { startsOn: Day; endsOn: Day },
): Amount {
  const all = { requiredMinutes: terms.requiredMinutes, minimums: terms.minimums, maximums: terms.maximums };
  const isShorter = own.startsOn !== regular.startsOn || own.endsOn !== regular.endsOn;
  if (!isShorter) return { ...all, because: 'The whole amount.', undecided: [] };
  if (terms.proration === 'NONE')
    return { ...all, because: 'The whole amount: the policy does not prorate.', undecided: [] };
  const months = monthsBetween(own.startsOn, daysAfter(own.endsOn, 1));
  const step = terms.prorationStepMinutes;
  const round = terms.prorationRounds === 'UP' ? Math.ceil : Math.floor;
  const share = (minutes: number): number => round((minutes * months) / terms.months / step) * step;
  const shareOf = (limit: CeLimit): CeLimit => ({
    ...limit,
    minutes: limit.minutes === null ? null : share(limit.minutes),
  });
  return {
    requiredMinutes: share(terms.requiredMinutes),
    minimums: terms.minimums.map(shareOf),
    maximums: terms.maximums.map(shareOf),
    because: `Prorated: ${months} full months of ${terms.months}, so ${share(terms.requiredMinutes)} of ${terms.requiredMinutes} minutes, rounded ${terms.prorationRounds.toLowerCase()} to ${step} minutes.`,
    undecided: [],
  };
}

/** Longer cycles of categories are counted from the same beginning; they are never prorated. */
const separateOn = (terms: CeTerms, anchor: CeAnchor, on: Day): CeCycle[] =>
  terms.separateCycles.map(({ category, minutes, months }) => {
    const [beginning, undecided] = beginningOf(terms, anchor);
    const { startsOn, endsOn } = stretchOn(beginning, months, on);
    return {
      category,
      startsOn,
      endsOn,
      isFirst: false,
      requiredMinutes: minutes,
      minimums: [],
      maximums: [],
      lateUntil: endsOn,
      because: `${category} has a cycle of its own of ${months} months.`,
      undecided,
    };
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
