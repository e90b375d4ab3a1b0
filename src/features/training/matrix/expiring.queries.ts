import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment, seenSite } from '../placements/assignment-access.queries.js';
import { skillFactsJson, type SkillFactsText } from '../sign-offs/skill-facts.queries.js';

/** A person and a skill of which something may run out soon: whether it does, the facts tell. */
export interface ExpiringCandidate {
  readonly personId: string;
  readonly name: string;
  readonly skillId: string;
  readonly code: string;
  readonly title: string;
  /** The day where it was signed. */
  readonly today: string;
  readonly facts: SkillFactsText;
  /** Assignments and sites by the id of the sign-off. */
  readonly signedIn: Readonly<Record<string, { assignmentId: string; siteOrgId: string }>>;
}

/** Of the viewer's own organization. */
export const ownCandidates = (db: Tenancy, withinDays: number): Sql =>
  candidates(db.orgId, sql`${seenAssignment(db)}`, withinDays);

/** Of another organization's people who are at the viewer's sites now, asked as that organization. */
export const hostedCandidates = (orgId: string, assignmentIds: readonly string[], withinDays: number): Sql =>
  candidates(
    orgId,
    sql`a.person_id IN (SELECT h.person_id FROM training_assignment h WHERE h.org_id = ${orgId} AND h.id = ANY (${[...assignmentIds]}::uuid[]))`,
    withinDays,
  );

/** Whose people are at the viewer's sites now, in which assignments. */
export const hostedNow = (db: Tenancy): Sql => sql`
  SELECT a.org_id AS "orgId", array_agg(a.id) AS "assignmentIds" FROM training_assignment a
  JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
  WHERE a.org_id <> ${db.orgId} AND st.site_org_id = ${db.orgId} AND ${seenSite(db)} GROUP BY a.org_id ORDER BY a.org_id`;

/** Of people who are assigned somewhere today: what expires by itself, or because a newer version asks for revalidation. */
const candidates = (orgId: string, which: Sql, withinDays: number): Sql => sql`
  SELECT c.person_id AS "personId", btrim(p.given_name || ' ' || p.family_name) AS name, c.skill_id AS "skillId", k.code, c.title,
    c.today::text AS today,
    ${skillFactsJson(sql`${orgId}`, sql`ids.persons`, sql`c.skill_org_id`, sql`c.skill_id`)} AS facts,
    (SELECT jsonb_object_agg(so.id, jsonb_build_object('assignmentId', so.assignment_id, 'siteOrgId', so.site_org_id)) FROM sign_off so
      WHERE so.org_id = ${orgId} AND so.person_id = ANY (ids.persons) AND so.skill_id = c.skill_id) AS "signedIn"
  FROM (
    SELECT DISTINCT ON (canonical_person(so.person_id), so.skill_id) canonical_person(so.person_id) AS person_id, so.skill_org_id, so.skill_id,
      v.title, (app_now() AT TIME ZONE so.time_zone)::date AS today
    FROM sign_off so JOIN training_assignment a ON a.org_id = so.org_id AND a.id = so.assignment_id
    JOIN skill_version v ON v.org_id = so.skill_org_id AND v.id = so.skill_version_id
    CROSS JOIN LATERAL (SELECT (app_now() AT TIME ZONE so.time_zone)::date AS today) d
    WHERE so.org_id = ${orgId} AND ${which}
      AND (so.expires_on BETWEEN d.today AND d.today + ${withinDays}::int OR EXISTS (
        SELECT 1 FROM skill_version n WHERE n.org_id = so.skill_org_id AND n.skill_id = so.skill_id AND n.number > v.number
          AND n.revalidate_by BETWEEN d.today AND d.today + ${withinDays}::int))
      AND EXISTS (SELECT 1 FROM assignment_standing st WHERE st.org_id = so.org_id AND st.person_id = so.person_id AND NOT st.cancelled
        AND d.today BETWEEN st.starts_on AND coalesce(st.ends_on, 'infinity'))
    ORDER BY canonical_person(so.person_id), so.skill_id, so.effective_on DESC) c
  JOIN person p ON p.id = c.person_id
  JOIN skill k ON k.org_id = c.skill_org_id AND k.id = c.skill_id
  CROSS JOIN LATERAL (SELECT ARRAY(SELECT s.person_id FROM same_persons(ARRAY[c.person_id]) s) AS persons) ids`;
