import type { CeCycle, CeDelivery, CeNature, CePolicy, Day } from '../policies/policy.js';

/** Part of a completion: these minutes may count in one of the categories. Without any they count to the whole alone. */
export interface CompletedPart {
  readonly minutes: number;
  readonly categories: readonly string[];
}

/** Who approved the provider or the activity, from when to when, both inclusive. */
export interface Approval {
  readonly approver: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** A completion as it is on record for a person. */
export interface Completion {
  readonly id: string;
  /** Identity of the course, not its title: what is repeated has the same (inv 55). */
  readonly courseKey: string;
  /** The local date at the place (inv 56). */
  readonly completedOn: Day;
  /** Minutes of instruction earned: the sum of its parts. */
  readonly parts: readonly CompletedPart[];
  /** Minutes of the whole activity: who earned fewer did a part of it. */
  readonly offeredMinutes: number;
  readonly delivery: CeDelivery;
  readonly role: 'LEARNER' | 'TEACHER';
  readonly nature: CeNature;
  /** Categories that are properties of the activity (`BESIDE`), as certified. */
  readonly properties: readonly string[];
  readonly approvals: readonly Approval[];
  readonly hasEvidence: boolean;
  readonly standing: 'ACCEPTED' | 'PENDING' | 'REJECTED';
  /** Minutes that count elsewhere already: in a closed cycle of the same credential, or as hours of a program (inv 36, 54). */
  readonly usedMinutes: number;
}

/** What was waived of a cycle, or until when it was extended. */
export interface CycleWaiver {
  readonly id: string;
  /** First day of the cycle it speaks of. */
  readonly cycleStartsOn: Day;
  /** Key of a minimum or `TOTAL`; null: of everything. */
  readonly requirement: string | null;
  /** How many minutes are waived; null: all. 0 for an extension alone. */
  readonly minutes: number | null;
  /** Work until this day, itself included, fills what is missing. */
  readonly extendedTo: Day | null;
}

export interface AllocationFacts {
  readonly completions: readonly Completion[];
  readonly waivers: readonly CycleWaiver[];
  /** Minutes carried from the cycle before the first of those given. */
  readonly carriedInMinutes?: number;
}

/** Key of the requirement that is the whole amount. */
export const TOTAL = 'TOTAL';

export const ALLOCATION_REASONS = [
  'COUNTED', // in the cycle of its day
  'COUNTED_LATE', // filled what was missing in the cycle before
  'CARRIED', // surplus, counts to the whole of the next cycle
  'OVER_MAXIMUM', // above a maximum: counts nothing, is not carried
  'ROUNDED_OFF',
  'OUTSIDE_CYCLE',
  'PENDING_REVIEW',
  'REJECTED',
  'NO_EVIDENCE',
  'EXCLUDED_KIND',
  'NOT_APPROVED_ON_DAY',
  'PARTIAL_NOT_ACCEPTED',
  'REPEATED_COURSE',
  'TEACHING_NOT_COUNTED',
  'ALREADY_USED',
  'NOT_JUDGED', // the policy does not say enough about the cycle
] as const;
export type AllocationReason = (typeof ALLOCATION_REASONS)[number];

/** Some minutes of a completion and what became of them. The lines of a completion add up to what was earned. */
export interface AllocationLine {
  readonly completionId: string;
  readonly minutes: number;
  readonly reason: AllocationReason;
  /** First day of the cycle in which they count or would have; null: of none. */
  readonly cycleStartsOn: Day | null;
  /** The category they count in; null: in none. */
  readonly category: string | null;
  /** Keys of the requirements they count to, `TOTAL` among them; empty unless they count. */
  readonly towards: readonly string[];
  /** Key of the maximum that was full; null otherwise. */
  readonly maximum: string | null;
  /** In words. */
  readonly because: string;
}

/** How far one requirement of a cycle is. */
export interface RequirementStanding {
  readonly key: string;
  readonly code: string | null;
  readonly requiredMinutes: number;
  /** Minutes that count to it; may be more than required. */
  readonly countedMinutes: number;
  readonly missingMinutes: number;
}

/** How far a cycle is. */
export interface CycleAllocation {
  readonly cycle: CeCycle;
  /** Whether it is judged at all; otherwise `undecided` says what is missing, and nothing counts as met. */
  readonly judged: boolean;
  readonly undecided: readonly string[];
  readonly met: boolean;
  /** The whole first, then the minimums in the order of the policy. */
  readonly requirements: readonly RequirementStanding[];
  readonly maximums: readonly { key: string; maximumMinutes: number; countedMinutes: number }[];
  readonly carriedInMinutes: number;
  readonly carriedOutMinutes: number;
  readonly missingMinutes: number;
}

/** Where every minute counted, was capped, carried or refused. */
export interface Allocation {
  readonly policy: Pick<CePolicy, 'id' | 'code'>;
  /** Of the whole, in order. */
  readonly cycles: readonly CycleAllocation[];
  readonly lines: readonly AllocationLine[];
  /** Categories with longer cycles of their own: each completion is itemised there once more. */
  readonly separate: readonly { cycle: CycleAllocation; lines: readonly AllocationLine[] }[];
}
