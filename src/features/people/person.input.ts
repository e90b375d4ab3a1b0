import { Field, InputType } from '@nestjs/graphql';
import { Length } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';

@InputType({ description: 'Two persons who are one.' })
export class MergePersonsInput extends OperationInput {
  @IdField('The duplicate.')
  fromPersonId: string;

  @IdField('The person who stands for both from now on.')
  intoPersonId: string;

  @Field(() => String, { description: 'How it was found out, 1 to 1,000 characters: it is kept on record.' })
  @Length(1, 1000)
  reason: string;
}
