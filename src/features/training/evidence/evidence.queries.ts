import sql, { type Sql } from 'sql-template-tag';
import { allIdsOf } from '../sign-offs/skill-facts.queries.js';

/** Of whom, and by which two dates: what was in force, and what was on record. */
export interface EvidenceQuestion {
  readonly orgId: string;
  readonly personId: string;
  readonly on: string;
  readonly knownAt: Date;
}

const utc = (time: Sql): Sql => sql`to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const list = (rows: Sql): Sql => sql`coalesce((${rows}), '[]'::jsonb)`;

/** Everything in one statement and one snapshot; none where the person is no member here. */
export const evidenceRecords = ({ orgId, personId, on, knownAt }: EvidenceQuestion): Sql => sql`
  WITH asked AS MATERIALIZED (
    SELECT ${orgId}::uuid AS org, ${on}::date AS day, ${knownAt.toISOString()}::timestamptz AS known, ${allIdsOf(sql`${personId}::uuid`)} AS persons),
  assigned AS MATERIALIZED (
    SELECT a.* FROM asked q JOIN training_assignment a ON a.org_id = q.org AND a.person_id = ANY (q.persons)
    WHERE a.created_at <= q.known AND a.starts_on <= q.day),
  entered AS MATERIALIZED (
    SELECT e.* FROM asked q JOIN assigned a ON true JOIN assignment_entry e ON e.org_id = a.org_id AND e.assignment_id = a.id AND e.recorded_at <= q.known),
  observed AS MATERIALIZED (
    SELECT o.* FROM asked q JOIN observation o ON o.org_id = q.org AND o.person_id = ANY (q.persons)
    WHERE o.recorded_at <= q.known AND o.observed_on <= q.day),
  signed AS MATERIALIZED (
    SELECT s.* FROM asked q JOIN sign_off s ON s.org_id = q.org AND s.person_id = ANY (q.persons)
    WHERE s.signed_at <= q.known AND s.effective_on <= q.day),
  listed AS MATERIALIZED (
    SELECT DISTINCT l.id FROM (
      SELECT checklist_version_id AS id FROM assigned UNION SELECT checklist_version_id FROM entered WHERE checklist_version_id IS NOT NULL) l),
  taught AS MATERIALIZED (
    SELECT skill_org_id AS org, skill_version_id AS id FROM observed UNION SELECT skill_org_id, skill_version_id FROM signed
    UNION SELECT k.org_id, k.skill_version_id FROM listed l CROSS JOIN asked q JOIN checklist_skill k ON k.org_id = q.org AND k.checklist_version_id = l.id
    UNION SELECT x.skill_org_id, x.skill_version_id FROM asked q JOIN assigned a ON true
      JOIN assignment_added_skill x ON x.org_id = a.org_id AND x.assignment_id = a.id AND x.added_at <= q.known AND (x.removed_at IS NULL OR x.removed_at > q.known))
  SELECT jsonb_build_object('id', p.id, 'ids', to_jsonb(q.persons), 'name', btrim(p.given_name || ' ' || p.family_name)) AS person,
    jsonb_build_object('id', o.id, 'name', o.name) AS organization,
    ${list(ASSIGNMENTS)} AS assignments, ${list(CHECKLISTS)} AS checklists, ${list(SKILLS)} AS skills,
    ${list(OBSERVATIONS)} AS observations, ${list(ACTION_PLANS)} AS "actionPlans", ${list(SIGN_OFFS)} AS "signOffs", ${list(HOURS)} AS hours
  FROM asked q JOIN person p ON p.id = ${personId} JOIN organization o ON o.id = q.org
  WHERE EXISTS (SELECT 1 FROM membership m WHERE m.org_id = q.org AND (m.person_id = ANY (q.persons) OR m.former_person_id = ANY (q.persons)))`;

const ASSIGNMENTS = sql`
  SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind,
    'site', jsonb_build_object('name', coalesce(s.name, ''), 'organization', coalesce(w.name, ''), 'jurisdiction', coalesce(s.jurisdiction, ''), 'timeZone', a.time_zone),
    'made', jsonb_build_object('startsOn', a.starts_on, 'endsOn', a.ends_on, 'checklistVersionId', a.checklist_version_id, 'at', ${utc(sql`a.created_at`)}),
    'entries', ${list(sql`SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'startsOn', e.starts_on, 'endsOn', e.ends_on,
        'checklistVersionId', e.checklist_version_id, 'reason', e.reason, 'recordedAt', ${utc(sql`e.recorded_at`)}) ORDER BY e.recorded_at, e.id)
      FROM entered e WHERE e.assignment_id = a.id`)},
    'supervisors', ${list(sql`SELECT jsonb_agg(jsonb_build_object('name', n.printed_name, 'startsOn', n.starts_on, 'endsOn', n.ends_on) ORDER BY n.starts_on, n.id)
      FROM assignment_supervisor n WHERE n.org_id = a.org_id AND n.assignment_id = a.id AND n.recorded_at <= q.known AND n.starts_on <= q.day
        AND NOT EXISTS (SELECT 1 FROM assignment_supervisor l WHERE l.org_id = n.org_id AND l.supersedes_id = n.id AND l.recorded_at <= q.known)`)})
    ORDER BY a.starts_on, a.id)
  FROM assigned a LEFT JOIN site s ON s.org_id = a.site_org_id AND s.id = a.site_id LEFT JOIN organization w ON w.id = a.site_org_id`;

const CHECKLISTS = sql`
  SELECT jsonb_agg(jsonb_build_object('versionId', v.id, 'code', c.code, 'number', v.number, 'title', v.title, 'completion', v.completion,
    'requiredMinutes', v.required_minutes, 'publishedAt', ${utc(sql`v.published_at`)},
    'skills', ${list(sql`SELECT jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'skillVersionId', k.skill_version_id, 'required', k.required) ORDER BY k.position)
      FROM checklist_skill k WHERE k.org_id = v.org_id AND k.checklist_version_id = v.id`)}) ORDER BY c.code, v.number)
  FROM listed l JOIN checklist_version v ON v.org_id = q.org AND v.id = l.id JOIN checklist c ON c.org_id = v.org_id AND c.id = v.checklist_id`;

const SKILLS = sql`
  SELECT jsonb_agg(jsonb_build_object('skillOrgId', v.org_id, 'skillId', v.skill_id, 'versionId', v.id, 'code', k.code, 'number', v.number, 'title', v.title,
    'taskCode', v.task_code, 'patientContact', v.patient_contact, 'riskBand', v.risk_band, 'methods', to_jsonb(v.methods),
    'cutScorePercent', v.cut_score_percent::text, 'requiredObservations', v.required_observations, 'requiredDates', v.required_dates,
    'requiredValidators', v.required_validators, 'validityMonths', v.validity_months, 'finalApproval', v.final_approval,
    'publishedAt', ${utc(sql`v.published_at`)},
    'steps', ${list(sql`SELECT jsonb_agg(jsonb_build_object('id', t.id, 'position', t.position, 'text', t.text, 'critical', t.critical) ORDER BY t.position)
      FROM skill_step t WHERE t.org_id = v.org_id AND t.skill_version_id = v.id`)}) ORDER BY k.code, v.number, v.id)
  FROM taught u JOIN skill_version v ON v.org_id = u.org AND v.id = u.id JOIN skill k ON k.org_id = v.org_id AND k.id = v.skill_id`;

const OBSERVATIONS = sql`
  SELECT jsonb_agg(jsonb_build_object('id', b.id, 'assignmentId', b.assignment_id, 'skillVersionId', b.skill_version_id, 'kind', b.kind,
    'observedOn', b.observed_on, 'startsAt', ${utc(sql`b.starts_at`)}, 'endsAt', ${utc(sql`b.ends_at`)}, 'timeZone', b.time_zone, 'method', b.method,
    'simulated', b.simulated, 'entrustmentLevel', b.entrustment_level, 'performanceRating', b.performance_rating, 'result', b.result,
    'scorePercent', b.score_percent::text, 'criticalMet', b.critical_met, 'note', b.note,
    'observer', coalesce(b.eligibility ->> 'printedName', btrim(w.given_name || ' ' || w.family_name), ''),
    'eligibility', b.eligibility, 'late', b.late, 'contentHash', b.content_hash, 'recordedAt', ${utc(sql`b.recorded_at`)},
    'steps', ${list(sql`SELECT jsonb_agg(jsonb_build_object('stepId', r.step_id, 'position', r.position, 'text', t.text, 'critical', t.critical, 'result', r.result,
        'reading', r.reading::text, 'referenceReading', r.reference_reading::text, 'tolerance', r.tolerance::text, 'reason', r.reason) ORDER BY r.position)
      FROM observation_step r LEFT JOIN skill_step t ON t.org_id = b.skill_org_id AND t.id = r.step_id
      WHERE r.org_id = b.org_id AND r.observation_id = b.id`)},
    'voiding', (SELECT jsonb_build_object('reasonCode', x.reason_code, 'reason', x.reason, 'recordedAt', ${utc(sql`x.recorded_at`)})
      FROM observation_voiding x WHERE x.org_id = b.org_id AND x.observation_id = b.id AND x.recorded_at <= q.known))
    ORDER BY b.observed_on, b.starts_at, b.id)
  FROM observed b LEFT JOIN person w ON w.id = b.observed_by`;

const ACTION_PLANS = sql`
  SELECT jsonb_agg(jsonb_build_object('id', p.id, 'assignmentId', p.assignment_id, 'skillCode', coalesce(k.code, ''), 'observationId', p.observation_id,
    'reason', p.reason, 'plan', p.plan, 'dueOn', p.due_on, 'openedAt', ${utc(sql`p.opened_at`)},
    'entries', ${list(sql`SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'plan', e.plan, 'dueOn', e.due_on, 'note', e.note, 'recordedAt', ${utc(sql`e.recorded_at`)}) ORDER BY e.recorded_at, e.id)
      FROM action_plan_entry e WHERE e.org_id = p.org_id AND e.action_plan_id = p.id AND e.recorded_at <= q.known`)})
    ORDER BY p.opened_at, p.id)
  FROM assigned a JOIN action_plan p ON p.org_id = a.org_id AND p.assignment_id = a.id AND p.opened_at <= q.known
    AND (p.opened_at AT TIME ZONE a.time_zone)::date <= q.day
  LEFT JOIN skill k ON k.org_id = p.skill_org_id AND k.id = p.skill_id`;

const SIGN_OFFS = sql`
  SELECT jsonb_agg(jsonb_build_object('id', s.id, 'assignmentId', s.assignment_id, 'skillOrgId', s.skill_org_id, 'skillId', s.skill_id,
    'skillVersionId', s.skill_version_id, 'kind', s.kind, 'effectiveOn', s.effective_on, 'expiresOn', s.expires_on, 'timeZone', s.time_zone,
    'entrustmentLevel', s.entrustment_level, 'previousId', s.previous_id, 'finalApprovalRequired', s.final_approval_required, 'late', s.late,
    'meaning', s.meaning, 'printedName', s.printed_name, 'license', s.license_snapshot, 'supervision', s.supervision_snapshot,
    'authentication', s.authentication, 'content', s.content, 'contentHash', s.content_hash, 'signedAt', ${utc(sql`s.signed_at`)},
    'observationIds', ${list(sql`SELECT jsonb_agg(l.observation_id ORDER BY l.observation_id) FROM sign_off_observation l WHERE l.org_id = s.org_id AND l.sign_off_id = s.id`)},
    'entries', ${list(sql`SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'effectiveFrom', e.effective_from, 'reasonCode', e.reason_code, 'note', e.note,
        'signature', e.signature, 'recordedAt', ${utc(sql`e.recorded_at`)}) ORDER BY e.recorded_at, e.id)
      FROM sign_off_entry e WHERE e.org_id = s.org_id AND e.sign_off_id = s.id AND e.recorded_at <= q.known AND e.effective_from <= q.day`)})
    ORDER BY s.effective_on, s.signed_at, s.id)
  FROM signed s`;

const HOURS = sql`
  SELECT jsonb_agg(jsonb_build_object('id', h.id, 'assignmentId', h.assignment_id, 'startsAt', ${utc(sql`h.starts_at`)}, 'endsAt', ${utc(sql`h.ends_at`)},
    'timeZone', h.time_zone, 'breakMinutes', h.break_minutes, 'patientRelated', h.patient_related, 'supersedesId', h.supersedes_id,
    'withdrawn', h.withdrawn, 'note', h.note, 'recordedAt', ${utc(sql`h.recorded_at`)},
    'decisions', ${list(sql`SELECT jsonb_agg(jsonb_build_object('decision', d.decision, 'reason', d.reason, 'countedMinutes', d.counted_minutes,
        'notCounted', d.not_counted, 'decidedBy', coalesce(d.eligibility ->> 'printedName', ''), 'license', d.eligibility -> 'license',
        'recordedAt', ${utc(sql`d.recorded_at`)}) ORDER BY d.number)
      FROM hour_decision d WHERE d.org_id = h.org_id AND d.hour_log_id = h.id AND d.recorded_at <= q.known`)})
    ORDER BY h.starts_at, h.id)
  FROM assigned a JOIN hour_log h ON h.org_id = a.org_id AND h.assignment_id = a.id AND h.recorded_at <= q.known
    AND (h.starts_at AT TIME ZONE h.time_zone)::date <= q.day`;
