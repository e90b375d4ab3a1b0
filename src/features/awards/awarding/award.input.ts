import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { AWARD_KINDS, type AwardKind } from './award.js';
import { AwardKindEnum } from './award.enums.js';

const NAME = 'The name to print, 1 to 200 characters; the name on record unless given.';

@InputType({ description: 'Whose program is awarded.' })
export class AwardProgramInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @Field(() => String, { nullable: true, description: NAME })
  @IsOptional()
  @SingleLine(1, 200)
  recipientName?: string | null;
}

@InputType({ description: 'Whose specialty is awarded.' })
export class AwardSpecialtyInput extends OperationInput {
  @IdField('The enrollment whose certificate it rests on.')
  enrollmentId: string;

  @IdField('The specialty track.')
  trackId: string;

  @Field(() => String, { nullable: true, description: NAME })
  @IsOptional()
  @SingleLine(1, 200)
  recipientName?: string | null;
}

/** What the three decisions about an award take. */
@InputType({ isAbstract: true })
abstract class AwardDecisionInput extends OperationInput {
  @IdField('The award.')
  awardId: string;

  @Field(() => String, {
    description: 'Why, 1 to 1,000 characters: its holder and staff read it, strangers do not.',
  })
  @SingleLine(1, 1_000)
  reason: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The first day it holds, in the zone of the cohort: today unless given. Not ahead of time, nor before what was entered last.',
  })
  @IsOptional()
  effectiveOn?: string | null;
}

@InputType({ description: 'The award that does not count until it is reinstated.' })
export class SuspendAwardInput extends AwardDecisionInput {}

@InputType({ description: 'The suspended award that counts again.' })
export class ReinstateAwardInput extends AwardDecisionInput {}

@InputType({ description: 'The award that is taken back for good.' })
export class RevokeAwardInput extends AwardDecisionInput {}

@InputType({
  description: 'The certificate that is issued anew, because the printed name was wrong or has changed.',
})
export class ReissueAwardInput extends OperationInput {
  @IdField('The award.')
  awardId: string;

  @Field(() => String, { description: 'The name to print now, 1 to 200 characters.' })
  @SingleLine(1, 200)
  recipientName: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @SingleLine(1, 1_000)
  reason: string;
}

@ArgsType()
export class AwardsArgs extends PageArgs {
  @Field(() => AwardKindEnum, { nullable: true, description: 'Only awards of this kind.' })
  @IsOptional()
  @IsIn(AWARD_KINDS)
  kind?: AwardKind | null;

  @Field(() => ID, { nullable: true, description: 'Only awards of enrollments in this program.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only awards of enrollments in this cohort.' })
  @IsOptional()
  @IsUUID()
  cohortId?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'Only awards earned on this day or later.' })
  @IsOptional()
  awardedFrom?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'Only awards earned on this day or earlier.' })
  @IsOptional()
  awardedTo?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that the policy awarded, or only the others.',
  })
  @IsOptional()
  @IsBoolean()
  automatic?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only those that somebody suspended, reinstated, revoked or issued another in place of; or only the others.',
  })
  @IsOptional()
  @IsBoolean()
  changed?: boolean | null;
}

@ArgsType()
export class CohortAwardReadinessArgs extends PageArgs {
  @Field(() => ID, { description: 'The cohort.' })
  @IsUUID()
  cohortId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only trainees who have completed all their courses, or only the others.',
  })
  @IsOptional()
  @IsBoolean()
  coursesComplete?: boolean | null;
}
