import { newId } from '../../src/platform/ids/ids.js';
import type { TestApp } from './test-app.js';
import { dayFromToday } from './training.js';
import type { Member } from './world.js';

export interface ActivityAnswer {
  __typename: string;
  id: string;
  number: number;
  title: string;
  minutes: number;
  courseIdentity: string;
  approvals: { approver: string; startsOn: string; endsOn: string | null }[];
}

export const ACTIVITY = `... on CeActivity { id number title minutes courseIdentity partialAllowed withdrawn
  categories { code minutes } approvals { approver number startsOn endsOn } }`;

/** An activity with sensible fields, as the API takes it. */
export const activityFields = (given: object = {}): object => ({
  title: 'Safe transfers',
  kind: 'WEBINAR',
  provider: 'Rehab Learning',
  courseIdentity: `RL-${newId().slice(-8)}`,
  delivery: 'LIVE',
  minutes: 60,
  partialAllowed: false,
  categories: [],
  approvals: [],
  ...given,
});

/** An activity in the catalogue. */
export async function activityBy(staff: Member, given: object = {}): Promise<ActivityAnswer> {
  const answer = await staff.do<ActivityAnswer>(
    'addCeActivity',
    { activity: activityFields(given) },
    ACTIVITY,
  );
  if (!answer.id) throw new Error(JSON.stringify(answer));
  return answer;
}

export interface CompletionAnswer {
  __typename: string;
  code?: string;
  message?: string;
  id: string;
  personId: string;
  state: string;
  because: string;
  completedOn: string;
  minutes: number;
  categories: { code: string; minutes: number }[];
  evidence: { fileId: string; sha256: string }[];
  entries: { number: number; kind: string; reason: string | null; recordedBy: string | null }[];
  activity: { id: string; title: string };
  ceCompletionId?: string;
}

export const COMPLETION_FIELDS = `id personId state because completedOn minutes categories { code minutes }
  evidence { fileId sha256 } entries { number kind reason recordedBy } activity { id title }`;
const COMPLETION = `... on CeCompletion { ${COMPLETION_FIELDS} }`;
const CLAIMED = `${COMPLETION} ... on CeClaimedAlready { ceCompletionId }`;

/** Claims something in one's own name. */
export const claim = (person: Member, ceActivityId: string, given: object = {}): Promise<CompletionAnswer> =>
  person.do<CompletionAnswer>('claimCeCompletion', { ceActivityId, timeZone: 'UTC', ...given }, CLAIMED);

/** Records that these people were there. */
export const attended = (
  staff: Member,
  ceActivityId: string,
  personIds: readonly string[],
  given: object = {},
): Promise<{
  __typename: string;
  code?: string;
  completions: CompletionAnswer[];
  knownPersonIds: string[];
}> =>
  staff.do(
    'recordCeAttendance',
    { ceActivityId, timeZone: 'UTC', attendees: personIds.map((personId) => ({ personId })), ...given },
    `... on CeAttendanceRecorded { knownPersonIds completions { ${COMPLETION_FIELDS} } }`,
  );

export const review = (
  staff: Member,
  ceCompletionId: string,
  decision: 'ACCEPTED' | 'MORE_ASKED' | 'REFUSED' = 'ACCEPTED',
  reason: string | null = null,
): Promise<CompletionAnswer> =>
  staff.do<CompletionAnswer>('reviewCeCompletion', { ceCompletionId, decision, reason }, COMPLETION);

export const correctCompletion = (
  person: Member,
  ceCompletionId: string,
  given: object,
): Promise<CompletionAnswer> =>
  person.do<CompletionAnswer>(
    'correctCeCompletion',
    { ceCompletionId, timeZone: 'UTC', reason: 'Mistyped', ...given },
    CLAIMED,
  );

export const withdrawCompletion = (person: Member, ceCompletionId: string): Promise<CompletionAnswer> =>
  person.do<CompletionAnswer>('withdrawCeCompletion', { ceCompletionId, reason: 'Not mine' }, COMPLETION);

export const submitCompletion = (
  person: Member,
  ceCompletionId: string,
  given: object = {},
): Promise<CompletionAnswer> =>
  person.do<CompletionAnswer>('submitCeCompletion', { ceCompletionId, ...given }, COMPLETION);

