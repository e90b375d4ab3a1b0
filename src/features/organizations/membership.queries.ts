import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Membership, type MembershipState } from './membership.entity.js';
import type { Role } from '../../platform/access/permissions.js';
import type { SessionEnd } from './session.entity.js';
import type { Grantor, MembershipTerms } from './membership.rules.js';

/** Everything the entity holds, under its property names, with the state as of now. */
const COLUMNS = sql`
  m.org_id AS "orgId", m.id, m.person_id AS "personId", m.former_person_id AS "formerPersonId", m.role, m.is_service AS "isService",
  m.line_manager_id AS "lineManagerId", m.cohort_limited AS "cohortLimited", m.site_limited AS "siteLimited",
  m.external_source AS "externalSource", m.external_id AS "externalId", m.expires_at AS "expiresAt",
  m.revoked_at AS "revokedAt", m.revoked_by AS "revokedBy", m.revocation_reason AS "revocationReason",
  m.created_at AS "createdAt", CASE WHEN m.revoked_at IS NOT NULL THEN 'REVOKED'
    WHEN m.expires_at <= app_now() THEN 'EXPIRED' ELSE 'ACTIVE' END AS state`;

/** A membership limited to sites or cohorts sees the members it works with, and nobody beyond. */
const visibleTo = (orgId: string, viewerId: string): Sql => sql`(m.id = ${viewerId} OR NOT EXISTS (
  SELECT 1 FROM membership v WHERE v.org_id = ${orgId} AND v.id = ${viewerId} AND (v.cohort_limited OR v.site_limited))
  OR may_see_member(m.org_id, ${viewerId}, m.id))`;

export interface MemberFilter {
  search?: string | null;
  roles?: readonly Role[] | null;
  states?: readonly MembershipState[] | null;
  isService: boolean;
}

/** A member with the name they are listed by. */
export interface ListedMember {
  member: Membership;
  familyName: string;
  givenName: string;
}

const membership = (row: object): Membership => Object.assign(new Membership(), row);

export async function findMembers(db: TenantDb, ids: readonly string[]): Promise<Membership[]> {
  const rows = await db.read(sql`SELECT ${COLUMNS} FROM membership m
    WHERE m.org_id = ${db.orgId} AND m.id = ANY(${ids as string[]}::uuid[])
    AND ${visibleTo(db.orgId, db.viewer.membershipId)}`);
  return rows.map(membership);
}

/** By family name, given name, id. `after` is the key of the last one seen. */
export async function listMembers(
  db: TenantDb,
  filter: MemberFilter,
  after: readonly (string | number | null)[] | null,
  limit: number,
): Promise<ListedMember[]> {
  const [family, given, id] = after ?? [null, null, null];
  const rows = await db.read<{ familyName: string; givenName: string }>(sql`
    SELECT ${COLUMNS}, p.family_name AS "familyName", p.given_name AS "givenName"
    ${matching(db, filter)}
    AND (${id}::text IS NULL OR (p.family_name, p.given_name, m.id) > (${family}::text, ${given}::text, ${id}::uuid))
    ORDER BY p.family_name, p.given_name, m.id LIMIT ${limit}`);
  return rows.map(({ familyName, givenName, ...row }) => ({
    member: membership(row),
    familyName,
    givenName,
  }));
}

