import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { SignOffBlock } from './sign-off-draft.rules.js';
import type { Scene, SignOffItem } from './sign-off-scene.js';

/** What another feature asks for before a skill may be signed: training that has to be current, for one. */
export interface SignOffCondition {
  /** What is in the way of each item, in their order; set-based. */
  blocksOf(
    tx: Transaction,
    items: readonly { readonly item: SignOffItem; readonly scene: Scene }[],
  ): Promise<readonly (readonly SignOffBlock[])[]>;
}

/** Asked one after the other, for every preview and every signature: features further down add theirs. */
@Injectable()
export class SignOffConditions {
  private readonly conditions: SignOffCondition[] = [];

  add(condition: SignOffCondition): void {
    this.conditions.push(condition);
  }

  async blocksOf(
    tx: Transaction,
    items: readonly { readonly item: SignOffItem; readonly scene: Scene }[],
  ): Promise<SignOffBlock[][]> {
    const blocks: SignOffBlock[][] = items.map(() => []);
    for (const condition of this.conditions)
      for (const [turn, found] of (await condition.blocksOf(tx, items)).entries())
        blocks[turn]!.push(...found);
    return blocks;
  }
}
