import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { SignOffConditions, type SignOffCondition } from './sign-off-conditions.js';
import type { SignOffBlock } from './sign-off-draft.rules.js';
import type { Scene, SignOffItem } from './sign-off-scene.js';
import { WorkChecks } from '../work-requirements/work-checks.service.js';
import { itemSentence } from '../work-requirements/work-requirement.rules.js';

/** inv 20: what has to be current on the day a sign-off counts from. */
@Injectable()
export class WorkConditions implements SignOffCondition {
  constructor(
    conditions: SignOffConditions,
    private readonly work: WorkChecks,
  ) {
    conditions.add(this);
  }

  async blocksOf(
    tx: Transaction,
    items: readonly { readonly item: SignOffItem; readonly scene: Scene }[],
  ): Promise<SignOffBlock[][]> {
    const answers = await this.work.of(
      tx,
      items.map(({ item, scene: { personId, orgId, siteOrgId, siteId, work: asked, skill } }) => ({
        ...{ personId, orgId, siteOrgId, siteId, asked, on: item.effectiveOn },
        ...{ use: 'SIGN_OFF' as const, taskCode: skill?.taskCode ?? null },
      })),
    );
    return answers.map((found) =>
      found
        .filter(({ holds }) => !holds)
        .map((item) => ({ code: `${item.kind}_NOT_CURRENT`, message: itemSentence(item) })),
    );
  }
}
