import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { OBSERVATION_KIND } from '../observations/observation-facts.queries.js';
import { seenAssignment, seenSite } from '../placements/assignment-access.queries.js';
import { allIdsOf, skillFactsFrom, skillFactsJson, type SkillFactsText } from './skill-facts.queries.js';
import type { WorkAsked } from '../work-requirements/work-requirement.js';
import type { Scene, SceneObservation, ScenePlace, SceneSkill } from './sign-off-scene.js';

/**
 * Whose records the assignments belong to, of those the viewer may see: their own organization's, or those of people
 * placed at it now. One row for each.
 */
export function ownersSeen(db: Tenancy, assignmentIds: readonly string[]): Sql {
  const own = sql`a.org_id = ${db.viewer.orgId}`;
  return sql`
    SELECT a.org_id AS "orgId", a.id, canonical_person(a.person_id) AS "personId" FROM training_assignment a
    JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
    WHERE (${own} OR a.site_org_id = ${db.viewer.orgId}) AND a.id = ANY (${[...assignmentIds]}::uuid[])
      AND CASE WHEN ${own} THEN ${seenAssignment(db)} ELSE ${db.viewer.can('training:read') ? seenSite(db) : sql`false`} END`;
}

/** The name under which whoever adds to the sign-offs of a person in a skill waits for the others. */
export const skillLock = (orgId: string, personId: string, skillId: string): string =>
  `sign-offs ${orgId} ${personId} ${skillId}`;

/** What is to be signed, as far as it decides what has to be read. */
export interface SceneKey {
  readonly assignmentId: string;
  readonly skillId: string;
  readonly effectiveOn: string;
}

const STEPS = sql`(SELECT jsonb_agg(jsonb_build_object('position', os.position, 'text', ss.text, 'critical', ss.critical, 'result', os.result,
    'reading', os.reading::text, 'referenceReading', os.reference_reading::text, 'tolerance', os.tolerance::text, 'unit', ss.measure_unit,
    'reason', os.reason) ORDER BY os.position)
  FROM observation_step os JOIN skill_step ss ON ss.org_id = o.skill_org_id AND ss.id = os.step_id
  WHERE os.org_id = o.org_id AND os.observation_id = o.id)`;

/** The sign-off that counts the observation already, unless it was corrected or not approved; null: none does. */
const COUNTED_IN = sql`(SELECT so.id FROM sign_off_observation c JOIN sign_off so ON so.org_id = c.org_id AND so.id = c.sign_off_id
  WHERE c.org_id = o.org_id AND c.observation_id = o.id AND NOT EXISTS (
    SELECT 1 FROM sign_off_entry e WHERE e.org_id = so.org_id AND e.sign_off_id = so.id AND e.kind IN ('CORRECTED', 'APPROVAL_REFUSED'))
  ORDER BY so.signed_at LIMIT 1)`;

const OBSERVATION = sql`jsonb_build_object('id', o.id, 'kind', ${OBSERVATION_KIND}, 'result', o.result, 'skillVersionId', o.skill_version_id,
  'startsAt', o.starts_at, 'endsAt', o.ends_at, 'observedOn', o.observed_on, 'observerId', canonical_person(o.observed_by), 'method', o.method,
  'simulated', o.simulated, 'entrustmentLevel', o.entrustment_level, 'performanceRating', o.performance_rating,
  'scorePercent', o.score_percent::text, 'recordedAt', o.recorded_at, 'voidedAt', v.recorded_at, 'late', o.late,
  'contentHash', o.content_hash, 'observedBy', o.observed_by, 'recordedBy', o.recorded_by, 'eligibility', o.eligibility, 'countedIn', ${COUNTED_IN}, 'steps', ${STEPS})`;

/**
 * Everything a decision about these skills rests on, in one statement, a row for each in their order: the place, the
 * skill in the version the assignment asks for, what was observed, what was signed before, what comes first. Read as the
 * organization that owns the records; a clinic is shown the observations made at its own sites alone.
 */
export const sceneOf = (orgId: string, keys: readonly SceneKey[], observedAt: string | null): Sql =>
  scenes(
    orgId,
    sql`jsonb_to_recordset(${JSON.stringify(keys.map((key, turn) => ({ turn, ...key })))}::jsonb)
      AS i (turn int, "assignmentId" uuid, "skillId" uuid, "effectiveOn" date)`,
    observedAt,
  );

