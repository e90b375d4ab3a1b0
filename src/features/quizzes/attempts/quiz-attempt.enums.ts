import { registerEnumType } from '@nestjs/graphql';
import { ATTEMPT_STATUSES } from './quiz-attempt.entity.js';

export const AttemptStatusEnum = Object.fromEntries(ATTEMPT_STATUSES.map((status) => [status, status]));
registerEnumType(AttemptStatusEnum, {
  name: 'QuizAttemptStatus',
  description: 'State of an attempt.',
  valuesMap: {
    IN_PROGRESS: { description: 'Answers are still taken, until the deadline.' },
    SUBMITTED: { description: 'Graded; never changes again.' },
  },
});
