import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { RecordSupervisionPolicyInput, WithdrawSupervisionPolicyInput } from './supervision-rule.input.js';
import {
  RecordSupervisionPolicyResult,
  SupervisionPolicyType,
  SupervisionRule,
  WithdrawSupervisionPolicyResult,
} from './supervision-rule.type.js';
import { SupervisionRules } from './supervision-rules.service.js';

@Resolver(() => SupervisionRule)
export class SupervisionRuleResolver {
  constructor(private readonly rules: SupervisionRules) {}

  @Query(() => SupervisionRule, {
    description: 'What is to be kept at a site on a day, each field with the source that decided it.',
  })
  @Allow('training:read')
  supervisionRule(
    @Db() db: TenantDb,
    @IdArg('siteId', 'The site: your own, or one of the clinic the agreement is with.') siteId: string,
    @Args('on', {
      type: () => PlainDate,
      nullable: true,
      description: 'The day; left out: today at the site.',
    })
    on: string | null,
    @Args('knownAt', {
      type: () => DateTime,
      nullable: true,
      description: 'As it was on record at this moment; left out: now.',
    })
    knownAt: Date | null,
    @OptionalIdArg('agreementId', 'For trainees placed under this agreement; left out: for your own people.')
    agreementId: string | null,
  ) {
    return this.rules.at(db, { siteId, on: on ?? null, knownAt: knownAt ?? null, agreementId });
  }

  @Query(() => [SupervisionPolicyType], {
    description:
      'What your organization asks for besides the law, latest first. Empty: nothing; `recordSupervisionPolicy` adds to it.',
  })
  @Allow('training:read')
  supervisionPolicies(@Db() db: TenantDb) {
    return this.rules.policies(db);
  }

  @Mutation(() => RecordSupervisionPolicyResult, {
    description: 'Asks for more than the law does, at all sites or one; may take the place of a policy.',
  })
  @Allow('training:write')
  recordSupervisionPolicy(
    @Db() db: TenantDb,
    @Args('input', { description: 'The policy.' }) input: RecordSupervisionPolicyInput,
  ) {
    return this.rules.record(db, input);
  }

  @Mutation(() => WithdrawSupervisionPolicyResult, {
    description: 'Takes a policy back from a day on; what was decided under it stays as it was.',
  })
  @Allow('training:write')
  withdrawSupervisionPolicy(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which policy, and from when.' }) input: WithdrawSupervisionPolicyInput,
  ) {
    return this.rules.withdraw(db, input);
  }
}
