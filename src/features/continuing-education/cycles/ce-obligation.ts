import type { CeRenews } from './ce-cycle.entity.js';

/** Somebody under a policy, as it was on record at a moment. */
export interface ObligationRow {
  readonly id: string;
  readonly personId: string;
  /** Whoever the person turned out to be. */
  readonly canonicalId: string;
  readonly personName: string;
  readonly policyCode: string;
  readonly renews: CeRenews;
  readonly renewsId: string;
  /** What it renews, as people call it. */
  readonly renewsWhat: string;
  readonly number: number;
  readonly anchorOn: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly firstRenewedOn: string | null;
}
