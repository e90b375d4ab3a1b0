import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { type DecidedPlacementHours, PlacementHours } from '../../records/placement-hours.service.js';
import { ChecklistCompletion } from '../completion/checklist-completion.service.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { HourCounting, type VerifiedClaim } from './hour-counting.service.js';
import { HourDecisionRecord } from './hour-log.entity.js';
import type { HourDecisionInput, ReopenHoursInput, VerifyHoursInput } from './hour-log.input.js';
import { type HourLogRow, hourLogOf, hourLogsById } from './hour-log.queries.js';
import { HoursNotDecided, HoursNotOpen, HoursVerifierNotEligible, OwnHours } from './hour-log.refusals.js';
import { type HourLog, HoursDecided } from './hour-log.type.js';
import {
  assignmentDays,
  type AssignmentDaysRow,
  type ClaimRow,
  claimsOf,
  lockForDeciding,
} from './hour-verification.queries.js';

type Receipt = { ids: string[] };
type VerifyRefusal = HoursNotOpen | OwnHours | HoursVerifierNotEligible;
type ReopenRefusal = HoursNotDecided | OwnHours;
type NewDecision = Pick<HourDecisionRecord, 'hourLogId' | 'decision' | 'number' | 'reason'> &
  Partial<Pick<HourDecisionRecord, 'countedMinutes' | 'parts' | 'notCounted' | 'eligibility'>>;

/** A claim and what its decision is made by, held until the transaction ends. */
interface Held {
  readonly claims: ClaimRow[];
  readonly days: AssignmentDaysRow;
}

const NO_REASON = 'say why the hours are rejected';
const OWN = 'These are your own hours: somebody else decides about them.';

/**
 * Supervisors decide about claimed hours. What is verified is frozen and counts, in the same transaction, in the course
 * record of the school; reopening takes that back (inv 35).
 */
