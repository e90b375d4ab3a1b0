import { outcome } from '../../../platform/graphql/outcome.js';
import { NoBreakLeft } from '../accommodations/quiz-break.refusals.js';
import { AttemptOver } from './quiz-attempt.refusals.js';
import { QuizAttemptType } from './quiz-attempt.type.js';

export const PauseQuizAttemptResult = outcome('PauseQuizAttemptResult', () => [
  QuizAttemptType,
  AttemptOver,
  NoBreakLeft,
]);
export const ResumeQuizAttemptResult = outcome('ResumeQuizAttemptResult', () => [
  QuizAttemptType,
  AttemptOver,
]);
