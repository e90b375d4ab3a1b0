import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { ServiceAccountService } from './service-account.service.js';
import {
  CreateServiceAccountInput,
  CreateServiceAccountResult,
  RevokeServiceAccountInput,
  RevokeServiceAccountResult,
  RotateServiceAccountSecretInput,
  RotateServiceAccountSecretResult,
  ServiceAccount,
  ServiceAccountConnection,
} from './service-account.type.js';

@Resolver(() => ServiceAccount)
export class ServiceAccountResolver {
  constructor(private readonly service: ServiceAccountService) {}

  @Query(() => ServiceAccountConnection, { description: 'The integrations of the organization, by name.' })
  @Allow('service-account:manage')
  serviceAccounts(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.page(db, page);
  }

  @Mutation(() => CreateServiceAccountResult, {
    description:
      'Makes an account for an integration; its secret is shown this once. It signs in by `signIn`.',
  })
  @Allow('service-account:manage')
  createServiceAccount(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new account.' }) input: CreateServiceAccountInput,
  ) {
    return this.service.create(db, input);
  }

  @Mutation(() => RotateServiceAccountSecretResult, {
    description: 'Gives an integration a new secret; the old one and its sessions end at once.',
  })
  @Allow('service-account:manage')
  rotateServiceAccountSecret(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which.' }) input: RotateServiceAccountSecretInput,
  ) {
    return this.service.rotate(db, input.membershipId);
  }

  @Mutation(() => RevokeServiceAccountResult, { description: 'Ends an integration at once and for good.' })
  @Allow('service-account:manage')
  revokeServiceAccount(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: RevokeServiceAccountInput,
  ) {
    return this.service.revoke(db, input);
  }
}
