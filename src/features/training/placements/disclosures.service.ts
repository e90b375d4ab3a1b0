import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Transaction } from '../../../platform/database/transaction.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { seenMember } from './assignment-access.queries.js';
import { Disclosure } from './disclosure.js';

/** Whose record was looked at, and who owns it. */
export interface Disclosed {
  readonly orgId: string;
  readonly personId: string;
}

/**
 * inv 6, 70: who of another organization looked at a person's records. One line per day, viewer and operation, with the
 * owner of the records; it is written before anything is answered.
 */
@Injectable()
export class Disclosures {
  /**
   * Notes that the viewer is shown records of these people. What is their own organization's is no disclosure and costs
   * nothing. Inside a verb the line is written at its end; otherwise in a transaction of its own.
   */
  async note(at: TenantDb | Transaction, operation: string, records: readonly Disclosed[]): Promise<void> {
    const db: Tenancy = at instanceof Transaction ? at.db : at;
    if (db.scope.kind !== 'viewer') return;
    const others = records.filter(({ orgId }) => orgId !== db.viewer.orgId);
    if (!others.length) return;
    const statement = noted(db, operation, others);
    if (at instanceof Transaction) at.atEnd(statement);
    else await at.hostedIn(at.viewer.orgId).write((tx) => tx.query(statement));
  }

  /** Of a person's records here, the latest first. */
  async page(db: TenantDb, personId: string, args: PageArgs): Promise<Page<Disclosure>> {
    const after = decodeCursor(args.after, 1) ?? [null];
    const found = await db.read(listed(db, personId, after[0] as string | null, args.first + 1));
    const rows = found.map((row) => Object.assign(new Disclosure(), row));
    return pageOf(
      rows,
      args,
      ({ key }) => [key],
      async () => {
        const [row] = await db.read<{ count: number }>(sql`SELECT count(*)::int AS count FROM disclosure d
          WHERE d.org_id = ${db.orgId} AND d.person_id = ${personId} AND ${readable(db)}`);
        return row!.count;
      },
    );
  }
}

/** Whoever reads the person's records, as far as they see the person; and the person. */
function readable(db: Tenancy): Sql {
  const own = sql`may_read_as_own(${db.viewer.personId}, d.person_id)`;
  if (!db.viewer.can('training:read')) return own;
  return sql`(${own} OR EXISTS (SELECT 1 FROM membership m
    WHERE m.org_id = d.org_id AND d.person_id IN (m.person_id, m.former_person_id) AND ${seenMember(db)}))`;
}

/** Without a target: nothing of what is there has to be read to leave out what was noted today. */
const noted = ({ viewer }: Tenancy, operation: string, records: readonly Disclosed[]): Sql => sql`
  INSERT INTO disclosure (org_id, person_id, viewer_org_id, viewer_person_id, operation, disclosed_on, printed_name)
  SELECT DISTINCT r.org_id, r.person_id, ${viewer.orgId}::uuid, ${viewer.personId}::uuid, ${operation},
    (app_now() AT TIME ZONE 'UTC')::date, btrim(p.given_name || ' ' || p.family_name)
  FROM jsonb_to_recordset(${JSON.stringify(
    records.map(({ orgId, personId }) => ({ org_id: orgId, person_id: personId })),
  )}::jsonb) AS r (org_id uuid, person_id uuid)
  JOIN person p ON p.id = ${viewer.personId}
  ON CONFLICT DO NOTHING`;

const listed = (db: Tenancy, personId: string, after: string | null, limit: number): Sql => sql`
  SELECT * FROM (
    SELECT d.person_id AS "personId", d.operation, d.disclosed_on::text AS "disclosedOn", d.first_at AS "firstAt",
      d.printed_name AS "viewerName", d.viewer_person_id AS "viewerPersonId", d.viewer_org_id AS "viewerOrgId",
      coalesce(o.name, '') AS "viewerOrganizationName",
      concat_ws('/', d.disclosed_on, d.viewer_org_id, d.viewer_person_id, d.operation) AS key
    FROM disclosure d LEFT JOIN organization o ON o.id = d.viewer_org_id
    WHERE d.org_id = ${db.orgId} AND d.person_id = ${personId} AND ${readable(db)}) listed
  WHERE ${after}::text IS NULL OR key < ${after}::text ORDER BY key DESC LIMIT ${limit}`;
