import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { FileLink } from '../../../platform/files/file.type.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { CeActivities } from '../activities/ce-activity.service.js';
import { CeActivity } from '../activities/ce-activity.type.js';
import {
  CeCompletionsArgs,
  ClaimCeCompletionInput,
  CorrectCeCompletionInput,
  RecordCeAttendanceInput,
  SubmitCeCompletionInput,
  WithdrawCeCompletionInput,
} from './ce-completion.input.js';
import { CeCompletions } from './ce-completion.service.js';
import {
  CeCompletion,
  CeCompletionConnection,
  ClaimCeCompletionResult,
  CorrectCeCompletionResult,
  RecordCeAttendanceResult,
  SubmitCeCompletionResult,
  WithdrawCeCompletionResult,
} from './ce-completion.type.js';
import { CompletionChanges } from './completion-changes.service.js';
import { CompletionClaims } from './completion-claims.service.js';

@Resolver(() => CeCompletion)
export class CeCompletionResolver {
  constructor(
    private readonly completions: CeCompletions,
    private readonly claims: CompletionClaims,
    private readonly changes: CompletionChanges,
    private readonly activities: CeActivities,
  ) {}

  @Query(() => CeCompletion, {
    description: 'One completion: your own, or of somebody whose records you may read.',
  })
  @Allow('self')
  ceCompletion(@Db() db: TenantDb, @IdArg('id', 'The completion.') id: string) {
    return this.completions.byId(db, id);
  }

  @Query(() => CeCompletionConnection, { description: 'What you did for credit, the latest first.' })
  @Allow('self')
  myCeCompletions(@Db() db: TenantDb, @Args() args: PageArgs) {
    return this.completions.ownPage(db, args);
  }

  @Query(() => CeCompletionConnection, { description: 'What people did for credit, the latest first.' })
  @Allow('ce:read')
  ceCompletions(@Db() db: TenantDb, @Args() args: CeCompletionsArgs) {
    return this.completions.page(db, args);
  }

  @Query(() => FileLink, { description: 'A link to evidence of a completion, for those who may read it.' })
  @Allow('self')
  ceEvidenceLink(
    @Db() db: TenantDb,
    @IdArg('ceCompletionId', 'The completion.') ceCompletionId: string,
    @IdArg('fileId', 'The file.') fileId: string,
  ) {
    return this.completions.evidenceLink(db, ceCompletionId, fileId);
  }

  @ResolveField(() => CeActivity, { description: 'What was done.' })
  @AllowAsParent()
  activity(@Db() db: TenantDb, @Parent() { activityId }: CeCompletion) {
    return this.activities.of(db, activityId);
  }

  @Mutation(() => ClaimCeCompletionResult, {
    description: 'Claims something you did; with evidence it is handed in for review at once.',
  })
  @Allow('self')
  claimCeCompletion(
    @Db() db: TenantDb,
    @Args('input', { description: 'What you did.' }) input: ClaimCeCompletionInput,
  ) {
    return this.claims.claim(db, input);
  }

  @Mutation(() => RecordCeAttendanceResult, {
    description: 'Records who was there: it counts without a review. Nobody records themselves.',
  })
  @Allow('ce:write')
  recordCeAttendance(
    @Db() db: TenantDb,
    @Args('input', { description: 'Who was there.' }) input: RecordCeAttendanceInput,
  ) {
    return this.claims.record(db, input);
  }

  @Mutation(() => CorrectCeCompletionResult, {
    description:
      'Tells anew what was done: your own is reviewed again, and what was said before stays readable.',
  })
  @Allow('self')
  correctCeCompletion(
    @Db() db: TenantDb,
    @Args('input', { description: 'What was really done.' }) input: CorrectCeCompletionInput,
  ) {
    return this.changes.correct(db, input);
  }

  @Mutation(() => WithdrawCeCompletionResult, { description: 'Takes a completion back: it counts no more.' })
  @Allow('self')
  withdrawCeCompletion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: WithdrawCeCompletionInput,
  ) {
    return this.changes.withdraw(db, input);
  }

  @Mutation(() => SubmitCeCompletionResult, { description: 'Hands in a completion of yours for review.' })
  @Allow('self')
  submitCeCompletion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, with further evidence.' }) input: SubmitCeCompletionInput,
  ) {
    return this.changes.submit(db, input);
  }
}
