import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { DateTime } from '../../platform/graphql/scalars.js';

@RefusalType('The person was erased: there is nothing left to hold.')
export class PersonErased extends Refusal {
  @Field(() => DateTime, { description: 'When they were erased.' })
  erasedAt: Date;
}

@RefusalType('The hold was released before.')
export class LegalHoldAlreadyReleased extends Refusal {
  @Field(() => DateTime, { description: 'When it was released.' })
  wasReleasedAt: Date;
}

@RefusalType('The hold is on one’s own records: somebody else releases it.')
export class OwnLegalHold extends Refusal {}
