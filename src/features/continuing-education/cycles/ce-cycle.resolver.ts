import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { OncePerRequest } from '../../../platform/graphql/once-per-request.rule.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { CeClosings } from './ce-closings.service.js';
import {
  AddCeObligationInput,
  CeMomentArgs,
  CeOverviewArgs,
  CePolicyArgs,
  CloseCeCycleInput,
  CorrectCeCycleInput,
  CorrectCeObligationInput,
  GrantCeWaiverInput,
  RevokeCeWaiverInput,
} from './ce-cycle.input.js';
import { CeObligations } from './ce-obligations.service.js';
import {
  AddCeObligationResult,
  CeObligation,
  CeObligationConnection,
  CeObligationEntry,
  CeWaiver,
  CorrectCeObligationResult,
  GrantCeWaiverResult,
  RevokeCeWaiverResult,
} from './ce-obligation.type.js';
import { CeStatusService } from './ce-status.service.js';
import {
  CePolicyCounts,
  CeStatusConnection,
  CeStatuses,
  CloseCeCycleResult,
  CorrectCeCycleResult,
} from './ce-status.type.js';
import { CeWaivers } from './ce-waivers.service.js';

@Resolver(() => CeObligation)
export class CeCycleResolver {
  constructor(
    private readonly obligations: CeObligations,
    private readonly statuses: CeStatusService,
    private readonly waivers: CeWaivers,
    private readonly closings: CeClosings,
  ) {}

  @Query(() => CeStatuses, {
    description: 'How you stand: what counted where, what is missing, how many days are left, what is next.',
  })
  @OncePerRequest()
  @Allow('self')
  myCeStatus(@Db() db: TenantDb, @Args() moment: CeMomentArgs) {
    return this.statuses.own(db, moment);
  }

  @Query(() => CeStatuses, {
    description:
      'How somebody stands on a day, as it was on record at a moment: yourself, or whose records you may read.',
  })
  @OncePerRequest()
  @Allow('self')
  ceStatus(
    @Db() db: TenantDb,
    @IdArg('personId', 'The person.') personId: string,
    @Args() args: CePolicyArgs,
  ) {
    return this.statuses.ofPerson(db, personId, args.policyCode ?? null, args);
  }

  @Query(() => CeStatusConnection, {
    description:
      'How people stand under their policies, whose cycle ends first at the beginning: who lapses when.',
  })
  @OncePerRequest()
  @Allow('ce:read')
  ceOverview(@Db() db: TenantDb, @Args() args: CeOverviewArgs) {
    return this.statuses.overview(db, args);
  }

  @Query(() => [CePolicyCounts], { description: 'How many people stand how, by policy.' })
  @OncePerRequest()
  @Allow('ce:read')
  ceCounts(@Db() db: TenantDb, @Args() moment: CeMomentArgs) {
    return this.statuses.counts(db, moment);
  }

  @Query(() => CeObligation, {
    description: 'One obligation: your own, or of somebody whose records you may read.',
  })
  @Allow('self')
  ceObligation(@Db() db: TenantDb, @IdArg('id', 'The obligation.') id: string) {
    return this.obligations.byId(db, id);
  }

  @Query(() => CeObligationConnection, { description: 'Who is under which policies.' })
  @Allow('ce:read')
  ceObligations(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.obligations.page(db, page);
  }

  @ResolveField(() => [CeObligationEntry], { description: 'All that was on record of it, in order.' })
  @AllowAsParent()
  entries(@Db() db: TenantDb, @Parent() { id }: CeObligation) {
    return this.obligations.entries(db, id);
  }

  @ResolveField('waivers', () => [CeWaiver], {
    description: 'Waivers and extensions, in the order they were granted.',
  })
  @AllowAsParent()
  waiversOf(@Db() db: TenantDb, @Parent() { id }: CeObligation) {
    return this.waivers.of(db, id);
  }

  @Mutation(() => AddCeObligationResult, { description: 'Puts somebody under a policy.' })
  @Allow('ce:write')
  addCeObligation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Who, under which policy, for what.' }) input: AddCeObligationInput,
  ) {
    return this.obligations.add(db, input);
  }

  @Mutation(() => CorrectCeObligationResult, {
    description:
      'Corrects from when to when somebody is under a policy, or ends it; what was said before stays readable.',
  })
  @Allow('ce:write')
  correctCeObligation(
    @Db() db: TenantDb,
    @Args('input', { description: 'What really holds.' }) input: CorrectCeObligationInput,
  ) {
    return this.obligations.correct(db, input);
  }

  @Mutation(() => GrantCeWaiverResult, {
    description: 'Grants less to earn in a cycle, or more time, before its last day has passed.',
  })
  @Allow('ce:write')
  grantCeWaiver(
    @Db() db: TenantDb,
    @Args('input', { description: 'What is granted.' }) input: GrantCeWaiverInput,
  ) {
    return this.waivers.grant(db, input);
  }

  @Mutation(() => RevokeCeWaiverResult, { description: 'Takes a waiver or an extension back.' })
  @Allow('ce:write')
  revokeCeWaiver(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: RevokeCeWaiverInput,
  ) {
    return this.waivers.revoke(db, input);
  }

  @Mutation(() => CloseCeCycleResult, {
    description: 'Closes a cycle that is over: what counted where is frozen as it is decided now.',
  })
  @Allow('ce:write')
  closeCeCycle(@Db() db: TenantDb, @Args('input', { description: 'Which cycle.' }) input: CloseCeCycleInput) {
    return this.closings.close(db, input);
  }

  @Mutation(() => CorrectCeCycleResult, {
    description:
      'Decides a closed cycle anew from what is on record now; the earlier decision stays readable.',
  })
  @Allow('ce:write')
  correctCeCycle(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which cycle, and why.' }) input: CorrectCeCycleInput,
  ) {
    return this.closings.correct(db, input);
  }
}
