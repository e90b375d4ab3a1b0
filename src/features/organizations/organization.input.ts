import { Field, InputType } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { OperationInput } from '../../platform/graphql/input.js';
import { SingleLine } from '../../platform/graphql/text.js';

@InputType({ description: 'What changes about the organization; what is left out stays.' })
export class UpdateOrganizationInput extends OperationInput {
  @Field(() => String, { nullable: true, description: 'Its name, 1 to 200 characters.' })
  @IsOptional()
  @SingleLine(1, 200)
  name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it runs certificate programs.' })
  @IsOptional()
  @IsBoolean()
  isSchool?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it treats patients.' })
  @IsOptional()
  @IsBoolean()
  isClinic?: boolean | null;
}
