import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { mayRead, ofMembersNow, own } from '../held-access.queries.js';
import { ClearanceTypeVersion } from '../types/type-version.entity.js';
import { Clearance, ClearanceEntry } from './clearance.entity.js';

type Told<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

/** A clearance with all that was entered about it and all versions of its type, as one row. */
export interface ClearanceRow extends Omit<Clearance, 'entries' | 'versions' | 'startsOn'> {
  readonly entries: Told<ClearanceEntry>[];
  readonly versions: Told<ClearanceTypeVersion>[];
}

/**
 * inv 69: whether who asks may read what stands behind a row `h`: their own, or as one who may read such documents, and never
 * while somebody else looks through their eyes. Of types that never were about health, whoever keeps the records may, too.
 */
function isOpen({ scope }: Tenancy): Sql {
  if (scope.kind !== 'viewer') return sql`true`;
  const { viewer } = scope;
  const inPerson = viewer.impersonatorId === null;
  if (inPerson && viewer.can('health:read')) return sql`true`;
  const isTheirs = inPerson ? sql`may_read_as_own(${viewer.personId}, h.person_id)` : sql`false`;
  if (!viewer.can('credential:write')) return isTheirs;
  return sql`(${isTheirs} OR (SELECT NOT bool_or(v.health_data) FROM clearance_type_version v
    WHERE v.org_id = h.org_id AND v.code = h.type_code))`;
}

/** Documents, remarks and notes leave the database only for those who may read them. */
const clearances = (db: Tenancy, condition: Sql): Sql => sql`
  SELECT h.id, h.person_id AS "personId", h.type_code AS "typeCode", h.cleared_on::text AS "clearedOn",
    h.claimed_until::text AS "claimedUntil", h.evidence, o.pen AS "isOpen",
    CASE WHEN o.pen THEN h.document_file_id END AS "documentFileId", CASE WHEN o.pen THEN h.remark END AS remark,
    CASE WHEN o.pen THEN h.salt END AS salt, h.recorded_by AS "recordedBy", h.recorded_at AS "recordedAt", app_now() AS "readAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'clearanceId', e.clearance_id, 'kind', e.kind, 'foundOn', e.found_on,
        'method', e.method, 'source', CASE WHEN o.pen THEN e.source END, 'expiresOn', e.expires_on, 'withdrawsId', e.withdraws_id,
        'note', CASE WHEN o.pen THEN e.note END, 'recordedBy', e.recorded_by, 'recordedAt', e.recorded_at)
        ORDER BY e.recorded_at DESC, e.id DESC)
      FROM clearance_entry e WHERE e.org_id = h.org_id AND e.clearance_id = h.id), '[]') AS entries,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'code', v.code, 'title', v.title, 'effectiveFrom', v.effective_from,
        'validityMonths', v.validity_months, 'expiryRule', v.expiry_rule, 'warnDays', v.warn_days, 'citation', v.citation,
        'healthData', v.health_data, 'acceptsDeclination', v.accepts_declination, 'recordedAt', v.recorded_at))
      FROM clearance_type_version v WHERE v.org_id = h.org_id AND v.code = h.type_code), '[]') AS versions
  FROM clearance h CROSS JOIN LATERAL (SELECT coalesce(${isOpen(db)}, false) AS pen) o
  WHERE h.org_id = ${db.orgId} AND ${condition}`;

/** Clearances by their ids, of whom who asks may learn at least the status. */
export const clearancesById = (db: Tenancy, ids: readonly string[]): Sql =>
  clearances(db, sql`h.id = ANY(${[...ids]}::uuid[]) AND ${mayRead(db, 'credential:read')}`);

/** All of a person under any id they were known by. The caller has seen that the status may be read. */
export const clearancesOfPerson = (db: Tenancy, personId: string): Sql => sql`
  ${clearances(db, sql`h.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)`)}
  ORDER BY h.type_code, h.cleared_on DESC, h.id DESC`;

/** Those that are one's own to read. */
export const ownClearances = (db: Tenancy): Sql => sql`
  ${clearances(db, own(db))} ORDER BY h.type_code, h.cleared_on DESC, h.id DESC`;

/** Whether nobody has found anything of a row `h` that still stands, nor taken it back. */
const WAITING = sql`NOT EXISTS (SELECT 1 FROM clearance_entry e
  WHERE e.org_id = h.org_id AND e.clearance_id = h.id AND (
    (e.kind = 'WITHDRAWN' AND e.withdraws_id IS NULL) OR (e.kind <> 'WITHDRAWN' AND NOT EXISTS (
      SELECT 1 FROM clearance_entry w WHERE w.org_id = e.org_id AND w.withdraws_id = e.id))))`;

/** Of members that wait for somebody who may read what stands behind them, the longest waiting first. */
export const clearancesToVerify = (db: Tenancy, afterId: string | null, limit: number): Sql => sql`
  ${clearances(db, sql`${WAITING} AND o.pen AND ${ofMembersNow(db)} AND (${afterId}::uuid IS NULL OR h.id > ${afterId}::uuid)`)}
  ORDER BY h.id LIMIT ${limit}`;

export const countClearancesToVerify = (db: Tenancy): Sql => sql`
  SELECT count(*)::int AS count FROM clearance h
  WHERE h.org_id = ${db.orgId} AND ${WAITING} AND coalesce(${isOpen(db)}, false) AND ${ofMembersNow(db)}`;

/** Clearances of the same person and type from the same day that were not taken back. */
export const clearancesLike = (
  db: Tenancy,
  { personId, typeCode, clearedOn }: Pick<Clearance, 'personId' | 'typeCode' | 'clearedOn'>,
): Sql => sql`
  SELECT FROM clearance h WHERE h.org_id = ${db.orgId} AND h.type_code = ${typeCode} AND h.cleared_on = ${clearedOn}::date
    AND canonical_person(h.person_id) = canonical_person(${personId})
    AND NOT EXISTS (SELECT 1 FROM clearance_entry e WHERE e.org_id = h.org_id AND e.clearance_id = h.id
      AND e.kind = 'WITHDRAWN' AND e.withdraws_id IS NULL)`;

export function clearanceOf({ entries, versions, ...row }: ClearanceRow): Clearance {
  return Object.assign(new Clearance(), row, {
    entries: entries.map((entry) =>
      Object.assign(new ClearanceEntry(), entry, { recordedAt: new Date(entry.recordedAt) }),
    ),
    versions: versions.map((version) =>
      Object.assign(new ClearanceTypeVersion(), version, { recordedAt: new Date(version.recordedAt) }),
    ),
  });
}
