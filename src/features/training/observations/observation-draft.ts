import { contentHash } from '../../../platform/ids/canonical-json.js';
import type { StatusHistory } from '../../enrollments/enrollment-status.rules.js';
import type { AssignmentFacts } from '../placements/assignment-facts.js';
import type { WorkAsked } from '../work-requirements/work-requirement.js';
import type { ValidationMethod } from '../skills/skill.entity.js';
import type { ObservationDemand, ObservationKind } from './required-observations.rules.js';
import type { DefinedStep, StepAnswer, StepsOutcome } from './step-results.rules.js';

/** An observation as somebody has brought it: nothing in it is a result. */
export interface ObservationDraft {
  /** Made by the device: the same id is the same observation, however often it comes. */
  readonly id: string;
  readonly kind: ObservationKind;
  readonly assignmentId: string;
  readonly skillId: string;
  /** Of the form that was filled in. */
  readonly skillVersionId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly method: ValidationMethod | null;
  readonly simulated: boolean;
  readonly groupEvent: boolean;
  readonly entrustmentLevel: string | null;
  readonly performanceRating: number | null;
  readonly note: string | null;
  readonly observedBy: string | null;
  /** When the device says it was entered. */
  readonly claimedAt: Date | null;
  readonly answers: readonly StepAnswer[];
}

/** A version of a skill as far as an observation of it goes. */
export interface ObservedSkill extends Omit<ObservationDemand, 'skillVersionId'> {
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly versionId: string;
  readonly code: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  readonly cutScorePercent: string;
  readonly lateEntryDays: number;
  readonly steps: readonly DefinedStep[];
}

/** When somebody observed or was observed. Persons are those who stand for themselves. */
export interface Meeting {
  readonly id: string;
  readonly siteId: string;
  readonly observerId: string;
  readonly traineeId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly groupEvent: boolean;
}

/** All that has to be known of the world to judge a draft. */
export interface DraftSurroundings {
  readonly facts: AssignmentFacts;
  /** The same id, as it is on record. */
  readonly known: { readonly contentHash: string } | null;
  /** The version asked for, if the organizations concerned have one. */
  readonly skill: ObservedSkill | null;
  /** The version that the assignment asks for; null: the skill is none of the assignment's. */
  readonly pinnedVersionId: string | null;
  /** Of the first and of the last moment, in the zone of the site, as YYYY-MM-DD. */
  readonly observedOn: string;
  readonly endedOn: string;
  /** Days from then to today, in the zone of the site. */
  readonly daysLate: number;
  /** The first day on which every gate of the assignment's start held; null: not yet. */
  readonly clearedFrom: string | null;
  /** What has to be current for its work. */
  readonly work: WorkAsked;
  /** Of a placement: the history of the enrollment it belongs to. */
  readonly enrollment: StatusHistory | null;
  /** The law of the site on that day. */
  readonly jurisdiction: string;
  readonly setting: string;
  readonly traineeId: string;
  readonly observerId: string | null;
  readonly recorderId: string;
}

/** Everything that is kept of an observation but when and how it came: what its hash speaks of. */
export function contentOf(
  draft: ObservationDraft,
  { facts, skill, observedOn }: DraftSurroundings & { skill: ObservedSkill },
  outcome: StepsOutcome | null,
  recordedBy: string,
) {
  const { answers: _answers, claimedAt: _claimedAt, ...said } = draft;
  return {
    ...said,
    personId: facts.personId,
    siteOrgId: facts.siteOrgId,
    siteId: facts.siteId,
    timeZone: facts.timeZone,
    skillOrgId: skill.skillOrgId,
    observedOn,
    result: draft.kind === 'PERFORMANCE' ? (outcome?.result ?? null) : null,
    scorePercent: outcome?.scorePercent ?? null,
    criticalMet: draft.kind === 'PERFORMANCE' ? (outcome?.criticalMet ?? null) : null,
    recordedBy,
    steps: outcome?.steps ?? [],
  };
}

export type ObservationContent = ReturnType<typeof contentOf>;

export const hashOf = (content: ObservationContent): string => contentHash(content);

export const demandOf = (skill: ObservedSkill): ObservationDemand => ({
  ...skill,
  skillVersionId: skill.versionId,
});
