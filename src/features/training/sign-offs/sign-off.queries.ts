import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';

/** The columns of a sign-off `s` of the assignment `a`, named as the API has them; dates as text. */
const SIGN_OFF = sql`s.org_id AS "orgId", s.id, s.assignment_id AS "assignmentId", s.person_id AS "personId", s.site_org_id AS "siteOrgId",
  s.site_id AS "siteId", s.skill_org_id AS "skillOrgId", s.skill_id AS "skillId", s.skill_version_id AS "skillVersionId", sk.code AS "skillCode",
  v.title AS "skillTitle", v.number AS "skillVersion", s.kind, s.effective_on::text AS "effectiveOn", s.expires_on::text AS "expiresOn",
  s.time_zone AS "timeZone", s.entrustment_level AS "entrustmentLevel", s.previous_id AS "previousId",
  s.final_approval_required AS "finalApprovalRequired", s.late, s.meaning, s.signed_by AS "signedBy", s.printed_name AS "printedName",
  s.license_snapshot AS license, s.authentication, s.content, s.content_hash AS "contentHash", s.signed_at AS "signedAt",
  (app_now() AT TIME ZONE s.time_zone)::date::text AS today,
  ARRAY(SELECT c.observation_id FROM sign_off_observation c WHERE c.org_id = s.org_id AND c.sign_off_id = s.id ORDER BY 1) AS "observationIds",
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'effectiveFrom', e.effective_from, 'reasonCode', e.reason_code,
      'note', e.note, 'causeId', e.cause_id, 'signature', e.signature, 'recordedBy', e.recorded_by, 'recordedAt', e.recorded_at) ORDER BY e.recorded_at, e.id)
    FROM sign_off_entry e WHERE e.org_id = s.org_id AND e.sign_off_id = s.id), '[]') AS entries`;

const FROM = sql`FROM sign_off s
  JOIN training_assignment a ON a.org_id = s.org_id AND a.id = s.assignment_id
  JOIN skill sk ON sk.org_id = s.skill_org_id AND sk.id = s.skill_id
  JOIN skill_version v ON v.org_id = s.skill_org_id AND v.id = s.skill_version_id`;

/** Those of the sign-offs that the viewer may see. */
export const signOffsById = (db: Tenancy, ids: readonly string[]): Sql => sql`
  SELECT ${SIGN_OFF} ${FROM} WHERE s.org_id = ${db.orgId} AND s.id = ANY (${[...ids]}::uuid[]) AND ${seenAssignment(db)}`;

/** Whose record it is: the viewer's own organization's, or that of somebody placed at it now. */
export const ownerOfSignOff = ({ viewer }: Tenancy, id: string): Sql => sql`
  SELECT org_id AS "orgId" FROM sign_off WHERE org_id = ${viewer.orgId} AND id = ${id}
  UNION SELECT org_id FROM sign_off WHERE site_org_id = ${viewer.orgId} AND id = ${id}`;

export interface SignOffFilter {
  readonly personId: string | null;
  readonly assignmentId: string | null;
  readonly skillId: string | null;
}

const matching = (db: Tenancy, { personId, assignmentId, skillId }: SignOffFilter): Sql => sql`
  s.org_id = ${db.orgId} AND ${seenAssignment(db)}
  AND (${personId}::uuid IS NULL OR s.person_id = ANY (ARRAY(SELECT same.person_id FROM same_persons(ARRAY[${personId}::uuid]) AS same)))
  AND (${assignmentId}::uuid IS NULL OR s.assignment_id = ${assignmentId}::uuid)
  AND (${skillId}::uuid IS NULL OR s.skill_id = ${skillId}::uuid)`;

/** Newest first, from behind the cursor on. */
export const signOffPage = (
  db: Tenancy,
  filter: SignOffFilter,
  cursor: { at: string | null; id: string | null },
  limit: number,
): Sql => sql`
  SELECT ${SIGN_OFF}, to_char(s.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS cursor ${FROM}
  WHERE ${matching(db, filter)}
    AND (${cursor.at}::timestamptz IS NULL OR (s.signed_at, s.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid))
  ORDER BY s.signed_at DESC, s.id DESC LIMIT ${limit}`;

