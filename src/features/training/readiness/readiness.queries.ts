import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment, seenMember, seenSite } from '../placements/assignment-access.queries.js';

/** What is asked about. */
export interface AskedReadiness {
  readonly personId: string;
  readonly siteId: string;
  /** Null: today at the site. */
  readonly on: string | null;
  /** Null: now. */
  readonly knownAt: Date | null;
}

/** The site on the day, and the person's assignments there. */
export interface ReadinessPlace {
  readonly siteOrgId: string;
  readonly siteName: string;
  readonly on: string;
  readonly knownAt: Date;
  readonly jurisdiction: string;
  readonly setting: string;
  /** Whether the viewer may ask about this person at all. */
  readonly knowsPerson: boolean;
  /** The latest first. */
  readonly assignments: readonly { orgId: string; id: string }[];
}

/**
 * One row, where the site is the organization's own or a partner's. Of the person those assignments there that the viewer may
 * see: of their own organization's people, or of people placed at it now.
 */
export const readinessPlace = (db: Tenancy, { personId, siteId, on, knownAt }: AskedReadiness): Sql => sql`
  SELECT s.org_id AS "siteOrgId", s.name AS "siteName", d.on::text AS on, coalesce(${knownAt}::timestamptz, app_now()) AS "knownAt",
    j.jurisdiction, j.setting,
    ${personId}::uuid = ${db.viewer.personId}::uuid OR EXISTS (SELECT 1 FROM membership m
      WHERE m.org_id = ${db.viewer.orgId} AND ${personId}::uuid IN (m.person_id, m.former_person_id) AND ${seenMember(db)}) AS "knowsPerson",
    coalesce((SELECT jsonb_agg(jsonb_build_object('orgId', a.org_id, 'id', a.id) ORDER BY st.starts_on DESC, a.id DESC)
      FROM training_assignment a JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
      WHERE a.site_org_id = s.org_id AND a.site_id = s.id
        AND a.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)
        AND CASE WHEN a.org_id = ${db.viewer.orgId} THEN ${seenAssignment(db)}
          ELSE a.site_org_id = ${db.viewer.orgId} AND ${db.viewer.can('training:read') ? seenSite(db) : sql`false`} END), '[]') AS assignments
  FROM site s
  CROSS JOIN LATERAL (SELECT coalesce(${on}::date, (app_now() AT TIME ZONE s.time_zone)::date) AS on) d
  CROSS JOIN LATERAL site_on(s.org_id, s.id, d.on) j
  WHERE s.id = ${siteId} AND (s.org_id = ${db.viewer.orgId} OR s.org_id = ANY ((SELECT partner_orgs())::uuid[]))`;
