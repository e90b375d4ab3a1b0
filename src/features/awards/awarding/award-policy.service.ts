import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { HOLD_KINDS } from '../../enrollments/enrollment.entity.js';
import { Program } from '../../programs/program.entity.js';
import { BLOCKING_HOLDS } from './award-decisions.service.js';
import { AwardPolicy } from './award-policy.entity.js';
import type { SetAwardPolicyInput } from './award-policy.input.js';
import { AwardPolicyUnchanged } from './award.refusals.js';

/** Whether what is complete is awarded without being asked, and which holds keep it back: the last word counts. */
@Injectable()
export class AwardPolicies {
  /** Of the program, or else of the organization; what holds where nobody has said anything. Throws NOT_FOUND. */
  inForce(db: TenantDb, programId: string | null): Promise<AwardPolicy> {
    return db.load(async (tx) => {
      if (programId !== null) await tx.get(Program, { id: programId });
      const own = programId === null ? null : await lastOf(tx, programId);
      return own ?? (await lastOf(tx, null)) ?? DEFAULT;
    });
  }

  /** Throws NOT_FOUND. */
  async set(db: TenantDb, input: SetAwardPolicyInput): Promise<AwardPolicy | AwardPolicyUnchanged> {
    const receipt = await db.once(input, (tx) => this.setIn(tx, input));
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(AwardPolicy, { id: receipt.id }));
  }

  /** Within a transaction that is open, as the demo's is. Throws NOT_FOUND. */
  async setIn(
    tx: Transaction,
    { programId = null, automatic, ...said }: Omit<SetAwardPolicyInput, 'operationId'>,
  ): Promise<{ id: string } | AwardPolicyUnchanged> {
    if (programId !== null) await tx.get(Program, { id: programId });
    await tx.lock(`award policy ${tx.orgId}`);
    const blockingHolds = HOLD_KINDS.filter((kind) => said.blockingHolds.includes(kind));
    const before = await lastOf(tx, programId);
    if (before?.automatic === automatic && before.blockingHolds.join() === blockingHolds.join())
      return refuse(AwardPolicyUnchanged, 'The policy says so already.');
    const id = newId();
    await tx.insert(AwardPolicy, { id, programId, automatic, blockingHolds, decidedBy: tx.db.actorId });
    return { id };
  }
}

const lastOf = (tx: Transaction, programId: string | null): Promise<AwardPolicy | null> =>
  tx.findOne(AwardPolicy, { programId: programId ?? IsNull() }, { order: { decidedAt: 'DESC', id: 'DESC' } });

/** Nothing is awarded without being asked, and the holds of inv 46 keep it back. */
const DEFAULT = Object.assign(new AwardPolicy(), {
  programId: null,
  automatic: false,
  blockingHolds: [...BLOCKING_HOLDS],
  decidedBy: null,
  decidedAt: null,
});

/** Organizations where something is awarded without being asked: ids, before one is chosen. */
export const organizationsThatAward = sql`SELECT organizations_that_award() AS "orgId"`;
