import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField } from '../../../platform/graphql/input.js';
import { MOST_QUESTIONS } from '../authoring/quiz-items.rules.js';
import { QuizResponseInput } from './quiz-attempt.input.js';

@InputType({ description: 'An answer given in a preview; it is stored nowhere.' })
export class PreviewAnswerInput {
  @IdField('The question of the preview, as `questions { questionVersionId }` gives it.')
  questionVersionId: string;

  @Field(() => QuizResponseInput, { nullable: true, description: 'The answer; null: none.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizResponseInput)
  response?: QuizResponseInput | null;
}

@ArgsType()
export class QuizPreviewArgs {
  @IdField('The version of the quiz, which may be a draft.')
  quizVersionId: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'From which questions, order and values follow, 0 to 2147483647: that of an earlier preview gives the same again. Left out: a new one.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2 ** 31 - 1)
  seed?: number | null;

  @Field(() => [PreviewAnswerInput], {
    nullable: true,
    description: 'Answers to be marked, one for a question. Given, the preview shows marks and keys.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_QUESTIONS)
  @ArrayUnique(({ questionVersionId }: PreviewAnswerInput) => questionVersionId)
  @ValidateNested({ each: true })
  @Type(() => PreviewAnswerInput)
  answers?: PreviewAnswerInput[] | null;
}
