import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';

/** A foreign key of the database. */
export interface Key {
  readonly table: string;
  readonly columns: readonly string[];
  readonly references: string;
}

/** What the database itself says of its tables: nothing here has to be kept in step with it by hand. */
export interface Schema {
  /** Types of columns by table. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly keys: readonly Key[];
}

/** Chains stay when all else goes, with nothing in them: what was anchored of them holds. So does what says who was erased. */
export const STAYING = ['ledger_entry', 'ledger_head', 'ledger_signature', 'erasure'];

export async function schemaIn(tx: Transaction): Promise<Schema> {
  const columns = await tx.query<{ table: string; column: string; type: string }>(sql`
    SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migration' ORDER BY c.relname, a.attnum`);
  const keys = await tx.query<Key>(sql`
    SELECT c.relname AS table, r.relname AS references,
      (SELECT json_agg(a.attname ORDER BY n.ordinal) FROM unnest(k.conkey) WITH ORDINALITY n (number, ordinal)
       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number) AS columns
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
    WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname, k.conname`);
  const byTable = Map.groupBy(columns, ({ table }) => table);
  return {
    columns: new Map(
      [...byTable].map(([table, list]) => [table, new Map(list.map(({ column, type }) => [column, type]))]),
    ),
    keys,
  };
}

export const isOfOrganization = ({ columns }: Schema, table: string): boolean =>
  columns.get(table)!.has('org_id');

/** Columns that name a person, by their keys or, where there is none, by their names. */
export function personColumns({ columns, keys }: Schema, table: string): string[] {
  const byKey = keys
    .filter((key) => key.table === table && key.references === 'person')
    .flatMap((key) => key.columns);
  const byName = [...columns.get(table)!].filter(
    ([name, type]) => type === 'uuid' && /(^|_)person_id$|_by$/.test(name),
  );
  return [...new Set([...byKey, ...byName.map(([name]) => name)])];
}

/** Columns by which rows of the organization name a file. */
export const fileColumns = ({ keys }: Schema): { table: string; column: string }[] =>
  keys
    .filter(({ references }) => references === 'stored_file')
    .map(({ table, columns }) => ({ table, column: columns.at(-1)! }));

/** Those of the persons whom rows of another organization name. */
export function knownElsewhere(schema: Schema, orgId: string, personIds: readonly string[]): Sql {
  const tables = [...schema.columns.keys()].filter(
    (table) => isOfOrganization(schema, table) && !STAYING.includes(table) && !PASSING.includes(table),
  );
  const named = tables.flatMap((table) =>
    personColumns(schema, table).map(
      (column) => sql`SELECT ${raw(column)} AS id FROM ${raw(table)}
        WHERE org_id <> ${orgId}::uuid AND ${raw(column)} = ANY (${[...personIds]}::uuid[])`,
    ),
  );
  return sql`SELECT DISTINCT id FROM (${join(named, ' UNION ')}) AS named`;
}

/** Answers kept for retries: nobody is known by them. */
const PASSING = ['operation'];
