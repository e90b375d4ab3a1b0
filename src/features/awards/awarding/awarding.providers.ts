import type { Provider } from '@nestjs/common';
import { AutomaticAwards } from './automatic-awards.job.js';
import { AwardChanges } from './award-changes.service.js';
import { AwardDecisions } from './award-decisions.service.js';
import { AwardLookup } from './award-lookup.service.js';
import { AwardPolicyResolver } from './award-policy.resolver.js';
import { AwardPolicies } from './award-policy.service.js';
import { AwardReadinessService } from './award-readiness.service.js';
import { AwardReading } from './award-reading.service.js';
import {
  AwardEntryResolver,
  AwardingResolver,
  AwardReadinessResolver,
  AwardResolver,
} from './award.resolver.js';
import { AwardWriting } from './award-writing.service.js';
import { RegradeAwardsResolver } from './regrade-awards.resolver.js';
import { SelfAwarded } from './self-awarded.service.js';
import { Awarding } from './awarding.service.js';

export const AWARDING_PROVIDERS: Provider[] = [
  AutomaticAwards,
  AwardChanges,
  AwardDecisions,
  AwardEntryResolver,
  Awarding,
  AwardingResolver,
  AwardLookup,
  AwardPolicies,
  AwardPolicyResolver,
  AwardReading,
  AwardReadinessResolver,
  AwardReadinessService,
  AwardResolver,
  AwardWriting,
  RegradeAwardsResolver,
  SelfAwarded,
];
