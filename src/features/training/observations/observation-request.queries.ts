import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';

/** Requests `q` of assignments the viewer may see, under a condition. */
export const requestRows = (db: Tenancy, where: Sql): Sql => sql`
  SELECT q.org_id AS "orgId", q.id, q.assignment_id AS "assignmentId", q.person_id AS "personId", p.given_name || ' ' || p.family_name AS "traineeName",
    q.skill_id AS "skillId", k.code AS "skillCode", a.site_id AS "siteId", q.asked_person_id AS "askedPersonId", q.note,
    q.requested_at AS "requestedAt", q.answer, q.answered_at AS "answeredAt", q.observation_id AS "observationId",
    q.reason AS "declinedBecause"
  FROM observation_request q JOIN training_assignment a ON a.org_id = q.org_id AND a.id = q.assignment_id
  JOIN skill k ON k.org_id = q.skill_org_id AND k.id = q.skill_id LEFT JOIN person p ON p.id = q.person_id
  WHERE q.org_id = ${db.orgId} AND ${seenAssignment(db)} AND ${where}`;

/** Organizations whose people are placed at the viewer's at this moment. */
export const hostedOrganizations = ({ viewer }: Tenancy): Sql => sql`
  SELECT DISTINCT st.org_id AS "orgId" FROM assignment_standing st
  WHERE st.site_org_id = ${viewer.orgId} AND st.org_id <> ${viewer.orgId} ORDER BY 1`;

export interface FoundRequest {
  /** As asked for. */
  readonly id: string;
  /** The request on record under this id. */
  readonly known: { readonly assignmentId: string; readonly skillId: string; readonly own: boolean } | null;
  readonly skillOrgId: string | null;
  readonly openId: string | null;
  /** Whether the viewer is the trainee. */
  readonly own: boolean;
  readonly today: string;
  readonly askedExists: boolean;
}

/** What has to be known of new requests of one organization: one statement, however many. */
export const requestSurroundings = (
  { orgId, viewer }: Tenancy,
  asked: readonly {
    id: string;
    assignmentId: string;
    skillId: string;
    askedPersonId: string | null;
    checklistVersionId: string;
    personId: string;
    timeZone: string;
  }[],
): Sql => sql`
  SELECT a.id, (SELECT json_build_object('assignmentId', q.assignment_id, 'skillId', q.skill_id)
      FROM observation_request q WHERE q.org_id = ${orgId} AND q.id = a.id) AS known,
    pinned.org_id AS "skillOrgId",
    (SELECT q.id FROM observation_request q WHERE q.org_id = ${orgId} AND q.assignment_id = a."assignmentId" AND q.skill_id = a."skillId"
      AND q.answered_at IS NULL) AS "openId",
    canonical_person(a."personId") = canonical_person(${viewer.personId}) AS own,
    (app_now() AT TIME ZONE a."timeZone")::date::text AS today,
    a."askedPersonId" IS NULL OR EXISTS (SELECT 1 FROM person p WHERE p.id = a."askedPersonId") AS "askedExists"
  FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS a (id uuid, "assignmentId" uuid, "skillId" uuid, "askedPersonId" uuid,
    "checklistVersionId" uuid, "personId" uuid, "timeZone" text)
  LEFT JOIN LATERAL (
    SELECT c.org_id FROM checklist_skill c
    WHERE c.org_id = ${orgId} AND c.checklist_version_id = a."checklistVersionId" AND c.skill_id = a."skillId"
    UNION ALL SELECT added.skill_org_id FROM assignment_added_skill added
    WHERE added.org_id = ${orgId} AND added.assignment_id = a."assignmentId" AND added.skill_id = a."skillId" AND added.removed_at IS NULL
    LIMIT 1) pinned ON true`;

export interface NewRequest {
  readonly id: string;
  readonly assignmentId: string;
  readonly siteOrgId: string;
  readonly personId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly askedPersonId: string | null;
  readonly note: string | null;
  /** Another request stands for it. */
  readonly repeated: boolean;
}

/** Adds requests, after those that were open and no longer stand are answered: only one is open for a skill. */
export const addRequests = (
  orgId: string,
  all: readonly NewRequest[],
  superseded: readonly string[],
): Sql => sql`
  WITH closed AS (
    UPDATE observation_request SET answered_at = app_now(), answer = 'REPEATED'
    WHERE org_id = ${orgId} AND id = ANY (${[...superseded]}::uuid[]) AND answered_at IS NULL RETURNING id)
  INSERT INTO observation_request (org_id, id, assignment_id, site_org_id, person_id, skill_org_id, skill_id, asked_person_id, note,
    answered_at, answer)
  SELECT ${orgId}, r.id, r."assignmentId", r."siteOrgId", r."personId", r."skillOrgId", r."skillId", r."askedPersonId", r.note,
    CASE WHEN r.repeated THEN app_now() END, CASE WHEN r.repeated THEN 'REPEATED' END
  FROM jsonb_to_recordset(${JSON.stringify(all)}::jsonb) AS r (id uuid, "assignmentId" uuid, "siteOrgId" uuid, "personId" uuid,
    "skillOrgId" uuid, "skillId" uuid, "askedPersonId" uuid, note text, repeated boolean)
  WHERE (SELECT count(*) FROM closed) >= 0`;
