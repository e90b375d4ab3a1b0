import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsOptional, ValidateNested } from 'class-validator';
import { OperationInput } from '../../../platform/graphql/input.js';
import { ObservationRequestInput } from './observation-request.input.js';
import { NoShowInput, ObservationInput, ObservationVoidingInput } from './observation.input.js';

const MOST_OPERATIONS = 200;

@InputType({ isOneOf: true, description: 'One operation of a device: exactly one member.' })
export class ObservationSyncOperationInput {
  @Field(() => ObservationInput, { nullable: true, description: 'An observed performance.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ObservationInput)
  observation?: ObservationInput;

  @Field(() => NoShowInput, { nullable: true, description: 'That a trainee did not come.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => NoShowInput)
  noShow?: NoShowInput;

  @Field(() => ObservationVoidingInput, { nullable: true, description: 'An observation to void.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ObservationVoidingInput)
  voiding?: ObservationVoidingInput;

  @Field(() => ObservationRequestInput, { nullable: true, description: 'A request of your own.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ObservationRequestInput)
  request?: ObservationRequestInput;
}

@InputType({ description: 'What a device did while it was not online, in any order.' })
export class SyncObservationsInput extends OperationInput {
  @Field(() => [ObservationSyncOperationInput], {
    description: '1 to 200 operations, of any number of assignments and organizations.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_OPERATIONS)
  @ValidateNested({ each: true })
  @Type(() => ObservationSyncOperationInput)
  operations: ObservationSyncOperationInput[];
}
