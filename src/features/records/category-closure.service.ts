import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { CloseCategoryInput, ReopenCategoryInput } from './grading.input.js';
import { CategoryClosure } from './grading.type.js';
import { CategoryUnchanged } from './record.refusals.js';

interface Closable {
  readonly courseId: string;
  /** Of the latest decision; 0 before the first. */
  readonly number: number;
  readonly closed: boolean;
  readonly enrollments: readonly { readonly id: string; readonly active: boolean }[];
}

type Receipt = { number: number };
type Asked = Omit<CloseCategoryInput, 'operationId'> & { reason?: string };

/**
 * Closing a category of a cohort's gradebook says that no more marks will come: what the cohort was graded on
 * and a trainee was not then counts as 0 (inv 41). Every trainee's grade follows in the same transaction.
 */
@Injectable()
export class CategoryClosureService {
  constructor(private readonly counters: CounterService) {}

  /** Throws NOT_FOUND for a cohort that may not be seen or a category outside its version. */
  close(db: TenantDb, input: CloseCategoryInput): Promise<CategoryClosure | CategoryUnchanged> {
    return this.decide(db, input, true);
  }

  reopen(db: TenantDb, input: ReopenCategoryInput): Promise<CategoryClosure | CategoryUnchanged> {
    return this.decide(db, input, false);
  }

  private async decide(
    db: TenantDb,
    input: CloseCategoryInput & { reason?: string },
    closed: boolean,
  ): Promise<CategoryClosure | CategoryUnchanged> {
    const receipt = await db.once<Receipt | CategoryUnchanged>(input, (tx) =>
      this.decideIn(tx, input, closed),
    );
    if (isRefusal(receipt)) return receipt;
    const [closure] = await db.read<CategoryClosure>(sql`
      SELECT cohort_id AS "cohortId", category_id AS "categoryId", closed, reason, decided_at AS "decidedAt" FROM category_closure
      WHERE org_id = ${db.orgId} AND cohort_id = ${input.cohortId} AND category_id = ${input.categoryId} AND number = ${receipt.number}`);
    if (!closure) throw notFound();
    return Object.assign(new CategoryClosure(), closure);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async decideIn(
    tx: Transaction,
    { cohortId, categoryId, reason }: Asked,
    closed: boolean,
  ): Promise<Receipt | CategoryUnchanged> {
    await tx.lock(`category closure ${cohortId} ${categoryId}`);
    const category = await closable(tx, cohortId, categoryId);
    if (category.closed === closed) {
      return refuse(CategoryUnchanged, `The category is ${closed ? 'closed' : 'open'} already.`);
    }
    const { courseId, enrollments } = category;
    const locked = await this.counters.lock(
      tx,
      enrollments.map(({ id }) => id),
    );
    const number = category.number + 1;
    if (closed) await openAttempts(tx, courseId, enrollments);
    await insertClosure(tx, { cohortId, categoryId, number, closed, reason: reason ?? null });
    const facts = await this.counters.facts(
      tx,
      locked.map(({ id }) => ({ enrollmentId: id, courseId })),
    );
    const graded = facts.filter(({ attempt }) => attempt !== null);
    await this.counters.keep(tx, graded);
    for (const { personId, enrollmentId } of graded) {
      const kind = closed ? 'category.closed' : 'category.reopened';
      tx.append({ personId, kind, content: { enrollmentId, courseId, categoryId, reason: reason ?? null } });
    }
    return { number };
  }
}

/** Throws NOT_FOUND. */
async function closable(tx: Transaction, cohortId: string, categoryId: string): Promise<Closable> {
  const { orgId, db } = tx;
  const [found] = await tx.query<Closable>(sql`
    SELECT g.course_id AS "courseId", coalesce(k.number, 0) AS number, coalesce(k.closed, false) AS closed,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'active', e.status = 'ACTIVE')) FROM enrollment e
        WHERE e.org_id = c.org_id AND e.cohort_id = c.id), '[]') AS enrollments
    FROM cohort c
    JOIN gradebook_category g ON g.org_id = c.org_id AND g.program_version_id = c.program_version_id AND g.id = ${categoryId}
    LEFT JOIN LATERAL (SELECT k.number, k.closed FROM category_closure k
      WHERE k.org_id = c.org_id AND k.cohort_id = c.id AND k.category_id = g.id ORDER BY k.number DESC LIMIT 1) k ON true
    WHERE c.org_id = ${orgId} AND c.id = ${cohortId} AND may_see_cohort(${orgId}::uuid, ${db.viewer.membershipId}::uuid, c.id)`);
  if (!found) throw notFound();
  return found;
}

/** Whoever is active when a category closes is under way in its course, even without a record. */
async function openAttempts(
  tx: Transaction,
  courseId: string,
  enrollments: Closable['enrollments'],
): Promise<void> {
  const active = enrollments.flatMap(({ id, active }) => (active ? [id] : []));
  await tx.query(sql`
    INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number)
    SELECT ${tx.orgId}::uuid, n.id, n.enrollment_id, ${courseId}::uuid, 1
    FROM unnest(${active.map(() => newId())}::uuid[], ${active}::uuid[]) AS n (id, enrollment_id)
    WHERE NOT EXISTS (SELECT 1 FROM course_attempt a WHERE a.org_id = ${tx.orgId} AND a.enrollment_id = n.enrollment_id AND a.course_id = ${courseId})`);
}

/** With the items that anybody in the cohort was graded on: they are what counts as 0 for the others. */
async function insertClosure(
  tx: Transaction,
  closure: { cohortId: string; categoryId: string; number: number; closed: boolean; reason: string | null },
): Promise<void> {
  const { cohortId, categoryId, number, closed, reason } = closure;
  await tx.query(sql`
    INSERT INTO category_closure (org_id, cohort_id, category_id, number, closed, items, reason, decided_by)
    SELECT ${tx.orgId}::uuid, ${cohortId}::uuid, ${categoryId}::uuid, ${number}::int, ${closed}::boolean, coalesce(jsonb_agg(i.item ORDER BY i.item->>'item'), '[]'),
      ${reason}::text, ${tx.db.actorId}::uuid
    FROM (
      SELECT jsonb_build_object('item', g.item, 'possible', max(g.possible)::text, 'weight', max(g.weight)::text) AS item
      FROM grade_entry g JOIN enrollment e ON e.org_id = g.org_id AND e.id = g.enrollment_id AND e.cohort_id = ${cohortId}
      WHERE ${closed}::boolean AND g.org_id = ${tx.orgId} AND g.category_id = ${categoryId} AND g.requirement_id IS NULL AND g.earned IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM grade_entry l WHERE l.org_id = g.org_id AND l.supersedes_id = g.id)
      GROUP BY g.item) i`);
}
