import { CeCompletionResolver } from './ce-completion.resolver.js';
import { CeCompletions } from './ce-completion.service.js';
import { CompletionChanges } from './completion-changes.service.js';
import { CompletionClaims } from './completion-claims.service.js';

export const COMPLETIONS_PROVIDERS = [
  CeCompletions,
  CompletionChanges,
  CompletionClaims,
  CeCompletionResolver,
];
