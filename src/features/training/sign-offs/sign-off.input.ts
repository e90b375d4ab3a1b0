import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SignOffReasonEnum, SIGN_OFF_REASONS, type SignOffReason } from './sign-off-reasons.js';

@InputType({ description: 'The sign-off whose place another one takes.' })
export class CorrectedSignOffInput {
  @IdField('The sign-off that is wrong; it stays readable.')
  signOffId: string;

  @Field(() => String, { description: 'What was wrong, 1 to 2,000 characters. Never name a patient.' })
  @Length(1, 2_000)
  reason: string;
}

@InputType({
  description: 'One skill of one trainee to be signed. Every answer is given; none has a default.',
})
export class SignOffItemInput {
  @IdField('The assignment.')
  assignmentId: string;

  @IdField('The skill.')
  skillId: string;

  @Field(() => PlainDate, {
    description: 'The day it counts from, in the zone of the site: today, or a day not long ago.',
  })
  @IsString()
  effectiveOn: string;

  @Field(() => String, {
    nullable: true,
    description: 'The level of help the trainee may work with from then on, of the scale of the skill.',
  })
  @IsOptional()
  @MaxLength(100)
  entrustmentLevel?: string | null;

  @Field(() => [ID], { description: 'The observations it rests on, up to 50; none for prior learning.' })
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  observationIds: string[];

  @Field(() => String, { description: 'What the signature means, in the words shown; 1 to 500 characters.' })
  @Length(1, 500)
  meaning: string;

  @Field(() => String, {
    nullable: true,
    description:
      'In place of observations: where and how the skill was shown elsewhere, and what you have seen of it; 1 to 4,000 characters. Takes the right to manage sign-offs.',
  })
  @IsOptional()
  @Length(1, 4_000)
  priorLearning?: string | null;

  @Field(() => CorrectedSignOffInput, {
    nullable: true,
    description: 'The sign-off this one corrects. Takes the right to manage sign-offs.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => CorrectedSignOffInput)
  corrects?: CorrectedSignOffInput | null;
}

@InputType({ description: 'What somebody is about to sign.' })
export class SignOffPreviewInput {
  @Field(() => [SignOffItemInput], { description: '1 to 30 items, all of one organization.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => SignOffItemInput)
  items: SignOffItemInput[];
}

@InputType({
  description: 'What is signed, with the ticket that was asked for with the hash of its preview.',
})
export class SignOffInput extends OperationInput {
  @Field(() => [SignOffItemInput], { description: 'The items of the preview, in its order.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => SignOffItemInput)
  items: SignOffItemInput[];

  @Field(() => String, { description: 'The token of a signing ticket with the purpose SIGN_OFF.' })
  @IsString()
  @MaxLength(200)
  ticket: string;
}

@InputType({ description: 'The final approval of a sign-off.' })
export class ApproveSignOffInput extends OperationInput {
  @IdField('The sign-off.')
  signOffId: string;

  @Field(() => String, { description: 'The token of a signing ticket with the purpose APPROVE.' })
  @IsString()
  @MaxLength(200)
  ticket: string;
}

@InputType({ description: 'The refusal of a final approval.' })
export class RefuseApprovalInput extends OperationInput {
  @IdField('The sign-off.')
  signOffId: string;

  @Field(() => String, { description: 'Why, 1 to 2,000 characters. Never name a patient.' })
  @Length(1, 2_000)
  note: string;
}

@InputType({ description: "The trainee's answer to a sign-off." })
export class AcknowledgeSignOffInput extends OperationInput {
  @IdField('The sign-off.')
  signOffId: string;

  @Field(() => Boolean, {
    description: 'Whether you acknowledge it; a refusal is recorded and changes nothing else.',
  })
  @IsBoolean()
  acknowledge: boolean;

  @Field(() => String, { nullable: true, description: 'What you have to say, up to 2,000 characters.' })
  @IsOptional()
  @Length(1, 2_000)
  note?: string | null;
}

/** What every decision about a sign-off names. */
@InputType({ isAbstract: true })
abstract class SignOffDecisionInput extends OperationInput {
  @IdField('The sign-off.')
  signOffId: string;

  @Field(() => SignOffReasonEnum, { description: 'Why, as a code.' })
  @IsIn(SIGN_OFF_REASONS)
  reasonCode: SignOffReason;

  @Field(() => String, { description: 'Why, in words: 1 to 2,000 characters. Never name a patient.' })
  @Length(1, 2_000)
  note: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The day it takes effect on, in the zone of the site: today when left out; it may lie in the past.',
  })
  @IsOptional()
  @IsString()
  effectiveFrom?: string | null;
}

@InputType({ description: 'Takes a sign-off away, for good.' })
export class RevokeSignOffInput extends SignOffDecisionInput {}

@InputType({ description: 'Takes a sign-off away for a time.' })
export class SuspendSignOffInput extends SignOffDecisionInput {}

@InputType({ description: 'Gives a suspended sign-off back.' })
export class ReinstateSignOffInput extends SignOffDecisionInput {}

@InputType({ description: 'Puts a sign-off in review.' })
export class ReviewSignOffInput extends SignOffDecisionInput {}

@InputType({ description: 'Answers every open review of a sign-off: it has held all along.' })
export class UpholdSignOffInput extends OperationInput {
  @IdField('The sign-off.')
  signOffId: string;

  @Field(() => String, { description: 'What was looked at, 1 to 2,000 characters. Never name a patient.' })
  @Length(1, 2_000)
  note: string;
}
