import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, Length, ValidateNested } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';

@InputType({ description: 'That you would like to be observed.' })
export class ObservationRequestInput {
  @IdField('A UUIDv7 made by the device: whatever comes under it again is the same request.')
  requestId: string;

  @IdField('Your assignment.')
  assignmentId: string;

  @IdField('One of its skills.')
  skillId: string;

  @IdField('A supervisor you ask by name; left out: whoever has time.', { nullable: true })
  @IsOptional()
  askedPersonId?: string | null;

  @Field(() => String, { nullable: true, description: 'A note, such as when; 1 to 1000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  note?: string | null;
}

@InputType({ description: 'A request to be observed.' })
export class RequestObservationInput extends OperationInput {
  @Field(() => ObservationRequestInput, { description: 'Of which skill.' })
  @ValidateNested()
  @Type(() => ObservationRequestInput)
  request: ObservationRequestInput;
}

@InputType({ description: 'A request to take back.' })
export class WithdrawObservationRequestInput extends OperationInput {
  @IdField('Your request.')
  observationRequestId: string;
}

@InputType({ description: 'A request to decline.' })
export class DeclineObservationRequestInput extends OperationInput {
  @IdField('The request.')
  observationRequestId: string;

  @Field(() => String, { description: 'Why, for the trainee to read; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}
