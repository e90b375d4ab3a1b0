import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { AgreementState } from './affiliation.states.js';

const CODE_STATE = sql`CASE WHEN c.redeemed_at IS NOT NULL THEN 'REDEEMED' WHEN c.revoked_at IS NOT NULL THEN 'REVOKED'
  WHEN c.expires_at <= app_now() THEN 'EXPIRED' ELSE 'OPEN' END`;

const CODES = sql`SELECT c.id, c.label, ${CODE_STATE} AS state, c.expires_at AS "expiresAt", c.created_at AS "createdAt",
    c.redeemed_at AS "redeemedAt", o.name AS "redeemedByName"
  FROM affiliation_code c LEFT JOIN organization o ON o.id = c.redeemed_by_org_id`;

/** The newest first. */
export const codePage = (db: Tenancy, afterId: string | null, limit: number): Sql => sql`
  ${CODES} WHERE c.org_id = ${db.orgId} AND (${afterId}::uuid IS NULL OR c.id < ${afterId}::uuid) ORDER BY c.id DESC LIMIT ${limit}`;

export const codeCount = (db: Tenancy): Sql =>
  sql`SELECT count(*)::int AS count FROM affiliation_code c WHERE c.org_id = ${db.orgId}`;

export const codeById = (db: Tenancy, id: string): Sql =>
  sql`${CODES} WHERE c.org_id = ${db.orgId} AND c.id = ${id}`;

const TODAY = sql`(app_now() AT TIME ZONE 'UTC')::date`;
const LAST_DAY = sql`least(a.ends_on, x.ends_on)`;

const AGREEMENT_STATE = sql`CASE WHEN ${LAST_DAY} < ${TODAY} THEN 'ENDED' WHEN ${TODAY} < a.starts_on THEN 'UPCOMING' ELSE 'IN_FORCE' END`;

const TABLES = sql`FROM affiliation_agreement a
  LEFT JOIN affiliation_ending x ON x.org_id = a.org_id AND x.agreement_id = a.id
  LEFT JOIN organization school ON school.id = a.org_id
  LEFT JOIN organization clinic ON clinic.id = a.site_org_id`;

const AGREEMENTS = sql`SELECT a.id, a.title, a.org_id AS "orgId", coalesce(school.name, '') AS "schoolName", a.site_org_id AS "siteOrgId",
    coalesce(clinic.name, '') AS "clinicName", a.starts_on::text AS "startsOn", ${LAST_DAY}::text AS "endsOn", ${AGREEMENT_STATE} AS state,
    a.supervision_rule IS NOT NULL AS "isStricter", x.reason AS "endReason", x.ended_by_org_id AS "endedByOrgId", a.created_at AS "createdAt"
  ${TABLES}`;

/** Of either side. */
const matching = (db: Tenancy, states: readonly AgreementState[] | null): Sql => sql`
  (a.org_id = ${db.orgId} OR a.site_org_id = ${db.orgId})
  AND (${states}::text[] IS NULL OR ${AGREEMENT_STATE} = ANY (${states}::text[]))`;

/** The newest first. */
export const agreementPage = (
  db: Tenancy,
  states: readonly AgreementState[] | null,
  afterId: string | null,
  limit: number,
): Sql => sql`
  ${AGREEMENTS} WHERE ${matching(db, states)} AND (${afterId}::uuid IS NULL OR a.id < ${afterId}::uuid) ORDER BY a.id DESC LIMIT ${limit}`;

export const agreementCount = (db: Tenancy, states: readonly AgreementState[] | null): Sql =>
  sql`SELECT count(*)::int AS count ${TABLES} WHERE ${matching(db, states)}`;

export const agreementById = (db: Tenancy, id: string): Sql =>
  sql`${AGREEMENTS} WHERE ${matching(db, null)} AND a.id = ${id}`;

/** Whether a last day is too long ago: what ends at once ended yesterday. */
export const isLongOver = (endsOn: string): Sql => sql`SELECT ${endsOn}::date < ${TODAY} - 1 AS over`;

/** An assignment that runs, or would, beyond the last day of its agreement. */
export interface OutlivingAssignment {
  readonly id: string;
  readonly personId: string;
  readonly lastDay: string;
  /** Whether its first day comes only after that. */
  readonly neverBegins: boolean;
  readonly reason: string;
}

/** In one order, so that two who end them never wait for each other. */
export const outliving = (db: Tenancy, agreementId: string): Sql => sql`
  SELECT t.id, t.person_id AS "personId", x.ends_on::text AS "lastDay", x.ends_on < st.starts_on AS "neverBegins", x.reason
  FROM affiliation_ending x
  JOIN training_assignment t ON t.org_id = x.org_id AND t.agreement_id = x.agreement_id
  JOIN assignment_standing st ON st.org_id = t.org_id AND st.assignment_id = t.id
  WHERE x.org_id = ${db.orgId} AND x.agreement_id = ${agreementId} AND NOT st.cancelled
    AND coalesce(st.ends_on, 'infinity') > x.ends_on
  ORDER BY t.id`;
