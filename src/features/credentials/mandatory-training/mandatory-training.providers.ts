import type { Provider } from '@nestjs/common';
import { MandatoryTrainingRecordResolver, MandatoryTrainingResolver } from './mandatory-training.resolver.js';
import { TrainingCatalog } from './training-catalog.service.js';
import { TrainingChanges } from './training-changes.service.js';
import { TrainingReading } from './training-reading.service.js';
import { TrainingRecords } from './training-record.service.js';
import { TrainingStandings } from './training-standings.service.js';
import { TrainingTimeliness } from './training-timeliness.service.js';
import { TrainingTriggers } from './training-triggers.js';

/** Everything about mandatory training. */
export const MANDATORY_TRAINING_PROVIDERS: Provider[] = [
  MandatoryTrainingRecordResolver,
  MandatoryTrainingResolver,
  TrainingCatalog,
  TrainingChanges,
  TrainingReading,
  TrainingRecords,
  TrainingStandings,
  TrainingTimeliness,
  TrainingTriggers,
];
