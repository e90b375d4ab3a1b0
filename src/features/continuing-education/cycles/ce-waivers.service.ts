import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { ListLoader } from '../../../platform/graphql/loader.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { mayReadCeOf } from '../ce-access.js';
import { dayAt } from '../completions/ce-completion.rules.js';
import { CeWaiverRecord } from './ce-cycle.entity.js';
import type { GrantCeWaiverInput, RevokeCeWaiverInput } from './ce-cycle.input.js';
import {
  CeCycleClosedAlready,
  CeCycleUnknown,
  CeWaiverRevokedAlready,
  CeWaiverTooLate,
  OwnCeObligation,
} from './ce-cycle.refusals.js';
import { cycleStarting } from './ce-cycle.rules.js';
import { CeFacts } from './ce-facts.service.js';
import { holdOthers } from './ce-obligations.service.js';
import { CeWaiver } from './ce-obligation.type.js';

type Receipt = { id: string };
type GrantRefusal = CeCycleUnknown | CeWaiverTooLate | CeCycleClosedAlready | OwnCeObligation;
type RevokeRefusal = CeWaiverRevokedAlready | OwnCeObligation;

/** Less to earn in a cycle, or more time for it: asked for and granted before the cycle is over. */
@Injectable()
export class CeWaivers {
  private readonly granted = new ListLoader<string, CeWaiver>(
    async (db, ids) =>
      (await db.read<CeWaiver>(waiverRows(db, sql`w.obligation_id = ANY (${[...ids]}::uuid[])`))).map(shown),
    ({ obligationId }) => obligationId,
  );

  constructor(private readonly facts: CeFacts) {}

  /** Of an obligation that the viewer may read, in the order in which they were granted. Batched per operation. */
  of(db: TenantDb, obligationId: string): Promise<CeWaiver[]> {
    return this.granted.load(db, obligationId);
  }

  /** Throws NOT_FOUND, BAD_USER_INPUT. */
  async grant(db: TenantDb, input: GrantCeWaiverInput): Promise<CeWaiver | GrantRefusal> {
    mustBeWhole(input);
    const receipt = await db.once<Receipt | GrantRefusal>(input, (tx) => this.grantIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async revoke(db: TenantDb, input: RevokeCeWaiverInput): Promise<CeWaiver | RevokeRefusal> {
    const receipt = await db.once<Receipt | RevokeRefusal>(input, async (tx) => {
      const waiver = await tx.get(CeWaiverRecord, { id: input.ceWaiverId });
      if (waiver.revokesId !== null) throw notFound();
      const held = await holdOthers(tx, waiver.obligationId);
      if (isRefusal(held)) return held;
      if (await tx.findOne(CeWaiverRecord, { revokesId: waiver.id }))
        return refuse(CeWaiverRevokedAlready, 'It was taken back already.');
      const { id: revokesId, orgId: _, recordedAt: __, ...same } = waiver;
      const taken = { id: newId(), revokesId, reason: input.reason, recordedBy: tx.db.actorId };
      await tx.insert(CeWaiverRecord, { ...same, ...taken, grantedOn: dayAt(tx.now, 'UTC') });
      return { id: revokesId };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async grantIn(tx: Transaction, input: GrantCeWaiverInput): Promise<Receipt | GrantRefusal> {
    const held = await holdOthers(tx, input.ceObligationId);
    if (isRefusal(held)) return held;
    const { cycleStartsOn } = input;
    const under = await this.facts.under(tx, sql`o.id = ${held.id}`, null);
    const [facts] = await this.facts.of(tx, under, null);
    const today = dayAt(tx.now, 'UTC');
    const cycle = cycleStarting(facts!, cycleStartsOn, today);
    if (!cycle) return refuse(CeCycleUnknown, `No cycle begins on ${cycleStartsOn}: see the status.`);
    if (facts!.closed.some(({ startsOn }) => startsOn === cycleStartsOn))
      return refuse(CeCycleClosedAlready, 'The cycle is closed: it changes by a correction only.');
    const { endsOn } = cycle;
    if (today > endsOn)
      return refuse(CeWaiverTooLate, `The cycle ended on ${endsOn}: what is granted is granted before.`, {
        cycleEndsOn: endsOn,
      });
    if (input.extendedTo != null && input.extendedTo <= endsOn)
      throw badInput('input.extendedTo', `must be after ${endsOn}, the last day of the cycle`);
    const id = newId();
    const { kind, reasonCode, reason, requirement = null, minutes = null, extendedTo = null } = input;
    await tx.insert(CeWaiverRecord, {
      ...{
        id,
        obligationId: held.id,
        cycleStartsOn,
        kind,
        reasonCode,
        requirement,
        minutes,
        extendedTo,
        reason,
      },
      ...{ grantedOn: today, revokesId: null, recordedBy: tx.db.actorId },
    });
    return { id };
  }

  private async byId(db: TenantDb, id: string): Promise<CeWaiver> {
    const [row] = await db.read<CeWaiver>(waiverRows(db, sql`w.id = ${id}`));
    if (!row) throw notFound();
    return shown(row);
  }
}

/** Throws BAD_USER_INPUT. */
function mustBeWhole({ kind, minutes, requirement, extendedTo }: GrantCeWaiverInput): void {
  if (kind === 'EXTENSION' && extendedTo == null) throw badInput('input.extendedTo', 'give the last day');
  if (kind === 'EXTENSION' && (minutes != null || requirement != null))
    throw badInput('input.minutes', 'an extension gives time: grant a waiver besides');
  if (kind === 'WAIVER' && extendedTo != null)
    throw badInput('input.extendedTo', 'a waiver gives no time: grant an extension besides');
}

const waiverRows = (db: TenantDb, condition: ReturnType<typeof sql>) => sql`
  SELECT w.id, w.obligation_id AS "obligationId", w.cycle_starts_on::text AS "cycleStartsOn", w.kind, w.reason_code AS "reasonCode",
    w.requirement, w.minutes, w.extended_to::text AS "extendedTo", w.granted_on::text AS "grantedOn", w.reason,
    w.recorded_at AS "recordedAt",
    EXISTS (SELECT 1 FROM ce_waiver r WHERE r.org_id = w.org_id AND r.revokes_id = w.id) AS revoked
  FROM ce_waiver w JOIN ce_obligation o ON o.org_id = w.org_id AND o.id = w.obligation_id
  WHERE w.org_id = ${db.orgId} AND w.revokes_id IS NULL AND ${condition} AND ${mayReadCeOf(db, sql`o.person_id`)}
  ORDER BY w.recorded_at, w.id`;

const shown = (row: CeWaiver): CeWaiver => Object.assign(new CeWaiver(), row);
