import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';

/**
 * An SQL condition on a version's id: staff with the permission read every version, others those they are or
 * were enrolled in. It belongs to every statement by which somebody reaches a version or a part of one.
 */
export const mayReadVersion = (db: TenantDb, versionId: Sql): Sql =>
  db.scope.kind === 'system' || db.viewer.can('program:read')
    ? sql`true`
    : sql`EXISTS (SELECT 1 FROM enrollment e WHERE e.org_id = ${db.orgId}
        AND e.program_version_id = ${versionId} AND e.person_id = ${db.viewer.personId})`;
