import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { SupervisionRuleInput } from '../supervision/supervision-rule.input.js';
import { AGREEMENT_STATES, AgreementStateEnum, type AgreementState } from './affiliation.states.js';

@InputType({ description: 'A code for one school.' })
export class CreateAffiliationCodeInput {
  @Field(() => String, { description: 'For whom it is, in your own words: 1 to 200 characters.' })
  @SingleLine(1, 200)
  label: string;

  @Field(() => Int, { defaultValue: 14, description: 'For how many days it is good, 1 to 60.' })
  @IsInt()
  @Min(1)
  @Max(60)
  expiresInDays: number;
}

@InputType({ description: 'A code to take back.' })
export class RevokeAffiliationCodeInput extends OperationInput {
  @IdField('The code.')
  codeId: string;
}

@InputType({ description: 'The secret a clinic handed over, and what is agreed on.' })
export class RedeemAffiliationCodeInput extends OperationInput {
  @Field(() => String, { description: 'The secret of the code.' })
  @IsString()
  @Length(1, 200)
  secret: string;

  @Field(() => String, { description: 'What both sides call the agreement: 1 to 200 characters.' })
  @SingleLine(1, 200)
  title: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  @IsString()
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; left out: without an end.' })
  @IsOptional()
  @IsString()
  endsOn?: string | null;

  @Field(() => SupervisionRuleInput, {
    nullable: true,
    description: 'What is agreed on supervision besides the law: it can only be stricter.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => SupervisionRuleInput)
  supervisionRule?: SupervisionRuleInput | null;
}

@InputType({ description: 'An agreement that ends before its time.' })
export class EndAffiliationAgreementInput extends OperationInput {
  @IdField('The agreement.')
  agreementId: string;

  @Field(() => PlainDate, { description: 'The last day: today or later; yesterday ends it at once.' })
  @IsString()
  endsOn: string;

  @Field(() => String, { description: 'Why; the other side reads it: 1 to 1000 characters.' })
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@ArgsType()
export class AffiliationAgreementsArgs extends PageArgs {
  @Field(() => [AgreementStateEnum], { nullable: true, description: 'Only in one of these states.' })
  @IsOptional()
  @IsIn(AGREEMENT_STATES, { each: true })
  states?: AgreementState[] | null;
}