/**
 * The same, as of today, for every skill of the assignments that something waits to be decided about: it was met in an
 * observation that no sign-off counts, or it expires within so many days.
 */
export const waitingScenes = (
  orgId: string,
  assignmentIds: readonly string[],
  observedAt: string | null,
  expiringWithinDays: number,
): Sql =>
  scenes(
    orgId,
    sql`(SELECT row_number() OVER (ORDER BY w.assignment_id, w.position, w.skill_id)::int AS turn, w.assignment_id AS "assignmentId", w.skill_id AS "skillId",
        w.today AS "effectiveOn"
      FROM (
        SELECT st.assignment_id, st.person_id, c.skill_id, c.position, (app_now() AT TIME ZONE st.time_zone)::date AS today
        FROM assignment_standing st JOIN checklist_skill c ON c.org_id = st.org_id AND c.checklist_version_id = st.checklist_version_id
        WHERE st.org_id = ${orgId} AND st.assignment_id = ANY (${[...assignmentIds]}::uuid[])
        UNION
        SELECT st.assignment_id, st.person_id, x.skill_id, 1000, (app_now() AT TIME ZONE st.time_zone)::date
        FROM assignment_standing st JOIN assignment_added_skill x ON x.org_id = st.org_id AND x.assignment_id = st.assignment_id AND x.removed_at IS NULL
        WHERE st.org_id = ${orgId} AND st.assignment_id = ANY (${[...assignmentIds]}::uuid[])) w
      WHERE EXISTS (SELECT 1 FROM observation o WHERE o.org_id = ${orgId} AND o.person_id = w.person_id AND o.skill_id = w.skill_id AND o.result = 'MET'
          AND (${observedAt}::uuid IS NULL OR o.site_org_id = ${observedAt}::uuid)
          AND NOT EXISTS (SELECT 1 FROM observation_voiding v WHERE v.org_id = o.org_id AND v.observation_id = o.id) AND ${COUNTED_IN} IS NULL)
        OR (SELECT max(s.expires_on) FROM sign_off s WHERE s.org_id = ${orgId} AND s.person_id = w.person_id AND s.skill_id = w.skill_id)
          <= w.today + ${expiringWithinDays}::int) i`,
    observedAt,
  );

