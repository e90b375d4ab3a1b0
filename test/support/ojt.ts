import { newId } from '../../src/platform/ids/ids.js';
import type { SampleProgram } from './sample-program.js';
import type { TestApp } from './test-app.js';
import {
  agreementOf,
  checklistIn,
  insertRow,
  jurisdictionWith,
  licenseOf,
  placementAt,
  siteOf,
  skillIn,
  validatorAt,
  type AssignmentRow,
} from './training.js';
import { World, type Member } from './world.js';

/**
 * A published program of one course on the job: so many verified minutes and a checklist, arranged behind the API.
 * With `next` it is the next version of that program, by the same codes.
 */
export async function ojtProgram(
  school: World,
  given: {
    minutes: number;
    checklistVersionId: string;
    next?: SampleProgram;
    awardRequirements?: string[];
  },
): Promise<SampleProgram> {
  const { app, orgId } = school;
  const code = given.next?.courses[0]!.code ?? `OJT-${newId().slice(-6)}`;
  const [programId, versionId, courseId, requirementId] = [
    given.next?.programId ?? newId(),
    newId(),
    newId(),
    newId(),
  ];
  const key = { org_id: orgId };
  if (!given.next) await insertRow(app, 'program', { ...key, id: programId, code, title: `Program ${code}` });
  await insertRow(app, 'program_version', {
    ...{
      ...key,
      id: versionId,
      program_id: programId,
      label: given.next ? '2' : '1',
      title: `Program ${code}`,
    },
    ...{ total_clock_minutes: given.minutes, required_minutes: given.minutes, normal_weeks: 10 },
    ...{ max_timeframe_percent: 150, min_pace_percent: 67, excused_absence_cap_percent: 10 },
    ...{ lecture_pass_mark_percent: '75', lab_pass_mark_percent: '80' },
    award_requirements: given.awardRequirements ?? [],
  });
  await insertRow(app, 'course', {
    ...{ ...key, id: courseId, program_version_id: versionId, position: 0, code, title: 'On the job' },
    ...{ lecture_minutes: 0, lab_minutes: 0, placement_minutes: given.minutes, grading: 'PASS_FAIL' },
    ...{ verified_placement_minutes: given.minutes, required_minutes: given.minutes },
    ...{ lessons_required: 0, requirements_required: 1 },
  });
  await insertRow(app, 'course_requirement', {
    ...{ ...key, id: requirementId, program_version_id: versionId, course_id: courseId, kind: 'CHECKLIST' },
    ...{ position: 0, code: 'OJT-CORE', title: 'OJT-CORE', resolved_id: given.checklistVersionId },
  });
  await app.owner.query(
    `UPDATE program_version SET status = 'PUBLISHED', published_at = now() WHERE org_id = $1 AND id = $2`,
    [orgId, versionId],
  );
  const course = {
    id: courseId,
    code,
    moduleIds: [],
    lessonIds: [],
    categoryIds: {},
    quizRequirementId: requirementId,
  };
  return { programId, versionId, courses: [course] };
}

/** Named for a trainee since a year. */
export async function supervisorOf(
  app: TestApp,
  assignment: AssignmentRow,
  siteOrgId: string,
  supervisor: Pick<Member, 'personId'>,
): Promise<void> {
  await insertRow(app, 'assignment_supervisor', {
    ...{ org_id: assignment.orgId, id: newId(), assignment_id: assignment.id, site_org_id: siteOrgId },
    ...{ person_id: supervisor.personId, starts_on: '2020-01-01' },
  });
}

/** A school's trainee on the course on the job, placed at a clinic with a licensed supervisor. */
export async function ojtPlacement(
  app: TestApp,
  given: {
    minutes?: number;
    skills?: number;
    rule?: object;
    timeZone?: string;
    startsOn?: string;
    endsOn?: string;
    awardRequirements?: string[];
  } = {},
) {
  const school = await World.create(app, { isSchool: true });
  const clinic = await World.create(app, { isClinic: true });
  const jurisdiction = await jurisdictionWith(app, given.rule);
  const site = await siteOf(clinic, jurisdiction, { timeZone: given.timeZone ?? 'UTC' });
  const supervisor = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
  const licenseId = await licenseOf(clinic, supervisor.personId, jurisdiction);
  await validatorAt(clinic, supervisor.personId, site.id);
  const skills = await Promise.all(Array.from({ length: given.skills ?? 2 }, () => skillIn(school)));
  const checklist = await checklistIn(school, skills);
  const program = await ojtProgram(school, {
    minutes: given.minutes ?? 600,
    checklistVersionId: checklist.versionId,
    awardRequirements: given.awardRequirements,
  });
  const { trainee, enrollmentId, cohortId } = await school.enrolled(program);
  const agreementId = await agreementOf(school, clinic);
  const dates = { startsOn: given.startsOn, endsOn: given.endsOn };
  const place = (more: { startsOn?: string; endsOn?: string } = dates) =>
    placementAt(school, clinic, {
      ...{ personId: trainee.personId, enrollmentId, agreementId, site, ...more },
      ...{ checklistVersionId: checklist.versionId, courseId: program.courses[0]!.id },
    });
  const assignment = await place();
  return {
    ...{ school, clinic, jurisdiction, site, supervisor, licenseId, skills, checklist, program, place },
    ...{ trainee, enrollmentId, cohortId, agreementId, assignment, courseId: program.courses[0]!.id },
  };
}

