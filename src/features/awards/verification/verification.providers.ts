import type { Provider } from '@nestjs/common';
import { AwardVerifications } from './award-verifications.service.js';

export const VERIFICATION_PROVIDERS: Provider[] = [AwardVerifications];
