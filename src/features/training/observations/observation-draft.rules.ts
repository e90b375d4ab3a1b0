import { Fault, type FieldProblem } from '../../../platform/faults/fault.js';
import { refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { sharedPart } from '../../records/interval.rules.js';
import { OwnRecord } from '../../records/record.refusals.js';
import { isInForce } from '../placements/assignment-standing.rules.js';
import { inactiveOn } from '../placements/enrollment-days.rules.js';
import type { NotEligible } from '../supervision/eligibility.js';
import {
  ObservationInFuture,
  ObservationMethodNotListed,
  ObservationOutsideAssignment,
  ObservationTooLate,
  ObservedSkillNotAssigned,
  ObservedVersionNotPinned,
  ObserverElsewhere,
  ObserverNotEligible,
  PlacementNotCleared,
  TraineeElsewhere,
  TraineeNotEnrolled,
} from './observation.refusals.js';
import type { DraftSurroundings, Meeting, ObservationDraft, ObservedSkill } from './observation-draft.js';
import { answerProblems } from './step-results.rules.js';

const SIXTEEN_HOURS = 16 * 3_600_000;

/** An interval that cannot be, wherever it was; null when it can. */
export function refuseInterval({ startsAt, endsAt }: ObservationDraft): Fault | null {
  if (endsAt <= startsAt) return wrong([{ field: 'endsAt', message: 'must be after startsAt' }]);
  if (endsAt.getTime() - startsAt.getTime() <= SIXTEEN_HOURS) return null;
  return wrong([{ field: 'endsAt', message: 'must be at most 16 hours after startsAt' }]);
}

/** Answers that do not fit the form; null when they do. */
export function refuseAnswers(
  { entrustmentLevel, kind, answers }: ObservationDraft,
  { entrustmentScale, steps }: ObservedSkill,
): Fault | null {
  if (kind === 'NO_SHOW') return null;
  const asked = kind === 'PERFORMANCE' ? steps : optional(steps);
  const problems = answerProblems(asked, answers).map(({ stepId, message }) => ({
    field: `answers.${stepId}`,
    message,
  }));
  if (entrustmentLevel !== null && !entrustmentScale.includes(entrustmentLevel))
    problems.push({
      field: 'entrustmentLevel',
      message: `must be a level of the skill's scale: ${entrustmentScale.join(', ')}`,
    });
  return problems.length ? wrong(problems) : null;
}

function wrong(problems: readonly FieldProblem[]): Fault {
  const fields = problems.map(({ field, message }) => ({ field: `input.observation.${field}`, message }));
  return new Fault('BAD_USER_INPUT', fields.map((p) => `${p.field}: ${p.message}`).join('; '), fields);
}

/** Of one's own assessment nothing follows: no step has to be answered. */
const optional = (steps: ObservedSkill['steps']): ObservedSkill['steps'] =>
  steps.map((step) => ({ ...step, critical: false }));

/** Why a draft is not taken, by its day, its skill and who is who; null when nothing of that stands in the way. */
export function refuseDraft(draft: ObservationDraft, around: DraftSurroundings, now: Date): Refusal | null {
  return (
    refuseOwnDraft(draft, around) ??
    refuseSkill(draft, around) ??
    refuseTime(draft, around, now) ??
    refuseMethod(draft, around.skill!)
  );
}

/** Nobody records what was seen of themselves, but for what they say of themselves (inv 1). */
function refuseOwnDraft(
  { kind }: ObservationDraft,
  { recorderId, traineeId }: DraftSurroundings,
): Refusal | null {
  if (kind === 'SELF_ASSESSMENT' || recorderId !== traineeId) return null;
  return refuse(OwnRecord, 'This is your own record: somebody else has to do it.');
}

function refuseSkill(
  { skillVersionId }: ObservationDraft,
  { skill, pinnedVersionId }: DraftSurroundings,
): Refusal | null {
  if (pinnedVersionId === null || !skill)
    return refuse(
      ObservedSkillNotAssigned,
      'The skill is neither on the checklist of this assignment nor added to it. Observe one that is.',
    );
  if (pinnedVersionId === skillVersionId) return null;
  return refuse(
    ObservedVersionNotPinned,
    'The assignment asks for another version of the skill than the form was of. Get the form again; what was seen has to be entered step by step by that one.',
    { pinnedVersionId },
  );
}

/** Not in the future, on days on which it may be of this assignment, and not too late (inv 14). */
function refuseTime(
  { endsAt, kind }: ObservationDraft,
  around: DraftSurroundings,
  now: Date,
): Refusal | null {
  if (endsAt > now) return refuse(ObservationInFuture, 'This observation has not ended yet: record it then.');
  const { observedOn, endedOn, daysLate, skill } = around;
  const refusal = refuseDay(around, observedOn) ?? refuseDay(around, endedOn);
  if (refusal || kind === 'SELF_ASSESSMENT') return refusal;
  const { clearedFrom } = around;
  if (clearedFrom === null || observedOn < clearedFrom)
    return refuse(PlacementNotCleared, notCleared(observedOn, clearedFrom), { clearedFrom });
  const { lateEntryDays } = skill!;
  if (daysLate <= lateEntryDays) return null;
  const message = `${observedOn} is ${daysLate} days ago, and the skill allows ${lateEntryDays}: observe it again.`;
  return refuse(ObservationTooLate, message, { lateEntryDays, daysLate });
}

/** Within the assignment from its first to its last day, and while the enrollment it belongs to was active (inv 33). */
function refuseDay({ facts, enrollment }: DraftSurroundings, on: string): Refusal | null {
  if (!isInForce(facts, on)) {
    const { startsOn, endsOn } = facts;
    const until = endsOn === null ? 'open-ended' : `to ${endsOn}`;
    const message = facts.cancelled
      ? 'The assignment was cancelled.'
      : `The assignment runs from ${startsOn} ${until}: nothing of ${on} is recorded for it.`;
    return refuse(ObservationOutsideAssignment, message, {
      assignmentStartsOn: startsOn,
      assignmentEndsOn: endsOn,
    });
  }
  if (enrollment === null || inactiveOn(enrollment, on) === null) return null;
  return refuse(
    TraineeNotEnrolled,
    `The trainee was not actively enrolled on ${on}: nothing of that day is recorded. Ask the school.`,
  );
}

/** What had to be current for the work to start, and was not: those in the way, in words. */
export const refuseStart = (observedOn: string, reasons: readonly string[]): PlacementNotCleared | null =>
  reasons.length
    ? refuse(PlacementNotCleared, `${notCleared(observedOn, null)} ${reasons.join(' ')}`, {
        clearedFrom: null,
      })
    : null;

const notCleared = (observedOn: string, clearedFrom: string | null): string =>
  clearedFrom === null
    ? `The placement is not cleared to start: nothing of ${observedOn} is recorded. The school sees what must hold, and can override it.`
    : `The placement is cleared from ${clearedFrom}: nothing of ${observedOn} is recorded.`;

function refuseMethod({ kind, method }: ObservationDraft, { methods }: ObservedSkill): Refusal | null {
  if (kind !== 'PERFORMANCE' || (method !== null && methods.includes(method))) return null;
  return refuse(ObservationMethodNotListed, `The skill is validated by ${methods.join(' or ')}.`, {
    listedMethods: [...methods],
  });
}

/**
 * Nobody is at two places at once, and a validator watches one trainee at a time, unless both observations are marked as
 * of one group event at the same site (inv 5). Two validators may watch one trainee.
 */
export function refuseElsewhere(meeting: Meeting, others: readonly Meeting[]): Refusal | null {
  const meanwhile = others.filter((other) => other.id !== meeting.id && sharedPart(meeting, other) !== null);
  const busy = meanwhile.find(
    (other) => other.observerId === meeting.observerId && !isOneGroup(meeting, other),
  );
  if (busy)
    return refuse(
      ObserverElsewhere,
      busy.siteId === meeting.siteId
        ? 'The observer observed another performance at that time. Correct the times; in a mock event of several trainees mark each as a group event.'
        : 'The observer observed at another site at that time. Correct the times, or void the one that is wrong.',
    );
  if (!meanwhile.some((other) => other.traineeId === meeting.traineeId && other.siteId !== meeting.siteId))
    return null;
  return refuse(
    TraineeElsewhere,
    'The trainee was observed at another site at that time. Correct the times, or void the one that is wrong.',
  );
}

const isOneGroup = (a: Meeting, b: Meeting): boolean => a.groupEvent && b.groupEvent && a.siteId === b.siteId;

export function refuseObserver({ reason, source, message }: NotEligible): ObserverNotEligible {
  const decidedBy = source && `${source.source}: ${source.citation}`;
  return refuse(ObserverNotEligible, message, { ineligibility: reason, decidedBy });
}
