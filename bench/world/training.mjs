import { choice, quoted } from './text.mjs';

const SKILLS = [
  'Hand hygiene before and after contact',
  'Bed to chair transfer with a gait belt',
  'Guarding on level ground',
  'Guarding on stairs',
  'Fitting a walker',
  'Fitting crutches',
  'Superficial heat: hot packs',
  'Superficial cold: ice massage',
  'Passive range of motion, lower limb',
  'Passive range of motion, upper limb',
  'Treadmill walking with support',
  'Parallel bars: first steps',
  'Vital signs before exercise',
  'Wheelchair: brakes, legs, cushions',
  'Positioning in bed',
  'Pool deck safety',
  'Cleaning of equipment',
  'What to report to the therapist at once',
];
/** Observations of a trainee: fourteen skills, the first six of them a second time, when they are signed. */
const [SEEN, SIGNED] = [14, 6];
export const MEANING = 'I have seen this skill done safely and take responsibility for this decision.';

/** What supervisors may do, and a checklist of 18 skills of four steps. */
const CATALOGUE = `
  INSERT INTO supervision_rule (id, jurisdiction, role, verified_on, authority, rule, recorded_at)
  SELECT uuidv7(interval '-5 years'), 'XB', 'aide', current_date - 1800, ARRAY['Invented Code 1'],
    '{"supervisor_license_types":["PT","PTA"],"level_patient_related":"onsite","level_rank":"ON_PREMISES","ratios":[]}', now() - interval '5 years';
  CREATE UNLOGGED TABLE bench.skill AS
  SELECT o, org_id, n, uuidv7(age) AS skill_id, uuidv7(age) AS skill_version_id, ARRAY[uuidv7(age), uuidv7(age), uuidv7(age), uuidv7(age)] AS steps, ${choice('n', SKILLS)} AS title, age
  FROM bench.org, generate_series(0, ${SKILLS.length - 1}) n, (SELECT interval '-3 years' AS age) made;
  INSERT INTO skill (org_id, id, code, created_at) SELECT org_id, skill_id, 'SK-' || lpad((n + 1)::text, 2, '0'), now() + age FROM bench.skill;
  INSERT INTO skill_version (org_id, id, skill_id, number, status, title, task_code, patient_contact, risk_band, methods, cut_score_percent, required_observations, entrustment_scale,
    min_entrustment, validity_months, created_at, published_at)
  SELECT org_id, skill_version_id, skill_id, 1, 'PUBLISHED', title, 'transfer_assistance', true, ${choice('n', ['GREEN', 'YELLOW', 'ORANGE'])}, ARRAY['RETURN_DEMONSTRATION'], 75, 1,
    ARRAY['S1', 'S2', 'S3', 'S4'], 'S3', CASE WHEN n % 3 = 0 THEN 4 ELSE 12 END, now() + age, now() + age FROM bench.skill;
  INSERT INTO skill_step (org_id, id, skill_version_id, position, text, critical)
  SELECT org_id, id, skill_version_id, at, ${choice('at', ['Says what will happen and what the patient is to do', 'Checks brakes, floor and footwear', 'Keeps the load close and the back straight', 'Writes down how it went'])}, at = 1
  FROM bench.skill, unnest(steps) WITH ORDINALITY AS step (id, at);
  CREATE UNLOGGED TABLE bench.checklist AS SELECT o, org_id, uuidv7(interval '-3 years') AS checklist_id, uuidv7(interval '-3 years') AS checklist_version_id FROM bench.org;
  INSERT INTO checklist (org_id, id, code, created_at) SELECT org_id, checklist_id, 'CL-CORE', now() - interval '3 years' FROM bench.checklist;
  INSERT INTO checklist_version (org_id, id, checklist_id, number, status, title, created_at, published_at)
  SELECT org_id, checklist_version_id, checklist_id, 1, 'PUBLISHED', 'Core skills on the floor', now() - interval '3 years', now() - interval '3 years' FROM bench.checklist;
  INSERT INTO checklist_skill (org_id, checklist_version_id, skill_id, skill_version_id, position)
  SELECT c.org_id, c.checklist_version_id, s.skill_id, s.skill_version_id, s.n + 1 FROM bench.checklist c JOIN bench.skill s USING (o)`;

