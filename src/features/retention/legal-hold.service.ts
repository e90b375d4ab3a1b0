import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { LegalHoldRecord, LegalHoldReleaseRecord } from './legal-hold.entity.js';
import type { PlaceLegalHoldInput, ReleaseLegalHoldInput } from './legal-hold.input.js';
import { LegalHoldAlreadyReleased, OwnLegalHold, PersonErased } from './legal-hold.refusals.js';
import { LegalHold } from './legal-hold.type.js';
import { seenPerson } from './retention.queries.js';

export interface LegalHoldFilter {
  readonly personId: string | null;
  readonly standing: boolean | null;
}

type Made = { id: string };

/** Holds on records: placed and released, each once and with its reason; nothing of it is ever changed. */
@Injectable()
export class LegalHoldService {
  /** The latest first. */
  async page(db: TenantDb, filter: LegalHoldFilter, args: PageArgs): Promise<Page<LegalHold>> {
    const [id] = decodeCursor(args.after, 1) ?? [null];
    const matching = matches(db, filter);
    const rows = await db.read<LegalHold>(sql`${HOLD} WHERE ${matching}
      AND (${id}::text IS NULL OR h.id::text < ${id}::text) ORDER BY h.id::text DESC LIMIT ${args.first + 1}`);
    return pageOf(
      rows.map(asHold),
      args,
      (hold) => [hold.id],
      async () => {
        const [row] = await db.read<{ count: number }>(
          sql`SELECT count(*)::int AS count ${HOLDS} WHERE ${matching}`,
        );
        return row!.count;
      },
    );
  }

  async place(db: TenantDb, input: PlaceLegalHoldInput): Promise<LegalHold | PersonErased> {
    db.viewer.mustActInPerson();
    const receipt = await db.once(input, (tx) => placeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async release(
    db: TenantDb,
    input: ReleaseLegalHoldInput,
  ): Promise<LegalHold | LegalHoldAlreadyReleased | OwnLegalHold> {
    db.viewer.mustActInPerson();
    const receipt = await db.once(input, (tx) => releaseIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async byId(db: TenantDb, id: string): Promise<LegalHold> {
    const [row] = await db.read<LegalHold>(sql`${HOLD} WHERE h.org_id = ${db.orgId} AND h.id = ${id}`);
    return asHold(row!);
  }
}

const HOLDS = sql`FROM legal_hold h LEFT JOIN legal_hold_release r ON r.org_id = h.org_id AND r.hold_id = h.id`;

const HOLD = sql`SELECT h.id, h.person_id AS "personId", h.reason, h.placed_by AS "placedBy", h.placed_at AS "placedAt",
  r.released_at AS "releasedAt", r.released_by AS "releasedBy", r.reason AS "releaseReason" ${HOLDS}`;

const asHold = (row: LegalHold): LegalHold => Object.assign(new LegalHold(), row);

const seenHold = (db: Tenancy): Sql =>
  sql`h.org_id = ${db.orgId} AND (h.person_id IS NULL OR ${seenPerson(db, sql`h.person_id`)})`;

const matches = (db: Tenancy, { personId, standing }: LegalHoldFilter): Sql => sql`${seenHold(db)}
  AND (${personId}::uuid IS NULL OR h.person_id = ${personId}::uuid)
  AND (${standing}::boolean IS NULL OR (r.hold_id IS NULL) = ${standing}::boolean)`;

/** Whoever erases takes the same lock: a hold comes before, or finds nobody left. */
export const holdLock = (orgId: string): string => `legal holds ${orgId}`;

async function placeIn(tx: Transaction, input: PlaceLegalHoldInput): Promise<Made | PersonErased> {
  const { reason } = input;
  const personId = input.personId ?? null;
  await tx.lock(holdLock(tx.orgId));
  if (personId !== null) {
    const [person] = await tx.query<{ erasedAt: Date | null }>(sql`
      SELECT (SELECT max(e.erased_at) FROM erasure e WHERE e.org_id = ${tx.orgId} AND e.person_id = p.id) AS "erasedAt"
      FROM person p WHERE p.id = ${personId} AND ${seenPerson(tx.db, sql`p.id`)}`);
    if (!person) throw notFound();
    const { erasedAt } = person;
    if (erasedAt)
      return refuse(PersonErased, 'The person was erased: there is nothing left to hold.', { erasedAt });
  }
  const id = newId();
  await tx.insert(LegalHoldRecord, { id, personId, reason, placedBy: tx.db.actorId });
  tell(tx, personId, 'legal-hold.placed', id);
  return { id };
}

async function releaseIn(
  tx: Transaction,
  { holdId, reason }: ReleaseLegalHoldInput,
): Promise<Made | LegalHoldAlreadyReleased | OwnLegalHold> {
  await tx.lock(holdLock(tx.orgId));
  const [hold] = await tx.query<{
    personId: string | null;
    releasedAt: Date | null;
    own: boolean | null;
  }>(sql`
    SELECT h.person_id AS "personId", r.released_at AS "releasedAt",
      canonical_person(h.person_id) = canonical_person(${tx.db.viewer.personId}::uuid) AS own ${HOLDS}
    WHERE h.id = ${holdId} AND ${seenHold(tx.db)}`);
  if (!hold) throw notFound();
  const { personId, releasedAt, own } = hold;
  if (own) return refuse(OwnLegalHold, 'The hold is on your own records: somebody else releases it.');
  if (releasedAt)
    return refuse(LegalHoldAlreadyReleased, 'The hold was released before.', { wasReleasedAt: releasedAt });
  await tx.insert(LegalHoldReleaseRecord, { holdId, reason, releasedBy: tx.db.actorId });
  tell(tx, personId, 'legal-hold.released', holdId);
  return { id: holdId };
}

/** Without the reason, which the person held could read in their own chain. A hold on everybody is told of whoever acts. */
function tell(tx: Transaction, personId: string | null, kind: string, holdId: string): void {
  tx.append({ personId: personId ?? tx.db.viewer.personId, kind, content: { holdId, personId } });
}
