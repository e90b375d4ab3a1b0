import { CeCompletionResolver } from './ce-completion.resolver.js';
import { CeCompletions } from './ce-completion.service.js';
import { CompletionChanges } from './completion-changes.service.js';
import { CompletionClaims } from './completion-claims.service.js';
import { CourseCreditJob } from './course-credits.job.js';
import { CourseCreditResolver } from './course-credits.resolver.js';
import { CourseCredits } from './course-credits.service.js';

export const COMPLETIONS_PROVIDERS = [
  CeCompletions,
  CompletionChanges,
  CompletionClaims,
  CeCompletionResolver,
  CourseCreditJob,
  CourseCreditResolver,
  CourseCredits,
];
