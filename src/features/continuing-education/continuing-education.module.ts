import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { CeFacts } from './cycles/ce-facts.service.js';
import { ACTIVITIES_PROVIDERS } from './activities/activities.providers.js';
import { COMPLETIONS_PROVIDERS } from './completions/completions.providers.js';
import { POLICIES_PROVIDERS } from './policies/policies.providers.js';
import { CYCLES_PROVIDERS } from './cycles/cycles.providers.js';
import { REPORTS_PROVIDERS } from './reports/reports.providers.js';
import { REVIEWS_PROVIDERS } from './reviews/reviews.providers.js';

/** Continuing education: policies, activities, completions, and where every minute of them counts. */
@Module({
  imports: [PeopleModule],
  providers: [
    ...ACTIVITIES_PROVIDERS,
    ...COMPLETIONS_PROVIDERS,
    ...CYCLES_PROVIDERS,
    ...POLICIES_PROVIDERS,
    ...REPORTS_PROVIDERS,
    ...REVIEWS_PROVIDERS,
  ],
  exports: [CeFacts],
})
export class ContinuingEducationModule {}
