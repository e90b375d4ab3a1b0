import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { CreateSiteInput } from './site.input.js';
import { SiteService } from './site.service.js';
import { CreateSiteResult, SiteConnection, SiteType } from './site.type.js';

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
}
