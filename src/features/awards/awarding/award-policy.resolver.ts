import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { OptionalIdArg } from '../../../platform/graphql/input.js';
import { SetAwardPolicyInput } from './award-policy.input.js';
import { AwardPolicies } from './award-policy.service.js';
import { AwardPolicyType, SetAwardPolicyResult } from './award-policy.type.js';

@Resolver()
export class AwardPolicyResolver {
  constructor(private readonly policies: AwardPolicies) {}

  @Query(() => AwardPolicyType, {
    description: 'How a program is awarded: by its own policy, or that of the organization.',
  })
  @Allow('award:read')
  awardPolicy(
    @Db() db: TenantDb,
    @OptionalIdArg('programId', "The program; left out: the organization's own policy.")
    programId: string | null,
  ) {
    return this.policies.inForce(db, programId);
  }

  @Mutation(() => SetAwardPolicyResult, {
    description: 'Says how programs are awarded from now on. What is awarded already stays.',
  })
  @Allow('award:write')
  setAwardPolicy(
    @Db() db: TenantDb,
    @Args('input', { description: 'The policy.' }) input: SetAwardPolicyInput,
  ) {
    return this.policies.set(db, input);
  }
}
