import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsTimeZone, Matches } from 'class-validator';
import { OperationInput } from '../../platform/graphql/input.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

@InputType({ description: 'When you want to be left in peace.' })
export class UpdateReminderSettingsInput extends OperationInput {
  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone, e.g. `America/Chicago`; null: that of where you work or learn.',
  })
  @IsOptional()
  @IsTimeZone()
  timeZone?: string | null;

  @Field(() => String, { description: 'Beginning of the quiet hours, e.g. `20:00`.' })
  @Matches(TIME, { message: 'quietFrom must be a time of day like 20:00' })
  quietFrom: string;

  @Field(() => String, { description: 'Their end, e.g. `08:00`; the same as the beginning: no quiet hours.' })
  @Matches(TIME, { message: 'quietUntil must be a time of day like 08:00' })
  quietUntil: string;
}
