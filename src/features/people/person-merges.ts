import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';

/** Two ids that stand for one person from now on. */
export interface MergedPersons {
  readonly mergeId: string;
  readonly fromPersonId: string;
  readonly intoPersonId: string;
  /** Who said so. */
  readonly mergedBy: string;
}

/** What follows when two persons turn out to be one, in the same transaction. */
export type AfterMerge = (tx: Transaction, merged: MergedPersons) => Promise<void>;

/**
 * Who has to know when two persons turn out to be one: what one of them decided about the other was never allowed. Whoever
 * keeps such decisions knows persons, not the other way round, so they say at start-up what follows.
 */
@Injectable()
export class PersonMerges {
  private readonly following: AfterMerge[] = [];

  isFollowedBy(after: AfterMerge): void {
    this.following.push(after);
  }

  async announce(tx: Transaction, merged: MergedPersons): Promise<void> {
    for (const after of this.following) await after(tx, merged);
  }
}