const scenes = (orgId: string, keys: Sql, observedAt: string | null): Sql => sql`
  SELECT i.turn, a.org_id AS "orgId", a.id AS "assignmentId", a.person_id AS "personId", a.agreement_id AS "agreementId", a.course_id AS "courseId",
    a.site_org_id AS "siteOrgId", a.site_id AS "siteId", si.name AS "siteName", st.time_zone AS "timeZone",
    st.starts_on::text AS "startsOn", st.ends_on::text AS "endsOn", st.cancelled, concat_ws(' ', pe.given_name, nullif(pe.family_name, '')) AS "traineeName",
    now_there.today::text AS today, then_there.jurisdiction, then_there.setting,
    si.jurisdiction AS "jurisdictionToday", si.setting AS "settingToday", work_asked(a.org_id, a.id) AS work,
    CASE WHEN ve.id IS NOT NULL THEN jsonb_build_object('orgId', ve.org_id, 'id', ve.skill_id, 'code', sk.code, 'versionId', ve.id, 'number', ve.number,
      'title', ve.title, 'taskCode', ve.task_code, 'patientContact', ve.patient_contact, 'methods', ve.methods, 'simulationAllowed', ve.simulation_allowed,
      'requiredObservations', ve.required_observations, 'requiredDates', ve.required_dates, 'requiredValidators', ve.required_validators,
      'consecutive', ve.consecutive, 'maxAttempts', ve.max_attempts, 'entrustmentScale', ve.entrustment_scale, 'minEntrustment', ve.min_entrustment,
      'validityMonths', ve.validity_months, 'renewalWindowDays', ve.renewal_window_days, 'lateEntryDays', ve.late_entry_days,
      'finalApproval', ve.final_approval) END AS skill,
    ${skillFactsJson(sql`a.org_id`, sql`pp.persons`, sql`d.skill_org_id`, sql`i."skillId"`)} AS facts,
    coalesce((SELECT jsonb_agg(jsonb_build_object('code', ps.code, 'facts',
        ${skillFactsJson(sql`a.org_id`, sql`pp.persons`, sql`ps.org_id`, sql`ps.id`)}) ORDER BY ps.code)
      FROM skill_prerequisite pr JOIN skill ps ON ps.org_id = pr.org_id AND ps.id = pr.prerequisite_skill_id
      WHERE pr.org_id = ve.org_id AND pr.skill_version_id = ve.id), '[]') AS prerequisites,
    coalesce((SELECT jsonb_agg(${OBSERVATION} ORDER BY o.starts_at, o.id)
      FROM observation o LEFT JOIN observation_voiding v ON v.org_id = o.org_id AND v.observation_id = o.id
      WHERE o.org_id = a.org_id AND o.person_id = ANY (pp.persons) AND o.skill_id = i."skillId"
        AND (${observedAt}::uuid IS NULL OR o.site_org_id = ${observedAt}::uuid)), '[]') AS observations,
    EXISTS (SELECT 1 FROM action_plan ap WHERE ap.org_id = a.org_id AND ap.person_id = ANY (pp.persons) AND ap.skill_id = i."skillId"
      AND NOT EXISTS (SELECT 1 FROM action_plan_entry ae WHERE ae.org_id = ap.org_id AND ae.action_plan_id = ap.id AND ae.kind <> 'WRITTEN')) AS "planOpen",
    (SELECT max(ae.recorded_at) FROM action_plan ap
      JOIN action_plan_entry ae ON ae.org_id = ap.org_id AND ae.action_plan_id = ap.id AND ae.kind IN ('DONE', 'CANCELLED')
      WHERE ap.org_id = a.org_id AND ap.person_id = ANY (pp.persons) AND ap.skill_id = i."skillId") AS "planEndedAt"
  FROM ${keys}
  JOIN training_assignment a ON a.org_id = ${orgId} AND a.id = i."assignmentId"
  JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
  JOIN site si ON si.org_id = a.site_org_id AND si.id = a.site_id
  JOIN person pe ON pe.id = a.person_id
  CROSS JOIN LATERAL (SELECT (app_now() AT TIME ZONE st.time_zone)::date AS today) now_there
  CROSS JOIN LATERAL site_on(a.site_org_id, a.site_id, i."effectiveOn") then_there
  CROSS JOIN LATERAL (SELECT ${allIdsOf(sql`a.person_id`)} AS persons) pp
  LEFT JOIN LATERAL (
    SELECT cs.org_id AS skill_org_id, cs.skill_version_id FROM checklist_skill cs
    WHERE cs.org_id = a.org_id AND cs.checklist_version_id = st.checklist_version_id AND cs.skill_id = i."skillId"
    UNION ALL
    SELECT x.skill_org_id, x.skill_version_id FROM assignment_added_skill x
    WHERE x.org_id = a.org_id AND x.assignment_id = a.id AND x.skill_id = i."skillId" AND x.removed_at IS NULL LIMIT 1) d ON true
  LEFT JOIN skill_version ve ON ve.org_id = d.skill_org_id AND ve.id = d.skill_version_id
  LEFT JOIN skill sk ON sk.org_id = ve.org_id AND sk.id = ve.skill_id
  ORDER BY i.turn`;

/** A row as it comes: times inside of JSON are text. */
export interface SceneRow extends ScenePlace {
  readonly work: WorkAsked;
  readonly skill: SceneSkill | null;
  readonly facts: SkillFactsText;
  readonly prerequisites: readonly { readonly code: string; readonly facts: SkillFactsText }[];
  readonly observations: readonly (Omit<SceneObservation, TimeOfObservation> &
    Record<Exclude<TimeOfObservation, 'voidedAt'>, string> & { readonly voidedAt: string | null })[];
  readonly planOpen: boolean;
  readonly planEndedAt: Date | null;
}
type TimeOfObservation = 'startsAt' | 'endsAt' | 'recordedAt' | 'voidedAt';

export const sceneFrom = (row: SceneRow): Scene => ({
  ...row,
  facts: skillFactsFrom(row.facts),
  prerequisites: row.prerequisites.map(({ code, facts }) => ({ code, facts: skillFactsFrom(facts) })),
  observations: row.observations.map((observation) => ({
    ...observation,
    startsAt: new Date(observation.startsAt),
    endsAt: new Date(observation.endsAt),
    recordedAt: new Date(observation.recordedAt),
    voidedAt: observation.voidedAt === null ? null : new Date(observation.voidedAt),
  })),
});
