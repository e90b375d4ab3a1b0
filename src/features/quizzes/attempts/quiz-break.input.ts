import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';

@InputType({ description: 'An attempt to pause.' })
export class PauseQuizAttemptInput extends OperationInput {
  @IdField('Your running attempt.')
  attemptId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many minutes at most, 1 to 1440; as long as there is break left unless given.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  minutes?: number | null;
}

@InputType({ description: 'An attempt to go on with before its break is over.' })
export class ResumeQuizAttemptInput extends OperationInput {
  @IdField('Your paused attempt.')
  attemptId: string;
}
