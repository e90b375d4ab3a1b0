import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { CePolicies } from './ce-policies.service.js';
import { DefineCePolicyInput, WithdrawCePolicyInput } from './ce-policy.input.js';
import {
  CePolicyType,
  CePolicyVersion,
  DefineCePolicyResult,
  WithdrawCePolicyResult,
} from './ce-policy.type.js';

const ON = { type: () => PlainDate, nullable: true, description: 'The day; left out: today, by UTC.' };
const KNOWN_AT = {
  type: () => DateTime,
  nullable: true,
  description: 'As it was on record at this moment; left out: now.',
};

@Resolver(() => CePolicyType)
export class CePolicyResolver {
  constructor(private readonly policies: CePolicies) {}

  @Query(() => [CePolicyType], {
    description:
      'Policies of continuing education in force on a day, by code: those for everybody and your organization’s own. Empty: none is loaded or defined yet; `defineCePolicy` adds one.',
  })
  @Allow('self')
  cePolicies(
    @Db() db: TenantDb,
    @Args('on', ON) on: string | null,
    @Args('knownAt', KNOWN_AT) knownAt: Date | null,
  ) {
    return this.policies.list(db, { on: on ?? null, knownAt: knownAt ?? null });
  }

  @Query(() => CePolicyType, { description: 'The version of a policy that is in force on a day.' })
  @Allow('self')
  cePolicy(
    @Db() db: TenantDb,
    @Args('code', { description: 'Code of the policy.' }) code: string,
    @Args('on', ON) on: string | null,
    @Args('knownAt', KNOWN_AT) knownAt: Date | null,
  ) {
    return this.policies.byCode(db, code, { on: on ?? null, knownAt: knownAt ?? null });
  }

  @Query(() => [CePolicyVersion], {
    description:
      'All versions of one of your organization’s own policies, latest first. Empty: it has none with this code.',
  })
  @Allow('ce:read')
  cePolicyVersions(@Db() db: TenantDb, @Args('code', { description: 'Code of the policy.' }) code: string) {
    return this.policies.versions(db, code);
  }

  @Mutation(() => DefineCePolicyResult, {
    description:
      'Defines a policy for your own people, or a version that takes the place of one from a day on. What is defined never changes.',
  })
  @Allow('ce:write')
  defineCePolicy(
    @Db() db: TenantDb,
    @Args('input', { description: 'The policy.' }) input: DefineCePolicyInput,
  ) {
    return this.policies.define(db, input);
  }

  @Mutation(() => WithdrawCePolicyResult, {
    description: 'Takes a policy back from a day on; what was judged by it stays as it was.',
  })
  @Allow('ce:write')
  withdrawCePolicy(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which policy, and from when.' }) input: WithdrawCePolicyInput,
  ) {
    return this.policies.withdraw(db, input);
  }
}
