import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsDate, IsInt, IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';

@ArgsType()
export class QuizOverridesArgs extends PageArgs {
  @Field(() => ID, { description: 'The quiz.' })
  @IsUUID()
  quizId: string;
}

@InputType({
  description:
    'Other rules of one quiz, for one person or one cohort; what is left out stays as the quiz says. It takes the place of the override that they have.',
})
export class SetQuizOverrideInput extends OperationInput {
  @IdField('The quiz.')
  quizId: string;

  @IdField('For this person; either this or a cohort is given.', { nullable: true })
  @IsOptional()
  personId?: string | null;

  @IdField('For this cohort.', { nullable: true })
  @IsOptional()
  cohortId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on attempts can be started.' })
  @IsOptional()
  @IsDate()
  opensAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it closes.' })
  @IsOptional()
  @IsDate()
  closesAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Minutes from start to deadline, 1 to 1440.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  timeLimitMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'Attempts allowed, 1 to 100.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  maxAttempts?: number | null;

  @Field(() => String, {
    description: 'Why, 1 to 1,000 characters. Nothing about health: that belongs to an accommodation.',
  })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An override that ends now.' })
export class WithdrawQuizOverrideInput extends OperationInput {
  @IdField('The override that stands.')
  overrideId: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}
