import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

export type VersionTable = 'credential_type_version' | 'clearance_type_version';

/** All versions of these types, or of all types, by code; the day as text. */
export const versionsOf = (db: Tenancy, table: VersionTable, codes: readonly string[] | null): Sql => sql`
  SELECT v.*, v.effective_from::text AS effective_from FROM ${raw(table)} v
  WHERE v.org_id = ${db.orgId} ${codes === null ? empty : sql`AND v.code = ANY(${[...codes]}::text[])`}
  ORDER BY v.code, v.effective_from NULLS FIRST, v.recorded_at, v.id`;
