import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';

/** Condition: the viewer sees the person, as a member here; the system sees everybody. */
export const seenPerson = (db: Tenancy, personId: Sql): Sql => {
  const seen =
    db.scope.kind === 'system'
      ? sql`true`
      : sql`may_see_member(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, m.id)`;
  return sql`EXISTS (SELECT 1 FROM membership m
    WHERE m.org_id = ${db.orgId}::uuid AND ${personId} IN (m.person_id, m.former_person_id) AND ${seen})`;
};

/** `id` of all by which this human being is known, of the person first; nothing for whoever is not known here. */
export const idsOfPerson = (db: Tenancy, personId: string, seen: Sql): Sql => sql`
  WITH RECURSIVE same AS (
    SELECT p.id, 0 AS merges FROM person p WHERE p.id = ${personId}::uuid AND ${seen}
    UNION SELECT p.id, s.merges + 1 FROM same s JOIN person p ON p.merged_into_id = s.id),
  here AS (SELECT m.former_person_id AS id FROM membership m JOIN same s ON s.id = m.person_id
    WHERE m.org_id = ${db.orgId}::uuid AND m.former_person_id IS NOT NULL)
  SELECT id FROM (SELECT id, merges FROM same UNION ALL SELECT id, 1 FROM here) AS known GROUP BY id ORDER BY min(merges), id`;

export const standingOf = (orgId: string, personIds: readonly string[]): Sql => {
  const persons = sql`ANY (${[...personIds]}::uuid[])`;
  return sql`
  WITH today AS (SELECT (app_now() AT TIME ZONE 'UTC')::date AS day),
  membership_here AS (SELECT revoked_at, expires_at, revoked_at IS NULL AND (expires_at IS NULL OR expires_at > app_now()) AS stands
    FROM membership WHERE org_id = ${orgId}::uuid AND person_id = ${persons}),
  enrollment_here AS (SELECT status_since, status IN ('APPLIED', 'ACTIVE', 'ON_LEAVE') AS stands
    FROM enrollment WHERE org_id = ${orgId}::uuid AND person_id = ${persons}),
  assignment_here AS (SELECT ends_on, NOT cancelled AND (ends_on IS NULL OR ends_on >= day) AS stands
    FROM assignment_standing, today WHERE org_id = ${orgId}::uuid AND person_id = ${persons})
  SELECT EXISTS (SELECT 1 FROM membership_here WHERE stands) AS "isMember",
    EXISTS (SELECT 1 FROM enrollment_here WHERE stands) AS "isEnrolled",
    EXISTS (SELECT 1 FROM assignment_here WHERE stands) AS "isPlaced",
    greatest((SELECT max((least(revoked_at, expires_at) AT TIME ZONE 'UTC')::date) FROM membership_here),
      (SELECT max(status_since) FROM enrollment_here), (SELECT max(ends_on) FROM assignment_here))::text AS "leftOn",
    (SELECT min(h.placed_at) FROM legal_hold h WHERE h.org_id = ${orgId}::uuid AND (h.person_id IS NULL OR h.person_id = ${persons})
      AND NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id)) AS "heldSince",
    (SELECT max(e.erased_at) FROM erasure e WHERE e.org_id = ${orgId}::uuid AND e.person_id = ${persons}) AS "erasedAt",
    (SELECT p.merged_into_id FROM person p WHERE p.id = ${personIds[0]!}::uuid) AS "mergedIntoId",
    (SELECT day::text FROM today) AS today`;
};

/** The rules on record for the places where the organization has, or had, a site. */
export const recordedRules = (orgId: string): Sql => sql`
  SELECT id, code, record_class AS "recordClass", item_code AS "itemCode", jurisdiction, keep_months AS "keepMonths",
    counts_from AS "countsFrom", lawful_basis AS "lawfulBasis", authority, effective_from::text AS "effectiveFrom",
    effective_to::text AS "effectiveTo", verified_on::text AS "verifiedOn", withdrawn, recorded_at AS "recordedAt"
  FROM retention_rule WHERE jurisdiction IS NULL OR jurisdiction IN (
    SELECT j.jurisdiction FROM site_jurisdiction j WHERE j.org_id = ${orgId}::uuid)`;

/** What an organization's own definitions of trainings ask for: the longest of each. */
export const definedTrainingPeriods = (orgId: string): Sql => sql`
  SELECT code, retention_from AS "retentionFrom", max(retention_months) AS "keepMonths", array_agg(DISTINCT citation)
      FILTER (WHERE citation IS NOT NULL) AS authority
  FROM mandatory_training WHERE org_id = ${orgId}::uuid AND retention_months IS NOT NULL GROUP BY code, retention_from`;

/** What the policies ask for under which these persons, or anybody here, keep up continuing education: the longest of each. */
export const policyPeriods = (orgId: string, personIds: readonly string[] | null): Sql => sql`
  SELECT p.code, max((p.policy ->> 'keep_evidence_years')::int) * 12 AS "keepMonths", array_agg(DISTINCT p.source) AS authority
  FROM (SELECT code, policy, array_to_string(authority, '; ') AS source FROM ce_policy
    UNION ALL SELECT code, policy, citation FROM employer_ce_policy WHERE org_id = ${orgId}::uuid) AS p
  WHERE jsonb_typeof(p.policy -> 'keep_evidence_years') = 'number' AND p.code IN (
    SELECT o.policy_code FROM ce_obligation o WHERE o.org_id = ${orgId}::uuid
      AND (${personIds === null} OR o.person_id = ANY (${[...(personIds ?? [])]}::uuid[])))
  GROUP BY p.code`;

/** Whether any hold stands in the organization, whomever it names, and the day. */
export const anyHold = (orgId: string): Sql => sql`
  SELECT EXISTS (SELECT 1 FROM legal_hold h WHERE h.org_id = ${orgId}::uuid
      AND NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id)) AS "isHeld",
    (app_now() AT TIME ZONE 'UTC')::date::text AS today`;
