import { Module } from '@nestjs/common';
import { LedgerModule } from '../../platform/ledger/ledger.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { EnrollmentsModule } from '../enrollments/enrollments.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ProgramsModule } from '../programs/programs.module.js';
import { RecordsModule } from '../records/records.module.js';
import { AWARDING_PROVIDERS } from './awarding/awarding.providers.js';
import { BadgeController } from './badges/badge.controller.js';
import { BADGE_PROVIDERS } from './badges/badges.providers.js';
import { DOCUMENTS_PROVIDERS } from './documents/documents.providers.js';
import { TRACKS_PROVIDERS } from './tracks/tracks.providers.js';
import { VERIFICATION_PROVIDERS } from './verification/verification.providers.js';
import { VerificationController } from './verification/verification.controller.js';

/** What somebody earned, and how a stranger can verify it: certificates, badges, transcripts. */
@Module({
  imports: [CredentialsModule, EnrollmentsModule, LedgerModule, PeopleModule, ProgramsModule, RecordsModule],
  controllers: [BadgeController, VerificationController],
  providers: [
    ...AWARDING_PROVIDERS, //
    ...TRACKS_PROVIDERS,
    ...BADGE_PROVIDERS,
    ...DOCUMENTS_PROVIDERS,
    ...VERIFICATION_PROVIDERS,
  ],
})
export class AwardsModule {}
