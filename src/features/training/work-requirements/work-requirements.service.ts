import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Site } from '../../organizations/site.entity.js';
import { taskClassOf } from '../skills/tasks.js';
import { WorkRequirement } from './work-requirement.entity.js';
import type { RecordWorkRequirementInput, WithdrawWorkRequirementInput } from './work-requirement.input.js';
import { WorkRequirementSuperseded } from './work-requirement.refusals.js';

/** What an organization asks for before its people, and those placed with it, work. */
@Injectable()
export class WorkRequirements {
  /** All that were ever recorded, latest first. */
  all(db: TenantDb): Promise<WorkRequirement[]> {
    return db.entities(
      WorkRequirement,
      sql`SELECT org_id, id, kind, code, required_for, site_id, task_code, effective_from::text, effective_to::text, citation, supersedes_id,
          withdrawn, reason, recorded_by, recorded_at
        FROM work_requirement WHERE org_id = ${db.orgId} ORDER BY recorded_at DESC, id DESC`,
    );
  }

  /** Throws NOT_FOUND for a site or a requirement that is not the organization's. */
  async record(
    db: TenantDb,
    input: RecordWorkRequirementInput,
  ): Promise<WorkRequirement | WorkRequirementSuperseded> {
    mustFit(input);
    const receipt = await db.once(input, (tx) => this.recordIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async withdraw(
    db: TenantDb,
    input: WithdrawWorkRequirementInput,
  ): Promise<WorkRequirement | WorkRequirementSuperseded> {
    const { workRequirementId: supersedesId, effectiveFrom, reason } = input;
    const receipt = await db.once(input, async (tx) => {
      const no = await supersededBefore(tx, supersedesId);
      if (no) return no;
      const {
        recordedAt: _,
        effectiveTo: __,
        ...before
      } = await tx.get(WorkRequirement, { id: supersedesId });
      return add(tx, { ...before, effectiveFrom, effectiveTo: null, supersedesId, withdrawn: true, reason });
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Within a transaction that is open, as the demo's is. */
  async recordIn(
    tx: Transaction,
    {
      replacesId,
      siteId = null,
      taskCode = null,
      effectiveTo = null,
      reason = null,
      ...given
    }: Omit<RecordWorkRequirementInput, 'operationId'>,
  ): Promise<{ id: string } | WorkRequirementSuperseded> {
    const { kind, code, requiredFor, effectiveFrom, citation } = given;
    if (siteId !== null) await tx.get(Site, { id: siteId });
    const supersedesId = replacesId ?? null;
    const no = supersedesId === null ? null : await supersededBefore(tx, supersedesId);
    if (no) return no;
    const asked = { kind, code, requiredFor, siteId, taskCode, effectiveFrom, effectiveTo, citation };
    return add(tx, { ...asked, supersedesId, withdrawn: false, reason });
  }

  private byId(db: TenantDb, id: string): Promise<WorkRequirement> {
    return db.load((tx) => tx.get(WorkRequirement, { id }));
  }
}

function mustFit({ taskCode, requiredFor, effectiveFrom, effectiveTo }: RecordWorkRequirementInput): void {
  if (effectiveTo && effectiveTo < effectiveFrom)
    throw badInput('input.effectiveTo', 'must not be before effectiveFrom');
  if (!taskCode) return;
  if (taskClassOf(taskCode) === null)
    throw badInput('input.taskCode', 'must be a task of the vocabulary: see taskCodes');
  if (requiredFor.some((use) => use !== 'SIGN_OFF'))
    throw badInput(
      'input.requiredFor',
      'can only be SIGN_OFF for one task: assignments and hours are of no task in particular',
    );
}

/** Throws NOT_FOUND for a requirement that is not there. */
async function supersededBefore(tx: Transaction, id: string): Promise<WorkRequirementSuperseded | null> {
  await tx.lock(`work requirements ${tx.orgId}`);
  const found = await tx.get(WorkRequirement, { id });
  const later = await tx.findOne(WorkRequirement, { supersedesId: id });
  if (!later && !found.withdrawn) return null;
  return refuse(
    WorkRequirementSuperseded,
    'This requirement was replaced or withdrawn before: change the one that took its place.',
  );
}

async function add(
  tx: Transaction,
  given: Omit<WorkRequirement, 'orgId' | 'id' | 'recordedAt' | 'recordedBy'>,
): Promise<{ id: string }> {
  const id = newId();
  await tx.insert(WorkRequirement, { ...given, id, recordedBy: tx.db.actorId });
  return { id };
}
