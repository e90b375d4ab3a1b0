import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';

/** An observation that was just taken back. */
export interface VoidedObservation {
  readonly observationId: string;
  readonly assignmentId: string;
  readonly personId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly skillVersionId: string;
}

/** What follows when observations are voided, in the same transaction. */
export type AfterVoiding = (tx: Transaction, voided: readonly VoidedObservation[]) => Promise<void>;

/**
 * Who has to know when observations are voided: sign-offs that stand on them go to review. Whoever keeps those knows
 * observations, not the other way round, so they say at start-up what follows.
 */
@Injectable()
export class ObservationVoidings {
  private readonly following: AfterVoiding[] = [];

  isFollowedBy(after: AfterVoiding): void {
    this.following.push(after);
  }

  async announce(tx: Transaction, voided: readonly VoidedObservation[]): Promise<void> {
    if (!voided.length) return;
    for (const after of this.following) await after(tx, voided);
  }
}
