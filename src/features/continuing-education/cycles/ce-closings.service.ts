import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { contentHash } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import { dayAt } from '../completions/ce-completion.rules.js';
import type { CeCycle } from '../policies/policy.js';
import { CeCycleClosingRecord } from './ce-cycle.entity.js';
import type { CloseCeCycleInput, CorrectCeCycleInput } from './ce-cycle.input.js';
import {
  CeCycleClosedAlready,
  CeCycleNotClosed,
  CeCycleNotOver,
  CeCycleUndecided,
  CeCycleUnknown,
  CeReviewsOpen,
  OwnCeObligation,
} from './ce-cycle.refusals.js';
import { cycleStarting, decide, lastDayOf } from './ce-cycle.rules.js';
import { CeFacts } from './ce-facts.service.js';
import { holdOthers } from './ce-obligations.service.js';
import type { DecidedCycle, ObligationFacts } from './judged-cycle.js';
import { CeStatusService } from './ce-status.service.js';
import type { CeStatus } from './ce-status.type.js';

type Receipt = { id: string };
type Undecidable = CeCycleUnknown | CeReviewsOpen | CeCycleUndecided | OwnCeObligation;
type CloseRefusal = Undecidable | CeCycleNotOver | CeCycleClosedAlready;
type CorrectRefusal = Undecidable | CeCycleNotClosed;

/** An obligation with the cycle in question, held until the transaction ends. */
interface Held {
  readonly facts: ObligationFacts;
  readonly cycle: CeCycle;
  readonly today: string;
}

/** inv 61: a cycle that is over is closed as it is decided then, and changes by a correction with a reason only. */
@Injectable()
export class CeClosings {
  constructor(
    private readonly facts: CeFacts,
    private readonly statuses: CeStatusService,
  ) {}

  /** Throws NOT_FOUND. */
  async close(db: TenantDb, input: CloseCeCycleInput): Promise<CeStatus | CloseRefusal> {
    const receipt = await db.once<Receipt | CloseRefusal>(input, (tx) => this.closeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.shown(db, receipt.id, input.cycleStartsOn);
  }

  /** Throws NOT_FOUND. */
  async correct(db: TenantDb, input: CorrectCeCycleInput): Promise<CeStatus | CorrectRefusal> {
    const receipt = await db.once<Receipt | CorrectRefusal>(input, (tx) => this.correctIn(tx, input));
    return isRefusal(receipt) ? receipt : this.shown(db, receipt.id, input.cycleStartsOn);
  }

  /** Within a transaction that is already open. */
  async closeIn(
    tx: Transaction,
    input: Omit<CloseCeCycleInput, 'operationId'>,
  ): Promise<Receipt | CloseRefusal> {
    const held = await this.hold(tx, input);
    if (isRefusal(held)) return held;
    if (closedOf(held))
      return refuse(CeCycleClosedAlready, 'It is closed already: correct it with a reason.');
    const lastDay = lastDayOf(held.cycle, held.facts.waivers);
    if (dayAt(tx.now, LAST_ZONE) <= lastDay)
      return refuse(CeCycleNotOver, `Something may count in it until ${lastDay}.`, { lastDay });
    return this.decideIn(tx, held, 1, null);
  }

  /** Within a transaction that is already open. */
  async correctIn(
    tx: Transaction,
    input: Omit<CorrectCeCycleInput, 'operationId'>,
  ): Promise<Receipt | CorrectRefusal> {
    const held = await this.hold(tx, input);
    if (isRefusal(held)) return held;
    const closed = closedOf(held);
    if (!closed) return refuse(CeCycleNotClosed, 'The cycle is not closed: what is on record counts.');
    return this.decideIn(tx, held, closed.number + 1, input.reason);
  }

  private async hold(
    tx: Transaction,
    { ceObligationId, cycleStartsOn }: Omit<CloseCeCycleInput, 'operationId'>,
  ): Promise<Held | CeCycleUnknown | OwnCeObligation> {
    const held = await holdOthers(tx, ceObligationId);
    if (isRefusal(held)) return held;
    const under = await this.facts.under(tx, sql`o.id = ${held.id}`, null);
    const [facts] = await this.facts.of(tx, under, null);
    const today = dayAt(tx.now, 'UTC');
    const cycle = cycleStarting(facts!, cycleStartsOn, today);
    if (!cycle) return refuse(CeCycleUnknown, `No cycle begins on ${cycleStartsOn}: see the status.`);
    return { facts: facts!, cycle, today };
  }

  private async decideIn(
    tx: Transaction,
    { facts, cycle, today }: Held,
    number: number,
    reason: string | null,
  ): Promise<Receipt | CeReviewsOpen | CeCycleUndecided> {
    const lastDay = lastDayOf(cycle, facts.waivers);
    const waiting = facts.completions.filter(
      ({ state, completedOn }) =>
        state === 'SUBMITTED' && cycle.startsOn <= completedOn && completedOn <= lastDay,
    ).length;
    if (waiting) return refuse(CeReviewsOpen, `${waiting} of its completions wait for review.`, { waiting });
    const decided = decide(facts, cycle.startsOn, today);
    if (!('cycle' in decided) || !decided.cycle.judged) {
      const missing = 'cycle' in decided ? [...decided.cycle.undecided] : [...decided.missing];
      return refuse(CeCycleUndecided, `The policy does not say ${missing.join('; ')}.`, { missing });
    }
    await freeze(tx, facts, decided, number, reason);
    return { id: facts.obligation.id };
  }

  private shown(db: TenantDb, obligationId: string, on: string): Promise<CeStatus> {
    return this.statuses.of(db, obligationId, { on });
  }
}

/** Where every day ends last: what was done there on the last day is still of the cycle (inv 56). */
const LAST_ZONE = 'Etc/GMT+12';

const closedOf = ({ facts, cycle }: Held) => facts.closed.find(({ startsOn }) => startsOn === cycle.startsOn);

async function freeze(
  tx: Transaction,
  { obligation }: ObligationFacts,
  decided: DecidedCycle,
  number: number,
  reason: string | null,
): Promise<void> {
  const id = newId();
  const { cycle, met, missingMinutes } = decided.cycle;
  const hash = contentHash(decided);
  await tx.insert(CeCycleClosingRecord, {
    ...{ id, obligationId: obligation.id, number, reason, decided, contentHash: hash },
    ...{ cycleStartsOn: cycle.startsOn, cycleEndsOn: cycle.endsOn, recordedBy: tx.db.actorId },
  });
  const { policyCode, personId } = obligation;
  const of = { obligationId: obligation.id, policyCode, policyVersionId: decided.policy.id };
  const span = { startsOn: cycle.startsOn, endsOn: cycle.endsOn, number, reason };
  const content = { ...of, ...span, met, missingMinutes, closingId: id, contentHash: hash };
  tx.append({ personId, kind: 'ce.cycle-closed', content });
}
