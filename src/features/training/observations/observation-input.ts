import type { ObservationDraft } from './observation-draft.js';
import type {
  NoShowInput,
  ObservationAnswerInput,
  ObservationInput,
  RecordSelfAssessmentInput,
} from './observation.input.js';
import type { StepAnswer } from './step-results.rules.js';

/** What was left out is null, and texts have one form: the same observation gives the same hash. */
export const draftOfObservation = (input: ObservationInput, viewerId: string): ObservationDraft => ({
  id: input.observationId,
  kind: 'PERFORMANCE',
  assignmentId: input.assignmentId,
  skillId: input.skillId,
  skillVersionId: input.skillVersionId,
  startsAt: input.startsAt,
  endsAt: input.endsAt,
  method: input.method,
  simulated: input.simulated,
  groupEvent: input.groupEvent,
  entrustmentLevel: input.entrustmentLevel ?? null,
  performanceRating: input.performanceRating ?? null,
  note: input.note ?? null,
  observedBy: input.observedBy ?? viewerId,
  claimedAt: input.claimedAt ?? null,
  answers: input.answers.map(answerOf),
});

const NOTHING_SEEN = {
  method: null,
  simulated: false,
  groupEvent: false,
  entrustmentLevel: null,
  performanceRating: null,
};

export const draftOfNoShow = (input: NoShowInput, viewerId: string): ObservationDraft => ({
  ...NOTHING_SEEN,
  id: input.observationId,
  kind: 'NO_SHOW',
  assignmentId: input.assignmentId,
  skillId: input.skillId,
  skillVersionId: input.skillVersionId,
  startsAt: input.startsAt,
  endsAt: input.endsAt,
  note: input.note ?? null,
  observedBy: viewerId,
  claimedAt: input.claimedAt ?? null,
  answers: [],
});

export const draftOfSelfAssessment = (input: RecordSelfAssessmentInput): ObservationDraft => ({
  ...NOTHING_SEEN,
  id: input.observationId,
  kind: 'SELF_ASSESSMENT',
  assignmentId: input.assignmentId,
  skillId: input.skillId,
  skillVersionId: input.skillVersionId,
  startsAt: input.startsAt,
  endsAt: input.endsAt,
  note: input.note ?? null,
  observedBy: null,
  claimedAt: null,
  answers: input.answers.map(answerOf),
});

const answerOf = (answer: ObservationAnswerInput): StepAnswer => ({
  stepId: answer.stepId,
  result: answer.result ?? null,
  reading: answer.reading ?? null,
  referenceReading: answer.referenceReading ?? null,
  reason: answer.reason ?? null,
});