export async function countMembers(db: TenantDb, filter: MemberFilter): Promise<number> {
  const [row] = await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${matching(db, filter)}`);
  return row!.count;
}

function matching(db: TenantDb, { search, roles, states, isService }: MemberFilter): Sql {
  const prefix = search ? `${search.replace(/[\\%_]/g, '\\$&')}%` : null;
  return sql`FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.org_id = ${db.orgId} AND m.is_service = ${isService}
    AND ${visibleTo(db.orgId, db.viewer.membershipId)}
    AND (${roles ?? null}::text[] IS NULL OR m.role = ANY(${roles ?? null}::text[]))
    AND (${states ?? null}::text[] IS NULL OR CASE WHEN m.revoked_at IS NOT NULL THEN 'REVOKED'
      WHEN m.expires_at <= app_now() THEN 'EXPIRED' ELSE 'ACTIVE' END = ANY(${states ?? null}::text[]))
    AND (${prefix}::text IS NULL OR lower(p.family_name) LIKE lower(${prefix}::text) OR lower(p.given_name) LIKE lower(${prefix}::text)
      OR lower(p.given_name || ' ' || p.family_name) LIKE lower(${prefix}::text))`;
}

/** The person who is acting, as they stand now, or null when they may not act for the whole organization. */
export async function findGrantor(tx: Transaction): Promise<Grantor | null> {
  const { membershipId } = tx.db.viewer;
  const [row] = await tx.query<Grantor>(sql`SELECT id AS "membershipId", role FROM membership
    WHERE org_id = ${tx.orgId} AND id = ${membershipId} AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > app_now()) AND NOT cohort_limited AND NOT site_limited`);
  return row ?? null;
}

export interface MembershipStanding {
  personId: string;
  isService: boolean;
  terms: MembershipTerms;
}

/** What decides about a membership, or null when it is not here. */
export async function findStanding(tx: Transaction, id: string): Promise<MembershipStanding | null> {
  const [row] = await tx.query<MembershipTerms & { personId: string; isService: boolean }>(sql`
    SELECT person_id AS "personId", is_service AS "isService", role, expires_at AS "expiresAt", revoked_at AS "revokedAt",
      line_manager_id AS "lineManagerId",
      CASE WHEN site_limited THEN ARRAY(SELECT site_id::text FROM membership_site s
        WHERE s.org_id = m.org_id AND s.membership_id = m.id ORDER BY site_id) END AS "siteIds",
      CASE WHEN cohort_limited THEN ARRAY(SELECT cohort_id::text FROM membership_cohort c
        WHERE c.org_id = m.org_id AND c.membership_id = m.id ORDER BY cohort_id) END AS "cohortIds"
    FROM membership m WHERE org_id = ${tx.orgId} AND id = ${id}`);
  if (!row) return null;
  const { personId, isService, ...terms } = row;
  return { personId, isService, terms };
}

/** Owners for good, beside one member. */
export async function countOtherStandingOwners(tx: Transaction, besideId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM membership
    WHERE org_id = ${tx.orgId} AND id <> ${besideId} AND role = 'OWNER' AND revoked_at IS NULL AND expires_at IS NULL`);
  return row!.count;
}

/** The member and everybody above them. */
export async function findLineManagers(tx: Transaction, membershipId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    WITH RECURSIVE line AS (
      SELECT id, line_manager_id FROM membership WHERE org_id = ${tx.orgId} AND id = ${membershipId}
      UNION SELECT m.id, m.line_manager_id FROM membership m JOIN line ON m.id = line.line_manager_id WHERE m.org_id = ${tx.orgId})
    SELECT id FROM line`);
  return rows.map((row) => row.id);
}

/** Writes the terms and, where they are limited, the sites and cohorts. Unknown ones give NOT_FOUND. */
export async function saveTerms(
  tx: Transaction,
  id: string,
  terms: MembershipTerms,
  revocation: { by: string | null; reason: string | null },
): Promise<void> {
  const { role, expiresAt, revokedAt, lineManagerId, siteIds, cohortIds } = terms;
  await tx.query(sql`UPDATE membership SET role = ${role}, expires_at = ${expiresAt}, line_manager_id = ${lineManagerId},
    revoked_at = ${revokedAt}, revoked_by = ${revocation.by}, revocation_reason = ${revocation.reason},
    site_limited = ${siteIds !== null}, cohort_limited = ${cohortIds !== null}
    WHERE org_id = ${tx.orgId} AND id = ${id}`);
  await saveLimits(tx, id, terms);
}

/** Replaces the sites and cohorts a membership is limited to. */
export async function saveLimits(
  tx: Transaction,
  id: string,
  { siteIds, cohortIds }: Pick<MembershipTerms, 'siteIds' | 'cohortIds'>,
): Promise<void> {
  const org = tx.orgId;
  await tx.query(sql`DELETE FROM membership_site WHERE org_id = ${org} AND membership_id = ${id}`);
  await tx.query(sql`DELETE FROM membership_cohort WHERE org_id = ${org} AND membership_id = ${id}`);
  await tx.query(sql`INSERT INTO membership_site (org_id, membership_id, site_id)
    SELECT ${org}, ${id}, unnest(${siteIds ?? []}::uuid[])`);
  await tx.query(sql`INSERT INTO membership_cohort (org_id, membership_id, cohort_id)
    SELECT ${org}, ${id}, unnest(${cohortIds ?? []}::uuid[])`);
}

/** Ends every session of a membership, so that restoring it later revives none. */
export async function endSessions(tx: Transaction, membershipId: string, reason: SessionEnd): Promise<void> {
  await tx.query(sql`SELECT end_sessions_of_member(${tx.orgId}, ${membershipId}, ${reason})`);
}
