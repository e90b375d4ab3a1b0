import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { JOB_SCHEMA } from '../../platform/jobs/job-tables.js';
import type { Keeping } from './keeping.rules.js';
import {
  isOfOrganization,
  knownElsewhere,
  personColumns,
  schemaIn,
  STAYING,
  type Key,
  type Schema,
} from './keys.queries.js';
import { holdLock } from './legal-hold.service.js';
import { inWords } from './obstacles.rules.js';
import { removeRows } from './overwriting.js';
import { CLASSES_OF_EVERY_MEMBER } from './record-class.js';
import { rowsOf } from './record-sql.js';
import { RECORD_TABLES } from './record-tables.js';
import { retentionOfAllIn } from './retention.reading.js';
import { inDeletionOrder } from './deletion-order.rules.js';

/** What became of an organization, or what stands in the way. */
export interface OrganizationDeletion {
  /** With any of them nothing was done. */
  readonly obstacles: readonly string[];
  readonly rows: Readonly<Record<string, number>>;
  readonly ledgerEntries: number;
  /** How many people nobody else knows. */
  readonly persons: number;
  /** SHA-256 of contents that may have lost their last row. */
  readonly contents: readonly string[];
}

/**
 * abuse 70: deletes an organization with all that is its own and nothing else, as the owner role, unless anything stands in
 * the way. Of the people nobody else knows nothing stays; those whom another organization knows stay with it. The chains of
 * the ledger stay without their contents, so that what was anchored of them still verifies.
 */
export async function deleteOrganizationIn(tx: Transaction, reason: string): Promise<OrganizationDeletion> {
  await tx.lock(holdLock(tx.orgId));
  await tx.query(sql`SELECT 1 FROM organization WHERE id = ${tx.orgId} FOR UPDATE`); // nothing new comes meanwhile
  const schema = await schemaIn(tx);
  const obstacles = [...(await whatIsKept(tx)), ...(await whatOthersRestOn(tx, schema))];
  if (obstacles.length) return { obstacles, rows: {}, ledgerEntries: 0, persons: 0, contents: [] };
  const ownPeople = await peopleOfNobodyElse(tx, schema);
  const [ledger] = await tx.query<{ entries: number }>(
    sql`SELECT ledger_erase(${tx.orgId}, NULL, ${reason}) AS entries`,
  );
  const contents = await tx.query<{ sha256: string }>(
    sql`SELECT DISTINCT sha256 FROM stored_file WHERE org_id = ${tx.orgId} AND sha256 IS NOT NULL AND erased_at IS NULL`,
  );
  const rows = await deleteRows(tx, schema);
  const persons = await deletePeople(tx, schema, ownPeople);
  await tx.query(sql`DELETE FROM ${raw(`${JOB_SCHEMA}.job`)} WHERE data ->> 'orgId' = ${tx.orgId}`);
  rows['organization'] = await removeRows(tx, 'organization', sql`t.id = ${tx.orgId}`);
  return {
    obstacles,
    rows,
    ledgerEntries: ledger!.entries,
    persons,
    contents: contents.map(({ sha256 }) => sha256),
  };
}

/**
 * Memberships end with the organization. Where nothing else was ever recorded, as in a trial, nothing is evidence of anything: it
 * goes at once.
 */
async function whatIsKept(tx: Transaction): Promise<string[]> {
  const { isHeld, keepings } = await retentionOfAllIn(tx);
  const isTrial = keepings.every(({ recordClass }: Keeping) => CLASSES_OF_EVERY_MEMBER.includes(recordClass));
  const kept = isTrial
    ? []
    : keepings.filter(({ isOver, recordClass }) => !isOver && recordClass !== 'MEMBERSHIP');
  return [
    ...(isHeld ? ['A legal hold stands: it must be released.'] : []),
    ...kept.map((keeping) => `Still to be kept: ${inWords(keeping)}.`),
  ];
}

