import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';
import type { SignOffEntryKind } from './skill-status.rules.js';

/** A sign-off about which somebody decides: with all the decision depends on. */
export interface SignOffSubject {
  readonly id: string;
  readonly orgId: string;
  readonly assignmentId: string;
  readonly personId: string;
  readonly siteOrgId: string;
  readonly siteId: string;
  readonly agreementId: string | null;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly skillCode: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  readonly effectiveOn: string;
  readonly finalApprovalRequired: boolean;
  readonly contentHash: string;
  /** Oldest first. */
  readonly entries: readonly { readonly kind: SignOffEntryKind; readonly effectiveFrom: string }[];
  /** The day at the site, and what applies there. */
  readonly today: string;
  readonly jurisdiction: string;
  readonly setting: string;
  /** Whether whoever decides is the trainee, or signed it, by whichever id. */
  readonly isTrainee: boolean;
  readonly isSigner: boolean;
}

/** Where the sign-off is on record, and the person and skill it is about: whom it concerns is decided by the subject. */
export const placeOfSignOff = ({ viewer }: Tenancy, id: string): Sql => sql`
  SELECT s.org_id AS "orgId", canonical_person(s.person_id) AS "personId", s.skill_id AS "skillId" FROM (
    SELECT * FROM sign_off WHERE org_id = ${viewer.orgId} AND id = ${id}
    UNION SELECT * FROM sign_off WHERE site_org_id = ${viewer.orgId} AND id = ${id}) s`;

/** The subject, where the viewer may see it. */
export const subjectOf = (db: Tenancy, id: string): Sql => sql`
  SELECT s.id, s.org_id AS "orgId", s.assignment_id AS "assignmentId", s.person_id AS "personId", s.site_org_id AS "siteOrgId", s.site_id AS "siteId",
    a.agreement_id AS "agreementId", s.skill_org_id AS "skillOrgId", s.skill_id AS "skillId", sk.code AS "skillCode", v.task_code AS "taskCode",
    v.patient_contact AS "patientContact", s.effective_on::text AS "effectiveOn", s.final_approval_required AS "finalApprovalRequired",
    s.content_hash AS "contentHash", (app_now() AT TIME ZONE s.time_zone)::date::text AS today, si.jurisdiction, si.setting,
    canonical_person(s.person_id) = canonical_person(${db.viewer.personId}::uuid) AS "isTrainee",
    canonical_person(s.signed_by) = canonical_person(${db.viewer.personId}::uuid) AS "isSigner",
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'effectiveFrom', e.effective_from) ORDER BY e.recorded_at, e.id)
      FROM sign_off_entry e WHERE e.org_id = s.org_id AND e.sign_off_id = s.id), '[]') AS entries
  FROM sign_off s
  JOIN training_assignment a ON a.org_id = s.org_id AND a.id = s.assignment_id
  JOIN site si ON si.org_id = s.site_org_id AND si.id = s.site_id
  JOIN skill sk ON sk.org_id = s.skill_org_id AND sk.id = s.skill_id
  JOIN skill_version v ON v.org_id = s.skill_org_id AND v.id = s.skill_version_id
  WHERE s.org_id = ${db.orgId} AND s.id = ${id} AND ${seenAssignment(db)}`;

/** A sign-off that something puts in doubt. */
export interface DoubtedSignOff {
  readonly id: string;
  readonly personId: string;
  readonly assignmentId: string;
  /** What did. */
  readonly causeId: string;
  /** The first day in doubt. */
  readonly effectiveFrom: string;
}

/** Of sign-offs `s`: neither revoked nor corrected. */
const STANDING = sql`NOT EXISTS (SELECT 1 FROM sign_off_entry e
  WHERE e.org_id = s.org_id AND e.sign_off_id = s.id AND e.kind IN ('REVOKED', 'CORRECTED'))`;

/** Of sign-offs `s`: never in review for a cause that comes once. */
const unreviewed = (causeId: Sql): Sql => sql`NOT EXISTS (SELECT 1 FROM sign_off_entry e
  WHERE e.org_id = s.org_id AND e.sign_off_id = s.id AND e.kind = 'REVIEW_OPENED' AND e.cause_id = ${causeId})`;

/** Of sign-offs `s`: not in review now for a cause that can come again, as a skill that is suspended, given back and revoked. */
const notInReview = (causeId: string, from: Sql): Sql => sql`NOT EXISTS (SELECT 1 FROM sign_off_entry e
  WHERE e.org_id = s.org_id AND e.sign_off_id = s.id AND e.kind = 'REVIEW_OPENED' AND e.cause_id = ${causeId}::uuid AND e.effective_from <= ${from}
    AND NOT EXISTS (SELECT 1 FROM sign_off_entry u
      WHERE u.org_id = e.org_id AND u.sign_off_id = e.sign_off_id AND u.kind = 'REVIEW_UPHELD' AND u.recorded_at >= e.recorded_at))`;

