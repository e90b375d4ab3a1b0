import type { Provider } from '@nestjs/common';
import { ActionPlanOpening } from './action-plan-opening.service.js';
import { ActionPlanReading } from './action-plan-reading.service.js';
import { ActionPlanService } from './action-plan.service.js';
import { ObservationReading } from './observation-reading.service.js';
import { ObservationRecording } from './observation-recording.service.js';
import { ObservationRequestService } from './observation-request.service.js';
import { ObservationRequesting } from './observation-requesting.service.js';
import { ObservationSyncService } from './observation-sync.service.js';
import { ObservationVoidingService } from './observation-voiding.service.js';
import { ObservationVoidings } from './observation-voidings.js';
import { ObservationService } from './observation.service.js';

export const OBSERVATIONS_PROVIDERS: Provider[] = [
  ActionPlanOpening,
  ActionPlanReading,
  ActionPlanService,
  ObservationReading,
  ObservationRecording,
  ObservationRequesting,
  ObservationRequestService,
  ObservationService,
  ObservationSyncService,
  ObservationVoidings,
  ObservationVoidingService,
];
