import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { CohortLimitsService } from './cohort-limits.service.js';
import { LimitMemberToCohortsInput } from './cohort.input.js';
import { CohortLimits, LimitMemberToCohortsResult } from './cohort.type.js';

@Resolver(() => CohortLimits)
export class CohortLimitsResolver {
  constructor(private readonly service: CohortLimitsService) {}

  @Mutation(() => LimitMemberToCohortsResult, { description: 'Says which cohorts a member may see.' })
  @Allow('member:manage')
  limitMemberToCohorts(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, to what.' }) input: LimitMemberToCohortsInput,
  ) {
    return this.service.limit(db, input);
  }
}
