import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment, seenSite } from '../placements/assignment-access.queries.js';

/** Who trains at the viewer's sites today, of whichever organization: their own and those placed there. */
export function assignmentsHere(db: Tenancy, siteId: string | null, limit: number): Sql {
  const { orgId } = db.viewer;
  return sql`
    SELECT a.org_id AS "orgId", a.id FROM training_assignment a
    JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
    WHERE st.site_org_id = ${orgId} AND NOT st.cancelled AND (${siteId}::uuid IS NULL OR st.site_id = ${siteId}::uuid)
      AND (app_now() AT TIME ZONE st.time_zone)::date BETWEEN st.starts_on AND coalesce(st.ends_on, 'infinity')
      AND CASE WHEN a.org_id = ${orgId} THEN ${seenAssignment(db)} ELSE ${seenSite(db)} END
    ORDER BY a.org_id <> ${orgId}, a.org_id, a.id LIMIT ${limit}`;
}

/** Ids of sign-offs of these assignments that wait for a final approval by somebody else than who signed. */
export const approvalsAwaited = (db: Tenancy, assignmentIds: readonly string[]): Sql => sql`
  SELECT s.id FROM sign_off s
  WHERE s.org_id = ${db.orgId} AND s.assignment_id = ANY (${[...assignmentIds]}::uuid[]) AND s.final_approval_required
    AND canonical_person(s.signed_by) <> canonical_person(${db.viewer.personId}) AND canonical_person(s.person_id) <> canonical_person(${db.viewer.personId})
    AND NOT EXISTS (SELECT 1 FROM sign_off_entry e WHERE e.org_id = s.org_id AND e.sign_off_id = s.id
      AND e.kind IN ('APPROVED', 'APPROVAL_REFUSED', 'REVOKED', 'CORRECTED'))
  ORDER BY s.signed_at, s.id`;
