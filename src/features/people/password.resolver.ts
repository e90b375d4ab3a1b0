import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db, Request, type RequestContext } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PasswordChangeService } from './password-change.service.js';
import { ChangePasswordInput } from './password.input.js';
import { ChangePasswordResult } from './password.type.js';

@Resolver()
export class PasswordResolver {
  constructor(private readonly changes: PasswordChangeService) {}

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
}
