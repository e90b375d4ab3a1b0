import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { assignmentFacts, ownersOf } from './assignment-access.queries.js';
import type { AssignmentFacts } from './assignment-facts.js';

/** The handle to the records of some assignments: all of one organization. */
export interface OwnedAssignments {
  readonly db: TenantDb;
  readonly assignmentIds: string[];
}

/**
 * Opens assignments: by which handle their records are reached, and who may. Trainees see their own; staff of the
 * organization that owns them those of their sites and cohorts; staff of the site's organization those at their sites,
 * from the first day to the last. Missing, foreign, hidden and over give the same NOT_FOUND.
 */
@Injectable()
export class AssignmentAccess {
  /** The handle to an assignment's records. Throws NOT_FOUND. */
  async dbOf(db: TenantDb, assignmentId: string): Promise<TenantDb> {
    return (await this.dbOfMany(db, [assignmentId]))[0]!.db;
  }

  /** The handles to many, one for each organization. Throws NOT_FOUND unless all of them are known. */
  async dbOfMany(db: TenantDb, assignmentIds: readonly string[]): Promise<OwnedAssignments[]> {
    const wanted = [...new Set(assignmentIds)];
    if (!wanted.length) return [];
    const found = await db.read<{ orgId: string; id: string }>(ownersOf(db, wanted));
    if (found.length < wanted.length) throw notFound();
    return [...Map.groupBy(found, ({ orgId }) => orgId)].map(([orgId, rows]) => ({
      db: db.hostedIn(orgId),
      assignmentIds: rows.map(({ id }) => id),
    }));
  }

  /** One that the viewer may see. Throws NOT_FOUND. */
  async facts(tx: Transaction, assignmentId: string): Promise<AssignmentFacts> {
    return (await this.factsAll(tx, [assignmentId]))[0]!;
  }

  /** Like {@link facts} for many of one organization in one statement, in the order asked for. */
  async factsAll(tx: Transaction, assignmentIds: readonly string[]): Promise<AssignmentFacts[]> {
    if (!assignmentIds.length) return [];
    const rows = await tx.query<AssignmentFacts>(assignmentFacts(tx.db, [...new Set(assignmentIds)]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return assignmentIds.map((id) => {
      const facts = byId.get(id);
      if (!facts) throw notFound();
      return facts;
    });
  }
}

export type { AssignmentFacts } from './assignment-facts.js';
export { isInForce } from './assignment-standing.rules.js';