/** Rows of others that lead to the organization or to something of its own. */
async function whatOthersRestOn(tx: Transaction, schema: Schema): Promise<string[]> {
  const obstacles: string[] = [];
  for (const { table, columns, references } of keysAcross(schema)) {
    const [row] = await tx.query<{ rows: number }>(sql`SELECT count(*)::int AS rows FROM ${raw(table)}
      WHERE ${raw(columns[0]!)} = ${tx.orgId} AND org_id <> ${tx.orgId}`);
    if (row!.rows)
      obstacles.push(`${row!.rows} rows of ${table} of other organizations lead to its ${references}.`);
  }
  return [...new Set(obstacles)];
}

/** Keys that begin with the organization of what they lead to, where that may be another one. */
const keysAcross = (schema: Schema): Key[] =>
  schema.keys.filter(
    ({ table, columns, references }) =>
      isOfOrganization(schema, table) &&
      columns[0] !== 'org_id' &&
      (references === 'organization' || (columns.length > 1 && isOfOrganization(schema, references))),
  );

/** Everybody whom rows of the organization name and no other's, nor are they who somebody known elsewhere turned out to be. */
async function peopleOfNobodyElse(tx: Transaction, schema: Schema): Promise<string[]> {
  const named = [...schema.columns.keys()]
    .filter((table) => isOfOrganization(schema, table))
    .flatMap((table) =>
      personColumns(schema, table).map(
        (column) => sql`SELECT ${raw(column)} AS id FROM ${raw(table)} WHERE org_id = ${tx.orgId}`,
      ),
    );
  const people = await tx.query<{ id: string }>(
    sql`SELECT p.id FROM person p JOIN (${join(named, ' UNION ')}) AS n ON n.id = p.id`,
  );
  const ids = people.map(({ id }) => id);
  const others = await tx.query<{ id: string }>(sql`WITH RECURSIVE known AS (
      SELECT id FROM (${knownElsewhere(schema, tx.orgId, ids)}) AS elsewhere
      UNION SELECT p.merged_into_id FROM person p WHERE p.merged_into_id = ANY (${ids}::uuid[]) AND p.id <> ALL (${ids}::uuid[])
      UNION SELECT p.merged_into_id FROM known k JOIN person p ON p.id = k.id WHERE p.merged_into_id IS NOT NULL)
    SELECT id FROM known`);
  const known = new Set(others.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

async function deleteRows(tx: Transaction, schema: Schema): Promise<Record<string, number>> {
  const own = [...schema.columns.keys()].filter(
    (table) => isOfOrganization(schema, table) && !STAYING.includes(table),
  );
  const rows: Record<string, number> = {};
  await removeRows(
    tx,
    'refresh_token',
    sql`t.session_id IN (SELECT s.id FROM session s WHERE s.org_id = ${tx.orgId})`,
  );
  for (const table of inDeletionOrder(own, schema.keys)) {
    const count = await removeRows(tx, table, sql`t.org_id = ${tx.orgId}`);
    if (count) rows[table] = count;
  }
  return rows;
}

/** People of nobody else, with accounts and licenses. Whoever is still named somewhere stays, without a name. */
async function deletePeople(tx: Transaction, schema: Schema, ids: readonly string[]): Promise<number> {
  const whose = { orgId: tx.orgId, personIds: ids };
  const facts = Object.entries(RECORD_TABLES).flatMap(([table, { isGlobal }]) => (isGlobal ? [table] : []));
  const ofThem = facts.filter((table) => !isOfOrganization(schema, table) || table === 'session');
  for (const table of inDeletionOrder(ofThem, schema.keys)) await removeRows(tx, table, rowsOf(table, whose));
  const people = sql`ANY (${[...ids]}::uuid[])`;
  await tx.query(sql`UPDATE person SET given_name = 'Erased', family_name = '' WHERE id = ${people}`);
  const unnamed = schema.keys
    .filter(({ references }) => references === 'person')
    .map(({ table, columns }) => notNamedIn(table, columns[0]!));
  // One after the other where people were merged into one another.
  while (await removeRows(tx, 'person', sql`t.id = ${people} AND ${join(unnamed, ' AND ')}`));
  return ids.length;
}

const notNamedIn = (table: string, column: string): Sql =>
  sql`NOT EXISTS (SELECT 1 FROM ${raw(`${table} n`)} WHERE ${raw(`n.${column}`)} = t.id)`;