/** A policy for everybody, as a file would have it; answers its code. */
export async function policyIn(
  app: TestApp,
  policy: object = {},
  given: { code?: string; effectiveFrom?: string; effectiveTo?: string } = {},
): Promise<string> {
  const code = given.code ?? `X-${newId().slice(-8).toUpperCase()}`;
  const { effectiveFrom = null, effectiveTo = null } = given;
  await app.owner.query(
    `INSERT INTO ce_policy (id, code, title, effective_from, effective_to, verified_on, authority, policy, recorded_at)
     VALUES ($1, $2, $3, $4, $5, '2026-11-23', '{Invented Code 1}', $6, now() - interval '10 years')`,
    [newId(), code, `Policy ${code}`, effectiveFrom, effectiveTo, { ...HOURLY, ...policy }],
  );
  return code;
}

/** Ten hours in twelve months from the day somebody was hired. */
const HOURLY = {
  required: 10,
  minutes_per_hour: 60,
  cycle: { months: 12, anchor: 'hire_date' },
  partial_credit: true,
};

export interface ObligationAnswer {
  __typename: string;
  code?: string;
  id: string;
  renews: string;
  renewsWhat: string;
  anchorOn: string;
  startsOn: string;
  endsOn: string | null;
}

export const OBLIGATION = `... on CeObligation { id renews renewsWhat anchorOn startsOn endsOn }`;

/** Puts somebody under a policy. */
export const putUnder = (
  staff: Member,
  personId: string,
  policyCode: string,
  given: object = {},
): Promise<ObligationAnswer> =>
  staff.do<ObligationAnswer>(
    'addCeObligation',
    { personId, policyCode, anchorOn: dayFromToday(-100), ...given },
    OBLIGATION,
  );

export interface CycleAnswer {
  startsOn: string;
  endsOn: string;
  lastDay: string;
  met: boolean;
  missingMinutes: number;
  carriedInMinutes: number;
  carriedOutMinutes: number;
  requirements: { key: string; requiredMinutes: number; countedMinutes: number; missingMinutes: number }[];
}

export interface StatusAnswer {
  __typename?: string;
  code?: string;
  standing: string;
  nextStep: string;
  percent: number | null;
  daysLeft: number | null;
  missingInPolicy: string[];
  obligation: { id: string; policyCode: string; personId: string };
  cycle: CycleAnswer;
  previousCycle: CycleAnswer | null;
  lines: { completionId: string; title: string; minutes: number; reason: string; category: string | null }[];
  closing: { id: string; number: number; reason: string | null; contentHash: string } | null;
}

const CYCLE = `{ startsOn endsOn lastDay met missingMinutes carriedInMinutes carriedOutMinutes
  requirements { key requiredMinutes countedMinutes missingMinutes } }`;
export const STATUS_FIELDS = `standing nextStep percent daysLeft missingInPolicy obligation { id policyCode personId }
  cycle ${CYCLE} previousCycle ${CYCLE} lines { completionId title minutes reason category }
  closing { id number reason contentHash }`;

/** How somebody stands, as `asker` sees it. */
export async function statusesOf(
  asker: Member,
  personId: string,
  args: { on?: string; knownAt?: string; policyCode?: string } = {},
): Promise<{ statuses: StatusAnswer[]; summary: string }> {
  const { ceStatus } = await asker.ask<{ ceStatus: { statuses: StatusAnswer[]; summary: string } }>(
    `query ($personId: ID!, $on: Date, $knownAt: DateTime, $policyCode: String) {
      ceStatus(personId: $personId, on: $on, knownAt: $knownAt, policyCode: $policyCode) { summary statuses { ${STATUS_FIELDS} } } }`,
    { personId, ...args },
  );
  return ceStatus;
}

/** Of the one policy somebody is under. */
export async function statusOf(
  asker: Member,
  personId: string,
  args: { on?: string; knownAt?: string; policyCode?: string } = {},
): Promise<StatusAnswer> {
  const { statuses } = await statusesOf(asker, personId, args);
  if (statuses.length !== 1) throw new Error(`Expected one status, not ${statuses.length}`);
  return statuses[0]!;
}

const CLOSED = `... on CeStatus { ${STATUS_FIELDS} }`;

export const closeCycle = (
  staff: Member,
  ceObligationId: string,
  cycleStartsOn: string,
): Promise<StatusAnswer> => staff.do<StatusAnswer>('closeCeCycle', { ceObligationId, cycleStartsOn }, CLOSED);

export const correctCycle = (
  staff: Member,
  ceObligationId: string,
  cycleStartsOn: string,
  reason = 'A certificate came late',
): Promise<StatusAnswer> =>
  staff.do<StatusAnswer>('correctCeCycle', { ceObligationId, cycleStartsOn, reason }, CLOSED);