/** Licenses of the supervisors, confirmed; each authorized at their site in all skills. */
const SUPERVISORS = `
  CREATE UNLOGGED TABLE bench.supervisor AS
  SELECT x.*, jsonb_build_object('id', license_id, 'typeCode', 'PT', 'jurisdiction', 'XB', 'number', number, 'status', 'ACTIVE', 'expiresOn', (current_date + 365)::text,
      'verifiedOn', (current_date - 900)::text) AS license,
    '{"sources":[{"source":"JURISDICTION","citation":"Invented Code 1","verifiedOn":"2022-01-01"}],"jurisdiction":"XB","levelRank":"ON_PREMISES","licenseTypes":["PT","PTA"],"entrustmentCeilings":[]}'::jsonb AS rule
  FROM (SELECT m.o, m.org_id, m.s, m.i, t.site_id, t.added, t.name AS site_name, m.person_id, m.given_name || ' ' || m.family_name AS name, uuidv7(m.age) AS license_id,
      'PT-' || row_number() OVER (ORDER BY m.person_id) AS number
    FROM bench.member m JOIN bench.site t USING (o, s) WHERE m.role = 'SUPERVISOR') x;
  INSERT INTO license (id, person_id, type_code, jurisdiction, number, recorded_at) SELECT license_id, person_id, 'PT', 'XB', number, now() - interval '900 days' FROM bench.supervisor;
  INSERT INTO license_status_entry (id, license_id, status, starts_on, ends_on, recorded_in, recorded_at)
  SELECT uuidv7(interval '-900 days'), license_id, 'ACTIVE', current_date - 900, current_date + 365, org_id, now() - interval '900 days' FROM bench.supervisor;
  INSERT INTO license_verification (org_id, id, license_id, outcome, verified_on, source, recorded_at)
  SELECT org_id, uuidv7(interval '-900 days'), license_id, 'CONFIRMED', current_date - 900, 'Board look-up', now() - interval '900 days' FROM bench.supervisor;
  INSERT INTO validator_authorization (org_id, id, person_id, site_id, starts_on, assessor_trained_on, recorded_at)
  SELECT org_id, uuidv7(interval '-900 days'), person_id, site_id, current_date - 900, current_date - 901, now() - interval '900 days' FROM bench.supervisor;
  CREATE INDEX ON bench.supervisor (o, s, i)`;

/** Everybody is placed at a site of the school for the program before the last: 200 people at each. */
const ASSIGNMENTS = `
  CREATE UNLOGGED TABLE bench.assignment AS
  SELECT e.o, e.org_id, e.i, e.person_id, e.enrollment_id, t.s, t.site_id, t.name AS site_name, m.given_name || ' ' || m.family_name AS name, l.checklist_version_id,
    e.starts_on + 5 AS starts_on, uuidv7(e.starts_on - now() + e.i * interval '1 second') AS assignment_id
  FROM bench.enrollment e JOIN bench.member m ON m.o = e.o AND m.role = 'TRAINEE' AND m.i = e.i JOIN bench.site t ON t.o = m.o AND t.s = m.s JOIN bench.checklist l ON l.o = e.o
  WHERE e.p = 3 ORDER BY e.starts_on, e.i;
  INSERT INTO training_assignment (org_id, id, kind, person_id, enrollment_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on, ends_on, created_at)
  SELECT org_id, assignment_id, 'CLINICAL_PLACEMENT', person_id, enrollment_id, org_id, site_id, 'UTC', checklist_version_id, starts_on, starts_on + 400, starts_on - interval '10 days' FROM bench.assignment;
  INSERT INTO assignment_standing (org_id, assignment_id, person_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on, ends_on, updated_at)
  SELECT org_id, assignment_id, person_id, org_id, site_id, 'UTC', checklist_version_id, starts_on, starts_on + 400, starts_on - interval '10 days' FROM bench.assignment;
  INSERT INTO assignment_supervisor (org_id, id, assignment_id, site_org_id, person_id, printed_name, starts_on, recorded_at)
  SELECT a.org_id, uuidv7(a.starts_on - now()), a.assignment_id, a.org_id, v.person_id, v.name, a.starts_on, a.starts_on - interval '10 days'
  FROM bench.assignment a JOIN bench.supervisor v ON v.o = a.o AND v.s = a.s AND v.i = a.i % 4`;

