import { registerEnumType } from '@nestjs/graphql';
import { NOTE_WARNINGS } from './note-warnings.rules.js';
import { REQUEST_ANSWERS } from './observation-request.entity.js';
import { VOIDING_REASONS } from './observation.entity.js';
import { NOT_COUNTED, OBSERVATION_KINDS } from './required-observations.rules.js';
import { OBSERVATION_RESULTS, STEP_RESULTS } from './step-results.rules.js';

const enumOf = (values: readonly string[]) => Object.fromEntries(values.map((value) => [value, value]));

export const ObservationKindEnum = enumOf(OBSERVATION_KINDS);
registerEnumType(ObservationKindEnum, {
  name: 'ObservationKind',
  description: 'What an observation is of.',
  valuesMap: {
    PERFORMANCE: { description: 'Somebody who may validate watched the skill being done.' },
    SELF_ASSESSMENT: { description: 'The trainee about themselves; never counts.' },
    PEER_REVIEW: { description: 'Another trainee watched; never counts.' },
    NO_SHOW: { description: 'The trainee did not come; no attempt.' },
  },
});

export const ObservationResultEnum = enumOf(OBSERVATION_RESULTS);
registerEnumType(ObservationResultEnum, {
  name: 'ObservationResult',
  description: 'The result of an observation, computed from its steps.',
  valuesMap: {
    MET: { description: 'Every critical step was met, and the cut score was reached.' },
    NOT_MET: {
      description: 'A critical step was not met or not observed, or the cut score was not reached.',
    },
    INCOMPLETE: { description: 'No step that applies was observed.' },
  },
});

export const ObservationStepResultEnum = enumOf(STEP_RESULTS);
registerEnumType(ObservationStepResultEnum, {
  name: 'ObservationStepResultCode',
  description: 'What was seen of a step.',
  valuesMap: {
    MET: { description: 'Done as it should be.' },
    NOT_MET: { description: 'Not done so.' },
    NOT_OBSERVED: {
      description: 'Nobody saw it. Of a critical step as bad as not met; else not in the score.',
    },
    NOT_APPLICABLE: { description: 'There was no occasion for it. Not in the score.' },
  },
});

export const ObservationVoidingReasonEnum = enumOf(VOIDING_REASONS);
registerEnumType(ObservationVoidingReasonEnum, {
  name: 'ObservationVoidingReason',
  description: 'What was wrong with an observation that was taken back.',
  valuesMap: {
    WRONG_PERSON: { description: 'It was of somebody else.' },
    WRONG_SKILL: { description: 'It was of another skill.' },
    WRONG_TIME: { description: 'It was at another time.' },
    ENTERED_TWICE: { description: 'It is on record under another id, too.' },
    OTHER: { description: 'As the reason says.' },
  },
});

export const ObservationNoteWarningEnum = enumOf(NOTE_WARNINGS);
registerEnumType(ObservationNoteWarningEnum, {
  name: 'ObservationNoteWarning',
  description:
    'What in a note looks as if it told who a patient is. Void the observation and enter it without.',
  valuesMap: {
    RECORD_NUMBER: { description: 'A medical record number, or a long number.' },
    DATE_OF_BIRTH: { description: 'A date of birth, or a whole date.' },
    PERSON_NAME: { description: 'A name after a title.' },
    CONTACT: { description: 'An address of mail, or a telephone number.' },
  },
});

export const ObservationRequestAnswerEnum = enumOf(REQUEST_ANSWERS);
registerEnumType(ObservationRequestAnswerEnum, {
  name: 'ObservationRequestAnswer',
  description: 'What became of a request.',
  valuesMap: {
    OBSERVED: { description: 'An observation of the skill was recorded.' },
    WITHDRAWN: { description: 'The trainee took it back.' },
    DECLINED: { description: 'A supervisor declined it.' },
    REPEATED: { description: 'Another one for the same skill was open and stands for both.' },
  },
});

export const ObservationNotCountedEnum = enumOf(NOT_COUNTED);
registerEnumType(ObservationNotCountedEnum, {
  name: 'ObservationNotCounted',
  description: 'Why an observation does not count towards what is required.',
  valuesMap: {
    VOIDED: { description: 'It was taken back.' },
    NO_PERFORMANCE: { description: 'A self-assessment, a peer review or a no-show.' },
    OTHER_VERSION: { description: 'It was of another version of the skill.' },
    METHOD_NOT_LISTED: { description: 'By a method the skill does not list.' },
    SIMULATION_NOT_ALLOWED: { description: 'Simulated, and the skill is validated with patients only.' },
    NOT_MET: { description: 'Its result.' },
    INCOMPLETE: { description: 'Its result.' },
    ENTRUSTMENT_TOO_LOW: { description: 'At a level of entrustment below the one from which on it counts.' },
    BEFORE_ONE_NOT_MET: { description: 'They have to be in a row, and one after it was not met.' },
  },
});
