import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Tenancy } from '../../../platform/database/scope.js';

/** The organization's own versions that `which` (of `v` and `s`) picks, one row each. */
export const storedSkills = (db: Tenancy, which: Sql): Sql => sql`
  SELECT s.id AS "skillId", s.code, v.id AS "versionId", v.number, v.status, v.title, v.task_code AS "taskCode",
    v.patient_contact AS "patientContact", v.risk_band AS "riskBand", v.methods, v.simulation_allowed AS "simulationAllowed",
    v.cut_score_percent::text AS "cutScorePercent", v.required_observations AS "requiredObservations", v.required_dates AS "requiredDates",
    v.required_validators AS "requiredValidators", v.consecutive, v.max_attempts AS "maxAttempts", v.entrustment_scale AS "entrustmentScale",
    v.min_entrustment AS "minEntrustment", v.validity_months AS "validityMonths", v.renewal_window_days AS "renewalWindowDays",
    v.late_entry_days AS "lateEntryDays", v.inactivity_months AS "inactivityMonths", v.final_approval AS "finalApproval",
    v.effect, v.revalidate_by::text AS "revalidateBy",
    ARRAY(SELECT o.code FROM skill_prerequisite p JOIN skill o ON o.org_id = p.org_id AND o.id = p.prerequisite_skill_id
      WHERE p.org_id = v.org_id AND p.skill_version_id = v.id ORDER BY o.code) AS prerequisites,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('text', t.text, 'critical', t.critical, 'mayBeNotApplicable', t.may_be_not_applicable,
        'measure', CASE WHEN t.measure_unit IS NOT NULL THEN jsonb_build_object('unit', t.measure_unit, 'tolerance', t.measure_tolerance::text) END)
        ORDER BY t.position), '[]')
      FROM skill_step t WHERE t.org_id = v.org_id AND t.skill_version_id = v.id) AS steps
  FROM skill_version v JOIN skill s ON s.org_id = v.org_id AND s.id = v.skill_id
  WHERE v.org_id = ${db.orgId} AND ${which}
  ORDER BY s.code, v.number`;

/** For each skill with a published version: its code and the codes it builds on in the newest one. */
export const prerequisitesInForce = (db: Tenancy): Sql => sql`
  SELECT s.code, ARRAY(SELECT o.code FROM skill_prerequisite p JOIN skill o ON o.org_id = p.org_id AND o.id = p.prerequisite_skill_id
    WHERE p.org_id = v.org_id AND p.skill_version_id = v.id) AS prerequisites
  FROM skill s
  CROSS JOIN LATERAL (SELECT w.* FROM skill_version w WHERE w.org_id = s.org_id AND w.skill_id = s.id AND w.status = 'PUBLISHED'
    ORDER BY w.number DESC LIMIT 1) v
  WHERE s.org_id = ${db.orgId}`;

/**
 * An SQL condition on a version: drafts are for the staff of the organization they belong to, who may read definitions.
 * Of other organizations row-level security opens what the asker has an agreement with.
 */
export const mayReadVersion = (db: TenantDb, version: Sql): Sql => {
  if (db.scope.kind === 'system') return sql`true`;
  const ownDrafts = db.viewer.can('training:read') ? db.viewer.orgId : null;
  return sql`(${version}.status <> 'DRAFT' OR ${version}.org_id = ${ownDrafts}::uuid)`;
};
