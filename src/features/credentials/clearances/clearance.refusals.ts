import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The organization has not defined such a type of clearance.')
export class ClearanceTypeUnknown extends Refusal {
  @Field(() => [String], { description: 'The codes there are.' })
  codes: string[];
}

@RefusalType('The type asks for a document: a declination does not clear.')
export class DeclinationNotAccepted extends Refusal {}

@RefusalType('The person has a clearance of this type from this day on record already.')
export class ClearanceOnRecord extends Refusal {}
