import sql, { raw, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/** All versions of these types, or of all types, by code. */
export const versionsOf = (
  db: Tenancy,
  table: 'credential_type_version' | 'clearance_type_version',
  codes: readonly string[] | null,
): Sql => sql`
  SELECT v.* FROM ${raw(table)} v WHERE v.org_id = ${db.orgId}
    AND (${codes === null ? null : [...codes]}::text[] IS NULL OR v.code = ANY(${codes === null ? null : [...codes]}::text[]))
  ORDER BY v.code, v.effective_from NULLS FIRST, v.recorded_at, v.id`;
