import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Public } from '../../platform/access/allow.js';
import { Db, Request, type RequestContext } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PasswordChangeService } from './password-change.service.js';
import { ChangePasswordInput, RequestPasswordResetInput, ResetPasswordInput } from './password.input.js';
import { PasswordResetService } from './password-reset.service.js';
import { ChangePasswordResult, RequestPasswordResetResult, ResetPasswordResult } from './password.type.js';

@Resolver()
export class PasswordResolver {
  constructor(
    private readonly changes: PasswordChangeService,
    private readonly resets: PasswordResetService,
  ) {}

  @Mutation(() => ChangePasswordResult, {
    description: 'Replaces your password and ends all your other sessions.',
  })
  @Allow('self')
  changePassword(
    @Db() db: TenantDb,
    @Request() { address }: RequestContext,
    @Args('input', { description: 'The current and the new password.' }) input: ChangePasswordInput,
  ) {
    return this.changes.change(db, input, address);
  }

  @Mutation(() => RequestPasswordResetResult, {
    description: 'Mails a link to choose a new password, if the address has an account.',
  })
  @Public()
  requestPasswordReset(
    @Request() { address }: RequestContext,
    @Args('input', { description: 'Whose password was forgotten.' }) input: RequestPasswordResetInput,
  ) {
    return this.resets.request(input, address);
  }

  @Mutation(() => ResetPasswordResult, {
    description: 'Sets a new password with the token of a mailed link, and ends all sessions of the account.',
  })
  @Public()
  resetPassword(
    @Request() { address }: RequestContext,
    @Args('input', { description: 'The token and the new password.' }) input: ResetPasswordInput,
  ) {
    return this.resets.complete(input, address);
  }
}
