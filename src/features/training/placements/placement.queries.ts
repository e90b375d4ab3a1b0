import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenMember } from './assignment-access.queries.js';

/** What has to be known before somebody is placed. */
export interface PlacementGround {
  readonly siteOrgId: string;
  readonly timeZone: string;
  readonly closed: boolean;
  /** The day now, where the site is. */
  readonly today: string;
  /** The agreement that covers all days; null where there is none, or none is needed: the site is one's own. */
  readonly agreementId: string | null;
  /** Of the course in the enrollment's version; null: it is no course of it. */
  readonly placementMinutes: number | null;
  /** The checklist the course asks for; null while none stands behind it. */
  readonly courseChecklistId: string | null;
  /** Whether the given checklist version is published. */
  readonly givenPublished: boolean;
}

export interface PlacementQuestion {
  readonly siteId: string;
  readonly agreementId: string | null;
  readonly programVersionId: string;
  readonly courseId: string;
  readonly checklistVersionId: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** An agreement `a` with the ending `x` it may have, in force on every day from the first to the last. */
const covering = (startsOn: string, endsOn: string): Sql => sql`
  a.starts_on <= ${startsOn}::date AND ${endsOn}::date <= coalesce(least(a.ends_on, x.ends_on), 'infinity')`;

/** One row, none for a site that is neither the organization's nor a partner's. */
export const placementGround = (db: Tenancy, q: PlacementQuestion): Sql => sql`
  SELECT s.org_id AS "siteOrgId", s.time_zone AS "timeZone", s.closed_at IS NOT NULL AS closed,
    (app_now() AT TIME ZONE s.time_zone)::date::text AS today,
    (SELECT a.id FROM affiliation_agreement a
      LEFT JOIN affiliation_ending x ON x.org_id = a.org_id AND x.agreement_id = a.id
      WHERE a.org_id = ${db.orgId} AND a.site_org_id = s.org_id AND (${q.agreementId}::uuid IS NULL OR a.id = ${q.agreementId}::uuid)
        AND ${covering(q.startsOn, q.endsOn)}
      ORDER BY a.starts_on DESC, a.id DESC LIMIT 1) AS "agreementId",
    c.placement_minutes AS "placementMinutes",
    (SELECT r.resolved_id FROM course_requirement r WHERE r.org_id = ${db.orgId} AND r.course_id = c.id AND r.kind = 'CHECKLIST'
      AND r.resolved_id IS NOT NULL ORDER BY r.required DESC, r.position LIMIT 1) AS "courseChecklistId",
    EXISTS (SELECT 1 FROM checklist_version v WHERE v.org_id = ${db.orgId} AND v.id = ${q.checklistVersionId}::uuid
      AND v.status = 'PUBLISHED') AS "givenPublished"
  FROM site s
  LEFT JOIN course c ON c.org_id = ${db.orgId} AND c.id = ${q.courseId} AND c.program_version_id = ${q.programVersionId}
  WHERE s.id = ${q.siteId} AND (s.org_id = ${db.orgId}
    OR s.org_id IN (SELECT a.site_org_id FROM affiliation_agreement a WHERE a.org_id = ${db.orgId}))`;

/** Whether an agreement covers the days; true where there is no agreement to look at. */
export const isCovered = (
  db: Tenancy,
  agreementId: string | null,
  startsOn: string,
  endsOn: string | null,
): Sql => sql`
  SELECT ${agreementId}::uuid IS NULL OR EXISTS (SELECT 1 FROM affiliation_agreement a
    LEFT JOIN affiliation_ending x ON x.org_id = a.org_id AND x.agreement_id = a.id
    WHERE a.org_id = ${db.orgId} AND a.id = ${agreementId}::uuid AND ${covering(startsOn, endsOn ?? 'infinity')}) AS covered`;

/** What has to be known before a member of the organization trains at a site of its own. */
export interface EmployeeGround {
  readonly timeZone: string;
  readonly closed: boolean;
  readonly today: string;
  readonly published: boolean;
  /** Whether it is the viewer, by person. */
  readonly own: boolean;
}

/** One row; none where the site or the member is not the organization's. */
export const employeeGround = (
  db: Tenancy,
  q: { personId: string; siteId: string; checklistVersionId: string },
  own: Sql,
): Sql => sql`
  SELECT s.time_zone AS "timeZone", s.closed_at IS NOT NULL AS closed, (app_now() AT TIME ZONE s.time_zone)::date::text AS today,
    EXISTS (SELECT 1 FROM checklist_version v WHERE v.org_id = ${db.orgId} AND v.id = ${q.checklistVersionId}
      AND v.status = 'PUBLISHED') AS published, ${own} AS own
  FROM site s JOIN membership m ON m.org_id = s.org_id AND m.person_id = ${q.personId}
    AND m.revoked_at IS NULL AND NOT m.is_service AND (m.expires_at IS NULL OR m.expires_at > app_now()) AND ${seenMember(db)}
  WHERE s.org_id = ${db.orgId} AND s.id = ${q.siteId}`;
