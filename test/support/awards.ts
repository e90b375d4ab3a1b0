import { newId } from '../../src/platform/ids/ids.js';
import { hoursAgo, logHours, ojtPlacement, type OjtPlacement, verifyHours } from './ojt.js';
import type { SampleProgram } from './sample-program.js';
import { itemOf, observed, signedOff } from './sign-offs.js';
import type { TestApp } from './test-app.js';
import { dayFromToday, insertRow } from './training.js';
import type { Enrolled, Member, World } from './world.js';

export interface AwardAnswer {
  __typename: string;
  code?: string;
  message?: string;
  id: string;
  number: string;
  awardId?: string;
  missing?: Requirement[];
  [field: string]: unknown;
}

export interface Requirement {
  kind: string;
  code: string;
  met: boolean;
  because: string;
}

const REQUIREMENT = 'kind code met because';
export const AWARD = `id number kind title recipientName awardedOn issuedOn automatic contentHash supersedesId
  reissueReason enrollmentId requirements { ${REQUIREMENT} } standing { status since byBase because }`;
const AWARDED = `... on Award { ${AWARD} } ... on NotReadyForAward { missing { ${REQUIREMENT} } } ... on AlreadyAwarded { awardId }`;

/** Awards the program of an enrollment. */
export const awardProgram = (by: Member, enrollmentId: string, more: object = {}): Promise<AwardAnswer> =>
  by.do<AwardAnswer>('awardProgram', { enrollmentId, ...more }, AWARDED);

/** Awards a specialty on top of it. */
export const awardSpecialty = (by: Member, enrollmentId: string, trackId: string): Promise<AwardAnswer> =>
  by.do<AwardAnswer>('awardSpecialty', { enrollmentId, trackId }, AWARDED);

const CHANGED = `... on Award { ${AWARD} } ... on AwardStandsOtherwise { status since }`;

/** Decides about an award: suspends, reinstates, revokes or reissues it. */
export const changeAward = (
  by: Member,
  mutation: 'suspendAward' | 'reinstateAward' | 'revokeAward' | 'reissueAward',
  awardId: string,
  more: object = {},
): Promise<AwardAnswer> =>
  by.do<AwardAnswer>(mutation, { awardId, reason: 'Found out later', ...more }, CHANGED);

export interface ReadinessAnswer {
  ready: boolean;
  next: string;
  awardId: string | null;
  requirements: Requirement[];
  missing: Requirement[];
}

export const READINESS = `ready next awardId requirements { ${REQUIREMENT} } missing { ${REQUIREMENT} }`;

/** What an award still asks for. */
export async function readiness(
  by: Member,
  enrollmentId: string,
  trackId?: string,
): Promise<ReadinessAnswer> {
  const { awardReadiness } = await by.ask<{ awardReadiness: ReadinessAnswer }>(
    `query ($enrollmentId: ID!, $trackId: ID) { awardReadiness(enrollmentId: $enrollmentId, trackId: $trackId) { ${READINESS} } }`,
    { enrollmentId, trackId },
  );
  return awardReadiness;
}

/** Has every course of the program recognized as learned before. */
export async function creditAll(by: Member, enrollmentId: string, program: SampleProgram): Promise<void> {
  for (const { id: courseId } of program.courses) {
    const decision = { granted: true, reason: 'Same course', evidence: 'Transcript' };
    await by.do('recognizePriorLearning', { enrollmentId, courseId, ...decision }, '');
  }
}

export interface Graduate extends Enrolled {
  program: SampleProgram;
}

/** A trainee of the school who has completed a program; nobody has awarded it yet. */
export async function graduate(
  school: World,
  given: { program?: SampleProgram; cohortId?: string } = {},
): Promise<Graduate> {
  const program = given.program ?? (await school.program());
  const enrolled = await school.enrolled(program, given);
  await creditAll(school.owner, enrolled.enrollmentId, program);
  return { ...enrolled, program };
}

/** A type of card, for two years to the end of the month; behind the API. */
export async function cardType({ app, orgId }: World, code: string): Promise<void> {
  await insertRow(app, 'credential_type_version', {
    ...{ org_id: orgId, id: newId(), code, title: `Card ${code}`, validity_months: 24 },
    ...{ expiry_rule: 'END_OF_MONTH', warn_days: [30], hands_on_required: false, accepted_issuers: [] },
  });
}

/** A card that was issued a month ago, verified unless it is said otherwise; behind the API. */
export async function cardOf(
  { app, orgId }: World,
  personId: string,
  code: string,
  { verified = true }: { verified?: boolean } = {},
): Promise<string> {
  const [id, issued] = [newId(), dayFromToday(-30)];
  const key = { org_id: orgId };
  await insertRow(app, 'external_credential', {
    ...{ ...key, id, person_id: personId, type_code: code, issuer: 'Heart Society', issued_on: issued },
  });
  if (verified) await verifyCard({ app, orgId }, id);
  return id;
}

export const verifyCard = ({ app, orgId }: Pick<World, 'app' | 'orgId'>, cardId: string): Promise<void> =>
  insertRow(app, 'external_credential_entry', {
    ...{ org_id: orgId, id: newId(), external_credential_id: cardId, kind: 'CONFIRMED' },
    ...{ found_on: dayFromToday(-1), method: 'ISSUER_LOOKUP', source: 'Look-up' },
  });

/** On the job with two skills and an hour to do; its award asks for the checklist and a card besides. */
export async function nearlyGraduate(app: TestApp): Promise<OjtPlacement> {
  const awardRequirements = ['all_courses_passed', 'total_clock_hours', 'OJT-CORE_complete', 'BLS_current'];
  const scene = await ojtPlacement(app, { minutes: 60, awardRequirements });
  await cardType(scene.school, 'BLS');
  return scene;
}

/** Observed yesterday and signed today at the clinic, the skill of that number. */
export async function signSkill(app: TestApp, scene: OjtPlacement, number: number): Promise<string> {
  const { site, clinic, supervisor, skills, assignment } = scene;
  const skill = skills[number]!;
  const about = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
  const observation = await observed(app, about);
  const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [observation])]);
  return id!;
}

/** An hour on the job, verified by the supervisor. */
export async function workAnHour({ trainee, supervisor, assignment }: OjtPlacement): Promise<void> {
  const log = await logHours(trainee, assignment, hoursAgo(30), 1);
  await verifyHours(supervisor, assignment, [log.id]);
}
