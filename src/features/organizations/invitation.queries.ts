import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { INVITATION_DAYS } from './invitation.letter.js';
import { Invitation, type InvitationState } from './invitation.entity.js';

const STATE = sql`CASE WHEN i.revoked_at IS NOT NULL THEN 'REVOKED' WHEN i.accepted_at IS NOT NULL THEN 'ACCEPTED'
  WHEN i.expires_at <= app_now() THEN 'EXPIRED' ELSE 'PENDING' END`;

const COLUMNS = sql`
  i.org_id AS "orgId", i.id, i.email, i.given_name AS "givenName", i.family_name AS "familyName", i.role,
  i.external_source AS "externalSource", i.external_id AS "externalId", i.line_manager_id AS "lineManagerId",
  i.membership_id AS "membershipId", i.site_ids::text[] AS "siteIds", i.cohort_ids::text[] AS "cohortIds",
  i.membership_expires_at AS "membershipExpiresAt", i.token_hash AS "tokenHash", i.expires_at AS "expiresAt",
  i.accepted_at AS "acceptedAt", i.revoked_at AS "revokedAt", i.invited_by AS "invitedBy",
  i.created_at AS "createdAt", ${STATE} AS state`;

/** Only members of the whole organization look after invitations. */
const seenBy = (orgId: string, viewerId: string): Sql => sql`NOT EXISTS (SELECT 1 FROM membership v
  WHERE v.org_id = ${orgId} AND v.id = ${viewerId} AND (v.cohort_limited OR v.site_limited))`;

const invitation = (row: object): Invitation => Object.assign(new Invitation(), row);

export async function findInvitation(db: TenantDb, id: string): Promise<Invitation | undefined> {
  const rows =
    await db.read(sql`SELECT ${COLUMNS} FROM invitation i WHERE i.org_id = ${db.orgId} AND i.id = ${id}
    AND ${seenBy(db.orgId, db.viewer.membershipId)}`);
  return rows.map(invitation)[0];
}

export async function findInvitationIn(tx: Transaction, id: string): Promise<Invitation | undefined> {
  const rows = await tx.query(
    sql`SELECT ${COLUMNS} FROM invitation i WHERE i.org_id = ${tx.orgId} AND i.id = ${id}`,
  );
  return rows.map(invitation)[0];
}

/** By a visitor who presents the token, which alone makes the row visible. */
export async function findInvitationByToken(
  visitor: TenantDb,
  tokenHash: string,
): Promise<Invitation | undefined> {
  const rows = await visitor.read(sql`SELECT ${COLUMNS} FROM invitation i WHERE i.token_hash = ${tokenHash}`);
  return rows.map(invitation)[0];
}

const matching = (db: TenantDb, states: readonly InvitationState[] | null): Sql => sql`
  FROM invitation i WHERE i.org_id = ${db.orgId} AND ${seenBy(db.orgId, db.viewer.membershipId)}
  AND (${states}::text[] IS NULL OR ${STATE} = ANY(${states}::text[]))`;

/** Newest first: ids are ordered by time. */
export async function listInvitations(
  db: TenantDb,
  states: readonly InvitationState[] | null,
  beforeId: string | null,
  limit: number,
): Promise<Invitation[]> {
  const rows = await db.read(sql`SELECT ${COLUMNS} ${matching(db, states)}
    AND (${beforeId}::uuid IS NULL OR i.id < ${beforeId}::uuid) ORDER BY i.id DESC LIMIT ${limit}`);
  return rows.map(invitation);
}

export async function countInvitations(
  db: TenantDb,
  states: readonly InvitationState[] | null,
): Promise<number> {
  const [row] = await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${matching(db, states)}`);
  return row!.count;
}

export interface KnownAddress {
  email: string;
  membershipId: string | null;
  invitationId: string | null;
}

/**
 * What this organization knows about addresses: those its members joined with, or their only one, and open
 * invitations. Further accounts of a member are not looked at: the answer would tell what they do elsewhere.
 */
export const findKnownAddresses = (tx: Transaction, emails: readonly string[]): Promise<KnownAddress[]> =>
  tx.query<KnownAddress>(sql`
    SELECT i.email, i.membership_id AS "membershipId", CASE WHEN i.accepted_at IS NULL THEN i.id END AS "invitationId"
    FROM invitation i WHERE i.org_id = ${tx.orgId} AND i.email = ANY(${emails as string[]}::text[]) AND i.revoked_at IS NULL
      AND (i.accepted_at IS NOT NULL OR i.expires_at > app_now())
    UNION ALL
    SELECT a.email, m.id, NULL FROM account a JOIN membership m ON m.person_id = a.person_id AND m.org_id = ${tx.orgId}
    WHERE a.email = ANY(${emails as string[]}::text[]) AND a.kind = 'USER'
      AND NOT EXISTS (SELECT 1 FROM account b WHERE b.person_id = a.person_id AND b.id <> a.id)`);

/** Invitations nobody accepted in time make room for new ones to the same addresses. */
export async function clearExpired(tx: Transaction, emails: readonly string[]): Promise<void> {
  await tx.query(sql`UPDATE invitation SET revoked_at = app_now() WHERE org_id = ${tx.orgId}
    AND email = ANY(${emails as string[]}::text[]) AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at <= app_now()`);
}

export interface NewInvitation {
  email: string;
  givenName: string;
  familyName: string;
  role: string;
  externalSource: string | null;
  externalId: string | null;
  lineManagerId: string | null;
  membershipId: string | null;
  siteIds: string[];
  cohortIds: string[];
  membershipExpiresAt: Date | null;
  tokenHash: string;
}

/** Adds any number of invitations in one statement; answers their ids in the same order. */
export async function addInvitations(tx: Transaction, list: readonly NewInvitation[]): Promise<string[]> {
  const rows = list.map((given) => ({ id: newId(), ...given }));
  await tx.query(sql`
    INSERT INTO invitation (org_id, id, email, given_name, family_name, role, external_source, external_id,
      line_manager_id, membership_id, site_ids, cohort_ids, membership_expires_at, token_hash, expires_at, invited_by)
    SELECT ${tx.orgId}, r.id, r.email, r."givenName", r."familyName", r.role, r."externalSource", r."externalId",
      r."lineManagerId", r."membershipId", r."siteIds", r."cohortIds", r."membershipExpiresAt", r."tokenHash",
      app_now() + make_interval(days => ${INVITATION_DAYS}), ${tx.db.actorId}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, email text, "givenName" text, "familyName" text,
      role text, "externalSource" text, "externalId" text, "lineManagerId" uuid, "membershipId" uuid, "siteIds" uuid[],
      "cohortIds" uuid[], "membershipExpiresAt" timestamptz, "tokenHash" text)`);
  return rows.map((row) => row.id);
}
