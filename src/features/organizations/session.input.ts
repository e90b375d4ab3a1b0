import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';

// What hands out secrets takes no operationId: its answer must not be kept.

@InputType({ description: 'Who you are, and where you want to go.' })
export class SignInInput {
  @Field(() => String, { description: 'The address of the account; letter case does not matter.' })
  @IsString()
  @Length(1, 254)
  email: string;

  @Field(() => String, { description: 'The password.' })
  @IsString()
  @MaxLength(512)
  password: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The organization to enter; left out, the one you used last. `memberships` lists the others.',
  })
  @IsOptional()
  @IsUUID()
  organizationId?: string | null;
}

@InputType({ description: 'A session to go on with.' })
export class RefreshSessionInput {
  @Field(() => String, { description: 'The refresh token given last.' })
  @IsString()
  @Length(1, 100)
  refreshToken: string;
}

@InputType({ description: 'Where to go.' })
export class SwitchOrganizationInput {
  @IdField('The organization to enter.')
  organizationId: string;
}

@InputType({ description: 'What to end.' })
export class SignOutInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to end every session of the account, on every device, and not this one alone.',
  })
  @IsBoolean()
  everywhere: boolean;
}

@InputType({ description: 'A session of yours to end.' })
export class EndSessionInput extends OperationInput {
  @IdField('The session.')
  sessionId: string;
}
