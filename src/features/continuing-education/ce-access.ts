import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';

/** An SQL condition on a person: oneself, and for staff the members they see. For the system everybody. */
export function mayReadCeOf(db: Tenancy, person: Sql): Sql {
  if (db.scope.kind !== 'viewer') return sql`true`;
  const own = sql`may_read_as_own(${db.viewer.personId}, ${person})`;
  return db.viewer.can('ce:read') ? sql`(${own} OR ${isSeenMember(db, person)})` : own;
}

/** Whether a person is or was a member whom the viewer sees. */
export const isSeenMember = (db: Tenancy, person: Sql): Sql =>
  db.scope.kind === 'viewer'
    ? sql`EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${db.orgId} AND ${person} IN (m.person_id, m.former_person_id)
        AND may_see_member(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, m.id))`
    : sql`EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${db.orgId} AND ${person} IN (m.person_id, m.former_person_id))`;

/** Throws NOT_FOUND unless all of them are members whom the viewer sees. Answers whether one is the viewer (inv 1). */
export async function membersSeen(tx: Transaction, personIds: readonly string[]): Promise<{ own: boolean }> {
  const viewer = tx.db.actorId;
  const rows = await tx.query<{ own: boolean }>(sql`
    SELECT canonical_person(p.id) = canonical_person(${viewer}::uuid) AS own FROM unnest(${[...personIds]}::uuid[]) AS p (id)
    WHERE ${isSeenMember(tx.db, sql`p.id`)}`);
  if (rows.length < personIds.length) throw notFound();
  return { own: rows.some(({ own }) => own) };
}

/** Waits until nobody else writes about what these persons, under any id, have done; one order for all. Answers who each is. */
export async function lockCeOf(
  tx: Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; canonicalId: string }>(
    sql`SELECT p.id, canonical_person(p.id) AS "canonicalId" FROM unnest(${[...personIds]}::uuid[]) AS p (id)`,
  );
  const canonicalOf = new Map(rows.map(({ id, canonicalId }) => [id, canonicalId]));
  await tx.lockAll([...new Set(canonicalOf.values())].map((id) => `ce ${id}`).sort());
  return canonicalOf;
}
