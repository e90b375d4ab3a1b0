import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('Another site of the organization has this name.')
export class SiteNameTaken extends Refusal {
  @Field(() => String, { description: 'The name that is taken.' })
  name: string;
}

@RefusalType('The site is closed already.')
export class SiteIsClosed extends Refusal {}

@RefusalType('The site is open already.')
export class SiteIsOpen extends Refusal {}
