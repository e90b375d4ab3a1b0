import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, Length } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';

@InputType({ description: 'Holds records: nothing of them is erased while the hold stands.' })
export class PlaceLegalHoldInput extends OperationInput {
  @IsOptional()
  @IdField('Whose records; left out: those of everybody in the organization.', { nullable: true })
  personId?: string | null;

  @Field(() => String, { description: 'Why, 1 to 2,000 characters; the person held does not read it.' })
  @Length(1, 2000)
  reason: string;
}

@InputType({ description: 'Releases a legal hold.' })
export class ReleaseLegalHoldInput extends OperationInput {
  @IdField('The hold.')
  holdId: string;

  @Field(() => String, { description: 'Why, 1 to 2,000 characters.' })
  @Length(1, 2000)
  reason: string;
}
