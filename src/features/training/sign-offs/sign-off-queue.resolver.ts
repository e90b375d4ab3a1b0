import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { OptionalIdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { ObservationRequestService } from '../observations/observation-request.service.js';
import { ObservationRequestConnection } from '../observations/observation-request.type.js';
import { SignOffQueues } from './sign-off-queue.service.js';
import { SignOffMeaningArgs } from './sign-off-queue.input.js';
import { SignOffQueue } from './sign-off-queue.type.js';

@Resolver(() => SignOffQueue)
export class SignOffQueueResolver {
  constructor(
    private readonly queues: SignOffQueues,
    private readonly requests: ObservationRequestService,
  ) {}

  @Query(() => SignOffQueue, {
    description:
      'Everything that waits for your signature at your sites, of your own people and those placed there: one request, then sign and next.',
  })
  @Allow('sign-off:write')
  signOffQueue(
    @Db() db: TenantDb,
    @OptionalIdArg('siteId', 'At this site alone.') siteId: string | null,
    @Args() { meaning }: SignOffMeaningArgs,
  ) {
    return this.queues.of(db, siteId, meaning);
  }

  @ResolveField(() => ObservationRequestConnection, {
    name: 'requests',
    description: 'Who asks to be observed, the oldest first.',
  })
  @AllowAsParent()
  openRequests(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.requests.open(db, page);
  }
}