/** Ten days apart, each by one of the four supervisors of the site; a first try that was not met, now and then. */
const OBSERVATIONS = `
  CREATE UNLOGGED TABLE bench.observed AS
  SELECT w.*, uuidv7(starts_at - now()) AS observation_id, n.skill_id, n.skill_version_id, n.steps, n.n AS skill, v.person_id AS observed_by, v.i AS observer
  FROM (SELECT a.o, a.org_id, a.i, a.s, a.person_id, a.assignment_id, a.site_id, seen, seen < ${SIGNED} AND (a.i + seen) % 5 = 0 AS missed,
      a.starts_on + seen * interval '10 days' + interval '8 hours' + (a.i * 37 % 480) * interval '1 minute' AS starts_at
    FROM bench.assignment a, generate_series(0, ${SEEN + SIGNED - 1}) seen) w
  JOIN bench.skill n ON n.o = w.o AND n.n = w.seen % ${SEEN} JOIN bench.supervisor v ON v.o = w.o AND v.s = w.s AND v.i = (w.i + w.seen) % 4 ORDER BY starts_at;
  INSERT INTO observation (org_id, id, assignment_id, site_org_id, site_id, person_id, skill_org_id, skill_id, skill_version_id, kind, starts_at, ends_at, observed_on, time_zone, method,
    entrustment_level, result, score_percent, critical_met, note, observed_by, eligibility, content_hash, recorded_by, recorded_at)
  SELECT w.org_id, w.observation_id, w.assignment_id, w.org_id, w.site_id, w.person_id, w.org_id, w.skill_id, w.skill_version_id, 'PERFORMANCE', w.starts_at, w.starts_at + interval '15 minutes',
    (w.starts_at AT TIME ZONE 'UTC')::date, 'UTC', 'RETURN_DEMONSTRATION', CASE WHEN missed THEN 'S2' ELSE 'S3' END, CASE WHEN missed THEN 'NOT_MET' ELSE 'MET' END,
    CASE WHEN missed THEN 75 ELSE 100 END, NOT missed, CASE WHEN missed THEN 'Forgot to say what would happen; we went through it again together.' END, w.observed_by,
    jsonb_build_object('printedName', v.name, 'license', v.license, 'rule', v.rule), encode(sha256(uuid_send(w.observation_id)), 'hex'), w.observed_by, w.starts_at + interval '20 minutes'
  FROM bench.observed w JOIN bench.supervisor v ON v.o = w.o AND v.s = w.s AND v.i = w.observer`;

const STEPS = `
  INSERT INTO observation_step (org_id, observation_id, step_id, position, result)
  SELECT org_id, observation_id, step_id, at, CASE WHEN missed AND at = 1 THEN 'NOT_MET' ELSE 'MET' END FROM bench.observed, unnest(steps) WITH ORDINALITY AS step (step_id, at)`;

/** Signed an hour after the second time it was seen; what was signed is as long as the product's. */
const SIGN_OFFS = `
  CREATE UNLOGGED TABLE bench.signed AS
  SELECT w.*, uuidv7(signed_at - now()) AS sign_off_id, (starts_at AT TIME ZONE 'UTC')::date AS effective_on, v.name AS signer, v.license_id, v.license, v.rule, v.site_name
  FROM (SELECT *, starts_at + interval '1 hour' AS signed_at FROM bench.observed WHERE seen >= ${SEEN}) w
  JOIN bench.supervisor v ON v.o = w.o AND v.s = w.s AND v.i = w.observer ORDER BY signed_at;
  INSERT INTO sign_off (org_id, id, assignment_id, site_org_id, site_id, person_id, skill_org_id, skill_id, skill_version_id, kind, effective_on, expires_on, time_zone, entrustment_level,
    meaning, signed_by, printed_name, license_id, license_snapshot, supervision_snapshot, authentication, content, content_hash, signed_at)
  SELECT w.org_id, sign_off_id, w.assignment_id, w.org_id, w.site_id, w.person_id, w.org_id, w.skill_id, w.skill_version_id, 'INITIAL', effective_on,
    (effective_on + CASE WHEN skill % 3 = 0 THEN interval '4 months' ELSE interval '12 months' END)::date, 'UTC', 'S3', ${quoted(MEANING)}, observed_by, signer, license_id, license, rule, 'PIN',
    content, encode(sha256(convert_to(content, 'UTF8')), 'hex'), signed_at
  FROM bench.signed w CROSS JOIN LATERAL (SELECT format(
    '{"assignment":"%s","corrects":null,"effectiveOn":"%s","entrustmentLevel":"S3","finalApprovalRequired":false,"form":"preceptor-sign-off-1","kind":"INITIAL","meaning":%s,"observations":[{"id":"%s","method":"RETURN_DEMONSTRATION","observedOn":"%s","result":"MET","scorePercent":"100.00"}],"owner":"%s","priorLearning":null,"site":{"id":"%s","name":%s,"timeZone":"UTC"},"skill":{"id":"%s","version":1,"versionId":"%s"},"trainee":{"id":"%s"},"validator":{"license":%s,"printedName":%s,"rule":%s}}',
    w.assignment_id, effective_on, to_json(${quoted(MEANING)}::text), observation_id, effective_on, w.org_id, w.site_id, to_json(site_name), skill_id, skill_version_id, person_id, license, to_json(signer), rule) AS content) text;
  INSERT INTO sign_off_observation (org_id, sign_off_id, observation_id) SELECT org_id, sign_off_id, observation_id FROM bench.signed`;

export async function loadTraining({ run }) {
  await run(CATALOGUE);
  await run(SUPERVISORS);
  await run(ASSIGNMENTS);
  await run(OBSERVATIONS);
  await run(SIGN_OFFS);
}

export const loadSteps = ({ run }) => run(STEPS);
