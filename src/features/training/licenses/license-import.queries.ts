import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { LicenseLine } from './license-import.rules.js';
import { licensesByNumber, licenseOf, seen, type LicenseRow } from './license.queries.js';
import type { License } from './license.entity.js';

export interface KnownMember {
  readonly personId: string;
  /** Whether it is the one who imports, by whichever id. */
  readonly own: boolean;
}

export interface KnownLicenses {
  readonly byEmail: ReadonlyMap<string, KnownMember>;
  readonly byExternalId: ReadonlyMap<string, KnownMember>;
  /** By {@link numberKey}. */
  readonly licenses: ReadonlyMap<string, License>;
  /** Which persons are one. */
  readonly canonical: ReadonlyMap<string, string>;
}

export const numberKey = (of: Pick<License, 'jurisdiction' | 'typeCode' | 'number'>): string =>
  JSON.stringify([of.jurisdiction, of.typeCode, of.number]);

/** Everything the rows of a file speak of, in three statements, however many rows. */
export async function findKnownLicenses(
  tx: Transaction,
  source: string,
  lines: readonly LicenseLine[],
): Promise<KnownLicenses> {
  const emails = lines.flatMap(({ email }) => email ?? []);
  const externalIds = lines.flatMap(({ externalId }) => externalId ?? []);
  const members = await tx.query<{ email: string | null; externalId: string | null } & KnownMember>(sql`
    SELECT found.email, found."externalId", found."personId",
      coalesce(canonical_person(found."personId") = canonical_person(${tx.db.actorId}), false) AS own
    FROM (
      SELECT a.email, NULL AS "externalId", m.person_id AS "personId" FROM account a
      JOIN membership m ON m.org_id = ${tx.orgId} AND m.person_id = a.person_id
      WHERE a.email = ANY(${emails}::text[]) AND a.kind = 'USER' AND m.revoked_at IS NULL AND ${seen(tx.db)}
      UNION ALL
      SELECT NULL, m.external_id, m.person_id FROM membership m
      WHERE m.org_id = ${tx.orgId} AND m.external_source = ${source} AND m.external_id = ANY(${externalIds}::text[])
        AND m.revoked_at IS NULL AND ${seen(tx.db)}
    ) found`);
  const rows = await tx.query<LicenseRow>(licensesByNumber(tx.db, lines));
  const licenses = rows.map(licenseOf);
  const persons = [...licenses.map((one) => one.personId), ...members.map((one) => one.personId)];
  const same = await tx.query<{ id: string; canonicalId: string }>(
    sql`SELECT p.id, canonical_person(p.id) AS "canonicalId" FROM unnest(${[...new Set(persons)]}::uuid[]) AS p (id)`,
  );
  return {
    byEmail: new Map(members.flatMap((member) => (member.email ? [[member.email, member]] : []))),
    byExternalId: new Map(
      members.flatMap((member) => (member.externalId ? [[member.externalId, member]] : [])),
    ),
    licenses: new Map(licenses.map((license) => [numberKey(license), license])),
    canonical: new Map(same.map(({ id, canonicalId }) => [id, canonicalId])),
  };
}
