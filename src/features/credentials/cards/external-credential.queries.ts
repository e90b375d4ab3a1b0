import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { mayRead, ofMembersNow, own } from '../held-access.queries.js';
import { CredentialTypeVersion } from '../types/type-version.entity.js';
import { ExternalCredential, ExternalCredentialEntry } from './external-credential.entity.js';

type Told<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

/** A card with all that was entered about it and all versions of its type, as one row. */
export interface CardRow extends Omit<ExternalCredential, 'entries' | 'versions' | 'startsOn'> {
  readonly entries: Told<ExternalCredentialEntry>[];
  readonly versions: Told<CredentialTypeVersion>[];
}

const COLUMNS = sql`h.org_id AS "orgId", h.id, h.person_id AS "personId", h.type_code AS "typeCode", h.issuer, h.number,
    h.issued_on::text AS "issuedOn", h.claimed_until::text AS "claimedUntil", h.hands_on_on::text AS "handsOnOn",
    h.hands_on_with AS "handsOnWith", h.front_file_id AS "frontFileId", h.back_file_id AS "backFileId", h.renews_id AS "renewsId",
    h.recorded_by AS "recordedBy", h.recorded_at AS "recordedAt", app_now() AS "readAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'externalCredentialId', e.external_credential_id, 'kind', e.kind,
        'foundOn', e.found_on, 'method', e.method, 'source', e.source, 'expiresOn', e.expires_on, 'withdrawsId', e.withdraws_id,
        'note', e.note, 'handsOnOn', e.hands_on_on, 'evidenceFileId', e.evidence_file_id, 'recordedBy', e.recorded_by,
        'recordedAt', e.recorded_at) ORDER BY e.recorded_at DESC, e.id DESC)
      FROM external_credential_entry e WHERE e.org_id = h.org_id AND e.external_credential_id = h.id), '[]') AS entries,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'code', v.code, 'title', v.title, 'effectiveFrom', v.effective_from,
        'validityMonths', v.validity_months, 'expiryRule', v.expiry_rule, 'warnDays', v.warn_days, 'citation', v.citation,
        'handsOnRequired', v.hands_on_required, 'acceptedIssuers', v.accepted_issuers,
        'verificationMethod', v.verification_method, 'renewalCePolicy', v.renewal_ce_policy, 'recordedAt', v.recorded_at))
      FROM credential_type_version v WHERE v.org_id = h.org_id AND v.code = h.type_code), '[]') AS versions`;

const cards = (db: Tenancy, condition: Sql): Sql =>
  sql`SELECT ${COLUMNS} FROM external_credential h WHERE h.org_id = ${db.orgId} AND ${condition}`;

/** Cards by their ids that who asks may read. */
export const cardsById = (db: Tenancy, ids: readonly string[]): Sql =>
  cards(db, sql`h.id = ANY(${[...ids]}::uuid[]) AND ${mayRead(db, 'credential:read')}`);

/** All cards of a person under any id they were known by, by type, the latest issued first. The caller has seen that they may be read. */
export const cardsOfPerson = (db: Tenancy, personId: string): Sql => sql`
  ${cards(db, sql`h.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)`)}
  ORDER BY h.type_code, h.issued_on DESC, h.id DESC`;

/** Those that are one's own to read. */
export const ownCards = (db: Tenancy): Sql => sql`
  ${cards(db, own(db))} ORDER BY h.type_code, h.issued_on DESC, h.id DESC`;

/** Whether nobody has found anything of a row `h` that still stands, nor taken it back. */
const WAITING = sql`NOT EXISTS (SELECT 1 FROM external_credential_entry e
  WHERE e.org_id = h.org_id AND e.external_credential_id = h.id AND (
    (e.kind = 'WITHDRAWN' AND e.withdraws_id IS NULL) OR (e.kind <> 'WITHDRAWN' AND NOT EXISTS (
      SELECT 1 FROM external_credential_entry w WHERE w.org_id = e.org_id AND w.withdraws_id = e.id))))`;

const toVerify = (db: Tenancy): Sql => sql`${WAITING} AND ${ofMembersNow(db)}`;

/** Cards of members that wait for somebody to verify them, the longest waiting first: ids are made in the order of time. */
export const cardsToVerify = (db: Tenancy, afterId: string | null, limit: number): Sql => sql`
  ${cards(db, sql`${toVerify(db)} AND (${afterId}::uuid IS NULL OR h.id > ${afterId}::uuid)`)} ORDER BY h.id LIMIT ${limit}`;

export const countToVerify = (db: Tenancy): Sql =>
  sql`SELECT count(*)::int AS count FROM external_credential h WHERE h.org_id = ${db.orgId} AND ${toVerify(db)}`;

/** As it is compared: the same card is written with spaces and in small letters, and without. */
const plain = (text: Sql): Sql => sql`lower(regexp_replace(${text}, '\\s', '', 'g'))`;

/**
 * Cards that say the same as a new one: of the same type and issuer, with the same number, whoever holds them; or of the same
 * person from the same day, without a number. None that was taken back.
 */
export const cardsLike = (
  db: Tenancy,
  {
    personId,
    typeCode,
    issuer,
    number,
    issuedOn,
  }: Pick<ExternalCredential, 'personId' | 'typeCode' | 'issuer' | 'number' | 'issuedOn'>,
): Sql => sql`
  SELECT h.id, canonical_person(h.person_id) = canonical_person(${personId}) AS same, h.issued_on = ${issuedOn}::date AS "sameDay"
  FROM external_credential h WHERE h.org_id = ${db.orgId} AND h.type_code = ${typeCode}
    AND ${plain(sql`h.issuer`)} = ${plain(sql`${issuer}::text`)} AND ${plain(sql`h.number`)} IS NOT DISTINCT FROM ${plain(sql`${number}::text`)}
    AND (h.number IS NOT NULL OR h.issued_on = ${issuedOn}::date AND canonical_person(h.person_id) = canonical_person(${personId}))
    AND NOT EXISTS (SELECT 1 FROM external_credential_entry e WHERE e.org_id = h.org_id AND e.external_credential_id = h.id
      AND e.kind = 'WITHDRAWN' AND e.withdraws_id IS NULL)`;

export function cardOf({ entries, versions, ...row }: CardRow): ExternalCredential {
  return Object.assign(new ExternalCredential(), row, {
    entries: entries.map((entry) =>
      Object.assign(new ExternalCredentialEntry(), entry, { recordedAt: new Date(entry.recordedAt) }),
    ),
    versions: versions.map((version) =>
      Object.assign(new CredentialTypeVersion(), version, { recordedAt: new Date(version.recordedAt) }),
    ),
  });
}
