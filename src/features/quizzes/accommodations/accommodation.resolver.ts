import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import type { Accommodation } from './accommodation.entity.js';
import {
  AccommodationsArgs,
  AmendAccommodationInput,
  GrantAccommodationInput,
  WithdrawAccommodationInput,
} from './accommodation.input.js';
import { AccommodationService } from './accommodation.service.js';
import {
  AccommodationType,
  AmendAccommodationResult,
  GrantAccommodationResult,
  WithdrawAccommodationResult,
} from './accommodation.type.js';

@Resolver(() => AccommodationType)
export class AccommodationResolver {
  constructor(
    private readonly service: AccommodationService,
    private readonly persons: PersonService,
  ) {}

  @Query(() => [AccommodationType], {
    description: 'What a person is granted at every quiz, the latest first.',
  })
  @Allow('record:read')
  accommodations(@Db() db: TenantDb, @Args() { personId, withFormer }: AccommodationsArgs) {
    return this.service.ofPerson(db, personId, withFormer);
  }

  @Query(() => [AccommodationType], { description: 'What you are granted at every quiz, the latest first.' })
  @Allow('self')
  myAccommodations(@Db() db: TenantDb) {
    return this.service.ofViewer(db);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'To whom it is granted.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: Accommodation) {
    return this.persons.byId(db, personId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who put it on record.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: Accommodation) {
    return this.persons.byId(db, recordedBy);
  }

  @Mutation(() => GrantAccommodationResult, {
    description: 'Grants a person something at every quiz, at attempts that run too.',
  })
  @Allow('accommodation:write')
  grantAccommodation(
    @Db() db: TenantDb,
    @Args('input', { description: 'What, to whom, for how long.' }) input: GrantAccommodationInput,
  ) {
    return this.service.grant(db, input);
  }

  @Mutation(() => AmendAccommodationResult, {
    description:
      'Puts another accommodation in the place of one. An attempt that runs keeps the better of both.',
  })
  @Allow('accommodation:write')
  amendAccommodation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which one, and what holds instead.' }) input: AmendAccommodationInput,
  ) {
    return this.service.amend(db, input);
  }

  @Mutation(() => WithdrawAccommodationResult, {
    description: 'Ends an accommodation. An attempt that runs keeps what it had.',
  })
  @Allow('accommodation:write')
  withdrawAccommodation(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which one, and why.' }) input: WithdrawAccommodationInput,
  ) {
    return this.service.withdraw(db, input);
  }
}
