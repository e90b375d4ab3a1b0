import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('Quiet hours that leave too little of the day in which somebody could be told anything.')
export class QuietHoursTooLong extends Refusal {
  @Field(() => Int, { description: 'How many hours they may have at most.' })
  mostHours: number;
}
