import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenMember } from './assignment-access.queries.js';

/** Not replaced by another. */
const STANDS = sql`NOT EXISTS (SELECT 1 FROM validator_authorization later
  WHERE later.org_id = v.org_id AND later.supersedes_id = v.id)`;

const TODAY = sql`(app_now() AT TIME ZONE s.time_zone)::date`;

const ROWS = sql`SELECT v.id, v.person_id AS "personId", v.site_id AS "siteId", s.name AS "siteName", v.starts_on::text AS "startsOn",
    v.ends_on::text AS "endsOn", v.assessor_trained_on::text AS "assessorTrainedOn", v.skill_codes AS "skillCodes",
    v.may_approve AS "mayApprove", v.supersedes_id AS "supersedesId", v.reason, v.recorded_by AS "recordedBy", v.recorded_at AS "recordedAt",
    ${TODAY} BETWEEN v.starts_on AND coalesce(v.ends_on, 'infinity') AND ${STANDS} AS "inForce"
  FROM validator_authorization v JOIN site s ON s.org_id = v.org_id AND s.id = v.site_id`;

export interface AuthorizationFilter {
  readonly siteId?: string | null;
  readonly personId?: string | null;
  readonly inForce?: boolean | null;
}

/** Members limited to sites look at those. */
const matching = (
  db: Tenancy,
  { siteId = null, personId = null, inForce = null }: AuthorizationFilter,
): Sql => sql`
  v.org_id = ${db.orgId} AND ${STANDS}
  AND (${siteId}::uuid IS NULL OR v.site_id = ${siteId}::uuid) AND (${personId}::uuid IS NULL OR v.person_id = ${personId}::uuid)
  AND (${inForce}::boolean IS NULL OR (${TODAY} BETWEEN v.starts_on AND coalesce(v.ends_on, 'infinity')) = ${inForce}::boolean)
  AND (NOT EXISTS (SELECT 1 FROM membership mine WHERE mine.org_id = v.org_id AND mine.id = ${db.viewer.membershipId} AND mine.site_limited)
    OR v.site_id IN (SELECT mine.site_id FROM membership_site mine WHERE mine.org_id = v.org_id AND mine.membership_id = ${db.viewer.membershipId}))`;

/** The latest recorded first. */
export const authorizationPage = (
  db: Tenancy,
  filter: AuthorizationFilter,
  afterId: string | null,
  limit: number,
): Sql => sql`
  ${ROWS} WHERE ${matching(db, filter)} AND (${afterId}::uuid IS NULL OR v.id < ${afterId}::uuid) ORDER BY v.id DESC LIMIT ${limit}`;

export const authorizationCount = (db: Tenancy, filter: AuthorizationFilter): Sql => sql`
  SELECT count(*)::int AS count FROM validator_authorization v JOIN site s ON s.org_id = v.org_id AND s.id = v.site_id
  WHERE ${matching(db, filter)}`;

export const authorizationById = (db: Tenancy, id: string): Sql =>
  sql`${ROWS} WHERE v.org_id = ${db.orgId} AND v.id = ${id}`;

/** What decides about a new one. */
export interface AuthorizationGround {
  readonly today: string;
  readonly yesterday: string;
  readonly closed: boolean;
  /** Whether it is the viewer, by person. */
  readonly own: boolean;
  /** Whether they hold another, for some of the days. */
  readonly taken: boolean;
}

/** One row for a member at a site of the organization; none for anybody or anywhere else. */
export const authorizationGround = (
  db: Tenancy,
  q: { personId: string; siteId: string; startsOn: string; endsOn: string | null; exceptId: string | null },
  own: Sql,
): Sql => sql`
  SELECT ${TODAY}::text AS today, (${TODAY} - 1)::text AS yesterday, s.closed_at IS NOT NULL AS closed, ${own} AS own,
    EXISTS (SELECT 1 FROM validator_authorization v WHERE v.org_id = s.org_id AND v.site_id = s.id AND v.person_id = m.person_id
      AND v.id IS DISTINCT FROM ${q.exceptId}::uuid AND ${STANDS} AND v.starts_on <= coalesce(${q.endsOn}::date, 'infinity')
      AND ${q.startsOn}::date <= coalesce(v.ends_on, 'infinity')) AS taken
  FROM site s JOIN membership m ON m.org_id = s.org_id AND m.person_id = ${q.personId}
    AND m.revoked_at IS NULL AND NOT m.is_service AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seenMember(db)}
  WHERE s.org_id = ${db.orgId} AND s.id = ${q.siteId}`;
