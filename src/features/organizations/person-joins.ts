import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { PersonJoin } from '../people/person-merge.service.js';

/** Moves what says who may act from one person to the other, in the transaction's organization alone. */
export type JoinStep = (tx: Transaction, join: PersonJoin) => Promise<void>;

/**
 * What follows when a member without an account joins with the account of a person. Features further down say
 * at start-up what of theirs follows; evidence stays under the id it was recorded under.
 */
@Injectable()
export class PersonJoins {
  private readonly steps: JoinStep[] = [];

  alsoMoves(step: JoinStep): void {
    this.steps.push(step);
  }

  async carryOut(tx: Transaction, join: PersonJoin): Promise<void> {
    for (const step of this.steps) await step(tx, join);
  }
}
