import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { PlainDate } from '../../platform/graphql/scalars.js';
import { ENROLLMENT_EVENTS, ENROLLMENT_STATUSES, HOLD_KINDS, type HoldKind } from './enrollment.entity.js';
import {
  EnrollmentEventEnum,
  EnrollmentStatusEnum,
  HoldKindEnum,
  StartStatusEnum,
} from './enrollment.enums.js';
import type { StartStatus } from './enrollment-intake.rules.js';
import type { EnrollmentEvent, EnrollmentStatus } from './enrollment-status.rules.js';

const DEFAULT_SOURCE = 'school';
const SOURCE = 'System that gave the external id, 1 to 50 characters: ids are unique within it.';

@InputType({ description: 'Somebody to enroll who may not be a member yet.' })
export class NewTraineeInput {
  @Field(() => String, { description: '1 to 200 characters.' })
  @Length(1, 200)
  givenName: string;

  @Field(() => String, {
    defaultValue: '',
    description: 'At most 200 characters; empty where there is none.',
  })
  @MaxLength(200)
  familyName: string;

  @Field(() => String, { nullable: true, description: 'Address; a member with it is enrolled as they are.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.trim().toLowerCase() : value,
  )
  @IsEmail()
  @MaxLength(254)
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id in an outside system; a member with it is enrolled as they are. 1 to 100 characters.',
  })
  @IsOptional()
  @Length(1, 100)
  externalId?: string | null;

  @Field(() => String, { defaultValue: DEFAULT_SOURCE, description: SOURCE })
  @Length(1, 50)
  externalSource: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether somebody new is sent an invitation to sign in.',
  })
  @IsBoolean()
  invite: boolean;
}

@InputType({
  description: 'One person to enroll: a member by id, or somebody by name and address or external id.',
})
export class EnrollTraineeInput extends OperationInput {
  @IdField('The cohort; its program version is pinned.')
  cohortId: string;

  @Field(() => ID, { nullable: true, description: 'A member. Give this or `newTrainee`.' })
  @IsOptional()
  @IsUUID()
  personId?: string | null;

  @Field(() => NewTraineeInput, { nullable: true, description: 'Somebody else. Give this or `personId`.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => NewTraineeInput)
  newTrainee?: NewTraineeInput | null;

  @Field(() => StartStatusEnum, { defaultValue: 'ACTIVE', description: 'Admitted at once, or an applicant.' })
  @IsIn(['APPLIED', 'ACTIVE'])
  status: StartStatus;

  @Field(() => PlainDate, {
    nullable: true,
    description: "From which day; today in the cohort's zone unless given.",
  })
  @IsOptional()
  @IsString()
  enrolledOn?: string | null;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Those of the entry requirements of the program version that you confirm are met.',
  })
  @ArrayMaxSize(50)
  @Length(1, 500, { each: true })
  confirmedRequirements: string[];
}

@InputType({ description: 'Members to enroll.' })
export class EnrollTraineesInput extends OperationInput {
  @IdField('The cohort; its program version is pinned.')
  cohortId: string;

  @Field(() => [ID], { description: 'Members, 1 to 500.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  personIds: string[];

  @Field(() => StartStatusEnum, { defaultValue: 'ACTIVE', description: 'Admitted at once, or applicants.' })
  @IsIn(['APPLIED', 'ACTIVE'])
  status: StartStatus;

  @Field(() => PlainDate, {
    nullable: true,
    description: "From which day; today in the cohort's zone unless given.",
  })
  @IsOptional()
  @IsString()
  enrolledOn?: string | null;
}

@InputType({ description: 'A CSV file of people to enroll.' })
export class ImportEnrollmentsInput extends OperationInput {
  @IdField('The cohort; its program version is pinned.')
  cohortId: string;

  @Field(() => String, {
    description:
      'The text of the file: a header line, then at most 2,000 rows. Columns, in any order: `given_name` (required), `family_name`, `email` and `external_id` (a row needs one of the two), `enrolled_on` (YYYY-MM-DD), `status` (ACTIVE or APPLIED).',
  })
  @Length(1, 900_000)
  csv: string;

  @Field(() => String, { defaultValue: DEFAULT_SOURCE, description: SOURCE })
  @Length(1, 50)
  externalSource: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether people who are new are sent an invitation to sign in.',
  })
  @IsBoolean()
  invite: boolean;
}

