import { CeClosings } from './ce-closings.service.js';
import { CeCycleResolver } from './ce-cycle.resolver.js';
import { CeFacts } from './ce-facts.service.js';
import { CeObligations } from './ce-obligations.service.js';
import { CeStatusService } from './ce-status.service.js';
import { CeWaivers } from './ce-waivers.service.js';

export const CYCLES_PROVIDERS = [
  CeClosings,
  CeFacts,
  CeObligations,
  CeStatusService,
  CeWaivers,
  CeCycleResolver,
];
