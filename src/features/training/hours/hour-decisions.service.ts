import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { newId } from '../../../platform/ids/ids.js';
import { type DecidedPlacementHours, PlacementHours } from '../../records/placement-hours.service.js';
import { ChecklistCompletion } from '../completion/checklist-completion.service.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { HourDecisionRecord } from './hour-log.entity.js';
import { type HourLogRow, hourLogOf, hourLogsById } from './hour-log.queries.js';
import type { HourLog } from './hour-log.type.js';
import {
  assignmentDays,
  type AssignmentDaysRow,
  type ClaimRow,
  claimsOf,
  lockForDeciding,
} from './hour-verification.queries.js';

/** What somebody decided about a claim. */
export type NewDecision = Pick<HourDecisionRecord, 'hourLogId' | 'decision' | 'number' | 'reason'> &
  Partial<Pick<HourDecisionRecord, 'countedMinutes' | 'parts' | 'notCounted' | 'eligibility'>>;

/** Claims and what they are judged by, held until the transaction ends. */
export interface Held {
  readonly claims: ClaimRow[];
  readonly days: AssignmentDaysRow;
}

/** Decisions about claimed hours, whichever they are: who may see them, how they are entered, what follows. */
@Injectable()
export class HourDecisions {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly records: PlacementHours,
    private readonly completion: ChecklistCompletion,
    private readonly disclosures: Disclosures,
  ) {}

  /** The handle to the records of whoever owns them. Throws NOT_FOUND. */
  ownerOf(db: TenantDb, assignmentId: string): Promise<TenantDb> {
    return this.access.dbOf(db, assignmentId);
  }

  /** Throws NOT_FOUND. */
  async open(tx: Transaction, assignmentId: string, operation: string): Promise<AssignmentFacts> {
    const assignment = await this.access.facts(tx, assignmentId);
    await this.disclosures.note(tx, operation, [assignment]);
    return assignment;
  }

  /** Throws NOT_FOUND unless all the hours are of the assignment. */
  async hold(
    system: Transaction,
    assignment: AssignmentFacts,
    ids: readonly string[],
    deciderId: string,
  ): Promise<Held> {
    await system.query(lockForDeciding(system.orgId, assignment, ids, deciderId));
    const claims = await system.query<ClaimRow>(claimsOf(system.orgId, assignment.id, ids));
    if (claims.length < ids.length) throw notFound();
    const [days] = await system.query<AssignmentDaysRow>(
      assignmentDays(system.orgId, assignment, ids, deciderId),
    );
    return { claims, days: days! };
  }

  async enter(
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

  /** What follows in the records of the school: the minutes of the course, and whether its checklist is complete. */
  async follow(
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

  /** The hours as they stand, in the order of their ids. */
  async logs(db: TenantDb, ids: readonly string[]): Promise<HourLog[]> {
    const logs = (await db.read<HourLogRow>(hourLogsById(db.orgId, ids))).map(hourLogOf);
    const byId = new Map(logs.map((log) => [log.id, log]));
    return ids.map((id) => byId.get(id)!);
  }
}

export const decisionOf = (
  { id: hourLogId, decided }: ClaimRow,
  decision: HourDecisionRecord['decision'],
  reason: string | null,
): NewDecision => ({ hourLogId, decision, number: decided + 1, reason });

export const lineOf = ({ id: sourceId, startsAt }: ClaimRow) => ({ sourceId, startsAt, reason: null });

export const OWN_HOURS = 'These are your own hours: somebody else decides about them.';
