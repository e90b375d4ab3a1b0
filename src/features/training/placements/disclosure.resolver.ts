import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DisclosureConnection, DisclosureType } from './disclosure.type.js';
import { Disclosures } from './disclosures.service.js';

@Resolver(() => DisclosureType)
export class DisclosureResolver {
  constructor(private readonly service: Disclosures) {}

  @Query(() => DisclosureConnection, {
    description:
      'Who of other organizations looked at a person’s records here, the latest first: your own log, or, for staff, anybody’s. Empty: nobody has.',
  })
  @Allow('self')
  disclosures(
    @Db() db: TenantDb,
    @IdArg('personId', 'Whose records.') personId: string,
    @Args() page: PageArgs,
  ) {
    return this.service.page(db, personId, page);
  }
}
