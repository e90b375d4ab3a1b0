import { Module } from '@nestjs/common';
import { AWARDING_PROVIDERS } from './awarding/awarding.providers.js';

/** What somebody earned, and how a stranger can verify it: certificates, badges, transcripts. */
@Module({
  providers: [...AWARDING_PROVIDERS],
})
export class AwardsModule {}
