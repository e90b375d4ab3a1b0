import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { RecordWorkRequirementInput, WithdrawWorkRequirementInput } from './work-requirement.input.js';
import {
  RecordWorkRequirementResult,
  WithdrawWorkRequirementResult,
  WorkRequirementType,
} from './work-requirement.type.js';
import { WorkRequirements } from './work-requirements.service.js';

@Resolver(() => WorkRequirementType)
export class WorkRequirementResolver {
  constructor(private readonly requirements: WorkRequirements) {}

  @Query(() => [WorkRequirementType], {
    description:
      'What your organization asks for before somebody works, latest first. Empty: nothing beyond what programs ask for.',
  })
  @Allow('credential:read')
  workRequirements(@Db() db: TenantDb) {
    return this.requirements.all(db);
  }

  @Mutation(() => RecordWorkRequirementResult, {
    description: 'Asks that something be current before somebody works; may take the place of a requirement.',
  })
  @Allow('credential:write')
  recordWorkRequirement(
    @Db() db: TenantDb,
    @Args('input', { description: 'What, and for what.' }) input: RecordWorkRequirementInput,
  ) {
    return this.requirements.record(db, input);
  }

  @Mutation(() => WithdrawWorkRequirementResult, {
    description: 'Takes a requirement back from a day on; what was decided under it stays as it was.',
  })
  @Allow('credential:write')
  withdrawWorkRequirement(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which one, and from when.' }) input: WithdrawWorkRequirementInput,
  ) {
    return this.requirements.withdraw(db, input);
  }
}
