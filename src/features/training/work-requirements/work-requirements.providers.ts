import type { Provider } from '@nestjs/common';
import { WorkChecks } from './work-checks.service.js';
import { WorkRequirementResolver } from './work-requirement.resolver.js';
import { WorkRequirements } from './work-requirements.service.js';

/** What work asks for, and whether it is there. */
export const WORK_REQUIREMENTS_PROVIDERS: Provider[] = [
  WorkChecks,
  WorkRequirementResolver,
  WorkRequirements,
];
