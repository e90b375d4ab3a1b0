import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { isActor } from '../../enrollments/enrollment.queries.js';
import type { Assignment } from './assignment.js';
import { AssignmentAccess, type AssignmentFacts } from './assignment-access.service.js';
import type {
  CancelAssignmentInput,
  ChangeAssignmentDatesInput,
  EndAssignmentInput,
} from './assignment.input.js';
import { AssignmentReading } from './assignment-reading.service.js';
import { AssignmentRecords } from './assignment-record.service.js';
import { AssignmentBegun, AssignmentNotOpen } from './assignment.refusals.js';
import { stateOn, whyNotEnd, whyNotMove } from './assignment-standing.rules.js';
import { isCovered } from './placement.queries.js';
import { datesNotPossible, notCovered, ownAssignment } from './placement.service.js';

/** An assignment that is about to change, and the days where its site is. */
export interface OpenAssignment extends AssignmentFacts {
  readonly today: string;
  readonly yesterday: string;
}

/** Changes of an assignment by the organization that owns its records: always by an entry with a reason. */
@Injectable()
export class AssignmentChanges {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly records: AssignmentRecords,
    private readonly reading: AssignmentReading,
  ) {}

  /** Throws NOT_FOUND. */
  changeDates(db: TenantDb, input: ChangeAssignmentDatesInput): Promise<Assignment | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.changeDatesIn(tx, input)),
    );
  }

  /** Before its time. Throws NOT_FOUND. */
  end(db: TenantDb, input: EndAssignmentInput): Promise<Assignment | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.endIn(tx, input)),
    );
  }

  /** Before it began. Throws NOT_FOUND. */
  cancel(db: TenantDb, input: CancelAssignmentInput): Promise<Assignment | Refusal> {
    return this.answer(
      db,
      db.once(input, (tx) => this.cancelIn(tx, input)),
    );
  }

  /**
   * Opens one for a change: it waits for whoever else changes it, and is neither over nor the viewer's own. Throws
   * NOT_FOUND.
   */
  async openIn(tx: Transaction, id: string): Promise<OpenAssignment | Refusal> {
    await tx.lock(`assignment ${id}`);
    const facts = await this.access.facts(tx, id);
    const [found] = await tx.query<{ today: string; yesterday: string; own: boolean }>(sql`
      SELECT d.today::text, (d.today - 1)::text AS yesterday, ${isActor(tx.db, sql`${facts.personId}::uuid`)} AS own
      FROM (SELECT (app_now() AT TIME ZONE ${facts.timeZone}::text)::date AS today) d`);
    if (!found) throw notFound();
    const { own, ...days } = found;
    if (own) return ownAssignment();
    const state = stateOn(facts, days.today);
    return state === 'OVER' || state === 'CANCELLED' ? notOpen() : { ...facts, ...days };
  }

  private async changeDatesIn(
    tx: Transaction,
    { assignmentId, reason, ...input }: ChangeAssignmentDatesInput,
  ): Promise<{ id: string } | Refusal> {
    const open = await this.openIn(tx, assignmentId);
    if (isRefusal(open)) return open;
    const startsOn = input.startsOn ?? open.startsOn;
    const endsOn = input.openEnded ? null : (input.endsOn ?? open.endsOn);
    const problem = whyNotMove(open, { startsOn, endsOn }, open.today);
    if (problem) return datesNotPossible(problem);
    if (open.kind === 'CLINICAL_PLACEMENT' && endsOn === null) return datesNotPossible('END_MISSING');
    const [agreed] = await tx.query<{ covered: boolean }>(
      isCovered(tx.db, open.agreementId, startsOn, endsOn),
    );
    if (!agreed!.covered) return notCovered(startsOn, endsOn);
    await this.records.addIn(tx, open, { kind: 'DATES_CHANGED', startsOn, endsOn, reason });
    return { id: open.id };
  }

  private async endIn(
    tx: Transaction,
    { assignmentId, endsOn, reason }: EndAssignmentInput,
  ): Promise<{ id: string } | Refusal> {
    const open = await this.openIn(tx, assignmentId);
    if (isRefusal(open)) return open;
    const problem = whyNotEnd(open, endsOn, open);
    if (problem) return datesNotPossible(problem);
    await this.records.addIn(tx, open, { kind: 'ENDED', endsOn, reason });
    return { id: open.id };
  }

  private async cancelIn(
    tx: Transaction,
    { assignmentId, reason }: CancelAssignmentInput,
  ): Promise<{ id: string } | Refusal> {
    const open = await this.openIn(tx, assignmentId);
    if (isRefusal(open)) return open;
    if (stateOn(open, open.today) === 'IN_FORCE')
      return refuse(AssignmentBegun, 'It has begun, and what was recorded of it stays. End it instead.');
    await this.records.addIn(tx, open, { kind: 'CANCELLED', reason });
    return { id: open.id };
  }

  private async answer(
    db: TenantDb,
    given: Promise<{ id: string } | Refusal>,
  ): Promise<Assignment | Refusal> {
    const receipt = await given;
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }
}

const notOpen = (): AssignmentNotOpen =>
  refuse(AssignmentNotOpen, 'This assignment is over or was cancelled. Make a new one.');
