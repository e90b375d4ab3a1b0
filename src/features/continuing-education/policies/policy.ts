/** Calendar days are texts YYYY-MM-DD, amounts whole minutes of instruction. */
export type Day = string;

export const CE_UNITS = ['CONTACT_HOUR', 'CEU', 'CCU', 'CREDIT'] as const;
export type CeUnit = (typeof CE_UNITS)[number];

/** What a person's cycles are counted from: the day an obligation names as its anchor. */
export const CE_ANCHORS = [
  'LICENSE_ISSUE',
  'CREDENTIAL_ISSUE',
  'HIRE_DATE',
  'BIRTH_MONTH', // cycles end with the month the anchor lies in
  'FIXED_CALENDAR', // the anchor is the first day of any cycle of the calendar
] as const;
export type CeAnchorKind = (typeof CE_ANCHORS)[number];

export const CE_DELIVERIES = ['LIVE', 'SELF_PACED'] as const;
export type CeDelivery = (typeof CE_DELIVERIES)[number];

/** What an activity is besides education: only what a policy names counts (inv 60). */
export const CE_NATURES = [
  'EDUCATION',
  'ORIENTATION',
  'INITIAL_CERTIFICATION',
  'MANDATORY_TRAINING',
] as const;
export type CeNature = (typeof CE_NATURES)[number];

export const CE_REPEATS = ['ONCE_PER_CYCLE', 'ONCE_EVER', 'EACH_TIME'] as const;
export type CeRepeat = (typeof CE_REPEATS)[number];

/**
 * What a minimum or maximum speaks of. Of its categories a minute counts in one; a category `beside` the others is a
 * property of the activity (approved, certified) and counts besides. Teaching is a delivery of its own.
 */
export interface CeScope {
  /** `CATEGORY:ethics`, `BESIDE:certified`, `DELIVERY:LIVE`, `DELIVERY:TEACHING`. */
  readonly key: string;
  readonly kind: 'CATEGORY' | 'BESIDE' | 'DELIVERY';
  readonly code: string;
}

/** A minimum or maximum: minutes, or hundredths of a percent of what the cycle asks for in all. */
export interface CeLimit extends CeScope {
  readonly minutes: number | null;
  readonly basisPoints: number | null;
}

/** A category with a longer cycle of its own, beside the cycles of the whole. */
export interface CeSeparateCycle {
  readonly category: string;
  readonly minutes: number;
  readonly months: number;
}

/** What the first cycle asks for instead, and of whom. */
export interface CeFirstCycle {
  /** Everybody; who came within the last so many months of the cycle; who came in its second half. */
  readonly when: 'ALWAYS' | 'LAST_MONTHS' | 'SECOND_HALF';
  readonly months: number | null;
  readonly onTimeMinutes: number;
  /** When the renewal is late; null: the same. */
  readonly lateMinutes: number | null;
  /** Categories whose minimums stay; null: all minimums and maximums stay. */
  readonly keep: readonly string[] | null;
}

/** What a policy asks for, complete. */
export interface CeTerms {
  readonly unit: CeUnit;
  readonly minutesPerUnit: number;
  readonly requiredMinutes: number;
  readonly months: number;
  readonly anchor: CeAnchorKind;
  /** Month and day on which cycles of a fixed calendar begin, MM-DD; null: the anchor's. */
  readonly beginsOn: string | null;
  readonly minimums: readonly CeLimit[];
  readonly maximums: readonly CeLimit[];
  readonly separateCycles: readonly CeSeparateCycle[];
  /** At most so many minutes of surplus go to the next cycle; 0: none. */
  readonly carryOverMinutes: number;
  readonly proration: 'NONE' | 'BY_FULL_MONTH';
  /** Prorated amounts are rounded to a multiple of it. */
  readonly prorationStepMinutes: number;
  readonly prorationRounds: 'UP' | 'DOWN';
  readonly firstCycle: CeFirstCycle | null;
  /** So many days after a cycle what was done fills what is missing in it; 0: none. */
  readonly lateWindowDays: number;
  /** Of the natures other than EDUCATION those that count. */
  readonly counts: readonly CeNature[];
  /** Whether part of an activity counts. */
  readonly partialCredit: boolean;
  /** The minutes of each completion are rounded once, down, to a multiple of it; 1: not at all. Sums are exact. */
  readonly roundingStepMinutes: number;
  readonly repeatedCourse: CeRepeat;
  readonly teaching: { readonly counts: boolean; readonly firstTimeOnly: boolean };
  /** One of these must have approved the provider or the activity on the day; null: nobody needs to. */
  readonly acceptedApprovers: readonly string[] | null;
  readonly evidenceRequired: boolean;
  readonly keepEvidenceYears: number | null;
  /** Name of the format completions are reported in, as `CE_BROKER`; null: not reported. */
  readonly reportVia: string | null;
}

/** One version of a policy: of the reference data or an employer's own. */
export interface CePolicy {
  /** Of the row: of this version. */
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly source: 'REFERENCE' | 'EMPLOYER';
  readonly authority: readonly string[];
  /** The day it was compared with its source; null: an example that nobody has verified. */
  readonly verifiedOn: Day | null;
  /** Both inclusive; null: open. */
  readonly effectiveFrom: Day | null;
  readonly effectiveTo: Day | null;
  readonly complete: boolean;
  /** What is missing or not understood; with any of it the policy judges nobody. */
  readonly incomplete: readonly string[];
  /** What the source leaves open and is taken so. */
  readonly assumed: readonly string[];
  /** Null where it is incomplete. */
  readonly terms: CeTerms | null;
}

/** Since when a person is under a policy, and what their cycles are counted from. */
export interface CeAnchor {
  /** As the policy's kind of anchor says: the day of issue, hire, a birthday, or a first day of the calendar. */
  readonly on: Day;
  /** The first day under the policy: licensed, certified, hired. Null: `on`, or for calendars: long ago. */
  readonly since: Day | null;
  /** The last day, when it is over; null: open. */
  readonly until: Day | null;
  /** The day the first cycle was renewed; null: not yet. */
  readonly firstRenewedOn?: Day | null;
}

/** A minimum or maximum of one cycle, in minutes. */
export interface CycleLimit extends CeScope {
  readonly minutes: number;
}

/** One stretch in which something is to be done, both days inclusive, and how much. */
export interface CeCycle {
  /** Null: the whole; otherwise the category whose longer cycle this is. */
  readonly category: string | null;
  readonly startsOn: Day;
  readonly endsOn: Day;
  readonly isFirst: boolean;
  readonly requiredMinutes: number;
  readonly minimums: readonly CycleLimit[];
  readonly maximums: readonly CycleLimit[];
  /** The last day on which late work may fill what is missing; `endsOn` where there is no window. */
  readonly lateUntil: Day;
  /** Why it asks for what it asks, in words. */
  readonly because: string;
  /** What the policy does not say about this cycle; with any of it the cycle is not judged. */
  readonly undecided: readonly string[];
}
