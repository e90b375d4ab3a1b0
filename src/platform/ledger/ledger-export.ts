import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../database/tenant-db.js';
import { inOrder, treeOf, type ChainHead } from './anchor.js';
import { endOf, EXPORT_FORMAT, type ExportLine } from './export-format.js';
import { LedgerAnchors } from './ledger-anchors.js';
import { LedgerKeys } from './ledger-keys.js';
import { SIGNED_LINK, signedLink, type SignedRow } from './signed-links.js';

const PAGE = 1_000;
const FIRST = { personId: '00000000-0000-0000-0000-000000000000', seq: 0 };

/** Everything about chains that somebody needs to verify them without the database. */
@Injectable()
export class LedgerExport {
  constructor(
    private readonly keys: LedgerKeys,
    private readonly anchors: LedgerAnchors,
  ) {}

  /**
   * One person's chain, or all of the organization, as they stood when it began, page by page; of what was recorded until a
   * moment where one is given.
   */
  async *lines(db: TenantDb, personId: string | null, until: Date | null = null): AsyncGenerator<ExportLine> {
    const anchored = await this.anchors.anchored(db.orgId, personId);
    const [heads, [time]] = await db.readAll<[ChainHead, { now: Date }]>([
      until ? headsUntil(db.orgId, personId, until) : headsNow(db.orgId, personId),
      sql`SELECT app_now() AS now`,
    ]);
    const exportedAt = time!.now.toISOString();
    yield { type: 'ledger', format: EXPORT_FORMAT, orgId: db.orgId, personId, exportedAt };
    for (const { id, publicKey } of this.keys.all) yield { type: 'key', id, publicKey };
    const reached = new Map(heads.map(({ personId, seq }) => [personId, seq]));
    if (anchored) yield { type: 'anchor', ...anchored.anchor };
    for (const head of anchored?.heads ?? [])
      if (!until || head.seq <= (reached.get(head.personId) ?? 0)) yield { type: 'anchored', ...head };
    let entries = 0;
    for await (const line of entriesUpTo(db, heads)) {
      entries += 1;
      yield line;
    }
    yield endOf(this.keys.signing, { exportedAt, entries, chains: heads.length, root: rootOfHeads(heads) });
  }
}

const headsNow = (orgId: string, personId: string | null): Sql => sql`
  SELECT org_id AS "orgId", person_id AS "personId", seq::int, encode(hash, 'hex') AS hash FROM ledger_head
  WHERE org_id = ${orgId} AND (${personId}::uuid IS NULL OR person_id = ${personId}) AND seq > 0`;

/** The entries before the first that was recorded later. */
const headsUntil = (orgId: string, personId: string | null, until: Date): Sql => sql`
  SELECT DISTINCT ON (e.person_id) e.org_id AS "orgId", e.person_id AS "personId", e.seq::int, encode(e.hash, 'hex') AS hash
  FROM ledger_entry e
  WHERE e.org_id = ${orgId} AND (${personId}::uuid IS NULL OR e.person_id = ${personId})
    AND NOT EXISTS (SELECT 1 FROM ledger_entry l WHERE l.org_id = e.org_id AND l.person_id = e.person_id AND l.seq <= e.seq
      AND l.recorded_at > ${until.toISOString()}::timestamptz)
  ORDER BY e.person_id, e.seq DESC`;

/** Null for no chains at all. */
export const rootOfHeads = (heads: Iterable<ChainHead>): string | null =>
  treeOf(inOrder(heads))?.root ?? null;

async function* entriesUpTo(db: TenantDb, heads: readonly ChainHead[]): AsyncGenerator<ExportLine> {
  const ends = new Map(heads.map(({ personId, seq }) => [personId, seq]));
  const persons = [...ends.keys()];
  for (let after = FIRST; ;) {
    const rows = await db.read<SignedRow>(sql`${SIGNED_LINK}
      WHERE e.org_id = ${db.orgId} AND e.person_id = ANY (${persons}::uuid[]) AND (e.person_id, e.seq) > (${after.personId}, ${after.seq})
      ORDER BY e.person_id, e.seq LIMIT ${PAGE}`);
    for (const row of rows)
      if (row.seq <= ends.get(row.personId)!) yield { type: 'entry', ...signedLink(row) };
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}
