import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { CE_ACTIVITY_KINDS, CE_ROLES, type CeActivityKind, type CeRole } from './ce-activity.js';
import { CE_DELIVERIES, CE_NATURES, type CeDelivery, type CeNature } from '../policies/policy.js';
import { CeActivityKindEnum, CeDeliveryEnum, CeNatureEnum, CeRoleEnum } from './ce-activity.enums.js';

/** Of one activity: 30 days of 16 hours. */
export const LONGEST_ACTIVITY_MINUTES = 28_800;
export const CATEGORY_CODE = /^[a-z][a-z0-9_]{0,59}$/;
export const categoryCode = { message: '$property must be small letters, digits and _, like ethics_privacy' };

@InputType({ description: 'Minutes of one subject.' })
export class CeCategoryInput {
  @Field(() => String, { description: 'Code of the subject as policies name it, e.g. `ethics_privacy`.' })
  @Matches(CATEGORY_CODE, categoryCode)
  code: string;

  @Field(() => Int, { description: 'Minutes of it.' })
  @IsInt()
  @Min(1)
  @Max(LONGEST_ACTIVITY_MINUTES)
  minutes: number;
}

@InputType({ description: 'That an activity was approved by somebody, and when.' })
export class CeApprovalInput {
  @Field(() => String, { description: 'Who approves, as policies name them; 1 to 60 characters.' })
  @SingleLine(1, 60)
  approver: string;

  @Field(() => String, { nullable: true, description: 'Number of the approval; 1 to 60 characters.' })
  @IsOptional()
  @SingleLine(1, 60)
  number?: string | null;

  @Field(() => PlainDate, { description: 'The first day.' })
  @IsOptional()
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; left out: until further notice.' })
  @IsOptional()
  endsOn?: string | null;
}

@InputType({ description: 'What an activity is.' })
export class CeActivityFieldsInput {
  @Field(() => String, { description: '1 to 200 characters.' })
  @SingleLine(1, 200)
  title: string;

  @Field(() => CeActivityKindEnum, { description: 'Kind of activity.' })
  @IsIn(CE_ACTIVITY_KINDS)
  kind: CeActivityKind;

  @Field(() => CeNatureEnum, {
    defaultValue: 'EDUCATION',
    description: 'What it is besides education: what is something else counts only where a policy says so.',
  })
  @IsIn(CE_NATURES)
  nature: CeNature;

  @Field(() => String, { description: 'Who gives it; 1 to 200 characters.' })
  @SingleLine(1, 200)
  provider: string;

  @Field(() => String, {
    nullable: true,
    description: 'Number under which a state knows the provider; 1 to 60 characters.',
  })
  @IsOptional()
  @SingleLine(1, 60)
  providerNumber?: string | null;

  @Field(() => String, {
    description:
      'What makes it the same course whatever its title, e.g. the provider’s course number: repeated within a cycle it counts once. 1 to 120 characters.',
  })
  @SingleLine(1, 120)
  courseIdentity: string;

  @Field(() => String, {
    nullable: true,
    description: 'Tracking number of the course at a state’s system; 1 to 60 characters.',
  })
  @IsOptional()
  @SingleLine(1, 60)
  courseNumber?: string | null;

  @Field(() => CeDeliveryEnum, { description: 'How it is given.' })
  @IsIn(CE_DELIVERIES)
  delivery: CeDelivery;

  @Field(() => Int, { description: 'Minutes of instruction, without breaks; policies make hours of them.' })
  @IsInt()
  @Min(1)
  @Max(LONGEST_ACTIVITY_MINUTES)
  minutes: number;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a part of it may be earned.' })
  @IsBoolean()
  partialAllowed: boolean;

  @Field(() => [CeCategoryInput], {
    defaultValue: [],
    description: 'Subjects with their minutes, together at most the whole; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CeCategoryInput)
  categories: CeCategoryInput[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'What it is besides its subjects, as policies name it, e.g. `certified`; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(CATEGORY_CODE, { each: true, message: categoryCode.message })
  properties: string[];

  @Field(() => [CeApprovalInput], { defaultValue: [], description: 'Who approved it, and when; at most 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CeApprovalInput)
  approvals: CeApprovalInput[];
}

@InputType({ description: 'A new activity for the catalogue.' })
export class AddCeActivityInput extends OperationInput {
  @Field(() => CeActivityFieldsInput, { description: 'What it is.' })
  @ValidateNested()
  @Type(() => CeActivityFieldsInput)
  activity: CeActivityFieldsInput;
}

@InputType({ description: 'What an activity really is: a later version, the earlier ones stay readable.' })
export class CorrectCeActivityInput extends OperationInput {
  @IdField('The activity.')
  ceActivityId: string;

  @Field(() => CeActivityFieldsInput, { description: 'All of it, as it is.' })
  @ValidateNested()
  @Type(() => CeActivityFieldsInput)
  activity: CeActivityFieldsInput;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An activity that is taken out of the catalogue: nothing new is claimed for it.' })
export class WithdrawCeActivityInput extends OperationInput {
  @IdField('The activity.')
  ceActivityId: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@ArgsType()
export class CeActivitiesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only those whose title, provider or course identity holds this; 1 to 100 characters.',
  })
  @IsOptional()
  @SingleLine(1, 100)
  search?: string | null;

  @Field(() => CeActivityKindEnum, { nullable: true, description: 'Only of this kind.' })
  @IsOptional()
  @IsIn(CE_ACTIVITY_KINDS)
  kind?: CeActivityKind | null;

  @Field(() => String, { nullable: true, description: 'Only with minutes of this subject.' })
  @IsOptional()
  @Matches(CATEGORY_CODE, categoryCode)
  category?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether with those that were withdrawn.' })
  @IsBoolean()
  withdrawn: boolean;
}

@InputType({ description: 'Which course of one’s own yields which activity.' })
export class LinkCeCourseInput extends OperationInput {
  @IdField('The course, in any version of its program: the same code counts in all.')
  courseId: string;

  @IdField('The activity that is credited.')
  ceActivityId: string;

  @Field(() => CeRoleEnum, {
    description: 'ATTENDEE: to those who pass it. TEACHER: to those who taught a cohort of it to the end.',
  })
  @IsIn(CE_ROLES)
  role: CeRole;

  @Field(() => PlainDate, { description: 'Courses finished from this day on.' })
  @IsOptional()
  startsOn: string;

  @Field(() => String, { description: 'By which policy of the organization; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A link that ends: what was credited stays.' })
export class EndCeCourseLinkInput extends OperationInput {
  @IdField('The link.')
  ceCourseLinkId: string;

  @Field(() => PlainDate, { description: 'The last day on which a course that is finished is credited.' })
  @IsOptional()
  endsOn: string;
}

@InputType({ description: 'The links by which people are to be credited now.' })
export class CreditCeCoursesInput extends OperationInput {
  @IdField('The link.')
  ceCourseLinkId: string;
}
