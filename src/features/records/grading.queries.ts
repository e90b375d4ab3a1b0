import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import type { CourseFacts } from './course-facts.js';
import type { NewMark } from './course-record.rules.js';
import { GradeEntry } from './grading.type.js';

/** Columns of entries `g` as the API shows them. */
const columns = sql`g.id, g.enrollment_id AS "enrollmentId", g.course_id AS "courseId", g.course_attempt_id AS "courseAttemptId",
  g.category_id AS "categoryId", g.item, g.source, g.earned::text, g.possible::text, g.weight::text, g.attempt_number AS "attemptNumber",
  g.technical_percent::text AS "technicalPercent", g.critical_steps_met AS "criticalStepsMet", g.reason, g.supersedes_id AS "supersedesId",
  g.origin_id AS "originId", g.recorded_by AS "recordedBy", g.recorded_at AS "recordedAt",
  (SELECT l.id FROM grade_entry l WHERE l.org_id = g.org_id AND l.supersedes_id = g.id) AS "supersededById"`;

/** Whether the viewer may see the records of enrollment `e`: their own, or with the permission to read records. */
export function readableBy({ viewer, orgId }: Tenancy): Sql {
  return sql`(e.person_id = ${viewer.personId}
    OR (${viewer.can('record:read')} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)))`;
}

/** Throws NOT_FOUND. */
export async function gradeEntry(db: TenantDb, id: string): Promise<GradeEntry> {
  const [entry] = await db.read<GradeEntry>(sql`
    SELECT ${columns} FROM grade_entry g JOIN enrollment e ON e.org_id = g.org_id AND e.id = g.enrollment_id
    WHERE g.org_id = ${db.orgId} AND g.id = ${id} AND ${readableBy(db)}`);
  if (!entry) throw notFound();
  return Object.assign(new GradeEntry(), entry);
}

/** Entries of an enrollment, in one course or in all, in the order they were made. */
export function gradeEntries(
  db: TenantDb,
  { enrollmentId, courseId }: { enrollmentId: string; courseId: string | null },
  { afterId, limit }: { afterId: string | null; limit: number },
): Sql {
  return sql`
    SELECT ${columns} ${entriesOf(db, enrollmentId, courseId)}
    AND (${afterId}::uuid IS NULL OR g.id > ${afterId}::uuid) ORDER BY g.id LIMIT ${limit}`;
}

export function entriesOf(db: TenantDb, enrollmentId: string, courseId: string | null): Sql {
  return sql`FROM grade_entry g JOIN enrollment e ON e.org_id = g.org_id AND e.id = g.enrollment_id
    WHERE g.org_id = ${db.orgId} AND g.enrollment_id = ${enrollmentId} AND ${readableBy(db)}
      AND (${courseId}::uuid IS NULL OR g.course_id = ${courseId}::uuid)`;
}

/** Tells the ledger of marks that this transaction enters. */
export function appendMarks(
  tx: Transaction,
  entered: readonly { facts: CourseFacts; mark: NewMark }[],
): void {
  for (const { facts, mark } of entered) {
    const { personId, enrollmentId, courseId } = facts;
    const kind = mark.supersedesId === null ? 'grade.entered' : 'grade.corrected';
    tx.append({ personId, kind, content: { enrollmentId, courseId, ...mark } });
  }
}
