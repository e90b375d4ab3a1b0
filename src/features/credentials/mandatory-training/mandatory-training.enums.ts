import { registerEnumType } from '@nestjs/graphql';
import { TRAINING_DUE_AT, TRAINING_EVIDENCE, TRAINING_RETENTION_FROM } from './mandatory-training.js';

export const TrainingDueAtEnum = Object.fromEntries(TRAINING_DUE_AT.map((each) => [each, each]));
registerEnumType(TrainingDueAtEnum, {
  name: 'TrainingDueAt',
  description: 'What makes a mandatory training due for the first time.',
  valuesMap: {
    INITIAL_ASSIGNMENT: { description: 'The first day of the first assignment: before any exposure.' },
    JOINING: { description: 'Becoming a member of the organization.' },
    HIRE: { description: 'Becoming one of its staff, or its employee in training.' },
  },
});

export const TrainingEvidenceEnum = Object.fromEntries(TRAINING_EVIDENCE.map((each) => [each, each]));
registerEnumType(TrainingEvidenceEnum, {
  name: 'TrainingEvidence',
  description: 'What is to be written down of a mandatory training.',
  valuesMap: {
    DATE: { description: 'The day; always written down.' },
    CONTENT_SUMMARY: { description: 'What it was about.' },
    TRAINER_NAME: { description: 'Who gave it.' },
    TRAINER_QUALIFICATION: { description: 'What makes them fit to give it.' },
    ATTENDEE_NAME: { description: 'Who was there; always written down.' },
    ATTENDEE_JOB_TITLE: { description: 'As what they work.' },
  },
});

export const TrainingRetentionFromEnum = Object.fromEntries(
  TRAINING_RETENTION_FROM.map((each) => [each, each]),
);
registerEnumType(TrainingRetentionFromEnum, {
  name: 'TrainingRetentionFrom',
  description: 'From when on the time is counted that records of a training are kept.',
  valuesMap: {
    TRAINING_DATE: { description: 'From the day of the training.' },
    LAST_IN_EFFECT: { description: 'From the last day on which the record was in effect.' },
  },
});