/** What the person signed on top of a skill that was withdrawn on a day: skills whose version names it as coming first. */
export const dependantsOf = (
  orgId: string,
  { id, personId, skillOrgId, skillId }: SignOffSubject,
  from: string,
): Sql => sql`
  SELECT s.id, s.person_id AS "personId", s.assignment_id AS "assignmentId", ${id}::uuid AS "causeId", greatest(s.effective_on, ${from}::date)::text AS "effectiveFrom"
  FROM sign_off s
  JOIN skill_prerequisite p ON p.org_id = s.skill_org_id AND p.skill_version_id = s.skill_version_id AND p.prerequisite_skill_id = ${skillId}
  WHERE s.org_id = ${orgId} AND s.skill_org_id = ${skillOrgId} AND s.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}::uuid]) AS same)
    AND (s.expires_on IS NULL OR s.expires_on >= ${from}::date) AND ${STANDING}
    AND ${notInReview(id, sql`greatest(s.effective_on, ${from}::date)`)}`;

/** What rests on observations that were voided. */
export const restingOn = (orgId: string, observationIds: readonly string[]): Sql => sql`
  SELECT s.id, s.person_id AS "personId", s.assignment_id AS "assignmentId", c.observation_id AS "causeId", s.effective_on::text AS "effectiveFrom"
  FROM sign_off_observation c JOIN sign_off s ON s.org_id = c.org_id AND s.id = c.sign_off_id
  WHERE c.org_id = ${orgId} AND c.observation_id = ANY (${[...observationIds]}::uuid[]) AND ${STANDING}
    AND ${unreviewed(sql`c.observation_id`)}`;

/** Days on which a license turns out not to have been active, and what says so. */
export interface LostDays {
  readonly entryId: string;
  readonly licenseId: string;
  /** Whose license it is. */
  readonly personId: string;
  readonly lost: readonly { readonly startsOn: string; readonly endsOn: string | null }[];
}

/** What was signed under the license to count from such a day or on one, approved under it, or rests on what was observed under it. */
export function validatedUnder(orgId: string, { entryId, licenseId, personId, lost }: LostDays): Sql {
  const isLost = (day: Sql): Sql =>
    sql`EXISTS (SELECT 1 FROM d WHERE ${day} BETWEEN d."startsOn" AND coalesce(d."endsOn", 'infinity'))`;
  return sql`
    WITH d AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${JSON.stringify(lost)}::jsonb) AS j ("startsOn" date, "endsOn" date)),
    holder AS MATERIALIZED (SELECT same.person_id FROM same_persons(ARRAY[${personId}::uuid]) AS same),
    found AS (
      SELECT s.id FROM sign_off s WHERE s.org_id = ${orgId} AND s.license_id = ${licenseId}
        AND (${isLost(sql`s.effective_on`)} OR ${isLost(sql`(s.signed_at AT TIME ZONE s.time_zone)::date`)})
      UNION SELECT e.sign_off_id FROM holder h JOIN sign_off_entry e ON e.org_id = ${orgId} AND e.recorded_by = h.person_id
      WHERE e.kind = 'APPROVED' AND e.signature -> 'license' ->> 'id' = ${licenseId} AND ${isLost(sql`e.effective_from`)}
      UNION SELECT c.sign_off_id FROM holder h JOIN observation o ON o.org_id = ${orgId} AND o.observed_by = h.person_id
      JOIN sign_off_observation c ON c.org_id = o.org_id AND c.observation_id = o.id
      WHERE o.eligibility -> 'license' ->> 'id' = ${licenseId} AND ${isLost(sql`o.observed_on`)})
    SELECT s.id, s.person_id AS "personId", s.assignment_id AS "assignmentId", ${entryId}::uuid AS "causeId", s.effective_on::text AS "effectiveFrom"
    FROM found f JOIN sign_off s ON s.org_id = ${orgId} AND s.id = f.id WHERE ${STANDING} AND ${unreviewed(sql`${entryId}::uuid`)}`;
}

/** What somebody signed for themselves, or approved or observed of themselves, by whichever of their ids; `causeId` says that they are one. */
export const signedByOneself = (orgId: string, personId: string, causeId: string): Sql => sql`
  WITH own AS MATERIALIZED (SELECT ARRAY(SELECT same.person_id FROM same_persons(ARRAY[${personId}::uuid]) same) AS ids)
  SELECT s.id, s.person_id AS "personId", s.assignment_id AS "assignmentId", ${causeId}::uuid AS "causeId", s.effective_on::text AS "effectiveFrom"
  FROM sign_off s CROSS JOIN own
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM sign_off_entry e WHERE e.org_id = s.org_id AND e.sign_off_id = s.id
    AND e.kind = 'APPROVED' AND e.recorded_by = ANY (own.ids)) AS given) approval
  WHERE s.org_id = ${orgId} AND ${STANDING} AND ${unreviewed(sql`${causeId}::uuid`)}
    AND (s.signed_by = ANY (own.ids) AND approval.given
      OR s.person_id = ANY (own.ids) AND (s.signed_by = ANY (own.ids) OR approval.given OR EXISTS (
        SELECT 1 FROM sign_off_observation c JOIN observation o ON o.org_id = c.org_id AND o.id = c.observation_id
        WHERE c.org_id = s.org_id AND c.sign_off_id = s.id AND o.observed_by = ANY (own.ids))))`;
