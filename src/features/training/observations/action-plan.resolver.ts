import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import {
  CancelActionPlanInput,
  CompleteActionPlanInput,
  OpenActionPlanInput,
  WriteActionPlanInput,
} from './action-plan.input.js';
import { ActionPlanReading } from './action-plan-reading.service.js';
import { ActionPlanService } from './action-plan.service.js';
import {
  ActionPlan,
  ActionPlanConnection,
  CancelActionPlanResult,
  CompleteActionPlanResult,
  OpenActionPlanResult,
  WriteActionPlanResult,
} from './action-plan.type.js';

@Resolver(() => ActionPlan)
export class ActionPlanResolver {
  constructor(
    private readonly service: ActionPlanService,
    private readonly reading: ActionPlanReading,
  ) {}

  @Query(() => ActionPlanConnection, { description: 'Action plans of an assignment, the latest first.' })
  @Allow('self')
  actionPlans(
    @Db() db: TenantDb,
    @IdArg('assignmentId', 'The assignment.') assignmentId: string,
    @OptionalIdArg('skillId', 'For this skill alone.') skillId: string | null,
    @Args() page: PageArgs,
  ) {
    return this.reading.page(db, assignmentId, skillId, page);
  }

  @Mutation(() => OpenActionPlanResult, {
    description: 'Opens an action plan. After the allowed attempts were not met one opens by itself.',
  })
  @Allow('observation:write')
  openActionPlan(
    @Db() db: TenantDb,
    @Args('input', { description: 'For whom, and why.' }) input: OpenActionPlanInput,
  ) {
    return this.service.open(db, input);
  }

  @Mutation(() => WriteActionPlanResult, { description: 'Says what is to be done.' })
  @Allow('observation:write')
  writeActionPlan(
    @Db() db: TenantDb,
    @Args('input', { description: 'What is to be done.' }) input: WriteActionPlanInput,
  ) {
    return this.service.write(db, input);
  }

  @Mutation(() => CompleteActionPlanResult, {
    description:
      'Says that a plan is done; by somebody who may validate the skill today. Attempts are counted anew.',
  })
  @Allow('observation:write')
  completeActionPlan(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was done.' }) input: CompleteActionPlanInput,
  ) {
    return this.service.complete(db, input);
  }

  @Mutation(() => CancelActionPlanResult, {
    description: 'Gives a plan up, for a reason. Attempts are counted anew.',
  })
  @Allow('sign-off:manage')
  cancelActionPlan(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: CancelActionPlanInput,
  ) {
    return this.service.cancel(db, input);
  }
}
