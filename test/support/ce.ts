import { newId } from '../../src/platform/ids/ids.js';
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