@Injectable()
export class HourVerification {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly counting: HourCounting,
    private readonly records: PlacementHours,
    private readonly completion: ChecklistCompletion,
    private readonly disclosures: Disclosures,
  ) {}

  /** All of the decisions, or none. Throws NOT_FOUND for an assignment or hours that may not be seen. */
  async verify(db: TenantDb, input: VerifyHoursInput): Promise<HoursDecided | VerifyRefusal> {
    db.viewer.mustActInPerson(); // it is said under a license
    const owner = await this.access.dbOf(db, input.assignmentId);
    const receipt = await owner.once<Receipt | VerifyRefusal>(input, (tx) => this.verifyIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    return Object.assign(new HoursDecided(), { hourLogs: await logsOf(owner, receipt.ids) });
  }

  /** Throws NOT_FOUND. */
  async reopen(db: TenantDb, input: ReopenHoursInput): Promise<HourLog | ReopenRefusal> {
    const owner = await this.access.dbOf(db, input.assignmentId);
    const receipt = await owner.once<Receipt | ReopenRefusal>(input, (tx) => this.reopenIn(tx, input));
    return isRefusal(receipt) ? receipt : (await logsOf(owner, receipt.ids))[0]!;
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async verifyIn(
    tx: Transaction,
    input: Omit<VerifyHoursInput, 'operationId'>,
  ): Promise<Receipt | VerifyRefusal> {
    const ids = input.decisions.map(({ hourLogId }) => hourLogId);
    const decisions = new Map(input.decisions.map((each) => [each.hourLogId, each]));
    const assignment = await this.open(tx, input.assignmentId, 'verifyHours');
    const { personId } = tx.db.viewer;
    return tx.asSystem(async (system) => {
      const { claims, days } = await hold(system, assignment, ids, personId);
      if (days.own) return refuse(OwnHours, OWN);
      const closed = claims.map(hourLogOf).find(({ state }) => state !== 'PENDING');
      if (closed) return notOpen(closed);
      const toVerify = claims.filter(({ id }) => decisions.get(id)!.decision === 'VERIFIED');
      const verified = await this.counting.count(system, assignment, toVerify, days, personId);
      if (isRefusal(verified)) return verified;
      const rejected = claims.filter(({ id }) => decisions.get(id)!.decision === 'REJECTED');
      if (rejected.some(({ id }) => !decisions.get(id)!.reason))
        throw badInput('input.decisions.reason', NO_REASON);
      const rows = [
        ...verified.map((each) => verification(each, decisions)),
        ...rejected.map((claim) => ({
          ...decisionOf(claim, 'REJECTED'),
          reason: decisions.get(claim.id)!.reason!,
        })),
      ];
      await enter(system, assignment, rows);
      const lines = verified.map((each) => ({ ...lineOf(each.claim), parts: each.counted.parts }));
      await this.follow(system, assignment, lines);
      return { ids };
    });
  }

  private async reopenIn(tx: Transaction, input: ReopenHoursInput): Promise<Receipt | ReopenRefusal> {
    const { hourLogId, reason } = input;
    const assignment = await this.open(tx, input.assignmentId, 'reopenHours');
    const { personId } = tx.db.viewer;
    return tx.asSystem(async (system) => {
      const { claims, days } = await hold(system, assignment, [hourLogId], personId);
      if (days.own) return refuse(OwnHours, OWN);
      const claim = claims[0]!;
      const { state } = hourLogOf(claim);
      if (state !== 'VERIFIED' && state !== 'REJECTED') {
        const message = `These hours are ${state.toLowerCase()}: only what was decided is reopened.`;
        return refuse(HoursNotDecided, message, { state });
      }
      await enter(system, assignment, [{ ...decisionOf(claim, 'REOPENED'), reason }]);
      if (state === 'VERIFIED')
        await this.follow(system, assignment, [{ ...lineOf(claim), parts: [], reason }]);
      return { ids: [hourLogId] };
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
    const { claims } = await hold(tx, assignment, ids, decidedBy);
    const decisions = claims.map((claim) => ({ ...decisionOf(claim, 'REOPENED'), reason }));
    await enter(tx, assignment, decisions, decidedBy);
    const lines = claims.map((claim) => ({ ...lineOf(claim), parts: [], reason }));
    await this.follow(tx, assignment, lines);
  }

  private async open(tx: Transaction, assignmentId: string, operation: string): Promise<AssignmentFacts> {
    const assignment = await this.access.facts(tx, assignmentId);
    await this.disclosures.note(tx, operation, [assignment]);
    return assignment;
  }

  /** What follows in the records of the school: the minutes of the course, and whether its checklist is complete. */
  private async follow(
    system: Transaction,
    { id, enrollmentId, courseId }: AssignmentFacts,
    lines: readonly Omit<DecidedPlacementHours, 'enrollmentId' | 'courseId'>[],
  ): Promise<void> {
    if (enrollmentId === null || courseId === null || lines.length === 0) return;
    await this.records.enter(
      system,
      lines.map((line) => ({ ...line, enrollmentId, courseId })),
    );
    await this.completion.decide(system, [id]);
  }
}

/** Throws NOT_FOUND unless all the hours are of the assignment. */
async function hold(
  system: Transaction,
  assignment: AssignmentFacts,
  ids: readonly string[],
  viewerId: string,
): Promise<Held> {
  await system.query(lockForDeciding(system.orgId, assignment, ids, viewerId));
  const claims = await system.query<ClaimRow>(claimsOf(system.orgId, assignment.id, ids));
  if (claims.length < ids.length) throw notFound();
  const [days] = await system.query<AssignmentDaysRow>(
    assignmentDays(system.orgId, assignment, ids, viewerId),
  );
  return { claims, days: days! };
}

async function enter(
  system: Transaction,
  { personId, id: assignmentId }: AssignmentFacts,
  decisions: readonly NewDecision[],
  decidedBy: string = system.db.actorId!,
): Promise<void> {
  const rows = decisions.map((each) => ({ ...each, id: newId(), decidedBy }));
  await system.insert(HourDecisionRecord, rows);
  for (const { id, hourLogId, decision, reason, countedMinutes = null, notCounted = [] } of rows) {
    const content = { id, assignmentId, hourLogId, reason, countedMinutes, notCounted };
    system.append({ personId, kind: `hours.${decision.toLowerCase()}`, content });
  }
}

const decisionOf = (
  { id: hourLogId, decided }: ClaimRow,
  decision: HourDecisionRecord['decision'],
): NewDecision => ({ hourLogId, decision, number: decided + 1, reason: null });

function verification(
  { claim, counted, verifier }: VerifiedClaim,
  decisions: ReadonlyMap<string, HourDecisionInput>,
): NewDecision {
  const { countedMinutes, parts, notCounted } = counted;
  const { license, rule, printedName } = verifier;
  const reason = decisions.get(claim.id)!.reason ?? null;
  const eligibility = { printedName, license, rule };
  return { ...decisionOf(claim, 'VERIFIED'), reason, countedMinutes, parts, notCounted, eligibility };
}

const lineOf = ({ id: sourceId, startsAt }: ClaimRow) => ({ sourceId, startsAt, reason: null });

function notOpen({ id: hourLogId, state }: HourLog): HoursNotOpen {
  const help =
    state === 'WITHDRAWN' || state === 'CORRECTED' ? 'look at what took their place' : 'reopen them first';
  return refuse(HoursNotOpen, `Some hours are ${state.toLowerCase()} already: ${help}.`, {
    hourLogId,
    state,
  });
}

async function logsOf(db: TenantDb, ids: readonly string[]): Promise<HourLog[]> {
  const logs = (await db.read<HourLogRow>(hourLogsById(db.orgId, ids))).map(hourLogOf);
  const byId = new Map(logs.map((log) => [log.id, log]));
  return ids.map((id) => byId.get(id)!);
}
