import { registerEnumType } from '@nestjs/graphql';
import { CORRECTNESSES } from './feedback.rules.js';
import { ATTEMPT_STATUSES } from './quiz-attempt.entity.js';

export const AttemptStatusEnum = Object.fromEntries(ATTEMPT_STATUSES.map((status) => [status, status]));
registerEnumType(AttemptStatusEnum, {
  name: 'QuizAttemptStatus',
  description: 'State of an attempt.',
  valuesMap: {
    IN_PROGRESS: { description: 'Answers are still taken, until the deadline.' },
    SUBMITTED: {
      description: 'Its answers never change again; its marks only by a further entry with a reason.',
    },
  },
});

export const CorrectnessEnum = Object.fromEntries(CORRECTNESSES.map((each) => [each, each]));
registerEnumType(CorrectnessEnum, {
  name: 'AnswerCorrectness',
  description: 'How right an answer is.',
  valuesMap: {
    CORRECT: { description: 'It earned all points.' },
    PARTLY_CORRECT: { description: 'It earned a part of the points.' },
    INCORRECT: { description: 'It earned nothing.' },
    UNANSWERED: { description: 'Nothing was answered in time.' },
    WAITS_FOR_GRADER: { description: 'A person has yet to read it.' },
  },
});
