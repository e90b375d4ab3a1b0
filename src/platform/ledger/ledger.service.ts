import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../database/tenant-db.js';
import { forbidden } from '../faults/fault.js';
import { decodeCursor, encodeCursor, pageOf, type Page, type PageArgs } from '../graphql/page.js';
import { LedgerAnchors } from './ledger-anchors.js';
import { LedgerVerification, type LedgerEntry, type RecordFeed } from './ledger-entry.type.js';
import { LedgerKeys } from './ledger-keys.js';
import { SIGNED_LINK, signedLink, type SignedRow } from './signed-links.js';
import { verifyChain } from './verification.rules.js';

const ENTRY = sql`person_id AS "personId", seq::int, kind, actor_id AS "actorId", recorded_at AS "recordedAt", content, encode(hash, 'hex') AS hash`;

@Injectable()
export class LedgerService {
  constructor(
    private readonly keys: LedgerKeys,
    private readonly anchors: LedgerAnchors,
  ) {}

  /** One person's chain from its beginning. One's own, or with `ledger:read` anybody's of the organization. */
  async page(db: TenantDb, personId: string, args: PageArgs): Promise<Page<LedgerEntry>> {
    const own = await this.isOwn(db, personId);
    const [after] = decodeCursor(args.after, 1) ?? [0];
    const rows = await db.read<LedgerEntry>(sql`
      SELECT ${ENTRY} FROM ledger_entry
      WHERE org_id = ${db.orgId} AND person_id = ${personId} AND seq > ${after} AND ${unlimited(db, own)}
      ORDER BY seq LIMIT ${args.first + 1}`);
    return pageOf(
      rows,
      args,
      (entry) => [entry.seq],
      async () => {
        const [count] = await db.read<{ n: number }>(
          sql`SELECT count(*)::int AS n FROM ledger_entry WHERE org_id = ${db.orgId} AND person_id = ${personId} AND ${unlimited(db, own)}`,
        );
        return count!.n;
      },
    );
  }

  /** Recomputes the whole chain of a person, with its signatures and the last anchor. */
  async verify(db: TenantDb, personId: string): Promise<LedgerVerification> {
    const own = await this.isOwn(db, personId);
    // Before the entries are read: a chain only grows, so what was anchored until now must be in it.
    const anchored = await this.anchors.headOf({ orgId: db.orgId, personId: personId.toLowerCase() });
    const [rows, [time]] = await db.readAll<[SignedRow, { now: Date; limited: boolean }]>([
      sql`${SIGNED_LINK} WHERE e.org_id = ${db.orgId} AND e.person_id = ${personId} AND ${unlimited(db, own)} ORDER BY e.seq`,
      sql`SELECT app_now() AS now, NOT ${unlimited(db, own)} AS limited`,
    ]);
    const expected = anchored && !time!.limited ? [anchored] : [];
    const found = verifyChain(rows.map(signedLink), this.keys.trusted, time!.now, expected);
    return Object.assign(new LedgerVerification(), {
      ...found,
      intact: !found.broken,
      brokenAt: found.broken?.seq ?? null,
      reason: found.broken?.reason ?? null,
      anchoredSeq: expected[0]?.seq ?? null,
    });
  }

  /**
   * What was recorded in the organization after the cursor. Entries of transactions that might still be
   * overtaken by an older one wait, so that following the cursor never misses an entry.
   */
  async since(db: TenantDb, cursor: string | null, first: number): Promise<RecordFeed> {
    const [txid, personId, seq] = decodeCursor(cursor, 3, 'cursor') ?? [0, null, 0];
    const rows = await db.read<LedgerEntry & { transaction: string }>(sql`
      SELECT ${ENTRY}, txid::text AS transaction FROM ledger_entry
      WHERE org_id = ${db.orgId} AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        AND (txid, person_id, seq) > (${txid}::bigint, coalesce(${personId}::uuid, '00000000-0000-0000-0000-000000000000'), ${seq}::bigint)
        AND ${unlimited(db, false)}
      ORDER BY txid, person_id, seq LIMIT ${first + 1}`);
    const entries = rows.slice(0, first);
    const last = entries.at(-1);
    return {
      entries,
      cursor: last
        ? encodeCursor([last.transaction, last.personId, last.seq])
        : (cursor ?? encodeCursor([0, null, 0])),
      hasMore: rows.length > first,
    };
  }

  /**
   * Whether the chain is one's own, be it under an id one was known by before one had an account. Throws
   * FORBIDDEN for others' without the permission.
   */
  private async isOwn(db: TenantDb, personId: string): Promise<boolean> {
    if (personId === db.viewer.personId) return true;
    const [row] = await db.read<{ own: boolean }>(
      sql`SELECT may_read_as_own(${db.viewer.personId}, ${personId}) AS own`,
    );
    if (!row!.own && !db.viewer.can('ledger:read')) throw forbidden();
    return row!.own;
  }
}

/** A membership limited to cohorts or sites reads nobody's chain but its own person's. */
const unlimited = (db: TenantDb, own: boolean) => sql`(${own} OR NOT EXISTS (
  SELECT 1 FROM membership m WHERE m.org_id = ${db.orgId} AND m.id = ${db.viewer.membershipId} AND (m.cohort_limited OR m.site_limited)))`;
