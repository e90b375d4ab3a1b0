import { Module } from '@nestjs/common';
import { ACTIVITIES_PROVIDERS } from './activities/activities.providers.js';

/** Continuing education: policies, activities, completions, and where every minute of them counts. */
@Module({
  providers: [...ACTIVITIES_PROVIDERS],
})
export class ContinuingEducationModule {}
