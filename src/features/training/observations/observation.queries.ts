import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AssignmentFacts } from '../placements/assignment-access.service.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';
import type { ObservedSkill } from './observation-draft.js';
import { noteWarnings } from './note-warnings.rules.js';
import { observedSkill } from './observation-recording.queries.js';
import { Observation, ObservationStep, ObservationVoiding } from './observation.type.js';

/** Of which assignment an observation, a request or an action plan is; at any organization that has to do with the viewer's. */
export const assignmentOf = (recordId: string): Sql =>
  sql`SELECT assignment_of_record(${recordId}) AS "assignmentId"`;

type ObservationRow = Omit<Observation, 'voiding' | 'noteWarnings'> & {
  voiding: (Omit<ObservationVoiding, 'voidedAt'> & { voidedAt: string }) | null;
};

/** Observations `o` of assignments the viewer may see, under a condition. */
export const observationRows = (db: Tenancy, where: Sql): Sql => sql`
  SELECT o.id, o.assignment_id AS "assignmentId", o.person_id AS "personId", o.skill_id AS "skillId", o.skill_version_id AS "skillVersionId",
    o.kind, o.starts_at AS "startsAt", o.ends_at AS "endsAt", o.observed_on::text AS "observedOn", o.time_zone AS "timeZone", o.method,
    o.simulated, o.group_event AS "groupEvent", o.entrustment_level AS "entrustmentLevel", o.performance_rating AS "performanceRating",
    o.result, o.score_percent AS "scorePercent", o.critical_met AS "criticalMet", o.note, o.observed_by AS "observedBy",
    o.eligibility ->> 'printedName' AS "observerName",
    o.eligibility #>> '{license,typeCode}' || ' ' || (o.eligibility #>> '{license,number}') || ', '
      || (o.eligibility #>> '{license,jurisdiction}') AS "observerLicense",
    o.late, o.claimed_at AS "claimedAt", o.recorded_by AS "recordedBy", o.recorded_at AS "recordedAt", o.content_hash AS "contentHash",
    (SELECT coalesce(json_agg(json_build_object('stepId', p.step_id, 'position', p.position, 'result', p.result, 'reading', p.reading::text,
        'referenceReading', p.reference_reading::text, 'tolerance', p.tolerance::text, 'reason', p.reason) ORDER BY p.position), '[]')
      FROM observation_step p WHERE p.org_id = o.org_id AND p.observation_id = o.id) AS steps,
    (SELECT json_build_object('reasonCode', v.reason_code, 'reason', v.reason, 'voidedBy', v.voided_by, 'voidedAt', v.recorded_at)
      FROM observation_voiding v WHERE v.org_id = o.org_id AND v.observation_id = o.id) AS voiding,
    ${openPlanId(db.orgId, sql`o.person_id`, sql`o.skill_id`)} AS "openActionPlanId"
  FROM observation o JOIN training_assignment a ON a.org_id = o.org_id AND a.id = o.assignment_id
  WHERE o.org_id = ${db.orgId} AND ${seenAssignment(db)} AND ${where}`;

export const observationFrom = ({ voiding, steps, ...row }: ObservationRow): Observation =>
  Object.assign(new Observation(), row, {
    noteWarnings: noteWarnings(row.note),
    steps: steps.map((step) => Object.assign(new ObservationStep(), step)),
    voiding:
      voiding && Object.assign(new ObservationVoiding(), voiding, { voidedAt: new Date(voiding.voidedAt) }),
  });

export type { ObservationRow };

const openPlanId = (orgId: string, personId: Sql, skillId: Sql): Sql => sql`(
  SELECT plan.id FROM action_plan plan WHERE plan.org_id = ${orgId} AND plan.skill_id = ${skillId} AND plan.person_id = ${personId}
    AND NOT EXISTS (SELECT 1 FROM action_plan_entry e
      WHERE e.org_id = plan.org_id AND e.action_plan_id = plan.id AND e.kind <> 'WRITTEN')
  ORDER BY plan.opened_at LIMIT 1)`;

/** A skill as an assignment asks for it today. */
export interface AssignedSkill {
  readonly skill: ObservedSkill;
  readonly title: string;
  readonly units: readonly { readonly id: string; readonly unit: string | null }[];
  /** Today at the site, and the law there. */
  readonly today: string;
  readonly jurisdiction: string;
  readonly setting: string;
  /** Whether the viewer is the trainee, through whatever account. */
  readonly own: boolean;
  readonly openActionPlanId: string | null;
  readonly openRequestId: string | null;
}

/** The skill of the assignment with its pinned version; null: it is none of the assignment's. */
export async function findAssignedSkill(
  tx: Transaction,
  facts: AssignmentFacts,
  skillId: string,
): Promise<AssignedSkill | null> {
  const today = sql`(app_now() AT TIME ZONE ${facts.timeZone})::date`;
  const [row] = await tx.query<AssignedSkill>(sql`
    SELECT ${observedSkill} AS skill, v.title, law.jurisdiction, law.setting, ${today}::text AS today,
      (SELECT json_agg(json_build_object('id', p.id, 'unit', p.measure_unit)) FROM skill_step p
        WHERE p.org_id = v.org_id AND p.skill_version_id = v.id) AS units,
      canonical_person(${tx.db.viewer.personId}) = canonical_person(${facts.personId}) AS own,
      ${openPlanId(tx.orgId, sql`${facts.personId}::uuid`, sql`v.skill_id`)} AS "openActionPlanId",
      (SELECT q.id FROM observation_request q WHERE q.org_id = ${tx.orgId} AND q.assignment_id = ${facts.id} AND q.skill_id = v.skill_id
        AND q.answered_at IS NULL) AS "openRequestId"
    FROM (
      SELECT c.org_id, c.skill_version_id FROM checklist_skill c
      WHERE c.org_id = ${tx.orgId} AND c.checklist_version_id = ${facts.checklistVersionId} AND c.skill_id = ${skillId}
      UNION ALL SELECT added.skill_org_id, added.skill_version_id FROM assignment_added_skill added
      WHERE added.org_id = ${tx.orgId} AND added.assignment_id = ${facts.id} AND added.skill_id = ${skillId} AND added.removed_at IS NULL
      LIMIT 1) pinned
    JOIN skill_version v ON v.org_id = pinned.org_id AND v.id = pinned.skill_version_id
    JOIN skill k ON k.org_id = v.org_id AND k.id = v.skill_id
    CROSS JOIN LATERAL site_on(${facts.siteOrgId}, ${facts.siteId}, ${today}) law`);
  return row ?? null;
}
