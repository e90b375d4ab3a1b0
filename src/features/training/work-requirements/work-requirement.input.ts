import { Field, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { StandingKindEnum } from '../../credentials/standing.enums.js';
import { STANDING_KINDS, type StandingKind } from '../../credentials/standing.js';
import { RequiredForEnum } from './work-requirement.type.js';
import { REQUIRED_FOR, type RequiredFor } from './work-requirement.js';

@InputType({
  description: 'Something that has to be current before your people, and those placed with you, work.',
})
export class RecordWorkRequirementInput extends OperationInput {
  @Field(() => StandingKindEnum, { description: 'A card, a clearance or a training.' })
  @IsIn(STANDING_KINDS)
  kind: StandingKind;

  @Field(() => String, { description: 'Code of its type.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, {
    message: 'code must be letters, digits, dots, dashes and underscores',
  })
  code: string;

  @Field(() => [RequiredForEnum], { description: 'What it is required for; of one task only SIGN_OFF.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(REQUIRED_FOR.length)
  @ArrayUnique()
  @IsIn(REQUIRED_FOR, { each: true })
  requiredFor: RequiredFor[];

  @IdField('Only at this site of yours; left out: at all, and for your own people wherever they are.', {
    nullable: true,
  })
  @IsOptional()
  siteId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only for this task, a code of `taskCodes`; left out: for any.',
  })
  @IsOptional()
  @Length(1, 60)
  taskCode?: string | null;

  @Field(() => PlainDate, { description: 'The first day it holds.' })
  @IsString()
  effectiveFrom: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; left out: open.' })
  @IsOptional()
  effectiveTo?: string | null;

  @Field(() => String, { description: 'Where it is written, 1 to 300 characters.' })
  @SingleLine(1, 300)
  citation: string;

  @IdField('A requirement whose place it takes from its first day on.', { nullable: true })
  @IsOptional()
  replacesId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, up to 1,000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'A requirement that holds no longer.' })
export class WithdrawWorkRequirementInput extends OperationInput {
  @IdField('The requirement.')
  workRequirementId: string;

  @Field(() => PlainDate, { description: 'The first day on which it no longer holds.' })
  @IsString()
  effectiveFrom: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}
