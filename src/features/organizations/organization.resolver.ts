import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { UpdateOrganizationInput } from './organization.input.js';
import { OrganizationService } from './organization.service.js';
import { OrganizationType, UpdateOrganizationResult } from './organization.type.js';

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  constructor(private readonly service: OrganizationService) {}

  @Query(() => OrganizationType, { description: 'The organization you are signed in to.' })
  @Allow('self')
  organization(@Db() db: TenantDb) {
    return this.service.current(db);
  }

  @Mutation(() => UpdateOrganizationResult, { description: 'Changes the name or kind of the organization.' })
  @Allow('organization:manage')
  updateOrganization(
    @Db() db: TenantDb,
    @Args('input', { description: 'What changes.' }) input: UpdateOrganizationInput,
  ) {
    return this.service.update(db, input);
  }
}
