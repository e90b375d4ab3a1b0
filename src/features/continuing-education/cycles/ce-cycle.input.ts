import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { IsDate } from 'class-validator';
import {
  CE_WAIVER_KINDS,
  CE_WAIVER_REASONS,
  type CeWaiverKind,
  type CeWaiverReason,
} from './ce-cycle.entity.js';
import { CeWaiverKindEnum, CeWaiverReasonEnum } from './ce-cycle.enums.js';

export const POLICY_CODE = /^[A-Za-z][A-Za-z0-9._-]{0,79}$/;
export const policyCodeRule = { message: 'policyCode must be a code of a policy, like CE-EXAMPLE' };

@InputType({ isAbstract: true })
abstract class ObligationDaysInput extends OperationInput {
  @Field(() => PlainDate, {
    description:
      'What cycles are counted from, as the policy says: the day of issue or hiring, a birthday, or a first day of the calendar.',
  })
  @IsOptional()
  anchorOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The first day under the policy; left out: the anchor.',
  })
  @IsOptional()
  startsOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day under it; left out: until further notice.',
  })
  @IsOptional()
  endsOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The day the first cycle was renewed, where the policy asks whether it was on time.',
  })
  @IsOptional()
  firstRenewedOn?: string | null;
}

@InputType({ description: 'That somebody has to earn by a policy.' })
export class AddCeObligationInput extends ObligationDaysInput {
  @IdField('The person.')
  personId: string;

  @Field(() => String, { description: 'Code of the policy.' })
  @Matches(POLICY_CODE, policyCodeRule)
  policyCode: string;

  @Field(() => ID, { nullable: true, description: 'The license it renews, of the person.' })
  @IsOptional()
  @IsUUID()
  licenseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The card it renews, of the person. Without a license and a card it is the employment here.',
  })
  @IsOptional()
  @IsUUID()
  externalCredentialId?: string | null;
}

@InputType({ description: 'What really holds of an obligation, or that it ends.' })
export class CorrectCeObligationInput extends ObligationDaysInput {
  @IdField('The obligation.')
  ceObligationId: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'Less to earn in a cycle, or more time for it.' })
export class GrantCeWaiverInput extends OperationInput {
  @IdField('The obligation: of somebody else.')
  ceObligationId: string;

  @Field(() => PlainDate, { description: 'The first day of the cycle.' })
  @IsOptional()
  cycleStartsOn: string;

  @Field(() => CeWaiverKindEnum, { description: 'What is granted.' })
  @IsIn(CE_WAIVER_KINDS)
  kind: CeWaiverKind;

  @Field(() => CeWaiverReasonEnum, { description: 'Why.' })
  @IsIn(CE_WAIVER_REASONS)
  reasonCode: CeWaiverReason;

  @Field(() => String, {
    nullable: true,
    description:
      'Of a waiver: the requirement, by its key in the status, e.g. `TOTAL`; left out: all of them. 1 to 120 characters.',
  })
  @IsOptional()
  @Length(1, 120)
  requirement?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a waiver: so many minutes less; left out: all.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  minutes?: number | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'Of an extension: the last day, after the cycle’s.',
  })
  @IsOptional()
  extendedTo?: string | null;

  @Field(() => String, { description: 'Why, in words that hold no health data; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A waiver or an extension that is taken back.' })
export class RevokeCeWaiverInput extends OperationInput {
  @IdField('The waiver.')
  ceWaiverId: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A cycle that is over.' })
export class CloseCeCycleInput extends OperationInput {
  @IdField('The obligation: of somebody else.')
  ceObligationId: string;

  @Field(() => PlainDate, { description: 'The first day of the cycle.' })
  @IsOptional()
  cycleStartsOn: string;
}

@InputType({ description: 'A closed cycle that is to be decided anew from what is on record now.' })
export class CorrectCeCycleInput extends OperationInput {
  @IdField('The obligation: of somebody else.')
  ceObligationId: string;

  @Field(() => PlainDate, { description: 'The first day of the cycle.' })
  @IsOptional()
  cycleStartsOn: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

/** On which day, as it was on record at which moment. */
@ArgsType()
export class CeMomentArgs {
  @Field(() => PlainDate, { nullable: true, description: 'The day; left out: today, in UTC.' })
  @IsOptional()
  on?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'As it was on record then; left out: now.' })
  @IsOptional()
  @IsDate()
  knownAt?: Date | null;
}

@ArgsType()
export class CeOverviewArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only under this policy.' })
  @IsOptional()
  @Matches(POLICY_CODE, policyCodeRule)
  policyCode?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The day; left out: today, in UTC.' })
  @IsOptional()
  on?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'As it was on record then; left out: now.' })
  @IsOptional()
  @IsDate()
  knownAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Only cycles that end within so many days, 0 to 3660.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3_660)
  withinDays?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only of people who are not done: on the way, lapsed or not judged.',
  })
  @IsBoolean()
  notMet: boolean;
}

@ArgsType()
export class CePolicyArgs extends CeMomentArgs {
  @Field(() => String, { nullable: true, description: 'Only under this policy; left out: under all.' })
  @IsOptional()
  @Matches(POLICY_CODE, policyCodeRule)
  policyCode?: string | null;
}
