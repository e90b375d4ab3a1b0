import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { ChecklistDemand } from '../completion/checklist-completion.rules.js';

/** A skill an assignment asks for. */
export interface AskedSkill {
  readonly assignmentId: string;
  readonly skillId: string;
  readonly required: boolean;
}

/** What completes the checklist of an assignment. */
export interface DemandOfAssignment extends ChecklistDemand {
  readonly assignmentId: string;
  readonly title: string;
}

/** In the order of the checklist; what the site added comes last. */
export const askedSkills = (db: Tenancy, assignmentIds: readonly string[]): Sql => sql`
  SELECT st.assignment_id AS "assignmentId", asked.skill_id AS "skillId", asked.required
  FROM assignment_standing st
  CROSS JOIN LATERAL (
    SELECT c.skill_id, c.required, c.position FROM checklist_skill c
    WHERE c.org_id = st.org_id AND c.checklist_version_id = st.checklist_version_id
    UNION ALL
    SELECT n.skill_id, true, 1000 FROM assignment_added_skill n
    WHERE n.org_id = st.org_id AND n.assignment_id = st.assignment_id AND n.removed_at IS NULL) asked
  WHERE st.org_id = ${db.orgId} AND st.assignment_id = ANY (${[...assignmentIds]}::uuid[])
  ORDER BY st.assignment_id, asked.position, asked.skill_id`;

export const demands = (db: Tenancy, assignmentIds: readonly string[]): Sql => sql`
  SELECT st.assignment_id AS "assignmentId", v.title, v.completion, v.required_minutes AS "requiredMinutes"
  FROM assignment_standing st JOIN checklist_version v ON v.org_id = st.org_id AND v.id = st.checklist_version_id
  WHERE st.org_id = ${db.orgId} AND st.assignment_id = ANY (${[...assignmentIds]}::uuid[])`;
