import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { FINDINGS, FindingEnum, VerificationMethodEnum, type Finding } from '../held.enums.js';
import { VERIFICATION_METHODS, type VerificationMethod } from '../held.js';
import { TYPE_CODE } from '../types/held-type.input.js';

@InputType({ description: "A card, one's own or a member's. It counts once somebody else has verified it." })
export class RecordCredentialInput extends OperationInput {
  @IdField('Whose it is; left out: your own. For others `credential:write` is needed.', { nullable: true })
  @IsOptional()
  personId?: string | null;

  @Field(() => String, { description: 'The type, a code of `credentialTypes`.' })
  @Matches(TYPE_CODE, { message: 'typeCode must be a code of credentialTypes' })
  typeCode: string;

  @Field(() => String, { description: 'Who issued it, 1 to 200 characters.' })
  @SingleLine(1, 200)
  issuer: string;

  @Field(() => String, { nullable: true, description: 'Its number or code, up to 100 characters.' })
  @IsOptional()
  @SingleLine(1, 100)
  number?: string | null;

  @Field(() => PlainDate, { description: 'The day it was issued; not in the future.' })
  @IsString()
  issuedOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day as the card says; left out: by the type. Later than the type allows is refused.',
  })
  @IsOptional()
  @IsString()
  expiresOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The day on which skills were shown in person; not after it was issued. Left out: no evidence of it.',
  })
  @IsOptional()
  @IsString()
  handsOnOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Before whom, up to 200 characters.' })
  @IsOptional()
  @SingleLine(1, 200)
  handsOnWith?: string | null;

  @IdField('A file that shows its front, uploaded by you.', { nullable: true })
  @IsOptional()
  frontFileId?: string | null;

  @IdField('A file that shows its back, uploaded by you.', { nullable: true })
  @IsOptional()
  backFileId?: string | null;

  @IdField('The card it takes over from, of the same person and type.', { nullable: true })
  @IsOptional()
  renewsId?: string | null;
}

@InputType({ description: 'What was found of a card.' })
export class VerifyCredentialInput extends OperationInput {
  @IdField('The card.')
  credentialId: string;

  @Field(() => FindingEnum, { description: 'What was found.' })
  @IsIn(FINDINGS)
  finding: Finding;

  @Field(() => VerificationMethodEnum, { description: 'How it was looked up.' })
  @IsIn(VERIFICATION_METHODS)
  method: VerificationMethod;

  @Field(() => PlainDate, {
    description: 'When it was looked up; not in the future, nor before it was issued.',
  })
  @IsString()
  foundOn: string;

  @Field(() => String, { description: 'Where it was looked up, or who was asked: 1 to 200 characters.' })
  @SingleLine(1, 200)
  source: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day as its issuer says, in place of what the card says. Later than the type allows is refused.',
  })
  @IsOptional()
  @IsString()
  expiresOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The day on which skills were shown in person, as the issuer says; not after it was issued.',
  })
  @IsOptional()
  @IsString()
  handsOnOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Anything else worth knowing, up to 1,000 characters.',
  })
  @IsOptional()
  @MaxLength(1000)
  note?: string | null;

  @IdField('A file that shows it, uploaded by you.', { nullable: true })
  @IsOptional()
  evidenceFileId?: string | null;
}

@InputType({ description: 'A card that is taken back: recorded by mistake, or no longer claimed.' })
export class WithdrawCredentialInput extends OperationInput {
  @IdField('The card.')
  credentialId: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A finding that is taken back: it was entered by mistake.' })
export class WithdrawCredentialVerificationInput extends OperationInput {
  @IdField('The card.')
  credentialId: string;

  @IdField('The entry of the finding.')
  entryId: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}
