import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, Length } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';

@InputType({ description: 'An action plan for another reason than attempts that were not met.' })
export class OpenActionPlanInput extends OperationInput {
  @IdField('The assignment of the trainee.')
  assignmentId: string;

  @IdField('One of its skills.')
  skillId: string;

  @Field(() => String, { description: 'Why it is needed; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;

  @Field(() => String, {
    nullable: true,
    description: 'What is to be done, if that is known already; 1 to 5000 characters.',
  })
  @IsOptional()
  @Length(1, 5000)
  plan?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'By when.' })
  @IsOptional()
  @IsString()
  dueOn?: string | null;
}

@InputType({ description: 'What is to be done; takes the place of what was written before.' })
export class WriteActionPlanInput extends OperationInput {
  @IdField('The plan.')
  actionPlanId: string;

  @Field(() => String, { description: 'What is to be done; 1 to 5000 characters.' })
  @Length(1, 5000)
  plan: string;

  @Field(() => PlainDate, { nullable: true, description: 'By when.' })
  @IsOptional()
  @IsString()
  dueOn?: string | null;
}

@InputType({ description: 'That a plan is done.' })
export class CompleteActionPlanInput extends OperationInput {
  @IdField('The plan.')
  actionPlanId: string;

  @Field(() => String, { description: 'What was done; 1 to 2000 characters.' })
  @Length(1, 2000)
  note: string;
}

@InputType({ description: 'A plan to give up.' })
export class CancelActionPlanInput extends OperationInput {
  @IdField('The plan.')
  actionPlanId: string;

  @Field(() => String, { description: 'Why nothing is to be done; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}
