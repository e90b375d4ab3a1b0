import { Module } from '@nestjs/common';
import { HELD_PROVIDERS } from './credentials.providers.js';
import { MANDATORY_TRAINING_PROVIDERS } from './mandatory-training/mandatory-training.providers.js';
import { TrainingTriggers } from './mandatory-training/training-triggers.js';
import { Standings } from './standings.service.js';

/** Cards and clearances that persons hold, mandatory training, and what is current on a day. */
@Module({
  providers: [
    ...HELD_PROVIDERS, //
    ...MANDATORY_TRAINING_PROVIDERS,
  ],
  exports: [
    Standings, //
    TrainingTriggers,
  ],
})
export class CredentialsModule {}
