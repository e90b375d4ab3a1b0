import type { Provider } from '@nestjs/common';
import { AwardLookup } from './award-lookup.service.js';

export const AWARDING_PROVIDERS: Provider[] = [AwardLookup];
