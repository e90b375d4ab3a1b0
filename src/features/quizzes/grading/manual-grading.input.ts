import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { Decimal } from '../../../platform/graphql/scalars.js';

const COMMENT = 10_000;

@InputType({ description: 'The level that was reached of one criterion.' })
export class ReachedLevelInput {
  @Field(() => ID, { description: 'The criterion.' })
  @Length(1, 40)
  criterionId: string;

  @Field(() => ID, { description: 'Its level.' })
  @Length(1, 40)
  levelId: string;
}

@InputType({ isOneOf: true, description: 'What an answer earns: points, or levels of the rubric.' })
export class GivenMarkInput {
  @Field(() => Decimal, {
    nullable: true,
    description: 'Points, from 0 to what the question is worth; at most four decimals.',
  })
  @IsOptional()
  @Matches(/^\d{1,8}(\.\d{1,4})?$/, {
    message: 'points must be a number from 0 on with at most four decimals',
  })
  points?: string;

  @Field(() => [ReachedLevelInput], {
    nullable: true,
    description: 'One level for each criterion: the points follow from them.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ReachedLevelInput)
  rubricLevels?: ReachedLevelInput[];
}

@InputType({ description: 'The mark of an answer that waits for a grader.' })
export class GradeAnswerInput extends OperationInput {
  @IdField('The answer, as `gradingQueue` gives it.')
  answerId: string;

  @Field(() => GivenMarkInput, { description: 'What it earns.' })
  @ValidateNested()
  @Type(() => GivenMarkInput)
  mark: GivenMarkInput;

  @Field(() => String, {
    nullable: true,
    description: 'What you say to the trainee. Markdown, at most 10,000 characters.',
  })
  @IsOptional()
  @MaxLength(COMMENT)
  comment?: string | null;
}

@InputType({ description: 'Another mark for an answer, as a further entry.' })
export class CorrectMarkInput extends OperationInput {
  @IdField('The submitted attempt.')
  attemptId: string;

  @IdField('The question of the attempt.')
  questionVersionId: string;

  @Field(() => GivenMarkInput, { description: 'What it earns.' })
  @ValidateNested()
  @Type(() => GivenMarkInput)
  mark: GivenMarkInput;

  @Field(() => String, {
    nullable: true,
    description: 'What you say to the trainee. Markdown, at most 10,000 characters.',
  })
  @IsOptional()
  @MaxLength(COMMENT)
  comment?: string | null;

  @Field(() => String, { description: 'Why; the trainee reads it. 1 to 500 characters.' })
  @Length(1, 500)
  reason: string;
}

@InputType({ description: 'An answer that came too late and shall count.' })
export class AcceptLateAnswerInput extends OperationInput {
  @IdField('The submitted attempt.')
  attemptId: string;

  @IdField('The question of the attempt.')
  questionVersionId: string;

  @Field(() => Int, { description: 'Revision of the late answer, as `lateAnswers` gives it.' })
  @IsInt()
  @Min(1)
  revision: number;

  @Field(() => String, { description: 'Why; the trainee reads it. 1 to 500 characters.' })
  @Length(1, 500)
  reason: string;
}

@ArgsType()
export class GradingQueueArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Of this quiz alone.' })
  @IsOptional()
  @IsUUID()
  quizId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this question alone.' })
  @IsOptional()
  @IsUUID()
  questionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this cohort alone.' })
  @IsOptional()
  @IsUUID()
  cohortId?: string | null;
}
