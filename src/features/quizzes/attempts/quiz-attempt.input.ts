import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { PlaceInput } from '../bank/question-content.input.js';
import { ATTEMPT_STATUSES, type AttemptStatus } from './quiz-attempt.entity.js';
import { AttemptStatusEnum } from './quiz-attempt.enums.js';

@InputType({ description: 'A new attempt at the quiz of a requirement.' })
export class StartQuizAttemptInput extends OperationInput {
  @IdField('The requirement of the course that asks for the quiz.')
  requirementId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Needed only by who is enrolled twice in the same program version; otherwise the active enrollment.',
  })
  @IsOptional()
  @IsUUID()
  enrollmentId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where `myQuiz { needsAccessCode }`: what the supervisor of the quiz tells.',
  })
  @IsOptional()
  @MaxLength(100)
  accessCode?: string | null;
}

@InputType({ description: 'A prompt and the choice matched with it.' })
export class MatchInput {
  @Field(() => ID, { description: 'The prompt.' })
  @Length(1, 40)
  promptId: string;

  @Field(() => ID, { description: 'The choice.' })
  @Length(1, 40)
  choiceId: string;
}

@InputType({ description: 'What is filled into a blank.' })
export class FilledBlankInput {
  @Field(() => ID, { description: 'The blank.' })
  @Length(1, 40)
  blankId: string;

  @Field(() => String, {
    description:
      'A text, a decimal such as `-1.5` or the id of a choice, as the kind of the blank asks; at most 1,000 characters. Empty: left open.',
  })
  @MaxLength(1_000)
  answer: string;
}

@InputType({
  description:
    'An answer: the member that fits the type of the question, and no other. With `number` goes `unit` where units are to choose from.',
})
export class QuizResponseInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'For SINGLE_CHOICE and MULTIPLE_CHOICE: ids of the chosen choices.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Length(1, 40, { each: true })
  choiceIds?: string[];

  @Field(() => Boolean, { nullable: true, description: 'For TRUE_FALSE.' })
  @IsOptional()
  @IsBoolean()
  isTrue?: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'For SHORT_TEXT, at most 1,000 characters, and ESSAY, at most 50,000.',
  })
  @IsOptional()
  @MaxLength(50_000)
  text?: string;

  @Field(() => Decimal, { nullable: true, description: 'For NUMBER and CALCULATED, without the unit.' })
  @IsOptional()
  number?: string;

  @Field(() => String, {
    nullable: true,
    description: 'For NUMBER and CALCULATED, beside `number`: one of `units`, where there are some.',
  })
  @IsOptional()
  @Length(1, 60)
  unit?: string;

  @Field(() => [MatchInput], { nullable: true, description: 'For MATCHING: each prompt once at most.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => MatchInput)
  matches?: MatchInput[];

  @Field(() => [ID], { nullable: true, description: 'For ORDERING: ids of all items, the first first.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Length(1, 40, { each: true })
  order?: string[];

  @Field(() => [FilledBlankInput], { nullable: true, description: 'For CLOZE: each blank once at most.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => FilledBlankInput)
  blanks?: FilledBlankInput[];

  @Field(() => [PlaceInput], { nullable: true, description: 'For HOTSPOT: at most `placesToMark`.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PlaceInput)
  places?: PlaceInput[];
}

@InputType({ description: 'One answer of a running attempt.' })
export class SaveAnswerInput extends OperationInput {
  @IdField('The attempt.')
  attemptId: string;

  @IdField('The question of the attempt, as `questions { questionVersionId }` gives it.')
  questionVersionId: string;

  @Field(() => QuizResponseInput, {
    nullable: true,
    description: 'The answer; null takes the earlier one back.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizResponseInput)
  response?: QuizResponseInput | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Revision of this answer that the device knew, 0 for none: the answer then tells whether another device had saved a newer one.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  knownRevision?: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the device says the answer was given. Kept as a claim: the database clock decides.',
  })
  @IsOptional()
  @IsDate()
  claimedAt?: Date | null;
}

@InputType({ description: 'A question of a running attempt to be finished.' })
export class FinishQuestionInput extends OperationInput {
  @IdField('The attempt.')
  attemptId: string;

  @IdField('The question of the attempt, as `questions { questionVersionId }` gives it.')
  questionVersionId: string;

  @Field(() => QuizResponseInput, {
    nullable: true,
    description: 'The last answer; left out: what was saved stands.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizResponseInput)
  response?: QuizResponseInput | null;
}

@InputType({ description: 'An attempt to be submitted.' })
export class SubmitQuizAttemptInput extends OperationInput {
  @IdField('The attempt.')
  attemptId: string;
}

@ArgsType()
export class QuizAttemptsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Of this cohort alone.' })
  @IsOptional()
  @IsUUID()
  cohortId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this enrollment alone.' })
  @IsOptional()
  @IsUUID()
  enrollmentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this requirement alone.' })
  @IsOptional()
  @IsUUID()
  requirementId?: string | null;

  @Field(() => ID, { nullable: true, description: 'At any version of this quiz.' })
  @IsOptional()
  @IsUUID()
  quizId?: string | null;

  @Field(() => AttemptStatusEnum, { nullable: true, description: 'In this status.' })
  @IsOptional()
  @IsIn(ATTEMPT_STATUSES)
  status?: AttemptStatus | null;
}

@ArgsType()
export class MyQuizArgs {
  @IdField('The requirement of the course that asks for the quiz.')
  requirementId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Needed only by who is enrolled twice in the same program version; otherwise the active enrollment.',
  })
  @IsOptional()
  @IsUUID()
  enrollmentId?: string | null;
}
