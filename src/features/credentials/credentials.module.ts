import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { HELD_PROVIDERS } from './credentials.providers.js';
import { MANDATORY_TRAINING_PROVIDERS } from './mandatory-training/mandatory-training.providers.js';
import { TrainingTriggers } from './mandatory-training/training-triggers.js';
import { CardRecording } from './cards/card-recording.service.js';
import { CardVerification } from './cards/card-verification.service.js';
import { ClearanceRecording } from './clearances/clearance-recording.service.js';
import { ClearanceVerification } from './clearances/clearance-verification.service.js';
import { HeldTypeImport } from './types/held-type-import.service.js';
import { HeldTypes } from './types/held-types.service.js';
import { HeldOverview } from './held-overview.service.js';
import { Standings } from './standings.service.js';

/** Cards and clearances that persons hold, mandatory training, and what is current on a day. */
@Module({
  imports: [PeopleModule],
  providers: [...HELD_PROVIDERS, ...MANDATORY_TRAINING_PROVIDERS],
  exports: [
    Standings,
    TrainingTriggers,
    HeldOverview,
    HeldTypes,
    HeldTypeImport,
    CardRecording,
    CardVerification,
    ClearanceRecording,
    ClearanceVerification,
  ],
})
export class CredentialsModule {}
