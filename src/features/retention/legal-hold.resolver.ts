import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { OptionalIdArg } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { PlaceLegalHoldInput, ReleaseLegalHoldInput } from './legal-hold.input.js';
import { LegalHoldService } from './legal-hold.service.js';
import {
  LegalHold,
  LegalHoldConnection,
  PlaceLegalHoldResult,
  ReleaseLegalHoldResult,
} from './legal-hold.type.js';

@Resolver(() => LegalHold)
export class LegalHoldResolver {
  constructor(private readonly service: LegalHoldService) {}

  @Query(() => LegalHoldConnection, { description: 'Legal holds, the latest first.' })
  @Allow('retention:manage')
  legalHolds(
    @Db() db: TenantDb,
    @OptionalIdArg('personId', 'On this person’s records alone.') personId: string | null,
    @Args('standing', {
      type: () => Boolean,
      nullable: true,
      description: 'Those that stand, or those that were released; left out: both.',
    })
    standing: boolean | null,
    @Args() page: PageArgs,
  ) {
    return this.service.page(db, { personId, standing: standing ?? null }, page);
  }

  @Mutation(() => PlaceLegalHoldResult, {
    description:
      'Holds records of a person, or of everybody: nothing of them is erased until the hold is released.',
  })
  @Allow('retention:manage')
  placeLegalHold(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whose and why.' }) input: PlaceLegalHoldInput,
  ) {
    return this.service.place(db, input);
  }

  @Mutation(() => ReleaseLegalHoldResult, { description: 'Releases a legal hold; it stays on record.' })
  @Allow('retention:manage')
  releaseLegalHold(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which and why.' }) input: ReleaseLegalHoldInput,
  ) {
    return this.service.release(db, input);
  }
}
