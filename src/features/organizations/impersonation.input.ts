import { Field, InputType } from '@nestjs/graphql';
import { Length } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';

// Starting hands out a token, so it takes no operationId: its answer must not be kept.

@InputType({ description: 'As whom to look at the organization, and why.' })
export class StartImpersonationInput {
  @IdField('The member.')
  membershipId: string;

  @Field(() => String, {
    description: 'Why, 1 to 1,000 characters: the member reads it, and it is kept on record.',
  })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'Which impersonation to end.' })
export class EndImpersonationInput extends OperationInput {
  @IdField('The impersonation.')
  impersonationId: string;
}
