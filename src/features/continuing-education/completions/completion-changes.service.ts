import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { lockCeOf } from '../ce-access.js';
import { CeCompletionFileRecord, CeCompletionRecord } from './ce-completion.entity.js';
import type {
  CorrectCeCompletionInput,
  SubmitCeCompletionInput,
  WithdrawCeCompletionInput,
} from './ce-completion.input.js';
import { claimsOf, closedCycleOf, type OpenedCompletion } from './ce-completion.queries.js';
import {
  type CeClaimedAlready,
  CeCompletionNotOpen,
  CeCycleIsClosed,
  CeEvidenceMissing,
} from './ce-completion.refusals.js';
import { isOpenToPerson, stateAfter } from './ce-completion.rules.js';
import { CeCompletions } from './ce-completion.service.js';
import type { CeCompletion } from './ce-completion.type.js';
import { claimedAlready } from './completion-claims.service.js';
import { activityIn, addFiles, openCompletion, say, type Said, soundFacts } from './completion-writing.js';

type Receipt = { id: string };
type CorrectRefusal = CeClaimedAlready | CeCompletionNotOpen | CeCycleIsClosed;
type WithdrawRefusal = CeCompletionNotOpen | CeCycleIsClosed;
type SubmitRefusal = CeCompletionNotOpen | CeEvidenceMissing;

/** What is on record changes by a later entry: the person's own word is reviewed again, another's stands. */
@Injectable()
export class CompletionChanges {
  constructor(
    private readonly completions: CeCompletions,
    private readonly files: Files,
  ) {}

  /** Throws NOT_FOUND, BAD_USER_INPUT. */
  async correct(db: TenantDb, input: CorrectCeCompletionInput): Promise<CeCompletion | CorrectRefusal> {
    return this.shown(db, await db.once<Receipt | CorrectRefusal>(input, (tx) => this.correctIn(tx, input)));
  }

  /** Throws NOT_FOUND. */
  async withdraw(db: TenantDb, input: WithdrawCeCompletionInput): Promise<CeCompletion | WithdrawRefusal> {
    const receipt = await db.once<Receipt | WithdrawRefusal>(input, async (tx) => {
      const held = await hold(tx, input.ceCompletionId);
      const no = await refuseChange(tx, held);
      if (no) return no;
      await withdraw(tx, held, input.reason);
      return { id: held.id };
    });
    return this.shown(db, receipt);
  }

  /** Throws NOT_FOUND for what is not the viewer's own. */
  async submit(db: TenantDb, input: SubmitCeCompletionInput): Promise<CeCompletion | SubmitRefusal> {
    return this.shown(db, await db.once<Receipt | SubmitRefusal>(input, (tx) => this.submitIn(tx, input)));
  }

  private async correctIn(
    tx: Transaction,
    input: CorrectCeCompletionInput,
  ): Promise<Receipt | CorrectRefusal> {
    const held = await hold(tx, input.ceCompletionId);
    const no = await refuseChange(tx, held);
    if (no) return no;
    const facts = soundFacts(await activityIn(tx, held.activityId), input, tx.now);
    const { id, personId, activityId } = held;
    const claim = [{ personId, completedOn: facts.completedOn }];
    const others = await tx.query<{ id: string }>(claimsOf(tx, activityId, claim));
    const other = others.find((each) => each.id !== id);
    if (other) return claimedAlready(other.id);
    const { reason } = input;
    await say(tx, held, { kind: 'CORRECTED', reason, facts }, ...afterCorrection(held));
    await tx.update(CeCompletionRecord, { id }, { completedOn: facts.completedOn });
    tx.append({ personId, kind: 'ce.corrected', content: { completionId: id, reason, ...facts } });
    return { id };
  }

  private async submitIn(tx: Transaction, input: SubmitCeCompletionInput): Promise<Receipt | SubmitRefusal> {
    const held = await hold(tx, input.ceCompletionId);
    if (!held.own) throw notFound();
    const state = stateAfter(held.lastKind);
    if (!isOpenToPerson(state)) return notOpen(held);
    const files = [];
    for (const id of input.evidenceFileIds) files.push(await this.files.mustBeOwn(tx, id));
    if (held.files + files.length === 0)
      return refuse(CeEvidenceMissing, 'Upload the certificate or another proof first, and name it here.');
    const known = new Set((await this.evidenceIds(tx, held.id)).map(({ fileId }) => fileId));
    await addFiles(tx, [held.id], files.filter(({ id }) => !known.has(id))); // prettier-ignore
    await say(tx, held, { kind: 'SUBMITTED', reason: input.note ?? null });
    return { id: held.id };
  }

  private evidenceIds(tx: Transaction, completionId: string): Promise<{ fileId: string }[]> {
    return tx.find(CeCompletionFileRecord, { where: { completionId } });
  }

  private shown<R extends object>(db: TenantDb, receipt: Receipt | R): Promise<CeCompletion | R> {
    return isRefusal(receipt)
      ? Promise.resolve(receipt as R)
      : this.completions.byId(db, (receipt as Receipt).id);
  }
}

/** Takes a completion that is held back, for good: it may be claimed anew. */
export async function withdraw(
  tx: Transaction,
  held: OpenedCompletion,
  reason: string,
  kind: 'WITHDRAWN' | 'UNCREDITED' = 'WITHDRAWN',
): Promise<void> {
  const { id, personId } = held;
  await say(tx, held, { kind, reason });
  await tx.update(CeCompletionRecord, { id }, { withdrawn: true });
  tx.append({ personId, kind: 'ce.corrected', content: { completionId: id, withdrawn: true, reason } });
}

/** Waits until nobody else writes about the person; what is answered holds until the transaction ends. Throws NOT_FOUND. */
export async function hold(tx: Transaction, id: string): Promise<OpenedCompletion> {
  const { personId } = await openCompletion(tx, id);
  await lockCeOf(tx, [personId]);
  return openCompletion(tx, id);
}

/** The person's own word waits for a review again; somebody else's stands as they say it. */
const afterCorrection = ({ own, files }: OpenedCompletion): Said[] => {
  if (!own) return [{ kind: 'ACCEPTED', reason: 'Corrected by somebody who vouches for it.' }];
  return files > 0 ? [{ kind: 'SUBMITTED' }] : [];
};

/** What is taken back stays so; what a closed cycle rests on, the person alone does not change (inv 61). */
async function refuseChange(tx: Transaction, held: OpenedCompletion): Promise<WithdrawRefusal | null> {
  if (!held.own && !tx.db.viewer.can('ce:write')) throw notFound();
  if (stateAfter(held.lastKind) === 'WITHDRAWN') return notOpen(held);
  if (!held.own) return null;
  const [closed] = await tx.query<{ cycleStartsOn: string }>(closedCycleOf(tx, held.id));
  if (!closed) return null;
  const message = `It counts in the cycle from ${closed.cycleStartsOn}, which is closed: ask somebody of the organization.`;
  return refuse(CeCycleIsClosed, message, closed);
}

export function notOpen({ lastKind }: OpenedCompletion): CeCompletionNotOpen {
  const state = stateAfter(lastKind);
  return refuse(CeCompletionNotOpen, `It is ${state.toLowerCase().replace('_', ' ')}.`, { state });
}
