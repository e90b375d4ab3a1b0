import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { fileColumns, type Schema } from './keys.queries.js';
import { ERASED_TEXT, rowsOf, type Whose } from './record-sql.js';
import { RECORD_TABLES } from './record-tables.js';

/**
 * Takes name and content from the files that belong to these persons' records alone: named in them, or sent by them and
 * named nowhere; of what others' records or a lesson names, nothing goes. Answers the contents, which may lie in the store
 * under other rows yet.
 */
export async function eraseFiles(tx: Transaction, schema: Schema, whose: Whose): Promise<string[]> {
  const named = fileColumns(schema).map(({ table, column }) => ({ table, column: raw(`t.${column}`) }));
  const own = named
    .filter(({ table }) => table in RECORD_TABLES)
    .map(
      ({ table, column }) => sql`SELECT ${column} FROM ${raw(`${table} t`)} WHERE ${rowsOf(table, whose)}`,
    );
  const others = named.map(
    ({ table, column }) => sql`EXISTS (SELECT 1 FROM ${raw(`${table} t`)}
      WHERE t.org_id = f.org_id AND ${column} = f.id AND (${ofThem(table, whose)}) IS NOT TRUE)`,
  );
  const rows = await tx.query<{ sha256: string | null }>(sql`
    UPDATE stored_file f SET name = ${ERASED_TEXT}, erased_at = app_now()
    WHERE f.org_id = ${whose.orgId}::uuid AND f.erased_at IS NULL
      AND (f.id IN (${join(own, ' UNION ALL ')}) OR f.uploaded_by = ANY (${[...(whose.personIds ?? [])]}::uuid[]))
      AND NOT (${join(others, ' OR ')})
      AND NOT EXISTS (SELECT 1 FROM lesson l WHERE l.org_id = f.org_id AND strpos(l.body || l.media::text, f.id::text) > 0)
    RETURNING f.sha256`);
  return [...new Set(rows.flatMap(({ sha256 }) => sha256 ?? []))];
}

const ofThem = (table: string, whose: Whose): Sql =>
  table in RECORD_TABLES ? rowsOf(table, whose) : sql`false`;
