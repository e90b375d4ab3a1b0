import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Public } from '../../platform/access/allow.js';
import { Db, Request, type RequestContext } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PageArgs } from '../../platform/graphql/page.js';
import {
  EndSessionInput,
  RefreshSessionInput,
  SignInInput,
  SignOutInput,
  SwitchOrganizationInput,
} from './session.input.js';
import { SessionRefreshService } from './session-refresh.service.js';
import { SessionService } from './session.service.js';
import {
  EndSessionResult,
  RefreshSessionResult,
  SessionConnection,
  SignInResult,
  SignOutResult,
  SwitchOrganizationResult,
} from './session.type.js';
import { SignInService } from './sign-in.service.js';

@Resolver()
export class SessionResolver {
  constructor(
    private readonly service: SessionService,
    private readonly signIns: SignInService,
    private readonly refreshes: SessionRefreshService,
  ) {}

  @Query(() => SessionConnection, { description: 'The open sessions of your account, the newest first.' })
  @Allow('self')
  mySessions(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.page(db, page);
  }

  @Mutation(() => SignInResult, { description: 'Begins a session with address and password.' })
  @Public()
  signIn(
    @Request() { address }: RequestContext,
    @Args('input', { description: 'The credentials.' }) input: SignInInput,
  ) {
    return this.signIns.signIn(input, address);
  }

  @Mutation(() => RefreshSessionResult, {
    description: 'Goes on with a session: gives a new access token and the next refresh token.',
  })
  @Public()
  refreshSession(@Args('input', { description: 'The refresh token.' }) input: RefreshSessionInput) {
    return this.refreshes.refresh(input);
  }

  @Mutation(() => SwitchOrganizationResult, {
    description: 'Ends this session and begins one in another organization of yours.',
  })
  @Allow('self')
  switchOrganization(
    @Db() db: TenantDb,
    @Args('input', { description: 'Where to go.' }) input: SwitchOrganizationInput,
  ) {
    return this.signIns.switchOrganization(db, input);
  }

  @Mutation(() => SignOutResult, { description: 'Ends this session, or every one of the account.' })
  @Allow('self')
  signOut(@Db() db: TenantDb, @Args('input', { description: 'What to end.' }) input: SignOutInput) {
    return this.service.signOut(db, input);
  }

  @Mutation(() => EndSessionResult, {
    description: 'Ends one session of your account, e.g. of a lost phone.',
  })
  @Allow('self')
  endSession(@Db() db: TenantDb, @Args('input', { description: 'Which one.' }) input: EndSessionInput) {
    return this.service.end(db, input);
  }
}
