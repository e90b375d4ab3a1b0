import { newId } from '../../src/platform/ids/ids.js';
import type { SampleProgram } from './sample-program.js';
import type { TestApp } from './test-app.js';
import { World, type Member } from './world.js';

/** One row of a table, behind the API: to arrange what a test is not about. */
export async function insertRow(app: TestApp, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, i) => `$${i + 1}`);
  await app.owner.query(
    `INSERT INTO ${table} (${names.join(',')}) VALUES (${places.join(',')})`,
    Object.values(row).map((value) =>
      value !== null && typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value)
        ? JSON.stringify(value)
        : value,
    ),
  );
}

/** A day relative to the database's today, as YYYY-MM-DD. */
export const dayFromToday = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An invented state under whose rule PTs and PTAs may validate; rules are data, and tests bring their own. */
export async function jurisdictionWith(app: TestApp, rule: object = {}): Promise<string> {
  const code = `XX-${newId().slice(-6).toUpperCase()}`;
  await insertRow(app, 'supervision_rule', {
    id: newId(),
    jurisdiction: code,
    role: 'aide',
    verified_on: '2026-11-23',
    authority: ['Invented Code 1'],
    rule: {
      supervisor_license_types: ['PT', 'PTA'],
      level_patient_related: 'onsite',
      level_rank: 'ON_PREMISES',
      ratios: [],
      ...rule,
    },
  });
  return code;
}

export interface SiteRow {
  readonly id: string;
  readonly jurisdiction: string;
  readonly timeZone: string;
}

export async function siteOf(
  world: World,
  jurisdiction: string,
  { timeZone = 'UTC', setting = 'OUTPATIENT' }: { timeZone?: string; setting?: string } = {},
): Promise<SiteRow> {
  const id = newId();
  await insertRow(world.app, 'site', {
    org_id: world.orgId,
    id,
    name: `Site ${id.slice(-6)}`,
    setting,
    jurisdiction,
    time_zone: timeZone,
  });
  return { id, jurisdiction, timeZone };
}

/** A license, active for a year before and after today, confirmed by the organization. */
export async function licenseOf(
  world: World,
  personId: string,
  jurisdiction: string,
  given: { type?: string; number?: string; startsOn?: string; endsOn?: string; verified?: boolean } = {},
): Promise<string> {
  const id = newId();
  const {
    type = 'PT',
    number = id.slice(-8),
    startsOn = dayFromToday(-365),
    endsOn = dayFromToday(365),
  } = given;
  await insertRow(world.app, 'license', { id, person_id: personId, type_code: type, jurisdiction, number });
  await insertRow(world.app, 'license_status_entry', {
    id: newId(),
    license_id: id,
    status: 'ACTIVE',
    starts_on: startsOn,
    ends_on: endsOn,
    recorded_at: new Date(Date.now() - 366 * 86_400_000),
  });
  if (given.verified ?? true)
    await insertRow(world.app, 'license_verification', {
      org_id: world.orgId,
      id: newId(),
      license_id: id,
      outcome: 'CONFIRMED',
      verified_on: startsOn,
      source: 'Board look-up',
      recorded_at: new Date(Date.now() - 366 * 86_400_000),
    });
  return id;
}

/** May observe and sign at the site since a year ago, assessor training finished, in all skills. */
export async function validatorAt(
  world: World,
  personId: string,
  siteId: string,
  given: {
    startsOn?: string;
    endsOn?: string | null;
    skillCodes?: string[] | null;
    mayApprove?: boolean;
  } = {},
): Promise<string> {
  const id = newId();
  await insertRow(world.app, 'validator_authorization', {
    org_id: world.orgId,
    id,
    person_id: personId,
    site_id: siteId,
    starts_on: given.startsOn ?? dayFromToday(-365),
    ends_on: given.endsOn ?? null,
    assessor_trained_on: dayFromToday(-366),
    skill_codes: given.skillCodes ?? null,
    may_approve: given.mayApprove ?? false,
    recorded_at: new Date(Date.now() - 365 * 86_400_000),
  });
  return id;
}

export interface SkillRow {
  readonly id: string;
  readonly versionId: string;
  readonly code: string;
  /** In order; the first is critical. */
  readonly stepIds: readonly string[];
}

