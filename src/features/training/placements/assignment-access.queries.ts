import sql, { type Sql } from 'sql-template-tag';
import { isHosted, type Tenancy } from '../../../platform/database/scope.js';
import { seenCohort } from '../../enrollments/cohort.queries.js';

/** Which assignments `a` the viewer may see; sites and cohorts bind those whose membership is limited to some. */
export function seenAssignment(db: Tenancy): Sql {
  if (db.scope.kind === 'system') return sql`true`;
  const reader = db.viewer.can('training:read');
  if (isHosted(db)) return reader ? seenSite(db) : sql`false`;
  const own = sql`may_read_as_own(${db.viewer.personId}, a.person_id)`;
  if (!reader) return own;
  const cohort = sql`(SELECT e.cohort_id FROM enrollment e WHERE e.org_id = a.org_id AND e.id = a.enrollment_id)`;
  return sql`(${own} OR ${seenSite(db)} AND (a.enrollment_id IS NULL OR ${seenCohort(db, cohort)}))`;
}

/**
 * Whoever is limited to sites sees what is at those: none of them is another organization's. Guests see the one
 * assignment they were invited for.
 */
export function seenSite({ viewer }: Tenancy): Sql {
  const mine = sql`mine.org_id = ${viewer.orgId}`;
  const guest = sql`SELECT 1 FROM guest_validator mine WHERE mine.org_id = ${viewer.orgId} AND mine.person_id = ${viewer.personId}`;
  return sql`((NOT EXISTS (${guest}) OR EXISTS (${guest} AND mine.assignment_org_id = a.org_id AND mine.assignment_id = a.id))
    AND (NOT EXISTS (SELECT 1 FROM membership mine WHERE ${mine} AND mine.id = ${viewer.membershipId} AND mine.site_limited)
    OR a.site_org_id = ${viewer.orgId} AND a.site_id IN
      (SELECT mine.site_id FROM membership_site mine WHERE ${mine} AND mine.membership_id = ${viewer.membershipId})))`;
}

/** Members `m` of the viewer's organization whom they may see; limits to sites and cohorts bind both. */
export const seenMember = (db: Tenancy): Sql =>
  db.scope.kind === 'system'
    ? sql`true`
    : sql`may_see_member(${db.viewer.orgId}, ${db.viewer.membershipId}, m.id)`;

/** Columns of AssignmentFacts, of the assignment `a`, its standing `st` and its site `s`. */
export const FACTS = sql`a.org_id AS "orgId", a.id, a.kind, a.person_id AS "personId", a.enrollment_id AS "enrollmentId",
  a.course_id AS "courseId", a.agreement_id AS "agreementId", a.site_org_id AS "siteOrgId", a.site_id AS "siteId", s.name AS "siteName",
  st.time_zone AS "timeZone", s.jurisdiction, s.setting, st.checklist_version_id AS "checklistVersionId",
  st.starts_on::text AS "startsOn", st.ends_on::text AS "endsOn", st.cancelled`;

export const assignmentFacts = (db: Tenancy, ids: readonly string[]): Sql => sql`
  SELECT ${FACTS} FROM training_assignment a
  JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
  JOIN site s ON s.org_id = a.site_org_id AND s.id = a.site_id
  WHERE a.org_id = ${db.orgId} AND a.id = ANY (${[...ids]}::uuid[]) AND ${seenAssignment(db)}`;

/** Whose records they are: the viewer's organization's, or, while they are in force there, those of people placed at it. */
export const ownersOf = ({ viewer }: Tenancy, ids: readonly string[]): Sql => sql`
  SELECT st.org_id AS "orgId", st.assignment_id AS id FROM assignment_standing st
  WHERE (st.org_id = ${viewer.orgId} OR st.site_org_id = ${viewer.orgId}) AND st.assignment_id = ANY (${[...ids]}::uuid[])`;
