import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { Decimal, PlainDate } from '../../../platform/graphql/scalars.js';

/** 1 to 10, at most two decimals. */
const MULTIPLIER = /^([1-9](\.\d{1,2})?|10(\.00?)?)$/;

@ArgsType()
export class AccommodationsArgs {
  @Field(() => ID, { description: 'Whose.' })
  @IsUUID()
  personId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Also those that were amended or withdrawn, and the withdrawals.',
  })
  @IsBoolean()
  withFormer: boolean;
}

/** What is granted, and for how long. */
@InputType({ isAbstract: true })
export abstract class AccommodationTermsInput extends OperationInput {
  @Field(() => Decimal, {
    defaultValue: '1',
    description: 'By what time limits are multiplied, 1 to 10, at most two decimals.',
  })
  @Matches(MULTIPLIER, { message: 'timeMultiplier must be 1 to 10, with at most two decimals' })
  timeMultiplier: string;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Minutes of breaks in each attempt, in which its time stands still, 0 to 1440.',
  })
  @IsInt()
  @Min(0)
  @Max(1440)
  breakMinutes: number;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'By how many minutes quizzes close later, 0 to 525600.',
  })
  @IsInt()
  @Min(0)
  @Max(525_600)
  closingExtensionMinutes: number;

  @Field(() => Int, { defaultValue: 0, description: 'Attempts beyond those allowed, 0 to 100.' })
  @IsInt()
  @Min(0)
  @Max(100)
  extraAttempts: number;

  @Field(() => PlainDate, { description: "The first day it holds, in the cohort's zone." })
  @IsString()
  validFrom: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day it holds; null: without end.' })
  @IsOptional()
  @IsString()
  validUntil?: string | null;

  @Field(() => String, {
    description: 'Why, 1 to 2,000 characters: read by those alone who may read health records.',
  })
  @Length(1, 2000)
  reason: string;
}

@InputType({ description: 'What a person is granted at every quiz.' })
export class GrantAccommodationInput extends AccommodationTermsInput {
  @IdField('To whom.')
  personId: string;
}

@InputType({ description: 'What takes the place of an accommodation from now on.' })
export class AmendAccommodationInput extends AccommodationTermsInput {
  @IdField('The accommodation that stands.')
  accommodationId: string;
}

@InputType({ description: 'An accommodation that ends now.' })
export class WithdrawAccommodationInput extends OperationInput {
  @IdField('The accommodation that stands.')
  accommodationId: string;

  @Field(() => String, {
    description: 'Why, 1 to 2,000 characters: read by those alone who may read health records.',
  })
  @Length(1, 2000)
  reason: string;
}
