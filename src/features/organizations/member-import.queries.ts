import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { findKnownAddresses, type KnownAddress } from './invitation.queries.js';
import type { MemberRow } from './member-import.rules.js';

/** Everything of the organization that the rows of a file speak of. */
export interface Known {
  addresses: Map<string, KnownAddress>;
  externalIds: Map<string, Omit<KnownAddress, 'email'>>;
  /** Ids of sites by name. */
  sites: Map<string, string>;
}

export interface NewMember {
  givenName: string;
  familyName: string;
  role: string;
  externalSource: string | null;
  externalId: string | null;
  lineManagerId: string | null;
  siteIds: string[];
}

export interface AddedMember extends NewMember {
  id: string;
  personId: string;
}

/** Three statements, however many rows. */
export async function findKnown(tx: Transaction, source: string, rows: readonly MemberRow[]): Promise<Known> {
  const emails = rows.flatMap((row) => [row.email, row.lineManagerEmail]).filter((email) => email !== null);
  const addresses = await findKnownAddresses(tx, [...new Set(emails)]);
  const ids = rows.map((row) => row.externalId).filter((id) => id !== null);
  const externalIds = await tx.query<{ externalId: string } & Omit<KnownAddress, 'email'>>(sql`
    SELECT external_id AS "externalId", id AS "membershipId", NULL AS "invitationId" FROM membership
    WHERE org_id = ${tx.orgId} AND external_source = ${source} AND external_id = ANY(${ids}::text[])
    UNION ALL
    SELECT external_id, membership_id, id FROM invitation
    WHERE org_id = ${tx.orgId} AND external_source = ${source} AND external_id = ANY(${ids}::text[])
      AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > app_now()`);
  const sites = await tx.query<{ id: string; name: string }>(sql`SELECT id, name FROM site
    WHERE org_id = ${tx.orgId} AND name = ANY(${rows.flatMap((row) => row.siteNames)}::text[])`);
  return {
    addresses: new Map(addresses.map((row) => [row.email, row])),
    externalIds: new Map(externalIds.map(({ externalId, ...found }) => [externalId, found])),
    sites: new Map(sites.map((site) => [site.name, site.id])),
  };
}

/** Adds persons with their memberships in three statements, however many they are. */
export async function addMembers(tx: Transaction, list: readonly NewMember[]): Promise<AddedMember[]> {
  if (!list.length) return [];
  const added = list.map((given) => ({ ...given, id: newId(), personId: newId() }));
  const json = JSON.stringify(added);
  const rows = sql`jsonb_to_recordset(${json}::jsonb) AS r (id uuid, "personId" uuid, "givenName" text, "familyName" text,
    role text, "externalSource" text, "externalId" text, "lineManagerId" uuid, "siteIds" uuid[])`;
  await tx.query(sql`INSERT INTO person (id, given_name, family_name)
    SELECT r."personId", r."givenName", r."familyName" FROM ${rows}`);
  await tx.query(sql`INSERT INTO membership (org_id, id, person_id, role, line_manager_id, site_limited, external_source, external_id)
    SELECT ${tx.orgId}, r.id, r."personId", r.role, r."lineManagerId", cardinality(r."siteIds") > 0, r."externalSource", r."externalId"
    FROM ${rows}`);
  await tx.query(sql`INSERT INTO membership_site (org_id, membership_id, site_id)
    SELECT ${tx.orgId}, r.id, unnest(r."siteIds") FROM ${rows}`);
  return added;
}
