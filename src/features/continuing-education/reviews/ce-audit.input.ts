import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsUUID } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';

@InputType({ description: 'A cycle that an auditor looks at.' })
export class AuditCeCycleInput extends OperationInput {
  @IdField('The obligation.')
  ceObligationId: string;

  @Field(() => PlainDate, { description: 'The first day of the cycle.' })
  @IsOptional()
  cycleStartsOn: string;
}

@ArgsType()
export class CeAuditsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this obligation.' })
  @IsOptional()
  @IsUUID()
  ceObligationId?: string | null;
}
