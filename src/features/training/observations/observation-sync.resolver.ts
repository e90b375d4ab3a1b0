import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { SyncObservationsInput } from './observation-sync.input.js';
import { ObservationSyncService } from './observation-sync.service.js';
import { SyncObservationsResult } from './observation-sync.type.js';

@Resolver()
export class ObservationSyncResolver {
  constructor(private readonly service: ObservationSyncService) {}

  @Mutation(() => SyncObservationsResult, {
    description:
      'Takes what a device did while it was not online. Each operation is applied once, by the id of what it is about and not by the `operationId` of the batch: send a batch again, in whatever order, until every operation is APPLIED, ALREADY_APPLIED or REFUSED. One that fails harms none of the others.',
  })
  @Allow('self')
  syncObservations(
    @Db() db: TenantDb,
    @Args('input', { description: 'The operations.' }) input: SyncObservationsInput,
  ) {
    return this.service.sync(db, input);
  }
}
