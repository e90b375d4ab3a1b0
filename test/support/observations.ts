import { newId } from '../../src/platform/ids/ids.js';
import type { AssignmentRow, SkillRow } from './training.js';
import type { Member } from './world.js';

const HOUR = 3_600_000;

/** A point in time so many hours from now, as the API takes it. */
export const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

/** An observation of every step met, an hour ago and 15 minutes long. */
export function seen(
  assignment: Pick<AssignmentRow, 'id'>,
  skill: SkillRow,
  given: Record<string, unknown> & { startsAt?: string; not?: string; minutes?: number } = {},
): Record<string, unknown> & { observationId: string } {
  const { startsAt = hoursFromNow(-1), not, minutes = 15, ...rest } = given;
  return {
    observationId: newId(),
    assignmentId: assignment.id,
    skillId: skill.id,
    skillVersionId: skill.versionId,
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
    method: 'RETURN_DEMONSTRATION',
    simulated: false,
    entrustmentLevel: 'S3',
    answers: skill.stepIds.map((stepId, at) => ({ stepId, result: at === 0 && not ? not : 'MET' })),
    ...rest,
  };
}

export const OBSERVATION = `... on Observation { id kind result scorePercent criticalMet observedOn late observedBy recordedBy observerName
  observerLicense entrustmentLevel performanceRating note noteWarnings openActionPlanId contentHash
  steps { stepId position result reading referenceReading tolerance reason } voiding { reasonCode reason voidedBy } }`;

const REFUSED =
  '... on ObservationOutsideAssignment { assignmentEndsOn } ... on ObserverNotEligible { ineligibility decidedBy }';

export type Answered = Record<string, unknown> & { __typename: string; id: string };

export const record = (by: Member, observation: object): Promise<Answered> =>
  by.do('recordObservation', { observation }, `${OBSERVATION} ${REFUSED}`);