@InputType({ description: 'Something that happened to an enrollment.' })
export class ChangeEnrollmentStatusInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @Field(() => EnrollmentEventEnum, { description: 'What happened.' })
  @IsIn(ENROLLMENT_EVENTS)
  event: EnrollmentEvent;

  @Field(() => PlainDate, {
    nullable: true,
    description: "From which day it holds, up to today in the cohort's zone; today unless given.",
  })
  @IsOptional()
  @IsString()
  effectiveOn?: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'For a withdrawal: the last day attended. The withdrawal holds from the day after it.',
  })
  @IsOptional()
  @IsString()
  lastAttendedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, 1 to 2,000 characters; some changes need it.' })
  @IsOptional()
  @Length(1, 2000)
  reason?: string | null;

  @Field(() => ID, { nullable: true, description: 'Person who approved it; some changes need one.' })
  @IsOptional()
  @IsUUID()
  approvedBy?: string | null;
}

@InputType({ description: 'What takes the place of a wrong entry.' })
export class StatusReplacementInput {
  @Field(() => EnrollmentEventEnum, { description: 'What really happened.' })
  @IsIn(ENROLLMENT_EVENTS)
  event: EnrollmentEvent;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'From which day it holds; for a withdrawal `lastAttendedOn` may say it instead.',
  })
  @IsOptional()
  @IsString()
  effectiveOn?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'For a withdrawal: the last day attended.' })
  @IsOptional()
  @IsString()
  lastAttendedOn?: string | null;

  @Field(() => ID, { nullable: true, description: 'Person who approved it; some changes need one.' })
  @IsOptional()
  @IsUUID()
  approvedBy?: string | null;
}

@InputType({ description: 'Corrects an entry of a status history; the wrong one stays readable.' })
export class CorrectEnrollmentStatusInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @IdField('The wrong entry of its history.')
  entryId: string;

  @Field(() => StatusReplacementInput, {
    nullable: true,
    description: 'What takes its place; null takes it back without another.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => StatusReplacementInput)
  replacement?: StatusReplacementInput | null;

  @Field(() => String, { description: 'Why the entry is wrong, 1 to 2,000 characters.' })
  @Length(1, 2000)
  reason: string;
}

@InputType({ description: 'Keeps documents of an enrollment back.' })
export class PlaceEnrollmentHoldInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @Field(() => HoldKindEnum, { description: 'Of which kind.' })
  @IsIn(HOLD_KINDS)
  kind: HoldKind;

  @Field(() => String, { description: 'Why, 1 to 2,000 characters; the trainee can read it.' })
  @Length(1, 2000)
  reason: string;
}

@InputType({ description: 'Ends a hold.' })
export class ReleaseEnrollmentHoldInput extends OperationInput {
  @IdField('The hold.')
  holdId: string;

  @Field(() => String, { description: 'Why, 1 to 2,000 characters; the trainee can read it.' })
  @Length(1, 2000)
  reason: string;
}

@ArgsType()
export class EnrollmentsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this cohort.' })
  @IsOptional()
  @IsUUID()
  cohortId?: string | null;

  @Field(() => [EnrollmentStatusEnum], {
    nullable: true,
    description: 'Only with one of these statuses today.',
  })
  @IsOptional()
  @ArrayMaxSize(6)
  @IsIn(ENROLLMENT_STATUSES, { each: true })
  statuses?: EnrollmentStatus[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only those on hold. False: only the others.' })
  @IsOptional()
  @IsBoolean()
  onHold?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of the trainee's name, at most 100 characters." })
  @IsOptional()
  @MaxLength(100)
  search?: string | null;
}
