import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { decisionOf, HourDecisions, lineOf, OWN_HOURS } from './hour-decisions.service.js';
import type { ReopenHoursInput } from './hour-log.input.js';
import { hourLogOf } from './hour-log.queries.js';
import { HoursNotDecided, OwnHours } from './hour-log.refusals.js';
import type { HourLog } from './hour-log.type.js';
import type { ClaimRow } from './hour-verification.queries.js';

type Reopened = { id: string };
type ReopenRefusal = HoursNotDecided | OwnHours;

/** Takes decisions about hours back: they wait again, and what counted of them does not meanwhile (inv 35). */
@Injectable()
export class HourReopening {
  constructor(
    private readonly decisions: HourDecisions,
    private readonly access: AssignmentAccess,
  ) {}

  /** It asserts nothing under a license, so it asks for none. Throws NOT_FOUND. */
  async reopen(db: TenantDb, input: ReopenHoursInput): Promise<HourLog | ReopenRefusal> {
    const owner = await this.decisions.ownerOf(db, input.assignmentId);
    const receipt = await owner.once<Reopened | ReopenRefusal>(input, (tx) => this.reopenIn(tx, input));
    return isRefusal(receipt) ? receipt : (await this.decisions.logs(owner, [receipt.id]))[0]!;
  }

  private async reopenIn(tx: Transaction, input: ReopenHoursInput): Promise<Reopened | ReopenRefusal> {
    const { hourLogId, reason } = input;
    const assignment = await this.decisions.open(tx, input.assignmentId, 'reopenHours');
    const { personId } = tx.db.viewer;
    return tx.asSystem(async (system) => {
      const { claims, days } = await this.decisions.hold(system, assignment, [hourLogId], personId);
      if (days.own) return refuse(OwnHours, OWN_HOURS);
      const { state } = hourLogOf(claims[0]!);
      if (state !== 'VERIFIED' && state !== 'REJECTED') {
        const message = `These hours are ${state.toLowerCase()}: only what was decided is reopened.`;
        return refuse(HoursNotDecided, message, { state });
      }
      const counted = state === 'VERIFIED' ? claims : [];
      await this.enter(system, assignment, claims, counted, reason);
      return { id: hourLogId };
    });
  }

  /** For verbs of the system: verified hours that were never to be verified so wait to be decided again. */
  async takeBack(
    tx: Transaction,
    assignmentId: string,
    ids: readonly string[],
    { reason, decidedBy }: { reason: string; decidedBy: string },
  ): Promise<void> {
    const assignment = await this.access.facts(tx, assignmentId);
    const { claims } = await this.decisions.hold(tx, assignment, ids, decidedBy);
    await this.enter(tx, assignment, claims, claims, reason, decidedBy);
  }

  private async enter(
    system: Transaction,
    assignment: AssignmentFacts,
    claims: readonly ClaimRow[],
    counted: readonly ClaimRow[],
    reason: string,
    decidedBy?: string,
  ): Promise<void> {
    const decisions = claims.map((claim) => decisionOf(claim, 'REOPENED', reason));
    await this.decisions.enter(system, assignment, decisions, decidedBy);
    const lines = counted.map((claim) => ({ ...lineOf(claim), parts: [], reason }));
    await this.decisions.follow(system, assignment, lines);
  }
}
