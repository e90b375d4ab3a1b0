import { Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { LICENSE_TYPE_CODE } from '../licenses/license.js';
import { SUPERVISION_LEVELS, type SupervisionLevel } from './supervision-rule.js';
import { SupervisionLevelEnum } from './supervision-rule.type.js';

const CODES = 50;
const typeCodes = { each: true, message: '$property must be codes of licenseTypes' };
const TASK_CODE = /^[a-z][a-z_]{0,59}$/;
const taskCodes = { each: true, message: '$property must be codes of tasks' };

export const COUNTED_TASKS = ['PATIENT_RELATED', 'NON_PATIENT'] as const;
export type CountedTasks = (typeof COUNTED_TASKS)[number];
const CountedTasksEnum = Object.fromEntries(COUNTED_TASKS.map((each) => [each, each]));
registerEnumType(CountedTasksEnum, {
  name: 'SupervisionCountedTasks',
  description: 'Doing which tasks people count in a ratio.',
  valuesMap: {
    PATIENT_RELATED: { description: 'Only patient-related ones.' },
    NON_PATIENT: { description: 'Only others.' },
  },
});

@InputType({ description: 'How many a supervisor may have at the same time.' })
export class SupervisionRatioInput {
  @Field(() => [String], { description: 'Classes of personnel that count, e.g. `aide`; 1 to 20.' })
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(LICENSE_TYPE_CODE, { each: true, message: 'counts must be letters, digits and _' })
  counts: string[];

  @Field(() => Int, { description: 'At most so many at a time; 0: none.' })
  @IsInt()
  @Min(0)
  @Max(1000)
  max: number;

  @Field(() => String, {
    nullable: true,
    description: 'Only for supervisors with this type of license; left out: any.',
  })
  @IsOptional()
  @Matches(LICENSE_TYPE_CODE, { message: 'per must be a code of licenseTypes' })
  per?: string | null;

  @Field(() => CountedTasksEnum, {
    nullable: true,
    description: 'Doing which tasks they count; left out: any.',
  })
  @IsOptional()
  @IsIn(COUNTED_TASKS)
  onlyWhen?: CountedTasks | null;
}

@InputType({ description: 'Types of licenses accepted for one task.' })
export class TaskLicenseTypesInput {
  @Field(() => String, { description: 'Code of the task.' })
  @Matches(TASK_CODE, { message: 'taskCode must be a code of tasks' })
  taskCode: string;

  @Field(() => [String], { description: 'Codes of `licenseTypes`.' })
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(LICENSE_TYPE_CODE, typeCodes)
  licenseTypes: string[];
}

/** What an employer or two organizations ask for besides the law: also an agreement takes it. */
@InputType({
  description:
    'What is asked for besides the law. What is left out stays as the law has it; nothing here makes the law looser.',
})
export class SupervisionRuleInput {
  @Field(() => SupervisionLevelEnum, { nullable: true, description: 'Least presence of a supervisor.' })
  @IsOptional()
  @IsIn(SUPERVISION_LEVELS)
  level?: SupervisionLevel | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only these types of licenses may supervise and validate.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(LICENSE_TYPE_CODE, typeCodes)
  licenseTypes?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Types of licenses that may not.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(LICENSE_TYPE_CODE, typeCodes)
  excludedTypes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only these types evaluate competency before patient-related tasks.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(LICENSE_TYPE_CODE, typeCodes)
  evaluatorTypes?: string[] | null;

  @Field(() => [TaskLicenseTypesInput], { nullable: true, description: 'Types accepted for single tasks.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @ValidateNested({ each: true })
  @Type(() => TaskLicenseTypesInput)
  taskLicenseTypes?: TaskLicenseTypesInput[] | null;

  @Field(() => [String], { nullable: true, description: 'Codes of tasks a trainee does not do.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(TASK_CODE, taskCodes)
  prohibitedTasks?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'The only patient-related tasks a trainee does.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(TASK_CODE, taskCodes)
  patientTasks?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'The only tasks without a supervisor present.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CODES)
  @Matches(TASK_CODE, taskCodes)
  unsupervisedTasks?: string[] | null;

  @Field(() => [SupervisionRatioInput], { nullable: true, description: 'How many at the same time.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SupervisionRatioInput)
  ratios?: SupervisionRatioInput[] | null;
}

@InputType({ description: 'A policy of supervision, at all sites or one.' })
export class RecordSupervisionPolicyInput extends OperationInput {
  @IdField('The site; left out: all sites.', { nullable: true })
  @IsOptional()
  siteId?: string | null;

  @Field(() => PlainDate, { description: 'The first day it holds.' })
  @IsString()
  effectiveFrom: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; left out: open.' })
  @IsOptional()
  effectiveTo?: string | null;

  @Field(() => String, {
    description: 'Where it is written, e.g. a page of the handbook; 1 to 300 characters.',
  })
  @SingleLine(1, 300)
  citation: string;

  @Field(() => SupervisionRuleInput, { description: 'What it asks for.' })
  @ValidateNested()
  @Type(() => SupervisionRuleInput)
  rule: SupervisionRuleInput;

  @IdField('A policy whose place it takes from its first day on.', { nullable: true })
  @IsOptional()
  replacesId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, up to 1,000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'A policy that holds no longer.' })
export class WithdrawSupervisionPolicyInput extends OperationInput {
  @IdField('The policy.')
  policyId: string;

  @Field(() => PlainDate, { description: 'The first day on which it no longer holds.' })
  @IsString()
  effectiveFrom: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}
