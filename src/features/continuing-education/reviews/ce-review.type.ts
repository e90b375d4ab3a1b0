import { outcome } from '../../../platform/graphql/outcome.js';
import { CeCompletionNotOpen, OwnCeCompletion } from '../completions/ce-completion.refusals.js';
import { CeCompletion } from '../completions/ce-completion.type.js';

export const ReviewCeCompletionResult = outcome('ReviewCeCompletionResult', () => [
  CeCompletion,
  CeCompletionNotOpen,
  OwnCeCompletion,
]);
