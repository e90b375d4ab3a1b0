import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('No break is granted in this attempt, or all of it is used.')
export class NoBreakLeft extends Refusal {
  @Field(() => Int, { description: 'Minutes of breaks granted in each attempt; 0: none.' })
  grantedMinutes: number;
}
