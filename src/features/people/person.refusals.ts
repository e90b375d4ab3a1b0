import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('Both ids stand for the same person already.')
export class SamePerson extends Refusal {
  @Field(() => ID, { description: 'The person both stand for.' })
  personId: string;
}

@RefusalType('One of the two was merged before: name the person it was merged into.')
export class PersonAlreadyMerged extends Refusal {
  @Field(() => ID, { description: 'The person who stands for it now.' })
  mergedIntoId: string;
}
