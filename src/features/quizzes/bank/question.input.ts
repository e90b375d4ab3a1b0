import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
import { Decimal } from '../../../platform/graphql/scalars.js';
import { QUESTION_TYPES, type QuestionType } from './question-content.js';
import { QuestionTypeEnum } from './question.enums.js';

export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
export const CODE_MESSAGE = '$property must be 1 to 60 letters, digits, dots, dashes or underscores';

const LONG = 10_000;

@InputType({ description: 'One choice.' })
export class ChoiceInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Id of the choice in the version that is edited, so that it stays the same choice; null: a new one.',
  })
  @IsOptional()
  @Matches(/^[\w-]{8}$/, { message: 'id must be the id of a choice as this API gives it' })
  id?: string | null;

  @Field(() => String, { description: 'Markdown, at most 2,000 characters.' })
  @MaxLength(2_000)
  text: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is right to choose it.' })
  @IsBoolean()
  correct: boolean;

  @Field(() => String, { nullable: true, description: 'Shown after the end to who chose it. Markdown.' })
  @IsOptional()
  @MaxLength(LONG)
  feedback?: string | null;
}

@InputType({ description: 'A list of choices.' })
export class ChoicesInput {
  @Field(() => [ChoiceInput], {
    description: 'In the order they are shown when they are not shuffled; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ChoiceInput)
  choices: ChoiceInput[];
}

@InputType({ description: 'A statement that is true or false.' })
export class TrueFalseInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether the statement is true.' })
  @IsOptional()
  @IsBoolean()
  isTrue?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Feedback for the answer "true". Markdown.' })
  @IsOptional()
  @MaxLength(LONG)
  whenTrue?: string | null;

  @Field(() => String, { nullable: true, description: 'Feedback for the answer "false". Markdown.' })
  @IsOptional()
  @MaxLength(LONG)
  whenFalse?: string | null;
}

@InputType({ description: 'A short text to be typed.' })
export class ShortTextInput {
  @Field(() => [String], {
    description:
      'What is accepted, each at most 200 characters, at most 50; case, accents and extra spaces do not matter. `*` stands for any text, `\\*` for an asterisk.',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @Length(1, 200, { each: true })
  accepted: string[];
}

@InputType({ description: 'A number to be typed.' })
export class NumberInput {
  @Field(() => Decimal, { nullable: true, description: 'The right number.' })
  @IsOptional()
  number?: string | null;

  @Field(() => Decimal, {
    defaultValue: '0',
    description: 'How far from it an answer may be and still be right; 0 or above.',
  })
  @Matches(/^\d/, { message: 'tolerance must be 0 or above' })
  tolerance: string;

  @Field(() => String, { nullable: true, description: 'Shown beside the answer, e.g. `degrees`.' })
  @IsOptional()
  @Length(1, 60)
  unit?: string | null;
}

@InputType({ isOneOf: true, description: 'What is asked, by type of question: exactly one member.' })
export class QuestionContentInput {
  @Field(() => ChoicesInput, { nullable: true, description: 'Exactly one choice is right.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChoicesInput)
  singleChoice?: ChoicesInput;

  @Field(() => ChoicesInput, {
    nullable: true,
    description: 'One or more choices are right, and all of them and no other must be chosen.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChoicesInput)
  multipleChoice?: ChoicesInput;

  @Field(() => TrueFalseInput, { nullable: true, description: 'The stem is true or false.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TrueFalseInput)
  trueFalse?: TrueFalseInput;

  @Field(() => ShortTextInput, { nullable: true, description: 'A short text.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ShortTextInput)
  shortText?: ShortTextInput;

  @Field(() => NumberInput, { nullable: true, description: 'A number.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => NumberInput)
  number?: NumberInput;
}

@InputType({ isAbstract: true })
export abstract class QuestionInput extends OperationInput {
  @Field(() => String, {
    nullable: true,
    description: 'Where it stands in the bank, at most 200 characters.',
  })
  @IsOptional()
  @Length(1, 200)
  category?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'At most 20 words to find it by.' })
  @ArrayMaxSize(20)
  @Length(1, 60, { each: true })
  tags: string[];

  @Field(() => String, { description: 'What is asked. Markdown, at most 10,000 characters.' })
  @MaxLength(LONG)
  stem: string;

  @Field(() => QuestionContentInput, { description: 'What may be answered and what is right.' })
  @ValidateNested()
  @Type(() => QuestionContentInput)
  content: QuestionContentInput;

  @Field(() => String, { nullable: true, description: 'Feedback for a right answer. Markdown.' })
  @IsOptional()
  @MaxLength(LONG)
  whenCorrect?: string | null;

  @Field(() => String, { nullable: true, description: 'Feedback for a wrong answer. Markdown.' })
  @IsOptional()
  @MaxLength(LONG)
  whenIncorrect?: string | null;

  @Field(() => String, { nullable: true, description: 'Why the right answer is right. Markdown.' })
  @IsOptional()
  @MaxLength(LONG)
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
  @Field(() => String, { nullable: true, description: 'Part of the code or of the stem.' })
  @IsOptional()
  @Length(1, 200)
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this category alone.' })
  @IsOptional()
  @MaxLength(200)
  category?: string | null;

  @Field(() => [String], { nullable: true, description: 'With all of these tags.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @MaxLength(60, { each: true })
  tags?: string[] | null;

  @Field(() => QuestionTypeEnum, { nullable: true, description: 'Whose latest version is of this type.' })
  @IsOptional()
  @IsIn(QUESTION_TYPES)
  type?: QuestionType | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether retired questions are listed too.' })
  @IsBoolean()
  includeRetired: boolean;
}
