import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, Length, Matches, ValidateNested } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { QuizResponseInput } from '../attempts/quiz-attempt.input.js';
import { REGRADE_ACTIONS, type RegradeAction } from './adjustment.rules.js';
import { RegradeActionEnum } from './regrade.enums.js';

@InputType({ description: 'A decision about a question of a quiz.' })
export class RegradeDecisionInput {
  @IdField('The quiz: all its versions that ask this version of the question.')
  quizId: string;

  @IdField('The version of the question that was asked.')
  questionVersionId: string;

  @Field(() => RegradeActionEnum, { description: 'What is decided.' })
  @IsIn(REGRADE_ACTIONS)
  action: RegradeAction;

  @Field(() => QuizResponseInput, {
    nullable: true,
    description:
      'With ACCEPT: an answer that is right as well. A `text` is a pattern, and a `number` has the tolerance of the key.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuizResponseInput)
  accepted?: QuizResponseInput | null;
}

@InputType({ description: 'A decision to be applied to what was answered and what will be.' })
export class RegradeQuestionInput extends OperationInput {
  @Field(() => RegradeDecisionInput, { description: 'What is decided, as it was previewed.' })
  @ValidateNested()
  @Type(() => RegradeDecisionInput)
  decision: RegradeDecisionInput;

  @Field(() => String, {
    description:
      'Why; every trainee whose score changes reads it, also while another attempt of theirs runs: it should not say what is right. 1 to 500 characters.',
  })
  @Length(1, 500)
  reason: string;

  @Field(() => String, {
    description: '`fingerprint` of the preview: what is applied is what was seen, or nothing.',
  })
  @Matches(/^[\w-]{43}$/, { message: 'fingerprint must be the one that regradePreview gave' })
  fingerprint: string;
}

@ArgsType()
export class QuizRegradesArgs extends PageArgs {
  @Field(() => ID, { description: 'The quiz.' })
  @IsUUID()
  quizId: string;
}
