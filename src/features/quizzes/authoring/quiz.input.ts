import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { CODE, CODE_MESSAGE } from '../bank/question.input.js';

/** Above 0, at most 1,000, at most two decimals. */
const POINTS = /^(?!0+(\.0+)?$)(\d{1,3}(\.\d{1,2})?|1000(\.00?)?)$/;
const PERCENT = /^(\d{1,2}(\.\d{1,2})?|100(\.00?)?)$/;

const given = (_: object, value: unknown): boolean => value !== undefined;

@InputType({ description: 'A question of the quiz.' })
export class QuizQuestionInput {
  @IdField('The question of the bank; publishing the quiz pins its newest published version.')
  questionId: string;

  @Field(() => Decimal, { defaultValue: '1', description: 'Above 0, at most 1000, at most two decimals.' })
  @Matches(POINTS, { message: 'points must be above 0 and at most 1000, with at most two decimals' })
  points: string;
}

@InputType({ isAbstract: true })
export abstract class QuizSettingsInput extends OperationInput {
  @Field(() => String, {
    nullable: true,
    description: 'Shown before the start. Markdown, at most 10,000 characters.',
  })
  @ValidateIf(given)
  @MaxLength(10_000)
  instructions?: string;

  @Field(() => Int, { nullable: true, description: 'Attempts allowed, 1 to 100; null: any number.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  maxAttempts?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from start to deadline, 1 to 1440; null: no limit.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  timeLimitMinutes?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether each attempt has the questions in its own order.',
  })
  @ValidateIf(given)
  @IsBoolean()
  shuffleQuestions?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether each attempt has the choices in its own order.',
  })
  @ValidateIf(given)
  @IsBoolean()
  shuffleChoices?: boolean;
}

@InputType({ description: 'A new quiz, as a draft.' })
export class CreateQuizInput extends QuizSettingsInput {
  @Field(() => String, {
    description: 'Unique in the organization: 1 to 60 letters, digits, dots, dashes or underscores.',
  })
  @Matches(CODE, { message: CODE_MESSAGE })
  code: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  @Length(1, 200)
  title: string;

  @Field(() => Decimal, { description: 'What passes, 0 to 100 percent of the points.' })
  @Matches(PERCENT, { message: 'passMarkPercent must be 0 to 100, with at most two decimals' })
  passMarkPercent: string;

  @Field(() => [QuizQuestionInput], {
    defaultValue: [],
    description: 'In their order, each once; at most 200.',
  })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => QuizQuestionInput)
  questions: QuizQuestionInput[];
}

@InputType({
  description:
    'Changes to the draft of a quiz: what is left out stays as it is. Where the newest version is published, the edit makes the next one from a copy of it.',
})
export class EditQuizInput extends QuizSettingsInput {
  @IdField('The quiz.')
  quizId: string;

  @Field(() => Int, {
    description:
      'Revision of the newest version this edit was made on: an edit made in between is not overwritten.',
  })
  @IsInt()
  @Min(1)
  revision: number;

  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  @ValidateIf(given)
  @Length(1, 200)
  title?: string;

  @Field(() => Decimal, { nullable: true, description: 'What passes, 0 to 100 percent of the points.' })
  @ValidateIf(given)
  @Matches(PERCENT, { message: 'passMarkPercent must be 0 to 100, with at most two decimals' })
  passMarkPercent?: string;

  @Field(() => [QuizQuestionInput], {
    nullable: true,
    description: 'All questions in their order, each once; at most 200.',
  })
  @ValidateIf(given)
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => QuizQuestionInput)
  questions?: QuizQuestionInput[];
}

@InputType({ description: 'The draft of a quiz to be published.' })
export class PublishQuizInput extends OperationInput {
  @IdField('The quiz.')
  quizId: string;
}

@InputType({ description: 'A quiz for a requirement of a course.' })
export class AttachQuizInput extends OperationInput {
  @IdField('The requirement, of kind QUIZ.')
  requirementId: string;

  @IdField('The quiz; its newest published version is pinned.')
  quizId: string;
}

@ArgsType()
export class QuizzesArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of the code or of the title.' })
  @IsOptional()
  @Length(1, 200)
  search?: string | null;
}
