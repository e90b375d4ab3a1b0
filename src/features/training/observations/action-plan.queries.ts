import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';

/** Action plans `p` of assignments the viewer may see, under a condition. */
export const actionPlanRows = (db: Tenancy, where: Sql): Sql => sql`
  SELECT p.id, p.assignment_id AS "assignmentId", p.person_id AS "personId", p.skill_id AS "skillId", p.observation_id AS "observationId",
    p.reason, coalesce(written.plan, p.plan) AS plan,
    (CASE WHEN written.id IS NULL THEN p.due_on ELSE written.due_on END)::text AS "dueOn", p.opened_by AS "openedBy",
    p.opened_at AS "openedAt", coalesce(ended.kind, 'OPEN') AS "planStatus", ended.recorded_at AS "endedAt",
    ended.recorded_by AS "endedBy", ended.note AS "endNote"
  FROM action_plan p JOIN training_assignment a ON a.org_id = p.org_id AND a.id = p.assignment_id
  LEFT JOIN LATERAL (SELECT e.* FROM action_plan_entry e WHERE e.org_id = p.org_id AND e.action_plan_id = p.id AND e.kind = 'WRITTEN'
    ORDER BY e.recorded_at DESC, e.id DESC LIMIT 1) written ON true
  LEFT JOIN action_plan_entry ended ON ended.org_id = p.org_id AND ended.action_plan_id = p.id AND ended.kind <> 'WRITTEN'
  WHERE p.org_id = ${db.orgId} AND ${seenAssignment(db)} AND ${where}`;
