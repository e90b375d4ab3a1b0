import sql, { raw, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import { seen } from './held-access.queries.js';

/** One person and one code, of which everything held is wanted. */
export interface HeldQuestion {
  readonly personId: string;
  readonly code: string;
}

export interface HeldTables {
  readonly held: 'external_credential' | 'clearance';
  readonly entries: 'external_credential_entry' | 'clearance_entry';
  /** What decides besides the days, as members of a JSON object. */
  readonly columns: string;
  readonly entryColumns: string;
}

export const CARD_TABLES: HeldTables = {
  held: 'external_credential',
  entries: 'external_credential_entry',
  columns: `'startsOn', h.issued_on, 'issuer', h.issuer, 'handsOnOn', h.hands_on_on`,
  entryColumns: `, 'handsOnOn', e.hands_on_on`,
};

/** Nothing of what is for those alone who may read the documents, but for the evidence, which never leaves the rules. */
export const CLEARANCE_TABLES: HeldTables = {
  held: 'clearance',
  entries: 'clearance_entry',
  columns: `'startsOn', h.cleared_on, 'evidence', h.evidence`,
  entryColumns: '',
};

const entryOf = ({ entryColumns }: HeldTables): Sql => sql`
  jsonb_build_object('id', e.id, 'kind', e.kind, 'foundOn', e.found_on, 'expiresOn', e.expires_on,
    'withdrawsId', e.withdraws_id, 'recordedAt', e.recorded_at ${raw(entryColumns)})`;

/** What entries say of the row `h`, for the rules. */
export const entriesOf = (tables: HeldTables): Sql => sql`
  coalesce((SELECT jsonb_agg(${entryOf(tables)})
    FROM ${raw(tables.entries)} e WHERE e.org_id = h.org_id AND e.${raw(tables.held)}_id = h.id), '[]')`;

/** All that decides about what was found before, as rows `asked_for` and those of the table. */
const told = (db: Tenancy, tables: HeldTables, found: Sql): Sql => sql`
  found AS MATERIALIZED (${found}
  ), said AS (
    SELECT e.${raw(tables.held)}_id AS id, jsonb_agg(${entryOf(tables)}) AS entries FROM ${raw(tables.entries)} e
    WHERE e.org_id = ${db.orgId} AND e.${raw(tables.held)}_id IN (SELECT f.id FROM found f) GROUP BY 1
  )
  SELECT h.asked_for AS "personId", jsonb_build_object('id', h.id, 'typeCode', h.type_code, 'claimedUntil', h.claimed_until,
    'recordedAt', h.recorded_at, 'entries', coalesce(said.entries, '[]'), ${raw(tables.columns)}) AS held
  FROM found h LEFT JOIN said ON said.id = h.id`;

/** All that decides about what persons hold of these codes, under any id they were known by. */
export const heldOf = (db: Tenancy, questions: readonly HeldQuestion[], tables: HeldTables): Sql => sql`
  WITH asked AS MATERIALIZED (
    SELECT DISTINCT q.person_id, q.code FROM jsonb_to_recordset(${json(questions)}::jsonb) AS q (person_id uuid, code text)
  ), same AS MATERIALIZED (
    SELECT s.person_id, s.canonical_id FROM same_persons(ARRAY(SELECT DISTINCT a.person_id FROM asked a)) s
  ), ${told(
    db,
    tables,
    sql`SELECT asked.person_id AS asked_for, h.*
      FROM asked JOIN same me ON me.person_id = asked.person_id JOIN same s ON s.canonical_id = me.canonical_id
      JOIN ${raw(tables.held)} h ON h.org_id = ${db.orgId} AND h.person_id = s.person_id AND h.type_code = asked.code`,
  )}`;

/** The same of all members there are now whom the asker may see. */
export const heldOfMembers = (db: Tenancy, tables: HeldTables): Sql => sql`
  WITH asked AS MATERIALIZED (
    SELECT m.person_id, known.id FROM membership m CROSS JOIN LATERAL (VALUES (m.person_id), (m.former_person_id)) AS known (id)
    WHERE m.org_id = ${db.orgId} AND known.id IS NOT NULL AND m.revoked_at IS NULL
      AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seen(db)}
  ), same AS MATERIALIZED (
    SELECT s.person_id, s.canonical_id FROM same_persons(ARRAY(SELECT a.id FROM asked a)) s
  ), ${told(
    db,
    tables,
    sql`SELECT known.person_id AS asked_for, h.*
      FROM (SELECT DISTINCT a.person_id, s.person_id AS id FROM asked a
        JOIN same me ON me.person_id = a.id JOIN same s ON s.canonical_id = me.canonical_id) known
      JOIN ${raw(tables.held)} h ON h.org_id = ${db.orgId} AND h.person_id = known.id`,
  )}`;

const json = (questions: readonly HeldQuestion[]): string =>
  JSON.stringify(questions.map(({ personId, code }) => ({ person_id: personId, code })));

/** Something held as JSON tells it: moments are texts. */
export interface ToldHeld {
  readonly recordedAt: string;
  readonly entries: readonly { readonly recordedAt: string }[];
}

/** What a person holds, as a statement tells it. */
export interface HeldRow {
  readonly personId: string;
  readonly held: ToldHeld;
}

/** What a statement told as JSON, with its moments. */
export const heldFrom = <H>({ recordedAt, entries, ...held }: ToldHeld): H =>
  ({
    ...held,
    recordedAt: new Date(recordedAt),
    entries: entries.map((entry) => ({ ...entry, recordedAt: new Date(entry.recordedAt) })),
  }) as H;
