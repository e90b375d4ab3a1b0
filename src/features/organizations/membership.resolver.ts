import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { PersonType } from '../people/person.type.js';
import { MembershipChangeService } from './membership-change.service.js';
import { MemberAdditionService } from './member-addition.service.js';
import { MemberNameService } from './member-name.service.js';
import type { Membership } from './membership.entity.js';
import {
  ChangeMemberRoleInput,
  CorrectMemberNameInput,
  LimitMemberInput,
  MembersArgs,
  RestoreMembershipInput,
  RevokeMembershipInput,
  SetLineManagerInput,
  SetMemberExpiryInput,
} from './membership.input.js';
import { MembershipService } from './membership.service.js';
import {
  AddMemberResult,
  ChangeMemberRoleResult,
  CorrectMemberNameResult,
  LimitMemberResult,
  MembershipConnection,
  MembershipType,
  RestoreMembershipResult,
  RevokeMembershipResult,
  SetLineManagerResult,
  SetMemberExpiryResult,
} from './membership.type.js';
import { AddMemberInput } from './new-member.input.js';
import { SiteType } from './site.type.js';

@Resolver(() => MembershipType)
export class MembershipResolver {
  constructor(
    private readonly service: MembershipService,
    private readonly additions: MemberAdditionService,
    private readonly changes: MembershipChangeService,
    private readonly names: MemberNameService,
  ) {}

  @Query(() => MembershipType, { description: 'One member of the organization.' })
  @Allow('member:read')
  member(@Db() db: TenantDb, @IdArg('id', 'The membership.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => MembershipConnection, {
    description: 'The members of the organization by family name; integrations are listed apart.',
  })
  @Allow('member:read')
  members(@Db() db: TenantDb, @Args() args: MembersArgs) {
    return this.service.page(db, args, { isService: false });
  }

  @ResolveField(() => PersonType, { description: 'Whose membership it is.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() member: Membership) {
    return this.service.personOf(db, member);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The address they joined with; null while they have no account.',
  })
  @AllowAsParent()
  email(@Db() db: TenantDb, @Parent() member: Membership) {
    return this.service.emailOf(db, member);
  }

  @ResolveField(() => MembershipType, { nullable: true, description: 'Who leads them.' })
  @AllowAsParent()
  lineManager(@Db() db: TenantDb, @Parent() member: Membership) {
    return member.lineManagerId ? this.service.find(db, member.lineManagerId) : null;
  }

  @ResolveField(() => [SiteType], {
    nullable: true,
    description: 'The sites the membership is limited to; null: it holds at every site.',
  })
  @AllowAsParent()
  limitedToSites(@Db() db: TenantDb, @Parent() member: Membership) {
    return this.service.sitesOf(db, member);
  }

  @ResolveField(() => [ID], {
    nullable: true,
    description: 'The cohorts the membership is limited to; null: it holds for every cohort.',
  })
  @AllowAsParent()
  limitedToCohortIds(@Db() db: TenantDb, @Parent() member: Membership) {
    return this.service.cohortIdsOf(db, member);
  }

  @Mutation(() => AddMemberResult, {
    description: 'Adds a member who has no account yet; `inviteToSignIn` gives them one later.',
  })
  @Allow('member:manage')
  addMember(@Db() db: TenantDb, @Args('input', { description: 'Who.' }) input: AddMemberInput) {
    return this.additions.add(db, input);
  }

  @Mutation(() => ChangeMemberRoleResult, {
    description:
      'Gives a member another role, neither from nor to one above your own. Their tokens end at once.',
  })
  @Allow('member:manage')
  changeMemberRole(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which role.' }) input: ChangeMemberRoleInput,
  ) {
    return this.changes.changeRole(db, input);
  }

  @Mutation(() => CorrectMemberNameResult, {
    description:
      'Corrects the name of a member who belongs to this organization alone, everywhere it is shown. The name before stays in their ledger.',
  })
  @Allow('member:manage')
  correctMemberName(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whose name, and the right one.' }) input: CorrectMemberNameInput,
  ) {
    return this.names.correct(db, input);
  }

  @Mutation(() => LimitMemberResult, { description: 'Limits a membership to sites or cohorts.' })
  @Allow('member:manage')
  limitMember(@Db() db: TenantDb, @Args('input', { description: 'The limits.' }) input: LimitMemberInput) {
    return this.changes.limit(db, input);
  }

  @Mutation(() => SetMemberExpiryResult, { description: 'Says when a membership ends by itself.' })
  @Allow('member:manage')
  setMemberExpiry(
    @Db() db: TenantDb,
    @Args('input', { description: 'The end.' }) input: SetMemberExpiryInput,
  ) {
    return this.changes.setExpiry(db, input);
  }

  @Mutation(() => SetLineManagerResult, { description: 'Says who leads a member.' })
  @Allow('member:manage')
  setLineManager(
    @Db() db: TenantDb,
    @Args('input', { description: 'The line manager.' }) input: SetLineManagerInput,
  ) {
    return this.changes.setLineManager(db, input);
  }

  @Mutation(() => RevokeMembershipResult, {
    description: 'Ends a membership and its live access at once. What the person did stays on record.',
  })
  @Allow('member:manage')
  revokeMembership(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: RevokeMembershipInput,
  ) {
    return this.changes.revoke(db, input);
  }

  @Mutation(() => RestoreMembershipResult, {
    description: 'Gives a revoked membership back as it was; the person signs in anew.',
  })
  @Allow('member:manage')
  restoreMembership(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: RestoreMembershipInput,
  ) {
    return this.changes.restore(db, input);
  }
}
