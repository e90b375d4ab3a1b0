import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('Nobody grants, amends or withdraws accommodations of their own.')
export class OwnAccommodation extends Refusal {}

@RefusalType('The accommodation does not stand any more: it was amended or withdrawn.')
export class AccommodationNotStanding extends Refusal {
  @Field(() => ID, {
    nullable: true,
    description: 'The entry that took its place; null when this entry is itself the withdrawal.',
  })
  supersededById: string | null;
}
