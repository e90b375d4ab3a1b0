import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Public } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { GuestSessions } from './guest-session.service.js';
import { InviteGuestValidatorInput, OpenGuestSessionInput } from './guest-validator.input.js';
import { GuestValidators } from './guest-validator.service.js';
import {
  GuestValidatorConnection,
  InviteGuestValidatorResult,
  OpenGuestSessionResult,
} from './guest-validator.type.js';

@Resolver()
export class GuestValidatorResolver {
  constructor(
    private readonly guests: GuestValidators,
    private readonly sessions: GuestSessions,
  ) {}

  @Query(() => GuestValidatorConnection, {
    description: 'Who was asked by mail to sign for a trainee, the newest first.',
  })
  @Allow('member:manage')
  guestValidators(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.guests.page(db, page);
  }

  @Mutation(() => InviteGuestValidatorResult, {
    description:
      'Mails somebody without an account a link by which they see one trainee’s assignment and sign for it. Their license is recorded and verified, and they are authorized at the site, as everybody is.',
  })
  @Allow('member:manage')
  inviteGuestValidator(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whom, and for which assignment.' }) input: InviteGuestValidatorInput,
  ) {
    return this.guests.invite(db, input);
  }

  @Mutation(() => OpenGuestSessionResult, {
    description: 'Opens a guest’s mailed link for a quarter of an hour.',
  })
  @Public()
  openGuestSession(@Args('input', { description: 'The token of the link.' }) input: OpenGuestSessionInput) {
    return this.sessions.open(input.token);
  }
}
