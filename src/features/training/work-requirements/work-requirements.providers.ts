import type { Provider } from '@nestjs/common';
import { AssignmentTriggers } from './assignment-triggers.js';

/** What work asks for, and whether it is there. */
export const WORK_REQUIREMENTS_PROVIDERS: Provider[] = [AssignmentTriggers];
