import type { Member, World } from './world.js';
import {
  checklistIn,
  dayFromToday,
  jurisdictionWith,
  licenseOf,
  siteOf,
  skillIn,
  validatorAt,
  agreementOf,
  type SiteRow,
} from './training.js';
import type { TestApp } from './test-app.js';
import { World as Worlds } from './world.js';

/** What an assignment shows. */
export interface ShownAssignment {
  __typename: string;
  id: string;
  code: string;
  message: string;
  kind: string;
  state: string;
  startsOn: string;
  endsOn: string | null;
  orgId: string;
  organizationName: string;
  siteOrganizationName: string;
  siteName: string;
  checklistVersionId: string;
  agreementId: string | null;
  mayStart: boolean;
  trainee: { id: string; name: string } | null;
  gates: ShownGate[];
  supervisors: { id: string; personId: string; name: string; startsOn: string; endsOn: string | null }[];
  sideBySideIds: string[];
  history: { kind: string; reason: string; gate: string | null; recordedBy: string | null }[] | null;
  problem: string;
}

export interface ShownGate {
  code: string;
  holds: boolean;
  because: string | null;
  overridable: boolean;
  overridden: boolean;
  overrideReason: string | null;
}

export const GATES = 'mayStart gates { code holds because overridable overridden overrideReason }';
export const ASSIGNMENT = `id kind state startsOn endsOn orgId organizationName siteOrganizationName siteName checklistVersionId agreementId
  trainee { id name } supervisors { id personId name startsOn endsOn } sideBySideIds history { kind reason gate recordedBy } ${GATES}`;
export const shown = (selection = ASSIGNMENT): string => `... on Assignment { ${selection} }`;

export const closedGates = ({ gates }: Pick<ShownAssignment, 'gates'>): string[] =>
  gates.filter(({ holds, overridden }) => !holds && !overridden).map(({ code }) => code);

/** A clinic with a licensed supervisor who may validate at its site. */
export async function clinicWithSupervisor(app: TestApp, given: { rule?: object; timeZone?: string } = {}) {
  const clinic = await Worlds.create(app, { isClinic: true });
  const jurisdiction = await jurisdictionWith(app, given.rule);
  const site = await siteOf(clinic, jurisdiction, { timeZone: given.timeZone ?? 'UTC' });
  const supervisor = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
  const licenseId = await licenseOf(clinic, supervisor.personId, jurisdiction);
  await validatorAt(clinic, supervisor.personId, site.id);
  return { clinic, jurisdiction, site, supervisor, licenseId };
}

/** A school with a trainee, whose second course is learned in placement by a checklist, and who may go to the clinic. */
export async function schoolReadyToPlace(app: TestApp, clinic: World, site: SiteRow) {
  const school = await Worlds.create(app, { isSchool: true });
  const program = await school.program();
  const [first, course] = program.courses;
  await app.owner.query('ALTER TABLE course DISABLE TRIGGER USER');
  await app.owner.query('UPDATE course SET placement_minutes = 9600 WHERE org_id = $1 AND id = $2', [
    school.orgId,
    course!.id,
  ]);
  await app.owner.query('ALTER TABLE course ENABLE TRIGGER USER');
  const { trainee, enrollmentId, cohortId } = await school.enrolled(program);
  const skill = await skillIn(school);
  const checklist = await checklistIn(school, [skill]);
  const agreementId = await agreementOf(school, clinic);
  const placement = {
    enrollmentId,
    siteId: site.id,
    courseId: course!.id,
    checklistVersionId: checklist.versionId,
    startsOn: dayFromToday(10),
    endsOn: dayFromToday(40),
  };
  return { school, program, first: first!, course: course!, trainee, enrollmentId, cohortId, skill, checklist, agreementId, placement }; // prettier-ignore
}

/** Places as given; answers what is shown, or the refusal. */
export const place = (member: Member, input: object, selection?: string): Promise<ShownAssignment> =>
  member.do<ShownAssignment>('createClinicalPlacement', input, shown(selection));
