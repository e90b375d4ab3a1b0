import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Site } from '../../organizations/site.entity.js';
import { dayBefore, versionOn } from '../types/validity.rules.js';
import { attendeesOf } from './attendees.queries.js';
import { MandatoryTrainingChange, MandatoryTrainingDelay } from './mandatory-training.entity.js';
import type {
  PlanLateTrainingInput,
  RecordTrainingChangeInput,
  WithdrawTrainingChangeInput,
} from './mandatory-training.input.js';
import {
  MandatoryTrainingNotDue,
  MandatoryTrainingSuperseded,
  TrainingChangeUnknown,
  type MandatoryTrainingUndefined,
} from './mandatory-training.refusals.js';
import { TrainingTimeliness } from './training-timeliness.service.js';

/** What asks for trainings anew, and what is written down about being late. */
@Injectable()
export class TrainingChanges {
  constructor(private readonly timeliness: TrainingTimeliness) {}

  async recordChange(
    db: TenantDb,
    input: RecordTrainingChangeInput,
  ): Promise<MandatoryTrainingChange | MandatoryTrainingUndefined | TrainingChangeUnknown> {
    const receipt = await db.once(input, (tx) => this.recordChangeIn(tx, input));
    return isRefusal(receipt)
      ? receipt
      : db.load((tx) => tx.get(MandatoryTrainingChange, { id: receipt.id }));
  }

  async withdrawChange(
    db: TenantDb,
    input: WithdrawTrainingChangeInput,
  ): Promise<MandatoryTrainingChange | MandatoryTrainingSuperseded> {
    const { changeId } = input;
    const receipt = await db.once(input, async (tx) => {
      await tx.lock(`training changes ${tx.orgId}`);
      const found = await tx.get(MandatoryTrainingChange, { id: changeId });
      const later = await tx.findOne(MandatoryTrainingChange, { supersedesId: changeId });
      if (later || found.withdrawn) return refuse(MandatoryTrainingSuperseded, 'This was taken back before.');
      const { recordedAt: _, ...before } = found;
      const taken = {
        supersedesId: changeId,
        withdrawn: true,
        description: input.reason,
        recordedBy: tx.db.actorId,
      };
      const id = newId();
      await tx.insert(MandatoryTrainingChange, { ...before, ...taken, id });
      return { id };
    });
    return isRefusal(receipt)
      ? receipt
      : db.load((tx) => tx.get(MandatoryTrainingChange, { id: receipt.id }));
  }

  /** That somebody is late or will be, why, and when they will have it (inv 51). */
  async planLate(
    db: TenantDb,
    input: PlanLateTrainingInput,
  ): Promise<MandatoryTrainingDelay | MandatoryTrainingUndefined | MandatoryTrainingNotDue> {
    const receipt = await db.once(input, (tx) => this.planLateIn(tx, input));
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(MandatoryTrainingDelay, { id: receipt.id }));
  }

  private async recordChangeIn(
    tx: Transaction,
    {
      code,
      event,
      changedOn,
      renewBy,
      siteId = null,
      personIds = null,
      description,
    }: RecordTrainingChangeInput,
  ): Promise<{ id: string } | MandatoryTrainingUndefined | TrainingChangeUnknown> {
    const before = dayBefore(changedOn);
    if (renewBy && renewBy < before) throw badInput('input.renewBy', `must not be before ${before}`);
    if (siteId !== null) await tx.get(Site, { id: siteId });
    if (personIds !== null) await mustBeSeen(tx, personIds);
    const defined = await this.timeliness.versionsIn(tx, code);
    if (isRefusal(defined)) return defined;
    const events = versionOn(defined, changedOn, tx.now)!.alsoOn;
    if (!events.includes(event)) return unknownChange(event, events);
    const id = newId();
    await tx.insert(MandatoryTrainingChange, {
      ...{ id, code, event, changedOn, renewBy: renewBy ?? before, siteId, personIds, description },
      recordedBy: tx.db.actorId,
    });
    return { id };
  }

  /** Within a transaction that is open, as the demo's is. */
  async planLateIn(
    tx: Transaction,
    { personId, code, plannedOn, reason }: Omit<PlanLateTrainingInput, 'operationId'>,
  ): Promise<{ id: string } | MandatoryTrainingUndefined | MandatoryTrainingNotDue> {
    const today = tx.now.toISOString().slice(0, 10);
    await mustBeSeen(tx, [personId]);
    if (plannedOn < dayBefore(today)) throw badInput('input.plannedOn', 'must be today or later');
    const due = await this.timeliness.dueIn(tx, personId, code, today);
    if (isRefusal(due)) return due;
    const { dueOn } = due;
    if (dueOn === null || plannedOn <= dueOn) return notLate(dueOn);
    const id = newId();
    await tx.insert(MandatoryTrainingDelay, {
      id,
      personId,
      code,
      dueOn,
      plannedOn,
      reason,
      recordedBy: tx.db.actorId,
    });
    tx.append({
      personId,
      kind: 'training.delayed',
      content: { delayId: id, code, dueOn, plannedOn, reason },
    });
    return { id };
  }
}

async function mustBeSeen(tx: Transaction, personIds: readonly string[]): Promise<void> {
  const found = await tx.query(attendeesOf(tx.db, personIds));
  if (found.length < new Set(personIds).size) throw notFound();
}

const unknownChange = (event: string, events: readonly string[]): TrainingChangeUnknown =>
  refuse(
    TrainingChangeUnknown,
    events.length
      ? `The training does not ask for renewal on ${event}. It does on: ${events.join(', ')}.`
      : 'The training asks for renewal on no change: define a version that does.',
    { events: [...events] },
  );

const notLate = (dueOn: string | null): MandatoryTrainingNotDue =>
  refuse(
    MandatoryTrainingNotDue,
    dueOn === null
      ? 'Nothing asks this person for this training.'
      : `It is in time through ${dueOn}: nothing is late.`,
  );
