import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, Length } from 'class-validator';
import { registerEnumType } from '@nestjs/graphql';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';

export const CE_REVIEW_DECISIONS = ['ACCEPTED', 'MORE_ASKED', 'REFUSED'] as const;
export type CeReviewDecision = (typeof CE_REVIEW_DECISIONS)[number];
export const CeReviewDecisionEnum = Object.fromEntries(CE_REVIEW_DECISIONS.map((each) => [each, each]));
registerEnumType(CeReviewDecisionEnum, {
  name: 'CeReviewDecision',
  description: 'What a review comes to.',
  valuesMap: {
    ACCEPTED: { description: 'It counts.' },
    MORE_ASKED: { description: 'More is needed: the person hands it in again.' },
    REFUSED: { description: 'It does not count.' },
  },
});

@InputType({ description: 'What you decide about a completion that was handed in.' })
export class ReviewCeCompletionInput extends OperationInput {
  @IdField('The completion: of somebody else.')
  ceCompletionId: string;

  @Field(() => CeReviewDecisionEnum, { description: 'What you decide.' })
  @IsIn(CE_REVIEW_DECISIONS)
  decision: CeReviewDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the person to read; needed unless it is accepted. 1 to 1000 characters.',
  })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}
