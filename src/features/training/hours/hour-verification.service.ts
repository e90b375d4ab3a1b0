import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import type { AssignmentFacts } from '../placements/assignment-access.service.js';
import { ValidatorEligibility } from '../supervision/validator-eligibility.service.js';
import { HourCounting, type VerifiedClaim } from './hour-counting.service.js';
import { decisionOf, HourDecisions, lineOf, type NewDecision, OWN_HOURS } from './hour-decisions.service.js';
import type { HourDecisionInput, VerifyHoursInput } from './hour-log.input.js';
import { hourLogOf } from './hour-log.queries.js';
import { HoursNotOpen, HoursVerifierNotEligible, OwnHours } from './hour-log.refusals.js';
import { type HourLog, HoursDecided } from './hour-log.type.js';
import type { ClaimRow } from './hour-verification.queries.js';
import { localDate } from './local-days.rules.js';

type Receipt = { ids: string[] };
type VerifyRefusal = HoursNotOpen | OwnHours | HoursVerifierNotEligible;

/**
 * Supervisors decide about claimed hours. What is verified is frozen and counts, in the same transaction, in the course
 * record of the school (inv 35).
 */
@Injectable()
export class HourVerification {
  constructor(
    private readonly decisions: HourDecisions,
    private readonly counting: HourCounting,
    private readonly eligibility: ValidatorEligibility,
  ) {}

  /** All of the decisions, or none. Throws NOT_FOUND for an assignment or hours that may not be seen. */
  async verify(db: TenantDb, input: VerifyHoursInput): Promise<HoursDecided | VerifyRefusal> {
    db.viewer.mustActInPerson(); // it is said under a license
    const owner = await this.decisions.ownerOf(db, input.assignmentId);
    const receipt = await owner.once<Receipt | VerifyRefusal>(input, (tx) => this.verifyIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    return Object.assign(new HoursDecided(), { hourLogs: await this.decisions.logs(owner, receipt.ids) });
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async verifyIn(
    tx: Transaction,
    input: Omit<VerifyHoursInput, 'operationId'>,
  ): Promise<Receipt | VerifyRefusal> {
    const ids = input.decisions.map(({ hourLogId }) => hourLogId);
    const decided = new Map(input.decisions.map((each) => [each.hourLogId, each]));
    const assignment = await this.decisions.open(tx, input.assignmentId, 'verifyHours');
    const { personId } = tx.db.viewer;
    return tx.asSystem(async (system) => {
      const { claims, days } = await this.decisions.hold(system, assignment, ids, personId);
      if (days.own) return refuse(OwnHours, OWN_HOURS);
      const closed = claims.map(hourLogOf).find(({ state }) => state !== 'PENDING');
      if (closed) return notOpen(closed);
      const toVerify = claims.filter(({ id }) => decided.get(id)!.decision === 'VERIFIED');
      const verified = await this.counting.count(system, assignment, toVerify, days, personId);
      if (isRefusal(verified)) return verified;
      const toReject = claims.filter(({ id }) => decided.get(id)!.decision === 'REJECTED');
      const refusal = await this.refuseRejecting(system, assignment, toReject, personId);
      if (refusal) return refusal;
      await this.decisions.enter(system, assignment, [
        ...verified.map((each) => verification(each, decided)),
        ...toReject.map((claim) => rejection(claim, decided)),
      ]);
      const lines = verified.map(({ claim, counted }) => ({ ...lineOf(claim), parts: counted.parts }));
      await this.decisions.follow(system, assignment, lines);
      return { ids };
    });
  }

  /**
   * Rejecting is the same office, but a judgement of today: nobody at all may have been able to supervise on the day that
   * is claimed, and that is a reason to reject it.
   */
  private async refuseRejecting(
    system: Transaction,
    { siteOrgId, siteId, jurisdiction, setting, agreementId, orgId, timeZone }: AssignmentFacts,
    claims: readonly ClaimRow[],
    verifierId: string,
  ): Promise<HoursVerifierNotEligible | null> {
    const on = localDate(system.now, timeZone);
    const answers = await this.eligibility.of(
      system,
      claims.map(({ id, personId, patientRelated }) => ({
        ...{ key: id, validatorPersonId: verifierId, traineePersonId: personId, on, siteOrgId, siteId },
        ...{ jurisdiction, setting, agreementId, ownerOrgId: orgId, patientContact: patientRelated },
        ...{ taskCode: null, skillCode: null },
      })),
    );
    const not = answers.find(({ eligible }) => !eligible);
    if (!not || not.eligible) return null;
    return refuse(HoursVerifierNotEligible, not.message, { hourLogId: not.key, on, reason: not.reason });
  }
}

type Decided = ReadonlyMap<string, HourDecisionInput>;

function verification({ claim, counted, verifier }: VerifiedClaim, decided: Decided): NewDecision {
  const { countedMinutes, parts, notCounted } = counted;
  const { license, rule, printedName } = verifier;
  const eligibility = { printedName, license, rule };
  const reason = decided.get(claim.id)!.reason ?? null;
  return { ...decisionOf(claim, 'VERIFIED', reason), countedMinutes, parts, notCounted, eligibility };
}

function rejection(claim: ClaimRow, decided: Decided): NewDecision {
  const { reason } = decided.get(claim.id)!;
  if (!reason) throw badInput('input.decisions.reason', 'say why the hours are rejected');
  return decisionOf(claim, 'REJECTED', reason);
}

function notOpen({ id: hourLogId, state }: HourLog): HoursNotOpen {
  const help =
    state === 'WITHDRAWN' || state === 'CORRECTED' ? 'look at what took their place' : 'reopen them first';
  return refuse(HoursNotOpen, `Some hours are ${state.toLowerCase()} already: ${help}.`, {
    hourLogId,
    state,
  });
}
