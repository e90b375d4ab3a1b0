import type { Provider } from '@nestjs/common';
import { ReadinessResolver } from './readiness.resolver.js';
import { ReadinessService } from './readiness.service.js';

/** Whether somebody may start. */
export const READINESS_PROVIDERS: Provider[] = [ReadinessResolver, ReadinessService];
