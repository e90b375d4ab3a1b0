import { Module } from '@nestjs/common';

/** What somebody earned, and how a stranger can verify it: certificates, badges, transcripts. */
@Module({ providers: [] })
export class AwardsModule {}
