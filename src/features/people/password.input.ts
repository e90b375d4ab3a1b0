import { Field, InputType } from '@nestjs/graphql';
import { IsEmail, IsString, Length, Matches, MaxLength } from 'class-validator';

/** Bounds what is hashed at all; what makes a good password is decided by its rules. */
const MOST_CODE_UNITS = 512;

// None of these takes an operationId: what is kept with one is a fast hash of the input, and a fast hash of
// a password must not be stored anywhere.

@InputType({ description: 'A new password in place of the current one.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The password that is used now.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  currentPassword: string;

  @Field(() => String, { description: '12 to 128 characters, not easy to guess.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  newPassword: string;
}

@InputType({ description: 'Whose password was forgotten.' })
export class RequestPasswordResetInput {
  @Field(() => String, { description: 'The address the person signs in with.' })
  @IsEmail()
  @MaxLength(254)
  email: string;
}

@InputType({ description: 'A new password for whoever got the mail.' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'The token out of the mailed link.' })
  @Length(43, 43)
  @Matches(/^[\w-]+$/, { message: 'token must be copied whole from the mailed link' })
  token: string;

  @Field(() => String, { description: '12 to 128 characters, not easy to guess.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  newPassword: string;
}
