import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import {
  AddCeActivityInput,
  CeActivitiesArgs,
  CorrectCeActivityInput,
  WithdrawCeActivityInput,
} from './ce-activity.input.js';
import { CeActivities } from './ce-activity.service.js';
import {
  AddCeActivityResult,
  CeActivity,
  CeActivityConnection,
  CeActivityVersion,
  CorrectCeActivityResult,
  WithdrawCeActivityResult,
} from './ce-activity.type.js';

@Resolver(() => CeActivity)
export class CeActivityResolver {
  constructor(private readonly activities: CeActivities) {}

  @Query(() => CeActivity, { description: 'One activity of the catalogue of continuing education.' })
  @Allow('self')
  ceActivity(@Db() db: TenantDb, @IdArg('id', 'The activity.') id: string) {
    return this.activities.byId(db, id);
  }

  @Query(() => CeActivityConnection, {
    description: 'The catalogue of continuing education, by title: what can be claimed.',
  })
  @Allow('self')
  ceActivities(@Db() db: TenantDb, @Args() args: CeActivitiesArgs) {
    return this.activities.page(db, args);
  }

  @ResolveField(() => [CeActivityVersion], { description: 'All its versions, the first one first.' })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() { id }: CeActivity) {
    return this.activities.versions(db, id);
  }

  @Mutation(() => AddCeActivityResult, { description: 'Adds an activity to the catalogue.' })
  @Allow('ce:write')
  addCeActivity(
    @Db() db: TenantDb,
    @Args('input', { description: 'The activity.' }) input: AddCeActivityInput,
  ) {
    return this.activities.add(db, input);
  }

  @Mutation(() => CorrectCeActivityResult, {
    description: 'Corrects an activity by a later version: what was decided in closed cycles stays.',
  })
  @Allow('ce:write')
  correctCeActivity(
    @Db() db: TenantDb,
    @Args('input', { description: 'What it really is.' }) input: CorrectCeActivityInput,
  ) {
    return this.activities.correct(db, input);
  }

  @Mutation(() => WithdrawCeActivityResult, {
    description: 'Takes an activity out of the catalogue: what was claimed for it stays.',
  })
  @Allow('ce:write')
  withdrawCeActivity(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: WithdrawCeActivityInput,
  ) {
    return this.activities.withdraw(db, input);
  }
}
