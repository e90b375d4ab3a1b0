import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import { PageArgs } from '../../platform/graphql/page.js';

@ArgsType()
export class LapsingArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 90, description: 'Ends within so many days from today, 0 to 3,650.' })
  @IsInt()
  @Min(0)
  @Max(3650)
  withinDays: number;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Also what ended in so many days before today and was not renewed, 0 to 3,650.',
  })
  @IsInt()
  @Min(0)
  @Max(3650)
  lapsedWithinDays: number;
}
