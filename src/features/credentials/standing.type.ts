import { Field, ID, ObjectType } from '@nestjs/graphql';
import { PlainDate } from '../../platform/graphql/scalars.js';
import { StandingStatusEnum } from './standing.enums.js';
import type { StandingStatus } from './standing.js';

@ObjectType('Standing', {
  description: "What somebody's cards, clearances or trainings of one type are worth on a day.",
})
export class StandingType {
  @Field(() => StandingStatusEnum, { description: 'What they are worth.' })
  status: StandingStatus;

  @Field(() => Boolean, { description: 'Whether that counts.' })
  current: boolean;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day, itself included, through which it counts without a gap; null: without an end, or it does not count.',
  })
  currentUntil: string | null;

  @Field(() => ID, { nullable: true, description: 'The record that decides, where there is one.' })
  sourceId: string | null;

  @Field(() => String, { description: 'Why, and what would help.' })
  because: string;
}
