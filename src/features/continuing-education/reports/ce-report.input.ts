import { Field, InputType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import { OperationInput } from '../../../platform/graphql/input.js';
import { POLICY_CODE, policyCodeRule } from '../cycles/ce-cycle.input.js';

@InputType({ description: 'What is to be reported now.' })
export class CreateCeReportInput extends OperationInput {
  @Field(() => String, { description: 'Code of the policy.' })
  @Matches(POLICY_CODE, policyCodeRule)
  policyCode: string;
}
