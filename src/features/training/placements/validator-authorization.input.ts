import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';

const CODES = 'Codes of the skills they are attested in, at most 200';

@InputType({ description: 'A member who may observe and sign at a site.' })
export class AuthorizeValidatorInput extends OperationInput {
  @IdField('Who: a member of the organization.')
  personId: string;

  @IdField('The site of the organization.')
  siteId: string;

  @Field(() => PlainDate, { description: 'The first day, in the zone of the site.' })
  @IsString()
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; left out: without an end.' })
  @IsOptional()
  @IsString()
  endsOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When they finished assessor training; left out: not yet, so they may not sign.',
  })
  @IsOptional()
  @IsString()
  assessorTrainedOn?: string | null;

  @Field(() => [String], { nullable: true, description: `${CODES}; left out: all.` })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  skillCodes?: string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether they may give final approval, too.' })
  @IsBoolean()
  mayApprove: boolean;

  @Field(() => String, { nullable: true, description: 'Why, for the record: at most 1000 characters.' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'What changes about an authorization from now on; what is left out stays.' })
export class ChangeValidatorAuthorizationInput extends OperationInput {
  @IdField('The authorization that stands.')
  authorizationId: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day.' })
  @IsOptional()
  @IsString()
  endsOn?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'When they finished assessor training.' })
  @IsOptional()
  @IsString()
  assessorTrainedOn?: string | null;

  @Field(() => [String], { nullable: true, description: `${CODES}.` })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  skillCodes?: string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is for all skills from now on.' })
  @IsBoolean()
  allSkills: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Whether they may give final approval.' })
  @IsOptional()
  @IsBoolean()
  mayApprove?: boolean | null;

  @Field(() => String, { description: 'Why, for the record: 1 to 1000 characters.' })
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An authorization that ends.' })
export class EndValidatorAuthorizationInput extends OperationInput {
  @IdField('The authorization that stands.')
  authorizationId: string;

  @Field(() => PlainDate, {
    description:
      'The last day: today or later; yesterday ends it at once, and before its first day takes it back.',
  })
  @IsString()
  endsOn: string;

  @Field(() => String, { description: 'Why, for the record: 1 to 1000 characters.' })
  @IsString()
  @Length(1, 1000)
  reason: string;
}

@ArgsType()
export class ValidatorAuthorizationsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only at this site.' })
  @IsOptional()
  @IsUUID()
  siteId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of this person.' })
  @IsOptional()
  @IsUUID()
  personId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that hold today, or that do not.' })
  @IsOptional()
  @IsBoolean()
  inForce?: boolean | null;
}
