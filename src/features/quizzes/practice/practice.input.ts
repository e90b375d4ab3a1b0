import { ArgsType, Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Min, ValidateNested } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { QuizResponseInput } from '../attempts/quiz-attempt.input.js';

const SAID = ['HARD', 'GOOD', 'EASY'] as const;
export type SaidRating = (typeof SAID)[number];

export const SaidRatingEnum = Object.fromEntries(SAID.map((rating) => [rating, rating]));
registerEnumType(SaidRatingEnum, {
  name: 'PracticeSelfRating',
  description: 'How well the trainee knew a right answer.',
  valuesMap: {
    HARD: { description: 'Only with an effort: the question comes back sooner.' },
    GOOD: { description: 'Well.' },
    EASY: { description: 'Without thinking: the question comes back later.' },
  },
});

@InputType({ description: 'An answer to a practice card.' })
export class ReviewPracticeCardInput extends OperationInput {
  @IdField('The question, in the version that the card showed: its `questionVersionId`.')
  questionVersionId: string;

  @Field(() => Int, {
    description:
      'The `round` of the card as it was shown: a card that was reviewed since is not reviewed twice.',
  })
  @IsInt()
  @Min(0)
  round: number;

  @Field(() => QuizResponseInput, {
    nullable: true,
    description: 'The answer; null: the trainee does not know.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizResponseInput)
  response?: QuizResponseInput | null;

  @Field(() => SaidRatingEnum, {
    nullable: true,
    description:
      'How well the trainee knew it; counts where the answer is right. Null: GOOD. An answer that is not fully right comes again soon.',
  })
  @IsOptional()
  @IsIn(SAID)
  rating?: SaidRating | null;
}

@InputType({ description: 'The last review of a card, to be taken back.' })
export class UndoPracticeReviewInput extends OperationInput {
  @IdField('The question.')
  questionId: string;
}

@InputType({ description: 'A question that is not to be asked in practice.' })
export class SuspendPracticeCardInput extends OperationInput {
  @IdField('The question, met in a quiz that was submitted.')
  questionId: string;
}

@InputType({ description: 'A question that is to be asked in practice again.' })
export class ResumePracticeCardInput extends OperationInput {
  @IdField('The question, met in a quiz that was submitted.')
  questionId: string;
}

@ArgsType()
export class PracticeCardsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Met in any version of this quiz alone.' })
  @IsOptional()
  @IsUUID()
  quizId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'The cards that were set aside instead of those to be practised now.',
  })
  @IsBoolean()
  suspended: boolean;
}
