import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { AssignmentFacts } from './assignment-access.service.js';

/** The version in force of a skill of the site's organization, as far as it decides whether it may be added. */
export interface SkillToAdd {
  readonly skillVersionId: string;
  readonly code: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  readonly isAskedFor: boolean;
  /** Codes of what it builds on and the assignment does not ask for. */
  readonly missing: string[];
  /** The day at the site. */
  readonly today: string;
}

/** Skills `(skill_org_id, skill_id)` that the assignment asks for. */
const askedFor = ({ orgId, id, checklistVersionId }: AssignmentFacts): Sql => sql`
  SELECT c.org_id AS skill_org_id, c.skill_id FROM checklist_skill c
  WHERE c.org_id = ${orgId} AND c.checklist_version_id = ${checklistVersionId}
  UNION ALL SELECT n.skill_org_id, n.skill_id FROM assignment_added_skill n
  WHERE n.org_id = ${orgId} AND n.assignment_id = ${id} AND n.removed_at IS NULL`;

/** No row where the skill has no published version. */
export const skillToAdd = (assignment: AssignmentFacts, skillId: string): Sql => sql`
  WITH asked AS (${askedFor(assignment)})
  SELECT v.id AS "skillVersionId", s.code, v.task_code AS "taskCode", v.patient_contact AS "patientContact",
    EXISTS (SELECT 1 FROM asked WHERE asked.skill_org_id = s.org_id AND asked.skill_id = s.id) AS "isAskedFor",
    ARRAY(SELECT o.code FROM skill_prerequisite p JOIN skill o ON o.org_id = p.org_id AND o.id = p.prerequisite_skill_id
      WHERE p.org_id = v.org_id AND p.skill_version_id = v.id AND NOT EXISTS (
        SELECT 1 FROM asked WHERE asked.skill_org_id = o.org_id AND asked.skill_id = o.id) ORDER BY o.code) AS missing,
    (app_now() AT TIME ZONE ${assignment.timeZone})::date::text AS today
  FROM skill s JOIN skill_version v ON v.org_id = s.org_id AND v.skill_id = s.id AND v.status = 'PUBLISHED'
  WHERE s.org_id = ${assignment.siteOrgId} AND s.id = ${skillId} ORDER BY v.number DESC LIMIT 1`;

/** One that was added and removed before is asked for anew, in the version in force now; what was asked for before stays. */
export const addSkill = (
  db: Tenancy,
  { orgId, id, siteOrgId }: AssignmentFacts,
  skillId: string,
  skillVersionId: string,
): Sql => sql`
  INSERT INTO assignment_added_skill (org_id, assignment_id, site_org_id, skill_org_id, skill_id, skill_version_id, added_by)
  VALUES (${orgId}, ${id}, ${siteOrgId}, ${siteOrgId}, ${skillId}, ${skillVersionId}, ${db.actorId})`;

/** Codes of other added skills of the assignment that build on the skill. */
export const addedThatBuildOn = ({ orgId, id }: AssignmentFacts, skillId: string): Sql => sql`
  SELECT s.code FROM assignment_added_skill n
  JOIN skill_prerequisite p ON p.org_id = n.skill_org_id AND p.skill_version_id = n.skill_version_id AND p.prerequisite_skill_id = ${skillId}
  JOIN skill s ON s.org_id = n.skill_org_id AND s.id = n.skill_id
  WHERE n.org_id = ${orgId} AND n.assignment_id = ${id} AND n.removed_at IS NULL ORDER BY s.code`;

/** Those asked for now, or the one skill, by code. */
export const addedSkills = ({ orgId, id }: AssignmentFacts, skillId: string | null): Sql => sql`
  SELECT n.assignment_id AS "assignmentId", n.skill_org_id AS "skillOrgId", n.skill_id AS "skillId", n.skill_version_id AS "skillVersionId",
    n.added_at AS "addedAt", n.removed_at AS "removedAt"
  FROM assignment_added_skill n JOIN skill s ON s.org_id = n.skill_org_id AND s.id = n.skill_id
  WHERE n.org_id = ${orgId} AND n.assignment_id = ${id}
    AND CASE WHEN ${skillId}::uuid IS NULL THEN n.removed_at IS NULL ELSE n.skill_id = ${skillId}::uuid END ORDER BY s.code, n.added_at DESC`;