export type OjtPlacement = Awaited<ReturnType<typeof ojtPlacement>>;

const HOUR = 3_600_000;

/** The whole hour so many hours ago. */
export const hoursAgo = (hours: number): Date =>
  new Date(Math.floor(Date.now() / HOUR) * HOUR - hours * HOUR);

const LOG_FIELDS = `id state claimedMinutes countedMinutes because notCounted { code minutes message }
  decisions { decision reason decidedByName countedMinutes } supersedesId`;

/** Selections of mutations that may refuse otherwise name what they refuse with. */
export const HOUR_LOG = `... on HourLog { ${LOG_FIELDS} }`;
const LOGGED = `${HOUR_LOG} ... on HoursOverlap { hourLogIds }`;
export const CORRECTED = `${LOGGED} ... on HoursNotOpen { state }`;

export interface HourLogAnswer {
  __typename: string;
  code?: string;
  message?: string;
  id: string;
  state: string;
  claimedMinutes: number;
  countedMinutes: number;
  because: string;
  notCounted: { code: string; minutes: number; message: string }[];
  decisions: {
    decision: string;
    reason: string | null;
    decidedByName: string | null;
    countedMinutes: number | null;
  }[];
  supersedesId: string | null;
}

/** Logs hours as the trainee. */
export function logHours(
  trainee: Member,
  assignment: Pick<AssignmentRow, 'id'>,
  startsAt: Date,
  hours: number,
  more: object = {},
): Promise<HourLogAnswer> {
  const endsAt = new Date(startsAt.getTime() + hours * HOUR);
  const time = { id: newId(), startsAt, endsAt, patientRelated: true };
  return trainee.do<HourLogAnswer>('logHours', { assignmentId: assignment.id, ...time, ...more }, LOGGED);
}

export interface DecidedAnswer {
  __typename: string;
  code?: string;
  message?: string;
  reason?: string;
  hourLogs: HourLogAnswer[];
}

/** Verifies hours as a supervisor, all of them. */
export function verifyHours(
  supervisor: Member,
  assignment: Pick<AssignmentRow, 'id'>,
  hourLogIds: readonly string[],
  decision: 'VERIFIED' | 'REJECTED' = 'VERIFIED',
): Promise<DecidedAnswer> {
  const reason = decision === 'REJECTED' ? { reason: 'Not as agreed' } : {};
  const decisions = hourLogIds.map((hourLogId) => ({ hourLogId, decision, ...reason }));
  return supervisor.do<DecidedAnswer>(
    'verifyHours',
    { assignmentId: assignment.id, decisions },
    `... on HoursDecided { hourLogs { ${LOG_FIELDS} } } ... on HoursVerifierNotEligible { reason }`,
  );
}

/** The counters of the course and the standing of its checklist, as the school has them. */
export async function courseRecord(app: TestApp, enrollmentId: string, courseId: string) {
  const { rows } = await app.owner.query<{
    minutes: number;
    outcome: string;
    complete: boolean;
    met: boolean | null;
    because: string | null;
  }>(
    `SELECT p.placement_minutes AS minutes, p.outcome, p.complete, r.met, r.reason AS because
     FROM course_progress p LEFT JOIN requirement_result r ON r.org_id = p.org_id AND r.course_attempt_id = p.course_attempt_id
       AND NOT EXISTS (SELECT 1 FROM requirement_result l WHERE l.org_id = r.org_id AND l.supersedes_id = r.id)
     WHERE p.enrollment_id = $1 AND p.course_id = $2`,
    [enrollmentId, courseId],
  );
  return rows[0] ?? null;
}
