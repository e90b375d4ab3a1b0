import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { License, LicenseStatusEntry, LicenseVerification } from './license.entity.js';

type Json<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

/** A license with all that is known of it, as one row. */
export interface LicenseRow extends Omit<License, 'entries' | 'verifications'> {
  readonly entries: Json<LicenseStatusEntry>[];
  readonly verifications: Json<LicenseVerification>[];
}

/** Whether who asks may see the member `m`: limited ones see members of their sites, trainees of their cohorts. */
export const seen = (db: Tenancy): Sql =>
  db.scope.kind === 'viewer'
    ? sql`may_see_member(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, m.id)`
    : sql`true`;

/** Whether a license `l` is of a member of the organization, whose membership has not ended. */
const ofMember = (db: Tenancy): Sql => sql`EXISTS (SELECT 1 FROM membership m
  WHERE m.org_id = ${db.orgId} AND l.person_id IN (m.person_id, m.former_person_id)
    AND m.revoked_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seen(db)})`;

const rows = (db: Tenancy, condition: Sql): Sql => sql`
  SELECT l.id, l.person_id AS "personId", l.type_code AS "typeCode", l.jurisdiction, l.number, l.recorded_by AS "recordedBy",
    l.recorded_at AS "recordedAt", app_now() AS "readAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'licenseId', e.license_id, 'status', e.status, 'startsOn', e.starts_on,
        'endsOn', e.ends_on, 'reason', e.reason, 'recordedBy', e.recorded_by, 'recordedIn', e.recorded_in, 'recordedAt', e.recorded_at)
        ORDER BY e.recorded_at DESC, e.id DESC)
      FROM license_status_entry e WHERE e.license_id = l.id), '[]') AS entries,
    coalesce((SELECT jsonb_agg(jsonb_build_object('orgId', v.org_id, 'id', v.id, 'licenseId', v.license_id, 'outcome', v.outcome,
        'verifiedOn', v.verified_on, 'source', v.source, 'note', v.note, 'evidenceFileId', v.evidence_file_id,
        'verifiedBy', v.verified_by, 'recordedAt', v.recorded_at) ORDER BY v.verified_on DESC, v.recorded_at DESC, v.id DESC)
      FROM license_verification v WHERE v.org_id = ${db.orgId} AND v.license_id = l.id), '[]') AS verifications
  FROM license l WHERE ${condition}
  ORDER BY l.jurisdiction, l.type_code, l.number`;

/** Licenses of one person under any id they were known by. */
export const licensesOfPerson = (db: Tenancy, personId: string): Sql =>
  rows(db, sql`l.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)`);

/** Licenses by their ids, of the organization's members; `own`: of the person who asks, besides. */
export const licensesById = (db: Tenancy, ids: readonly string[]): Sql =>
  rows(db, sql`l.id = ANY(${[...ids]}::uuid[]) AND (l.person_id = ${db.actorId}::uuid OR ${ofMember(db)})`);

/** Licenses of all members, or of those who may validate at one site. */
export const licensesOfMembers = (db: Tenancy, siteId: string | null): Sql =>
  rows(
    db,
    sql`${ofMember(db)} ${
      siteId === null
        ? empty
        : sql`AND EXISTS (SELECT 1 FROM validator_authorization v
            WHERE v.org_id = ${db.orgId} AND v.site_id = ${siteId} AND v.person_id = l.person_id)`
    }`,
  );

/** Whether somebody is a member of the organization, under this id; `ever`: or was one, under this or an earlier id. */
export const memberStatement = (
  db: Tenancy,
  personId: string,
  ever = false,
): Sql => sql`SELECT FROM membership m
  WHERE m.org_id = ${db.orgId} AND ${seen(db)} AND ${
    ever
      ? sql`${personId} IN (m.person_id, m.former_person_id)`
      : sql`m.person_id = ${personId} AND m.revoked_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > app_now())`
  }`;

export function licenseOf({ entries, verifications, ...row }: LicenseRow): License {
  return Object.assign(new License(), row, {
    entries: entries.map((entry) =>
      Object.assign(new LicenseStatusEntry(), entry, { recordedAt: new Date(entry.recordedAt) }),
    ),
    verifications: verifications.map((one) =>
      Object.assign(new LicenseVerification(), one, { recordedAt: new Date(one.recordedAt) }),
    ),
  });
}

export type NewLicense = Pick<License, 'id' | 'personId' | 'typeCode' | 'jurisdiction' | 'number'>;

/** Adds those whose number is not taken, by anybody known here or not; answers the ids of what was added. */
export const addLicense = (db: Tenancy, licenses: readonly NewLicense[]): Sql => sql`
  INSERT INTO license (id, person_id, type_code, jurisdiction, number, recorded_by)
  SELECT n.id, n."personId", n."typeCode", n.jurisdiction, n.number, ${db.actorId}::uuid
  FROM jsonb_to_recordset(${JSON.stringify(licenses)}::jsonb)
    AS n (id uuid, "personId" uuid, "typeCode" text, jurisdiction text, number text)
  ON CONFLICT DO NOTHING RETURNING id`;

/** Licenses with these numbers, of whomever the organization knows. */
export const licensesByNumber = (
  db: Tenancy,
  numbers: readonly Pick<License, 'typeCode' | 'jurisdiction' | 'number'>[],
): Sql =>
  rows(
    db,
    sql`(l.jurisdiction, l.type_code, l.number) IN (
      SELECT n.jurisdiction, n."typeCode", n.number
      FROM jsonb_to_recordset(${JSON.stringify(
        numbers.map(({ typeCode, jurisdiction, number }) => ({ typeCode, jurisdiction, number })),
      )}::jsonb) AS n (jurisdiction text, "typeCode" text, number text))`,
  );
