import type { Provider } from '@nestjs/common';
import { AwardVerificationResolver } from './award-verification.resolver.js';
import { AwardVerifications } from './award-verifications.service.js';

export const VERIFICATION_PROVIDERS: Provider[] = [AwardVerifications, AwardVerificationResolver];
