import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { SIGNING_PURPOSES, type SigningPurpose } from './signing-ticket.entity.js';
import { SigningPurposeEnum } from './signing.type.js';

/** Bounds what is hashed at all. */
const MOST_CODE_UNITS = 512;

// None of these takes an operationId: what is kept with one is a fast hash of the input, and a fast hash of a
// secret must not be stored anywhere.

@InputType({
  description:
    'What is to be signed, and one proof that it is you: a password, a PIN, a code or a guest’s link.',
})
export class CreateSigningTicketInput {
  @Field(() => SigningPurposeEnum, { description: 'What the ticket is for.' })
  @IsIn(SIGNING_PURPOSES)
  purpose: SigningPurpose;

  @Field(() => String, {
    description: 'The hash of what you were shown, as the preview gave it: 64 hexadecimal digits.',
  })
  @Matches(/^[0-9a-f]{64}$/, { message: 'payloadHash must be the hash that the preview gave' })
  payloadHash: string;

  @Field(() => String, { nullable: true, description: 'Your password.' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Your PIN in this organization.' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  pin?: string | null;

  @Field(() => String, { nullable: true, description: 'The six digits your device shows; each works once.' })
  @IsOptional()
  @Matches(/^\d{6}$/, { message: 'oneTimeCode must be six digits' })
  oneTimeCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a guest: the token of the mailed link, once more.',
  })
  @IsOptional()
  @Length(43, 43)
  guestToken?: string | null;
}

@InputType({ description: 'A PIN to sign with in this organization.' })
export class SetSigningPinInput {
  @Field(() => String, { description: 'Your password: a PIN is not set by whoever finds your device.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  password: string;

  @Field(() => String, { description: '6 to 12 digits, not easy to guess.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  pin: string;
}

@InputType({ description: 'Begins to set up one-time codes.' })
export class BeginOneTimeCodesInput {
  @Field(() => String, { description: 'Your password.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  password: string;
}

@InputType({ description: 'A first code, which shows that the device makes the right ones.' })
export class ConfirmOneTimeCodesInput {
  @Field(() => String, { description: 'The six digits your device shows.' })
  @Matches(/^\d{6}$/, { message: 'oneTimeCode must be six digits' })
  oneTimeCode: string;
}

@InputType({ description: 'Forgets your PIN and your device: as when it was lost.' })
export class RemoveSigningMethodsInput {
  @Field(() => String, { description: 'Your password.' })
  @IsString()
  @MaxLength(MOST_CODE_UNITS)
  password: string;
}
