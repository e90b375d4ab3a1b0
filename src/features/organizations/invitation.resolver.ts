import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Public } from '../../platform/access/allow.js';
import { Db, Request, type RequestContext } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';
import { InvitationService } from './invitation.service.js';
import {
  AcceptInvitationInput,
  AcceptInvitationResult,
  InvitationConnection,
  InvitationPreview,
  InvitationsArgs,
  InvitationType,
  InviteMemberResult,
  InviteToSignInResult,
  ResendInvitationInput,
  ResendInvitationResult,
  RevokeInvitationInput,
  RevokeInvitationResult,
} from './invitation.type.js';
import { MemberImportService } from './member-import.service.js';
import { ImportMembersInput, ImportMembersResult } from './member-import.type.js';
import { InviteMemberInput, InviteToSignInInput } from './new-member.input.js';

@Resolver(() => InvitationType)
export class InvitationResolver {
  constructor(
    private readonly service: InvitationService,
    private readonly acceptance: InvitationAcceptanceService,
    private readonly imports: MemberImportService,
  ) {}

  @Query(() => InvitationPreview, {
    description: 'What a mailed link offers. Every token that opens nothing gives NOT_FOUND.',
  })
  @Public()
  invitation(@Args('token', { description: 'The token out of the mailed link.' }) token: string) {
    return this.acceptance.preview(token);
  }

  @Query(() => InvitationConnection, { description: 'The invitations of the organization, newest first.' })
  @Allow('member:manage')
  invitations(@Db() db: TenantDb, @Args() args: InvitationsArgs) {
    return this.service.page(db, args);
  }

  @Mutation(() => InviteMemberResult, {
    description:
      'Invites somebody by mail. The answer is the same whether or not the address has an account.',
  })
  @Allow('member:manage')
  inviteMember(@Db() db: TenantDb, @Args('input', { description: 'Who.' }) input: InviteMemberInput) {
    return this.service.invite(db, input);
  }

  @Mutation(() => InviteToSignInResult, { description: 'Invites a member who has no account to get one.' })
  @Allow('member:manage')
  inviteToSignIn(@Db() db: TenantDb, @Args('input', { description: 'Whom.' }) input: InviteToSignInInput) {
    return this.service.inviteToSignIn(db, input);
  }

  @Mutation(() => ImportMembersResult, {
    description:
      'Invites whoever in a CSV file has an address and adds whoever has none. Bad rows are reported, good ones done; safe to repeat.',
  })
  @Allow('member:manage')
  importMembers(@Db() db: TenantDb, @Args('input', { description: 'The file.' }) input: ImportMembersInput) {
    return this.imports.import(db, input);
  }

  @Mutation(() => ResendInvitationResult, {
    description:
      'Sends an invitation again with a new link, good for 14 days, in your name; the old link ends.',
  })
  @Allow('member:manage')
  resendInvitation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which.' }) input: ResendInvitationInput,
  ) {
    return this.service.resend(db, input);
  }

  @Mutation(() => RevokeInvitationResult, { description: 'Takes an invitation back: its link ends.' })
  @Allow('member:manage')
  revokeInvitation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which.' }) input: RevokeInvitationInput,
  ) {
    return this.service.revoke(db, input);
  }

  @Mutation(() => AcceptInvitationResult, {
    description:
      'Joins the organization that invited: with a new account, with the account the address has, or as who is signed in. A member invited who was here without an account becomes one person with whoever accepts.',
  })
  @Public()
  acceptInvitation(
    @Request() context: RequestContext,
    @Args('input', { description: 'The link and the proof.' }) input: AcceptInvitationInput,
  ) {
    return this.acceptance.accept(input, context);
  }
}
