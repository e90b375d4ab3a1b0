import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Schema } from './keys.queries.js';
import { ERASED_TEXT } from './record-sql.js';
import { RECORD_TABLES } from './record-tables.js';

/** What a column holds once it is overwritten: what was null stays null, so that checks between columns hold. */
function overwritten(column: string, type: string): Sql {
  const name = raw(column);
  if (type === 'jsonb')
    return sql`CASE jsonb_typeof(${name}) WHEN 'object' THEN '{}'::jsonb WHEN 'array' THEN '[]'::jsonb
      ELSE ${JSON.stringify(ERASED_TEXT)}::jsonb END`;
  if (type === 'text[]') return sql`'{}'::text[]`;
  if (type !== 'text') throw new Error(`Nobody knows how to erase ${column}, which is ${type}`);
  return raw(`'${ERASED_TEXT}'`);
}

/** Overwrites what is personal in rows `t` of a table of records; answers how many rows there were. */
export async function overwriteRows(
  tx: Transaction,
  { columns }: Schema,
  table: string,
  condition: Sql,
): Promise<number> {
  const { blank, blankUnique, drop } = RECORD_TABLES[table]!;
  const types = columns.get(table)!;
  const set = [
    ...blank.map((column) => {
      const value = overwritten(column, types.get(column)!);
      return sql`${raw(column)} = CASE WHEN ${raw(column)} IS NULL THEN NULL ELSE ${value} END`;
    }),
    ...blankUnique.map((column) => sql`${raw(column)} = ${raw(`'${ERASED_TEXT} ' || t.id::text`)}`),
    ...drop.map((column) => sql`${raw(column)} = NULL`),
  ];
  if (!set.length) return 0;
  return counted(tx, sql`UPDATE ${raw(`${table} t`)} SET ${join(set)} WHERE ${condition}`);
}

export const removeRows = (tx: Transaction, table: string, condition: Sql): Promise<number> =>
  counted(tx, sql`DELETE FROM ${raw(`${table} t`)} WHERE ${condition}`);

async function counted(tx: Transaction, change: Sql): Promise<number> {
  const [row] = await tx.query<{ rows: number }>(
    sql`WITH changed AS (${change} RETURNING 1) SELECT count(*)::int AS rows FROM changed`,
  );
  return row!.rows;
}
