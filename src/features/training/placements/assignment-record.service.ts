import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids/ids.js';
import {
  AssignmentEntryRecord,
  AssignmentStandingRecord,
  TrainingAssignmentRecord,
  type AssignmentEntryKind,
} from './assignment.entity.js';
import { entriesOf, madeOf } from './assignment.queries.js';
import {
  standingOf,
  type AssignmentEntry,
  type AssignmentStanding,
  type MadeAssignment,
} from './assignment-standing.rules.js';

export type NewAssignment = Pick<
  TrainingAssignmentRecord,
  | 'kind' | 'personId' | 'enrollmentId' | 'courseId' | 'agreementId' | 'siteOrgId' | 'siteId' | 'timeZone'
  | 'checklistVersionId' | 'startsOn' | 'endsOn'
>; // prettier-ignore

export interface NewAssignmentEntry extends Partial<AssignmentEntry> {
  readonly kind: AssignmentEntryKind;
  readonly gate?: string;
  readonly reason: string;
}

/** Of what an assignment is named by in its ledger entries. */
export interface RecordedAssignment {
  readonly id: string;
  readonly personId: string;
}

const LEDGER_KIND = {
  DATES_CHANGED: 'assignment.changed',
  CHECKLIST_CHANGED: 'assignment.changed',
  GATE_OVERRIDDEN: 'assignment.changed',
  ENDED: 'assignment.ended',
  CANCELLED: 'assignment.ended',
} as const satisfies Record<AssignmentEntryKind, string>;

/** Writes assignments down: the fact, the ledger of the trainee and the standing row in one transaction. */
@Injectable()
export class AssignmentRecords {
  /** Answers the id. The caller has settled that it may be made. */
  async makeIn(tx: Transaction, made: NewAssignment): Promise<string> {
    const id = newId();
    const { personId, siteOrgId, siteId, timeZone, checklistVersionId, startsOn, endsOn } = made;
    await tx.insert(TrainingAssignmentRecord, { ...made, id, createdBy: tx.db.actorId });
    const place = { personId, siteOrgId, siteId, timeZone };
    await tx.insert(AssignmentStandingRecord, {
      assignmentId: id,
      ...place,
      checklistVersionId,
      startsOn,
      endsOn,
    });
    tx.append({ personId, kind: 'assignment.created', content: { assignmentId: id, ...made } });
    return id;
  }

  /** Adds to what is on record and brings the standing row up to it. Waits for whoever changes the same assignment. */
  async addIn(
    tx: Transaction,
    { id, personId }: RecordedAssignment,
    { kind, reason, gate, startsOn, endsOn, checklistVersionId }: NewAssignmentEntry,
  ): Promise<void> {
    const entryId = newId();
    const changed = { startsOn, endsOn, checklistVersionId, gate };
    await tx.insert(AssignmentEntryRecord, {
      id: entryId,
      assignmentId: id,
      kind,
      reason,
      ...changed,
      recordedBy: tx.db.actorId,
      recordedAt: tx.now,
    });
    await this.rebuildIn(tx, [id]);
    const content = { assignmentId: id, entryId, kind, reason, ...present(changed) };
    tx.append({ personId, kind: LEDGER_KIND[kind], content });
  }

  /** Makes the standing rows anew from the entries; of all assignments where none are named. Answers how many there are. */
  async rebuildIn(tx: Transaction, ids: readonly string[] | null = null): Promise<number> {
    const made = await tx.query<MadeAssignment & { id: string }>(madeOf(tx.db, ids));
    const wanted = made.map(({ id }) => id);
    const entries = await tx.query<AssignmentEntry & { assignmentId: string }>(entriesOf(tx.db, wanted));
    const byId = Map.groupBy(entries, ({ assignmentId }) => assignmentId);
    const rows = made.map(({ id, ...start }) => ({ id, ...standingOf(start, byId.get(id) ?? []) }));
    await this.keepIn(tx, rows);
    return rows.length;
  }

  private async keepIn(
    tx: Transaction,
    rows: readonly (AssignmentStanding & { id: string })[],
  ): Promise<void> {
    await tx.query(sql`
      INSERT INTO assignment_standing (org_id, assignment_id, person_id, site_org_id, site_id, time_zone,
        checklist_version_id, starts_on, ends_on, cancelled)
      SELECT a.org_id, a.id, a.person_id, a.site_org_id, a.site_id, a.time_zone, r.checklist, r.starts_on, r.ends_on, r.cancelled
      FROM jsonb_to_recordset(${JSON.stringify(
        rows.map((row) => ({
          id: row.id,
          checklist: row.checklistVersionId,
          starts_on: row.startsOn,
          ends_on: row.endsOn,
          cancelled: row.cancelled,
        })),
      )}::jsonb) AS r (id uuid, checklist uuid, starts_on date, ends_on date, cancelled boolean)
      JOIN training_assignment a ON a.org_id = ${tx.orgId} AND a.id = r.id
      ON CONFLICT (org_id, assignment_id) DO UPDATE SET checklist_version_id = excluded.checklist_version_id,
        starts_on = excluded.starts_on, ends_on = excluded.ends_on, cancelled = excluded.cancelled, updated_at = app_now()`);
  }
}

const present = (values: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
