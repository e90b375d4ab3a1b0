import type {
  Allocation,
  AllocationLine,
  Completion,
  CycleAllocation,
  CycleWaiver,
} from '../allocation/allocation.js';
import type { CeCompletionState } from '../completions/ce-completion.js';
import type { CeAnchor, CePolicy, Day } from '../policies/policy.js';
import type { ObligationRow } from './ce-obligation.js';

/** A completion as it is allocated, with what people read of it. */
export interface KnownCompletion extends Completion {
  readonly title: string;
  readonly activityId: string;
  readonly state: CeCompletionState;
}

/** A closed cycle, as it was decided last. */
export interface ClosedCycle {
  readonly id: string;
  readonly number: number;
  readonly startsOn: Day;
  readonly endsOn: Day;
  readonly closedAt: Date;
  readonly reason: string | null;
  readonly contentHash: string;
  readonly decided: DecidedCycle;
}

/** What was decided of a cycle: frozen. */
export interface DecidedCycle {
  readonly policy: CePolicy;
  readonly cycle: CycleAllocation;
  readonly lines: readonly AllocationLine[];
  readonly completions: readonly KnownCompletion[];
  readonly waivers: readonly CycleWaiver[];
  /** Completions of which minutes count in it. */
  readonly countedIds: readonly string[];
}

/** The version of a policy that is in force on a day. */
export type PolicyOn = (on: Day) => CePolicy | null;

/** Everything that is known of somebody under a policy. */
export interface ObligationFacts {
  readonly obligation: ObligationRow;
  readonly policyOn: PolicyOn;
  readonly completions: readonly KnownCompletion[];
  readonly waivers: readonly CycleWaiver[];
  readonly closed: readonly ClosedCycle[];
}

/** What somebody's cycle on a day comes to. */
export interface JudgedCycle {
  readonly policy: CePolicy;
  readonly current: CycleAllocation;
  readonly lines: readonly AllocationLine[];
  readonly separate: Allocation['separate'];
  /** Set where it is closed: then everything else is as it was decided. */
  readonly closed: ClosedCycle | null;
  /** The cycle before, where there was one since the person is under the policy. */
  readonly previous: { readonly cycle: CycleAllocation; readonly closed: boolean } | null;
}

/** Why nothing is judged. */
export interface NotJudged {
  readonly policy: CePolicy | null;
  readonly isUnder: boolean;
  readonly missing: readonly string[];
}

export const isJudged = (answer: JudgedCycle | NotJudged): answer is JudgedCycle => 'current' in answer;

export const anchorOf = ({ anchorOn, startsOn, endsOn, firstRenewedOn }: ObligationRow): CeAnchor => ({
  on: anchorOn,
  since: startsOn,
  until: endsOn,
  firstRenewedOn,
});
