import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import type { Assignment } from './assignment.js';
import { AssignmentAccess, type AssignmentFacts } from './assignment-access.service.js';
import { AssignmentChanges } from './assignment-change.service.js';
import type { TransferChecklistInput } from './assignment.input.js';
import { AssignmentReading } from './assignment-reading.service.js';
import { AssignmentRecords } from './assignment-record.service.js';
import { ChecklistOfCourse, ChecklistUnchanged } from './assignment.refusals.js';
import { checklistNotUsable } from './placement.service.js';

/** What becomes of one skill when an employee follows another checklist version. */
export class ChecklistTransferSkill {
  readonly skillId: string;
  readonly code: string;
  readonly change: 'SAME' | 'NEW_VERSION' | 'ADDED' | 'REMOVED';
  /** Numbers of the versions before and after; null: it is not in that checklist. */
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
  /** Of NEW_VERSION: what the new version says about sign-offs of earlier ones. */
  readonly effect: string | null;
  readonly revalidateBy: string | null;
}

/** The effect of a transfer, before it is made. */
export class ChecklistTransferPreview {
  readonly assignmentId: string;
  readonly checklistVersionId: string;
  readonly skills: ChecklistTransferSkill[];
}

/** Moves an employee to another checklist version; a placement follows its course. */
@Injectable()
export class ChecklistTransfers {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly changes: AssignmentChanges,
    private readonly records: AssignmentRecords,
    private readonly reading: AssignmentReading,
  ) {}

  /** Throws NOT_FOUND, also for a version that is not the organization's or not published. */
  preview(db: TenantDb, assignmentId: string, checklistVersionId: string): Promise<ChecklistTransferPreview> {
    return db.load(async (tx) => {
      const facts = await this.access.facts(tx, assignmentId);
      if (!(await isPublished(tx, checklistVersionId))) throw notFound();
      const rows = await skillsOf(tx, facts, checklistVersionId);
      const skills = rows.map((row) => Object.assign(new ChecklistTransferSkill(), row));
      return Object.assign(new ChecklistTransferPreview(), { assignmentId, checklistVersionId, skills });
    });
  }

  /** Throws NOT_FOUND. */
  async transfer(db: TenantDb, input: TransferChecklistInput): Promise<Assignment | Refusal> {
    const receipt = await db.once(input, (tx) => this.transferIn(tx, input));
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  private async transferIn(
    tx: Transaction,
    { assignmentId, checklistVersionId, reason }: TransferChecklistInput,
  ): Promise<{ id: string } | Refusal> {
    const open = await this.changes.openIn(tx, assignmentId);
    if (isRefusal(open)) return open;
    if (open.kind !== 'EMPLOYEE')
      return refuse(
        ChecklistOfCourse,
        'A placement follows the checklist of its course: it is not changed by hand.',
      );
    if (open.checklistVersionId === checklistVersionId)
      return refuse(ChecklistUnchanged, 'It follows this version already.');
    if (!(await isPublished(tx, checklistVersionId))) return checklistNotUsable();
    await this.records.addIn(tx, open, { kind: 'CHECKLIST_CHANGED', checklistVersionId, reason });
    return { id: open.id };
  }
}

async function isPublished(tx: Transaction, checklistVersionId: string): Promise<boolean> {
  const [found] = await tx.query(sql`SELECT 1 FROM checklist_version v
    WHERE v.org_id = ${tx.orgId} AND v.id = ${checklistVersionId} AND v.status = 'PUBLISHED'`);
  return found !== undefined;
}

const skillsOf = (
  tx: Transaction,
  { checklistVersionId }: AssignmentFacts,
  after: string,
): Promise<object[]> =>
  tx.query(sql`
    SELECT k.id AS "skillId", k.code, f.number AS "fromVersion", t.number AS "toVersion",
      CASE WHEN f.id IS NULL THEN 'ADDED' WHEN t.id IS NULL THEN 'REMOVED' WHEN f.id = t.id THEN 'SAME' ELSE 'NEW_VERSION' END AS change,
      CASE WHEN f.id <> t.id THEN t.effect END AS effect, CASE WHEN f.id <> t.id THEN t.revalidate_by::text END AS "revalidateBy"
    FROM (SELECT * FROM checklist_skill o WHERE o.org_id = ${tx.orgId} AND o.checklist_version_id = ${checklistVersionId}) o
    FULL JOIN (SELECT * FROM checklist_skill n WHERE n.org_id = ${tx.orgId} AND n.checklist_version_id = ${after}) n
      ON n.skill_id = o.skill_id
    JOIN skill k ON k.org_id = ${tx.orgId} AND k.id = coalesce(n.skill_id, o.skill_id)
    LEFT JOIN skill_version f ON f.org_id = k.org_id AND f.id = o.skill_version_id
    LEFT JOIN skill_version t ON t.org_id = k.org_id AND t.id = n.skill_version_id
    ORDER BY coalesce(n.position, o.position), k.code`);
