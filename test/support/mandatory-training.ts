import { newId } from '../../src/platform/ids/ids.js';
import type { Member, World } from './world.js';
import { dayFromToday, insertRow } from './training.js';

/** A training as documents have it, with everything that bloodborne pathogens ask for. */
export const BBP = `trainings:
  - code: BBP
    title: Bloodborne pathogens
    frequency: {at: initial_assignment, then_every: 12mo, max_days: 365, also_on: exposure_change}
    live_questions: true
    site_specific: false
    evidence: [date, content_summary, trainer_name, trainer_qualification, attendee_name, attendee_job_title]
    retain: 3y_from_training_date
    citation: Example rule 1
    verified_on: "2026-11-24"
`;

/** What the sample curriculum says of trainings. */
export const CURRICULUM_TRAININGS = `trainings:
  - {code: BBP, title: Bloodborne pathogens, frequency: {at: initial_assignment, then_every: 12mo, also_on: exposure_change}, evidence: [date, content_summary, trainer_name, trainer_qualification, attendee_name, attendee_job_title], retain: 3y_from_training_date}
  - {code: PRIVACY, title: Patient privacy, frequency: {at: joining, also_on: material_policy_change, org_policy_every: 12mo}, retain: 6y}
  - {code: FIRE, title: Fire response and extinguisher awareness, frequency: {at: hire, then_every: 12mo}}
`;

export interface ShownImport {
  applied: boolean;
  added: string[];
  kept: string[];
  errors: { path: string; line: number; message: string }[];
  remarks: { line: number; what: string }[];
}

export async function importTrainings(
  member: Member,
  document: string,
  more: object = {},
): Promise<ShownImport> {
  const { importMandatoryTrainings } = await member.ask<{ importMandatoryTrainings: ShownImport }>(
    `mutation ($input: ImportMandatoryTrainingsInput!) { importMandatoryTrainings(input: $input) {
      applied added kept errors { path line message } remarks { line what } } }`,
    { input: { operationId: newId(), document, ...more } },
  );
  return importMandatoryTrainings;
}

export interface ShownCompletion {
  __typename: string;
  code: string;
  message: string;
  sessionId: string;
  shortcoming: string | null;
  completions: { id: string; personId: string; attendeeName: string }[];
  late: { personId: string; dueOn: string }[];
  missing: string[];
}

/** A session as it should be, unless something else is said. */
export const session = (personIds: readonly string[], more: object = {}): object => ({
  code: 'BBP',
  completedOn: dayFromToday(0),
  liveQuestions: true,
  contentSummary: 'Exposure control plan, sharps, what to do after an exposure',
  trainerName: 'Rosa Lind',
  trainerQualification: 'RN, infection control',
  attendees: personIds.map((personId) => ({ personId, jobTitle: 'Technician', lateReason: null })),
  ...more,
});

export const recordTraining = (member: Member, input: object): Promise<ShownCompletion> =>
  member.do<ShownCompletion>(
    'recordMandatoryTraining',
    input,
    `... on RecordedMandatoryTraining { sessionId shortcoming completions { id personId attendeeName } }
     ... on LateTrainingWithoutReason { late { personId dueOn } } ... on TrainingEvidenceMissing { missing }`,
  );

export interface ShownTraining {
  code: string;
  personId: string;
  status: string;
  current: boolean;
  currentUntil: string | null;
  dueOn: string | null;
  overdue: boolean;
  plannedOn: string | null;
  because: string;
}
export const STANDING = 'code personId status current currentUntil dueOn overdue plannedOn because';

/** Where somebody stands in a training, as staff see it. */
export async function trainingOf(
  member: Member,
  personId: string,
  code: string,
  more: { on?: string; knownAt?: string } = {},
): Promise<ShownTraining | undefined> {
  const { mandatoryTrainingRecord } = await member.ask<{
    mandatoryTrainingRecord: { standings: ShownTraining[] };
  }>(
    `query ($personId: ID!, $on: Date, $knownAt: DateTime) {
      mandatoryTrainingRecord(personId: $personId, on: $on, knownAt: $knownAt) { standings { ${STANDING} } } }`,
    { personId, ...more },
  );
  return mandatoryTrainingRecord.standings.find((each) => each.code === code);
}

/** That somebody had a training, behind the API: to arrange what a test is not about. */
export async function trained(
  world: World,
  personId: string,
  code: string,
  completedOn: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = newId();
  await insertRow(world.app, 'mandatory_training_completion', {
    org_id: world.orgId,
    id,
    person_id: personId,
    code,
    session_id: newId(),
    completed_on: completedOn,
    general: true,
    live_questions: true,
    trainer_qualification: 'RN',
    attendee_name: 'Tess Nowak',
    recorded_at: new Date(Date.now() - 300 * 86_400_000),
    ...more,
  });
  return id;
}

/** A training that counts for so many days, behind the API. */
export async function trainingIn(
  world: World,
  code: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  await insertRow(world.app, 'mandatory_training', {
    org_id: world.orgId,
    id: newId(),
    code,
    title: `Training ${code}`,
    due_at: 'INITIAL_ASSIGNMENT',
    interval_days: 365,
    live_questions: true,
    site_specific: false,
    warn_days: [30],
    recorded_at: new Date(Date.now() - 400 * 86_400_000),
    ...more,
  });
}
