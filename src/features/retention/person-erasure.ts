import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { eraseFiles } from './evidence-files.js';
import { knownElsewhere, schemaIn, type Schema } from './keys.queries.js';
import { holdLock } from './legal-hold.service.js';
import { obstaclesOf, type Obstacle } from './obstacles.rules.js';
import { overwriteRows, removeRows } from './overwriting.js';
import { rowsOf, type Whose } from './record-sql.js';
import { RECORD_TABLES } from './record-tables.js';
import { idsOfPerson } from './retention.queries.js';
import { retentionIn } from './retention.reading.js';
import type { Retention } from './retention.js';

/** What became of a person, or what stands in the way. */
export interface PersonErasure {
  readonly personIds: readonly string[];
  /** With any of them nothing was done. */
  readonly obstacles: readonly Obstacle[];
  readonly retention: Retention;
  /** Rows by table: overwritten, or removed. */
  readonly rows: Readonly<Record<string, number>>;
  readonly ledgerEntries: number;
  /** SHA-256 of contents that may have lost their last row. */
  readonly contents: readonly string[];
  /** Name, account and licenses stay: another organization knows them. */
  readonly isKnownElsewhere: boolean;
}

/**
 * inv 66: erases a person from an organization, as the owner role, unless anything stands in the way: what is personal in
 * their records, their ledger's contents and salts, their files; name, accounts and licenses where no other organization
 * knows them. Ids, days, codes and hashes stay. Null for whoever is not known there.
 */
export async function erasePersonIn(
  tx: Transaction,
  personId: string,
  reason: string,
): Promise<PersonErasure | null> {
  await tx.lock(holdLock(tx.orgId));
  const known = await tx.query<{ id: string }>(idsOfPerson(tx.db, personId, sql`true`));
  const personIds = known.map(({ id }) => id);
  // Whoever enrolls, places or appoints them meanwhile waits, and finds nobody of that name.
  await tx.query(sql`SELECT 1 FROM person WHERE id = ANY (${personIds}::uuid[]) ORDER BY id FOR UPDATE`);
  const schema = await schemaIn(tx);
  if (!personIds.length || !(await isKnownHere(tx, personIds))) return null;
  const retention = await retentionIn(tx, personIds);
  const obstacles = obstaclesOf(retention);
  const elsewhere = await tx.query(knownElsewhere(schema, tx.orgId, personIds));
  const isKnownElsewhere = elsewhere.length > 0;
  const found = { personIds, obstacles, retention, isKnownElsewhere };
  if (obstacles.length) return { ...found, rows: {}, ledgerEntries: 0, contents: [] };
  const whose = { orgId: tx.orgId, personIds };
  const contents = await eraseFiles(tx, schema, whose);
  const rows = await eraseRows(tx, schema, whose, !isKnownElsewhere);
  const [ledger] = await tx.query<{ entries: number }>(
    sql`SELECT ledger_erase(${tx.orgId}, ${personIds}::uuid[], ${reason}) AS entries`,
  );
  tx.append({ personId: personIds[0]!, kind: 'person.erased', content: { reason, personIds } });
  return { ...found, rows, ledgerEntries: ledger!.entries, contents };
}

/** Whether the organization has anything of them. */
async function isKnownHere(tx: Transaction, personIds: readonly string[]): Promise<boolean> {
  const [row] = await tx.query<{ known: boolean }>(sql`
    SELECT EXISTS (SELECT 1 FROM membership WHERE org_id = ${tx.orgId} AND (person_id = ANY (${personIds}::uuid[]) OR former_person_id = ANY (${personIds}::uuid[])))
      OR EXISTS (SELECT 1 FROM ledger_head WHERE org_id = ${tx.orgId} AND person_id = ANY (${personIds}::uuid[]))
      OR EXISTS (SELECT 1 FROM enrollment WHERE org_id = ${tx.orgId} AND person_id = ANY (${personIds}::uuid[])) AS known`);
  return row!.known;
}

async function eraseRows(
  tx: Transaction,
  schema: Schema,
  whose: Whose & { personIds: readonly string[] },
  alsoGlobal: boolean,
): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  const addressed = sql`t.org_id = ${tx.orgId} AND t.email IN (
    SELECT a.email FROM account a WHERE a.person_id = ANY (${[...whose.personIds]}::uuid[])
    UNION SELECT c.email FROM trainee_contact c WHERE c.org_id = ${tx.orgId} AND c.person_id = ANY (${[...whose.personIds]}::uuid[]))`;
  const invitations = await overwriteRows(tx, schema, 'invitation', addressed);
  for (const [table, { isGlobal, erased }] of Object.entries(RECORD_TABLES)) {
    if (isGlobal && !alsoGlobal) continue;
    const condition = rowsOf(table, whose);
    rows[table] =
      erased === 'REMOVED'
        ? await removeRows(tx, table, condition)
        : await overwriteRows(tx, schema, table, condition);
  }
  rows['invitation'] = rows['invitation']! + invitations;
  if (alsoGlobal) {
    await tx.query(
      sql`UPDATE person SET given_name = 'Erased', family_name = '' WHERE id = ANY (${[...whose.personIds]}::uuid[])`,
    );
    rows['person'] = whose.personIds.length;
  }
  return Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0));
}
