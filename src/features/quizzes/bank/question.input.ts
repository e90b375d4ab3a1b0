import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { LONG_TEXT, QuestionContentInput } from './question-content.input.js';
import { QUESTION_TYPES, type QuestionType } from './question-content.js';
import { DIFFICULTIES, type Difficulty } from './question.entity.js';
import { DifficultyEnum, QuestionTypeEnum } from './question.enums.js';

export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
/** Levels divided by `/`, none of them empty. */
export const CATEGORY = /^[^/\s](?:[^/]*[^/\s])?(?:\/[^/\s](?:[^/]*[^/\s])?){0,9}$/;
export const CATEGORY_MESSAGE =
  '$property must be a path of 1 to 10 levels divided by "/", none empty and none with space at its ends';
export const CODE_MESSAGE = '$property must be 1 to 60 letters, digits, dots, dashes or underscores';

@InputType({ isAbstract: true })
export abstract class QuestionInput extends OperationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Where it stands in the bank: a path such as `Anatomy/Knee`, at most 200 characters and 10 levels.',
  })
  @IsOptional()
  @Length(1, 200)
  @Matches(CATEGORY, { message: CATEGORY_MESSAGE })
  category?: string | null;

  @Field(() => DifficultyEnum, { nullable: true, description: 'How hard it is held to be; null: not said.' })
  @IsOptional()
  @IsIn(DIFFICULTIES)
  difficulty?: Difficulty | null;

  @Field(() => [String], { defaultValue: [], description: 'At most 20 words to find it by.' })
  @ArrayMaxSize(20)
  @Length(1, 60, { each: true })
  tags: string[];

  @Field(() => String, { description: 'What is asked. Markdown, at most 10,000 characters.' })
  @MaxLength(LONG_TEXT)
  stem: string;

  @Field(() => QuestionContentInput, { description: 'What may be answered and what is right.' })
  @ValidateNested()
  @Type(() => QuestionContentInput)
  content: QuestionContentInput;

  @Field(() => String, { nullable: true, description: 'Feedback for a right answer. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  whenCorrect?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Feedback for an answer that earns a part of the points. Markdown.',
  })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  whenPartlyCorrect?: string | null;

  @Field(() => String, { nullable: true, description: 'Feedback for a wrong answer. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  whenIncorrect?: string | null;

  @Field(() => String, { nullable: true, description: 'Why the right answer is right. Markdown.' })
  @IsOptional()
  @MaxLength(LONG_TEXT)
  explanation?: string | null;

  @Field(() => [String], {
    defaultValue: [],
    description: 'What a right answer shows the trainee can do; at most 20.',
  })
  @ArrayMaxSize(20)
  @Length(1, 300, { each: true })
  learningOutcomes: string[];
}

@InputType({ description: 'A new question of the bank. A draft may be incomplete; publishing checks it.' })
export class CreateQuestionInput extends QuestionInput {
  @Field(() => String, {
    description: 'Unique in the organization: 1 to 60 letters, digits, dots, dashes or underscores.',
  })
  @Matches(CODE, { message: CODE_MESSAGE })
  code: string;
}

@InputType({
  description:
    'The question as it is to be from now on. Its draft is replaced; a published version stays, and the edit makes the next one.',
})
export class EditQuestionInput extends QuestionInput {
  @IdField('The question.')
  questionId: string;

  @Field(() => Int, {
    description:
      'Revision of the latest version this edit was made on: an edit made in between is not overwritten.',
  })
  @IsInt()
  @Min(1)
  revision: number;
}

@InputType({ description: 'The draft of a question to be published.' })
export class PublishQuestionInput extends OperationInput {
  @IdField('The question.')
  questionId: string;
}

@InputType({ description: 'A question to be retired.' })
export class RetireQuestionInput extends OperationInput {
  @IdField('The question.')
  questionId: string;
}

@ArgsType()
export class QuestionsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words that all stand in the code, the category or the stem.',
  })
  @IsOptional()
  @Length(1, 200)
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this category and those below it.' })
  @IsOptional()
  @MaxLength(200)
  category?: string | null;

  @Field(() => [String], { nullable: true, description: 'With all of these tags.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @MaxLength(60, { each: true })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Whose latest version names this learning outcome.' })
  @IsOptional()
  @MaxLength(300)
  learningOutcome?: string | null;

  @Field(() => DifficultyEnum, { nullable: true, description: 'Of this difficulty.' })
  @IsOptional()
  @IsIn(DIFFICULTIES)
  difficulty?: Difficulty | null;

  @Field(() => QuestionTypeEnum, { nullable: true, description: 'Whose latest version is of this type.' })
  @IsOptional()
  @IsIn(QUESTION_TYPES)
  type?: QuestionType | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether retired questions are listed too.' })
  @IsBoolean()
  includeRetired: boolean;
}