export const signOffCount = (db: Tenancy, filter: SignOffFilter): Sql => sql`
  SELECT count(*)::int AS count FROM sign_off s JOIN training_assignment a ON a.org_id = s.org_id AND a.id = s.assignment_id
  WHERE ${matching(db, filter)}`;

/** A sign-off as it is inserted. */
export interface SignOffRow {
  readonly id: string;
  readonly assignmentId: string;
  readonly siteOrgId: string;
  readonly siteId: string;
  readonly personId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly skillVersionId: string;
  readonly kind: string;
  readonly effectiveOn: string;
  readonly expiresOn: string | null;
  readonly timeZone: string;
  readonly entrustmentLevel: string | null;
  readonly previousId: string | null;
  readonly finalApprovalRequired: boolean;
  readonly late: boolean;
  readonly meaning: string;
  readonly printedName: string;
  readonly licenseId: string;
  readonly license: object;
  readonly supervision: object;
  readonly content: string;
  readonly contentHash: string;
  readonly observationIds: readonly string[];
}

/** Writes sign-offs with the observations they rest on, in one statement. */
export const insertSignOffs = (
  orgId: string,
  rows: readonly SignOffRow[],
  by: { readonly signedBy: string; readonly authentication: string },
): Sql => sql`
  WITH g AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, "assignmentId" uuid, "siteOrgId" uuid, "siteId" uuid,
    "personId" uuid, "skillOrgId" uuid, "skillId" uuid, "skillVersionId" uuid, kind text, "effectiveOn" date, "expiresOn" date, "timeZone" text,
    "entrustmentLevel" text, "previousId" uuid, "finalApprovalRequired" boolean, late boolean, meaning text, "printedName" text,
    "licenseId" uuid, license jsonb, supervision jsonb, content text, "contentHash" text, "observationIds" jsonb)),
  made AS (
    INSERT INTO sign_off (org_id, id, assignment_id, site_org_id, site_id, person_id, skill_org_id, skill_id, skill_version_id, kind, effective_on,
      expires_on, time_zone, entrustment_level, previous_id, final_approval_required, late, meaning, signed_by, printed_name, license_id,
      license_snapshot, supervision_snapshot, authentication, content, content_hash)
    SELECT ${orgId}::uuid, g.id, g."assignmentId", g."siteOrgId", g."siteId", g."personId", g."skillOrgId", g."skillId", g."skillVersionId", g.kind,
      g."effectiveOn", g."expiresOn", g."timeZone", g."entrustmentLevel", g."previousId", g."finalApprovalRequired", g.late, g.meaning,
      ${by.signedBy}::uuid, g."printedName", g."licenseId", g.license, g.supervision, ${by.authentication}, g.content, g."contentHash" FROM g)
  INSERT INTO sign_off_observation (org_id, sign_off_id, observation_id)
  SELECT ${orgId}::uuid, g.id, o.id::uuid FROM g CROSS JOIN LATERAL jsonb_array_elements_text(g."observationIds") AS o (id)`;

/** An entry as it is inserted. */
export interface EntryRow {
  readonly id: string;
  readonly signOffId: string;
  readonly kind: string;
  readonly effectiveFrom: string;
  readonly reasonCode: string | null;
  readonly note: string | null;
  readonly causeId: string | null;
  readonly signature: object | null;
}

export const insertEntries = (
  orgId: string,
  rows: readonly EntryRow[],
  recordedBy: string | null,
): Sql => sql`
  INSERT INTO sign_off_entry (org_id, id, sign_off_id, kind, effective_from, reason_code, note, cause_id, signature, recorded_by)
  SELECT ${orgId}::uuid, g.id, g."signOffId", g.kind, g."effectiveFrom", g."reasonCode", g.note, g."causeId", nullif(g.signature, 'null'::jsonb), ${recordedBy}::uuid
  FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g (id uuid, "signOffId" uuid, kind text, "effectiveFrom" date, "reasonCode" text,
    note text, "causeId" uuid, signature jsonb)`;

/** Whether ids stand for one human being. */
export const samePerson = (one: string, other: string): Sql =>
  sql`SELECT canonical_person(${one}::uuid) = canonical_person(${other}::uuid) AS same`;