/** A published skill of four steps, the first critical; one observation on one date by one validator. */
export async function skillIn(
  world: World,
  given: Record<string, unknown> & {
    code?: string;
    criticalSteps?: number;
    steps?: number;
    prerequisites?: SkillRow[];
    /** Of the first step, which is measured then. */
    tolerance?: string;
  } = {},
): Promise<SkillRow> {
  const {
    code = `SK-${newId().slice(-6)}`,
    criticalSteps = 1,
    steps = 4,
    prerequisites = [],
    tolerance = null,
    ...columns
  } = given;
  const [id, versionId] = [newId(), newId()];
  const key = { org_id: world.orgId };
  await insertRow(world.app, 'skill', { ...key, id, code });
  await insertRow(world.app, 'skill_version', {
    ...key,
    id: versionId,
    skill_id: id,
    number: 1,
    status: 'DRAFT',
    title: `Skill ${code}`,
    task_code: 'transfer_assistance',
    patient_contact: true,
    risk_band: 'ORANGE',
    methods: ['RETURN_DEMONSTRATION'],
    cut_score_percent: 75,
    required_observations: 1,
    entrustment_scale: ['S1', 'S2', 'S3', 'S4'],
    min_entrustment: 'S3',
    validity_months: 12,
    ...columns,
  });
  const stepIds = Array.from({ length: steps }, newId);
  for (const [position, stepId] of stepIds.entries())
    await insertRow(world.app, 'skill_step', {
      ...key,
      id: stepId,
      skill_version_id: versionId,
      position: position + 1,
      text: `Step ${position + 1}`,
      critical: position < criticalSteps,
      ...(tolerance !== null && position === 0 && { measure_unit: 'mmHg', measure_tolerance: tolerance }),
    });
  for (const { id: prerequisite_skill_id } of prerequisites)
    await insertRow(world.app, 'skill_prerequisite', {
      ...key,
      skill_version_id: versionId,
      prerequisite_skill_id,
    });
  await world.app.owner.query(
    `UPDATE skill_version SET status = 'PUBLISHED', published_at = now() - interval '1 year' WHERE org_id = $1 AND id = $2`,
    [world.orgId, versionId],
  );
  return { id, versionId, code, stepIds };
}

export async function checklistIn(
  world: World,
  skills: readonly SkillRow[],
  given: { code?: string; completion?: 'HOURS' | 'SKILLS' | 'HYBRID'; requiredMinutes?: number } = {},
): Promise<{ id: string; versionId: string }> {
  const [id, versionId] = [newId(), newId()];
  const { code = `CL-${id.slice(-6)}`, completion = 'SKILLS', requiredMinutes = 0 } = given;
  const key = { org_id: world.orgId };
  await insertRow(world.app, 'checklist', { ...key, id, code });
  await insertRow(world.app, 'checklist_version', {
    ...key,
    id: versionId,
    checklist_id: id,
    number: 1,
    status: 'DRAFT',
    title: `Checklist ${code}`,
    completion,
    required_minutes: requiredMinutes,
  });
  for (const [position, skill] of skills.entries())
    await insertRow(world.app, 'checklist_skill', {
      ...key,
      checklist_version_id: versionId,
      skill_id: skill.id,
      skill_version_id: skill.versionId,
      position: position + 1,
    });
  await world.app.owner.query(
    `UPDATE checklist_version SET status = 'PUBLISHED', published_at = now() - interval '1 year' WHERE org_id = $1 AND id = $2`,
    [world.orgId, versionId],
  );
  return { id, versionId };
}

export interface AssignmentRow {
  readonly id: string;
  readonly orgId: string;
  readonly personId: string;
}

async function assign(app: TestApp, row: Record<string, unknown>): Promise<AssignmentRow> {
  const id = newId();
  await insertRow(app, 'training_assignment', { id, ...row });
  const { org_id, person_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on, ends_on } =
    row;
  await insertRow(app, 'assignment_standing', {
    org_id,
    assignment_id: id,
    person_id,
    site_org_id,
    site_id,
    time_zone,
    checklist_version_id,
    starts_on,
    ends_on,
  });
  return { id, orgId: org_id as string, personId: person_id as string };
}

