import sql, { type Sql } from 'sql-template-tag';
import type { ObjectLiteral } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { mayReadVersion } from './skill.queries.js';
import type { DefinitionsArgs } from './skill.input.js';

/** Definitions are read across organizations, so a key names both. */
export interface DefinitionKey {
  readonly orgId: string;
  readonly id: string;
}

export const keyOf = ({ orgId, id }: DefinitionKey): string => `${orgId} ${id}`;

/** The keys as rows `k (org_id, id)`. */
export const keyRows = (keys: readonly string[]): Sql => {
  const pairs = keys.map((key) => key.split(' '));
  return sql`unnest(${pairs.map(([org]) => org)}::uuid[], ${pairs.map(([, id]) => id)}::uuid[]) AS k (org_id, id)`;
};

/** A kind of definition `s` with its versions `v`. */
export interface DefinitionTables {
  readonly table: Sql;
  readonly versions: Sql;
}

export const hasReadableVersion = (db: TenantDb, { versions }: DefinitionTables, also = sql`true`): Sql =>
  sql`EXISTS (SELECT 1 FROM ${versions} AND ${mayReadVersion(db, sql`v`)} AND ${also})`;

/** By code, searched in code and titles: one's own, or what a partner has published. */
export async function definitionPage<E extends ObjectLiteral & { code: string }>(
  db: TenantDb,
  entity: new () => E,
  tables: DefinitionTables,
  args: DefinitionsArgs,
): Promise<Page<E>> {
  const [after] = decodeCursor(args.after, 1) ?? [null];
  const search = args.search?.trim() || null;
  const found = sql`strpos(lower(s.code), lower(${search})) > 0 OR strpos(lower(v.title), lower(${search})) > 0`;
  const matching = sql`s.org_id = ${args.organizationId ?? db.orgId}
    AND ${hasReadableVersion(db, tables, sql`(${search}::text IS NULL OR ${found})`)}`;
  const rows = await db.entities(
    entity,
    sql`SELECT s.* FROM ${tables.table} s WHERE ${matching} AND (${after}::text IS NULL OR s.code > ${after}::text)
      ORDER BY s.code LIMIT ${args.first + 1}`,
  );
  return pageOf(
    rows,
    args,
    ({ code }) => [code],
    async () => {
      const [row] = await db.read<{ n: number }>(
        sql`SELECT count(*)::int AS n FROM ${tables.table} s WHERE ${matching}`,
      );
      return row!.n;
    },
  );
}

export function only<T>(rows: readonly T[]): T {
  if (!rows[0]) throw notFound();
  return rows[0];
}
