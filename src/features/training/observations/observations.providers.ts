import type { Provider } from '@nestjs/common';
import { ActionPlanOpening } from './action-plan-opening.service.js';
import { ObservationReading } from './observation-reading.service.js';
import { ObservationRecording } from './observation-recording.service.js';
import { ObservationVoidingService } from './observation-voiding.service.js';
import { ObservationVoidings } from './observation-voidings.js';
import { ObservationResolver } from './observation.resolver.js';
import { ObservationService } from './observation.service.js';

export const OBSERVATIONS_PROVIDERS: Provider[] = [
  ActionPlanOpening,
  ObservationReading,
  ObservationRecording,
  ObservationResolver,
  ObservationService,
  ObservationVoidings,
  ObservationVoidingService,
];
