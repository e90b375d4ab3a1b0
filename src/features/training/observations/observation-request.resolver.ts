import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import {
  DeclineObservationRequestInput,
  RequestObservationInput,
  WithdrawObservationRequestInput,
} from './observation-request.input.js';
import { ObservationRequestService } from './observation-request.service.js';
import {
  DeclineObservationRequestResult,
  ObservationRequest,
  ObservationRequestConnection,
  RequestObservationResult,
  WithdrawObservationRequestResult,
} from './observation-request.type.js';

@Resolver(() => ObservationRequest)
export class ObservationRequestResolver {
  constructor(private readonly service: ObservationRequestService) {}

  @Query(() => ObservationRequestConnection, {
    description:
      'Open requests to be observed, the oldest first: your own, or those at your sites, of whatever organization the trainees are.',
  })
  @Allow('self')
  openObservationRequests(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.service.open(db, page);
  }

  @Mutation(() => RequestObservationResult, {
    description: 'Asks to be observed; one request is open for a skill.',
  })
  @Allow('self')
  requestObservation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Of which skill.' }) input: RequestObservationInput,
  ) {
    return this.service.request(db, input);
  }

  @Mutation(() => WithdrawObservationRequestResult, { description: 'Takes your request back.' })
  @Allow('self')
  withdrawObservationRequest(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which.' }) input: WithdrawObservationRequestInput,
  ) {
    return this.service.withdraw(db, input);
  }

  @Mutation(() => DeclineObservationRequestResult, { description: 'Declines a request, with a reason.' })
  @Allow('observation:write')
  declineObservationRequest(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which, and why.' }) input: DeclineObservationRequestInput,
  ) {
    return this.service.decline(db, input);
  }
}