/** A clinic's own new hire, since 30 days, open-ended. */
export function employeeAt(
  world: World,
  trainee: Pick<Member, 'personId'>,
  site: SiteRow,
  checklistVersionId: string,
  given: { startsOn?: string; endsOn?: string | null } = {},
): Promise<AssignmentRow> {
  return assign(world.app, {
    org_id: world.orgId,
    kind: 'EMPLOYEE',
    person_id: trainee.personId,
    site_org_id: world.orgId,
    site_id: site.id,
    time_zone: site.timeZone,
    checklist_version_id: checklistVersionId,
    starts_on: given.startsOn ?? dayFromToday(-30),
    ends_on: given.endsOn ?? null,
  });
}

/** An agreement of the school with the clinic, since a year. */
export async function agreementOf(
  school: World,
  clinic: World,
  supervisionRule: object | null = null,
): Promise<string> {
  const id = newId();
  await insertRow(school.app, 'affiliation_agreement', {
    org_id: school.orgId,
    id,
    site_org_id: clinic.orgId,
    title: 'Affiliation',
    starts_on: dayFromToday(-365),
    supervision_rule: supervisionRule,
  });
  return id;
}

/** A trainee of the school at a site of the clinic, from 30 days ago to 30 days ahead. */
export async function placementAt(
  school: World,
  clinic: World,
  given: {
    personId: string;
    enrollmentId: string;
    /** None at a site of the school's own. */
    agreementId: string | null;
    site: SiteRow;
    checklistVersionId: string;
    courseId?: string;
    startsOn?: string;
    endsOn?: string;
  },
): Promise<AssignmentRow> {
  return assign(school.app, {
    org_id: school.orgId,
    kind: 'CLINICAL_PLACEMENT',
    person_id: given.personId,
    enrollment_id: given.enrollmentId,
    course_id: given.courseId ?? null,
    agreement_id: given.agreementId,
    site_org_id: clinic.orgId,
    site_id: given.site.id,
    time_zone: given.site.timeZone,
    checklist_version_id: given.checklistVersionId,
    starts_on: given.startsOn ?? dayFromToday(-30),
    ends_on: given.endsOn ?? dayFromToday(30),
  });
}

/** A clinic with a licensed supervisor, a skill, a checklist of it, and a new hire. */
export async function clinicWithTrainee(app: TestApp) {
  const clinic = await World.create(app, { isClinic: true });
  const jurisdiction = await jurisdictionWith(app);
  const site = await siteOf(clinic, jurisdiction);
  const supervisor = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
  const licenseId = await licenseOf(clinic, supervisor.personId, jurisdiction);
  await validatorAt(clinic, supervisor.personId, site.id);
  const skill = await skillIn(clinic);
  const checklist = await checklistIn(clinic, [skill]);
  const trainee = await clinic.member('TRAINEE', { givenName: 'Tess', familyName: 'Nowak' });
  const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
  return { clinic, jurisdiction, site, supervisor, licenseId, skill, checklist, trainee, assignment };
}

/** A school's trainee placed at a clinic, whose supervisor is licensed there. */
export async function schoolWithPlacement(app: TestApp, given: { program?: SampleProgram } = {}) {
  const school = await World.create(app, { isSchool: true });
  const clinic = await World.create(app, { isClinic: true });
  const jurisdiction = await jurisdictionWith(app);
  const site = await siteOf(clinic, jurisdiction);
  const supervisor = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
  const licenseId = await licenseOf(clinic, supervisor.personId, jurisdiction);
  await validatorAt(clinic, supervisor.personId, site.id);
  const skill = await skillIn(school);
  const checklist = await checklistIn(school, [skill]);
  const program = given.program ?? (await school.program());
  const { trainee, enrollmentId, cohortId } = await school.enrolled(program);
  const agreementId = await agreementOf(school, clinic);
  const assignment = await placementAt(school, clinic, {
    personId: trainee.personId,
    enrollmentId,
    agreementId,
    site,
    checklistVersionId: checklist.versionId,
  });
  return {
    school,
    clinic,
    jurisdiction,
    site,
    supervisor,
    licenseId,
    skill,
    checklist,
    program,
    trainee,
    enrollmentId,
    cohortId,
    agreementId,
    assignment,
  };
}
