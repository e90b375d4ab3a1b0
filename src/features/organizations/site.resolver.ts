import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { CloseSiteInput, CreateSiteInput, ReopenSiteInput, UpdateSiteInput } from './site.input.js';
import { SiteService } from './site.service.js';
import {
  CloseSiteResult,
  CreateSiteResult,
  ReopenSiteResult,
  SiteConnection,
  SiteType,
  UpdateSiteResult,
} from './site.type.js';

@Resolver(() => SiteType)
export class SiteResolver {
  constructor(private readonly service: SiteService) {}

  @Query(() => SiteType, { description: 'One site of the organization.' })
  @Allow('self')
  site(@Db() db: TenantDb, @IdArg('id', 'The site.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => SiteConnection, { description: 'The sites of the organization, by name.' })
  @Allow('self')
  sites(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.page(db, page);
  }

  @Mutation(() => CreateSiteResult, { description: 'Adds a site.' })
  @Allow('organization:manage')
  createSite(@Db() db: TenantDb, @Args('input', { description: 'The new site.' }) input: CreateSiteInput) {
    return this.service.create(db, input);
  }

  @Mutation(() => UpdateSiteResult, { description: 'Changes a site.' })
  @Allow('organization:manage')
  updateSite(@Db() db: TenantDb, @Args('input', { description: 'What changes.' }) input: UpdateSiteInput) {
    return this.service.update(db, input);
  }

  @Mutation(() => CloseSiteResult, { description: 'Closes a site; `reopenSite` undoes it.' })
  @Allow('organization:manage')
  closeSite(@Db() db: TenantDb, @Args('input', { description: 'Which site.' }) input: CloseSiteInput) {
    return this.service.close(db, input);
  }

  @Mutation(() => ReopenSiteResult, { description: 'Opens a closed site again.' })
  @Allow('organization:manage')
  reopenSite(@Db() db: TenantDb, @Args('input', { description: 'Which site.' }) input: ReopenSiteInput) {
    return this.service.reopen(db, input);
  }
}
