import { Field, InputType, Int } from '@nestjs/graphql';
import { IsEmail, IsInt, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';

@InputType({ description: 'Somebody who has seen a trainee at work and has no account here.' })
export class InviteGuestValidatorInput extends OperationInput {
  @IdField('The assignment they see and may sign for: nothing else.')
  assignmentId: string;

  @Field(() => String, { description: 'Where the link is mailed to.' })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @Field(() => String, { description: 'Given name, as it will be printed with their signature.' })
  @Length(1, 200)
  givenName: string;

  @Field(() => String, { description: 'Family name, as it will be printed with their signature.' })
  @Length(1, 200)
  familyName: string;

  @Field(() => Int, { defaultValue: 7, description: 'For how many days the link opens, 1 to 30.' })
  @IsInt()
  @Min(1)
  @Max(30)
  days: number;
}

// Takes no operationId: it hands out an access token.

@InputType({ description: 'The token out of a mailed link.' })
export class OpenGuestSessionInput {
  @Field(() => String, { description: 'The token, whole.' })
  @Length(43, 43)
  @Matches(/^[\w-]+$/, { message: 'token must be copied whole from the mailed link' })
  token: string;
}
