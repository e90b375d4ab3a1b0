import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { PlainDate } from '../../platform/graphql/scalars.js';
import { COHORT_STATES, type CohortState } from './cohort.entity.js';
import { CohortStateEnum } from './cohort.type.js';

const MILESTONES = 'Expected progress by date, going forward in both, at most 100; none: a straight line.';

@InputType({ description: 'How far the calendar expects a trainee to be on a day.' })
export class MilestoneInput {
  @Field(() => PlainDate, { description: 'A day within the cohort.' })
  @IsString()
  on: string;

  @Field(() => Int, { description: 'Whole percent of the required clock hours, 0 to 100.' })
  @IsInt()
  @Min(0)
  @Max(100)
  percent: number;
}

@InputType({ description: 'A new cohort of a published program version.' })
export class CreateCohortInput extends OperationInput {
  @IdField('A published version: everybody enrolled here studies it.')
  programVersionId: string;

  @Field(() => String, { description: '1 to 50 characters, unique in the organization.' })
  @Length(1, 50)
  code: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  @Length(1, 200)
  name: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  @IsString()
  startsOn: string;

  @Field(() => PlainDate, { description: 'The last day, inclusive.' })
  @IsString()
  endsOn: string;

  @Field(() => String, { description: 'IANA time zone in which its dates are read, e.g. `America/Chicago`.' })
  @IsTimeZone()
  timeZone: string;

  @Field(() => ID, { nullable: true, description: 'Where it is taught.' })
  @IsOptional()
  @IsUUID()
  siteId?: string | null;

  @Field(() => [MilestoneInput], { defaultValue: [], description: MILESTONES })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => MilestoneInput)
  milestones: MilestoneInput[];
}

@InputType({ description: 'Changes of a cohort: what is left out stays as it is.' })
export class UpdateCohortInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;

  @Field(() => String, { nullable: true, description: '1 to 50 characters, unique in the organization.' })
  @IsOptional()
  @Length(1, 50)
  code?: string | null;

  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  @IsOptional()
  @Length(1, 200)
  name?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The first day.' })
  @IsOptional()
  @IsString()
  startsOn?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, inclusive.' })
  @IsOptional()
  @IsString()
  endsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone in which its dates are read.' })
  @IsOptional()
  @IsTimeZone()
  timeZone?: string | null;

  @Field(() => ID, { nullable: true, description: 'Where it is taught.' })
  @IsOptional()
  @IsUUID()
  siteId?: string | null;

  @Field(() => [MilestoneInput], { nullable: true, description: `${MILESTONES} Replaces them all.` })
  @IsOptional()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => MilestoneInput)
  milestones?: MilestoneInput[] | null;
}

@InputType({ description: 'Closes a cohort to new enrollments, for good.' })
export class CloseCohortInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;
}

@InputType({ description: 'Lets a member teach a cohort.' })
export class AddCohortInstructorInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;

  @IdField('A member who is INSTRUCTOR, ADMIN or OWNER.')
  membershipId: string;
}

@InputType({ description: 'Takes a member off the teachers of a cohort.' })
export class RemoveCohortInstructorInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;

  @IdField('One of its teachers.')
  membershipId: string;
}

@ArgsType()
export class CohortsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only cohorts of this program, whatever its version.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => CohortStateEnum, { nullable: true, description: 'Only cohorts in this state today.' })
  @IsOptional()
  @IsIn(COHORT_STATES)
  state?: CohortState | null;

  @Field(() => String, { nullable: true, description: 'Part of the code or name, at most 100 characters.' })
  @IsOptional()
  @MaxLength(100)
  search?: string | null;
}
