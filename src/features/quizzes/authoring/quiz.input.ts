import { applyDecorators } from '@nestjs/common';
import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
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
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { DIFFICULTIES, type Difficulty } from '../bank/question.entity.js';
import { DifficultyEnum } from '../bank/question.enums.js';
import { CODE, CODE_MESSAGE } from '../bank/question.input.js';
import { MOST_QUESTIONS } from './quiz-items.rules.js';
import {
  ATTEMPT_GRADINGS,
  NAVIGATIONS,
  SHOWN,
  type AttemptGrading,
  type Navigation,
  type Shown,
} from './quiz.entity.js';
import { AttemptGradingEnum, NavigationEnum, ShownEnum } from './quiz.enums.js';

/** Above 0, at most 1,000, at most two decimals. */
const POINTS = /^(?!0+(\.0+)?$)(\d{1,3}(\.\d{1,2})?|1000(\.00?)?)$/;
const POINTS_MESSAGE = 'points must be above 0 and at most 1000, with at most two decimals';
const SECTION_POINTS = /^(?!0+(\.0+)?$)(\d{1,5}(\.\d{1,2})?|100000(\.00?)?)$/;
const PERCENT = /^(\d{1,2}(\.\d{1,2})?|100(\.00?)?)$/;

const given = (_: object, value: unknown): boolean => value !== undefined;

const ShownList = (): PropertyDecorator =>
  applyDecorators(ValidateIf(given), IsArray(), ArrayUnique(), IsIn(SHOWN, { each: true }));

@InputType({ description: 'A question that every attempt has.' })
export class QuizQuestionInput {
  @IdField('The question of the bank; publishing the quiz pins its newest published version.')
  questionId: string;

  @Field(() => Decimal, { defaultValue: '1', description: 'Above 0, at most 1000, at most two decimals.' })
  @Matches(POINTS, { message: POINTS_MESSAGE })
  points: string;
}

@InputType({
  description:
    'Questions that each attempt draws at random from those of the bank that fit; what is left out fits all. Publishing the quiz pins what fits then.',
})
export class QuizDrawInput {
  @Field(() => Int, { description: 'How many, 1 to 200.' })
  @IsInt()
  @Min(1)
  @Max(MOST_QUESTIONS)
  count: number;

  @Field(() => Decimal, {
    defaultValue: '1',
    description: 'Of each: above 0, at most 1000, at most two decimals.',
  })
  @Matches(POINTS, { message: POINTS_MESSAGE })
  points: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of this category or one below it (`a/b` is below `a`).',
  })
  @IsOptional()
  @Length(1, 200)
  category?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'With all of these tags.' })
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Length(1, 60, { each: true })
  tags: string[];

  @Field(() => [String], { defaultValue: [], description: 'For one of these learning outcomes.' })
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Length(1, 300, { each: true })
  learningOutcomes: string[];

  @Field(() => DifficultyEnum, { nullable: true, description: 'Of this difficulty.' })
  @IsOptional()
  @IsIn(DIFFICULTIES)
  difficulty?: Difficulty | null;
}

@InputType({ isOneOf: true, description: 'One entry of a quiz, in the order of the quiz.' })
export class QuizItemInput {
  @Field(() => QuizQuestionInput, { nullable: true, description: 'A question that every attempt has.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizQuestionInput)
  question?: QuizQuestionInput;

  @Field(() => QuizDrawInput, { nullable: true, description: 'Questions drawn at random.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizDrawInput)
  draw?: QuizDrawInput;
}

@InputType({ description: 'A part of a quiz: its questions stand together, in the order of the sections.' })
export class QuizSectionInput {
  @Field(() => String, { description: '1 to 200 characters.' })
  @Length(1, 200)
  title: string;

  @Field(() => String, {
    defaultValue: '',
    description: 'Shown with its questions. Markdown, at most 10,000 characters.',
  })
  @MaxLength(10_000)
  instructions: string;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'What the whole section is worth, above 0, at most 100000, at most two decimals: its questions share it in proportion to their points. Null: the sum of their points.',
  })
  @IsOptional()
  @Matches(SECTION_POINTS, {
    message: 'points of a section must be above 0 and at most 100000, with at most two decimals',
  })
  points?: string | null;

  @Field(() => [QuizItemInput], { description: 'Its questions and draws in their order; at most 200.' })
  @IsArray()
  @ArrayMaxSize(MOST_QUESTIONS)
  @ValidateNested({ each: true })
  @Type(() => QuizItemInput)
  items: QuizItemInput[];
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

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when attempts can be started, by the database clock; null: at once.',
  })
  @IsOptional()
  @IsDate()
  opensAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it closes, after `opensAt`: none is started after it, and running ones end. Null: never.',
  })
  @IsOptional()
  @IsDate()
  closesAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Answers that arrive so many seconds after the deadline still count, 0 to 3600.',
  })
  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(3600)
  graceSeconds?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from the end of an attempt to the start of the next, 1 to 525600; null: none.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(525_600)
  retryDelayMinutes?: number | null;

  @Field(() => NavigationEnum, { nullable: true, description: 'In which order questions are answered.' })
  @ValidateIf(given)
  @IsIn(NAVIGATIONS)
  navigation?: Navigation;

  @Field(() => AttemptGradingEnum, { nullable: true, description: 'Which attempts make the grade.' })
  @ValidateIf(given)
  @IsIn(ATTEMPT_GRADINGS)
  attemptGrading?: AttemptGrading;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether attempts after the first count for no more than the pass mark.',
  })
  @ValidateIf(given)
  @IsBoolean()
  capRepeats?: boolean;

  @Field(() => [ShownEnum], {
    nullable: true,
    description: 'What is shown of a question as soon as it is finished, while the attempt runs.',
  })
  @ShownList()
  shownDuring?: Shown[];

  @Field(() => [ShownEnum], { nullable: true, description: 'What is shown after the attempt.' })
  @ShownList()
  shownAfter?: Shown[];

  @Field(() => [ShownEnum], { nullable: true, description: 'What is shown after the quiz has closed.' })
  @ShownList()
  shownAfterClosing?: Shown[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether graders do not see whose answers they grade.',
  })
  @ValidateIf(given)
  @IsBoolean()
  anonymousGrading?: boolean;

  @Field(() => [QuizItemInput], {
    nullable: true,
    description:
      'All its questions and draws in their order, each question once, for a quiz without sections: at most 200 questions.',
  })
  @ValidateIf(given)
  @IsArray()
  @ArrayMaxSize(MOST_QUESTIONS)
  @ValidateNested({ each: true })
  @Type(() => QuizItemInput)
  items?: QuizItemInput[];

  @Field(() => [QuizSectionInput], {
    nullable: true,
    description: 'All its sections in their order, 1 to 50 with at most 200 questions, instead of `items`.',
  })
  @ValidateIf(given)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => QuizSectionInput)
  sections?: QuizSectionInput[];
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
}

@InputType({ description: 'The draft of a quiz to be published.' })
export class PublishQuizInput extends OperationInput {
  @IdField('The quiz.')
  quizId: string;
}

@InputType({ description: 'What who takes a quiz must know to start.' })
export class SetQuizAccessCodeInput extends OperationInput {
  @IdField('The quiz.')
  quizId: string;

  @Field(() => String, {
    nullable: true,
    description:
      '4 to 60 letters, digits or signs without spaces around them; null: none is asked for any more.',
  })
  @IsOptional()
  @Length(4, 60)
  @Matches(/^\S(.*\S)?$/u, { message: 'accessCode must not begin or end with a space' })
  accessCode?: string | null;
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
