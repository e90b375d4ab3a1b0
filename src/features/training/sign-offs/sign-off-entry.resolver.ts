import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { SignOffApprovals } from './sign-off-approval.service.js';
import { SignOffEntryService } from './sign-off-entry.service.js';
import {
  AcknowledgeSignOffInput,
  ApproveSignOffInput,
  RefuseApprovalInput,
  ReinstateSignOffInput,
  ReviewSignOffInput,
  RevokeSignOffInput,
  SuspendSignOffInput,
  UpholdSignOffInput,
} from './sign-off.input.js';
import {
  AcknowledgeSignOffResult,
  ApprovalPreview,
  ApproveSignOffResult,
  RefuseApprovalResult,
  ReinstateSignOffResult,
  ReviewSignOffResult,
  RevokeSignOffResult,
  SuspendSignOffResult,
  UpholdSignOffResult,
} from './sign-off.type.js';

@Resolver()
export class SignOffEntryResolver {
  constructor(
    private readonly entries: SignOffEntryService,
    private readonly approvals: SignOffApprovals,
  ) {}

  @Query(() => ApprovalPreview, { description: 'What the final approval of a sign-off would sign.' })
  @Allow('sign-off:write')
  approvalPreview(@Db() db: TenantDb, @IdArg('signOffId', 'The sign-off.') id: string) {
    return this.approvals.preview(db, id);
  }

  @Mutation(() => ApproveSignOffResult, {
    description: 'The final approval, by somebody other than who signed. It counts from today.',
  })
  @Allow('sign-off:write')
  approveSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and the ticket.' }) input: ApproveSignOffInput,
  ) {
    return this.approvals.approve(db, input);
  }

  @Mutation(() => RefuseApprovalResult, {
    description: 'Refuses the final approval: the skill has to be signed anew.',
  })
  @Allow('sign-off:write')
  refuseApproval(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and why.' }) input: RefuseApprovalInput,
  ) {
    return this.approvals.refuse(db, input);
  }

  @Mutation(() => AcknowledgeSignOffResult, {
    description:
      'Take note of your own sign-off, or refuse to: either is kept, neither changes whether it counts.',
  })
  @Allow('self')
  acknowledgeSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and your answer.' }) input: AcknowledgeSignOffInput,
  ) {
    return this.entries.acknowledge(db, input);
  }

  @Mutation(() => RevokeSignOffResult, {
    description:
      'Takes a sign-off away for good, from today or a day in the past. What was signed on top of it goes to review. By whoever signed it, or who manages sign-offs.',
  })
  @Allow('sign-off:write')
  revokeSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and why.' }) input: RevokeSignOffInput,
  ) {
    return this.entries.revoke(db, input);
  }

  @Mutation(() => SuspendSignOffResult, {
    description:
      'Takes a sign-off away until it is reinstated. What was signed on top of it goes to review. By whoever signed it, or who manages sign-offs.',
  })
  @Allow('sign-off:write')
  suspendSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and why.' }) input: SuspendSignOffInput,
  ) {
    return this.entries.suspend(db, input);
  }

  @Mutation(() => ReinstateSignOffResult, { description: 'Gives a suspended sign-off back.' })
  @Allow('sign-off:manage')
  reinstateSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and why.' }) input: ReinstateSignOffInput,
  ) {
    return this.entries.reinstate(db, input);
  }

  @Mutation(() => ReviewSignOffResult, {
    description: 'Puts a sign-off in review: it is in doubt until it is upheld or revoked.',
  })
  @Allow('sign-off:manage')
  reviewSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and why.' }) input: ReviewSignOffInput,
  ) {
    return this.entries.review(db, input);
  }

  @Mutation(() => UpholdSignOffResult, {
    description:
      'Answers every open review of a sign-off: it has held all along. By somebody other than who signed it.',
  })
  @Allow('sign-off:manage')
  upholdSignOff(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which sign-off, and what was looked at.' }) input: UpholdSignOffInput,
  ) {
    return this.entries.uphold(db, input);
  }
}
