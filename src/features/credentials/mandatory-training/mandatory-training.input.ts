import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { MAX_DOCUMENT_BYTES } from '../../programs/document/source.js';
import {
  TrainingDueAtEnum,
  TrainingEvidenceEnum,
  TrainingRetentionFromEnum,
} from './mandatory-training.enums.js';
import {
  CHANGE_CODE,
  TRAINING_CODE,
  TRAINING_DUE_AT,
  TRAINING_EVIDENCE,
  TRAINING_RETENTION_FROM,
  type TrainingDueAt,
  type TrainingEvidence,
  type TrainingRetentionFrom,
} from './mandatory-training.js';

/** Bounds of what is said of a training, the same for documents and for the API. */
export const BOUNDS = {
  title: 200,
  withinDays: 366,
  changes: 20,
  months: 240,
  days: 3650,
  warnings: 10,
  retentionMonths: 1200,
  citation: 300,
  attendees: 200,
} as const;

const trainingCode = { message: 'code must be letters, digits, dots, dashes and underscores' };

@InputType({ description: 'A mandatory training, or the next version of one.' })
export class DefineMandatoryTrainingInput extends OperationInput {
  @Field(() => String, {
    description: 'By which it is asked for, 1 to 60 letters, digits, dots, dashes, underscores.',
  })
  @Matches(TRAINING_CODE, trainingCode)
  code: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The first day it is in force; left out: ever since, or of a later version today.',
  })
  @IsOptional()
  effectiveFrom?: string | null;

  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  @SingleLine(1, BOUNDS.title)
  title: string;

  @Field(() => TrainingDueAtEnum, { description: 'What makes it due for the first time.' })
  @IsIn(TRAINING_DUE_AT)
  dueAt: TrainingDueAt;

  @Field(() => Int, { defaultValue: 0, description: 'So many days after that at the latest, 0 to 366.' })
  @IsInt()
  @Min(0)
  @Max(BOUNDS.withinDays)
  withinDays: number;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Codes of changes after which it is to be given anew, e.g. `exposure_change`; at most 20.',
  })
  @IsArray()
  @ArrayMaxSize(BOUNDS.changes)
  @ArrayUnique()
  @Matches(CHANGE_CODE, { each: true, message: 'alsoOn must be lower-case letters, digits and underscores' })
  alsoOn: string[];

  @Field(() => Int, { nullable: true, description: 'It counts for so many calendar months, 1 to 240.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(BOUNDS.months)
  intervalMonths?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'It counts for so many days, 1 to 3,650; with months, the shorter of both.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(BOUNDS.days)
  intervalDays?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the interval is your own, and no rule’s.',
  })
  @IsBoolean()
  intervalByPolicy: boolean;

  @Field(() => Boolean, { description: 'Whether there must be time for questions to a person.' })
  @IsBoolean()
  liveQuestions: boolean;

  @Field(() => Boolean, { description: 'Whether a part of it is about the site where somebody works.' })
  @IsBoolean()
  siteSpecific: boolean;

  @Field(() => [TrainingEvidenceEnum], {
    defaultValue: [],
    description: 'What is to be written down of each time.',
  })
  @IsArray()
  @ArrayUnique()
  @IsIn(TRAINING_EVIDENCE, { each: true })
  evidence: TrainingEvidence[];

  @Field(() => [Int], {
    nullable: true,
    description: 'Days before its end on which somebody is reminded, at most 10; left out: 90, 60, 30 and 7.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(BOUNDS.warnings)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(BOUNDS.days, { each: true })
  warnDays?: number[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many months its records are kept at least, 1 to 1,200.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(BOUNDS.retentionMonths)
  retentionMonths?: number | null;

  @Field(() => TrainingRetentionFromEnum, { nullable: true, description: 'From when on they are counted.' })
  @IsOptional()
  @IsIn(TRAINING_RETENTION_FROM)
  retentionFrom?: TrainingRetentionFrom | null;

  @Field(() => String, { nullable: true, description: 'Where it is written, up to 300 characters.' })
  @IsOptional()
  @SingleLine(1, BOUNDS.citation)
  citation?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'When that was last compared with its source.' })
  @IsOptional()
  verifiedOn?: string | null;
}

@InputType({ description: 'Mandatory trainings, as a YAML document with a section `trainings`.' })
export class ImportMandatoryTrainingsInput extends OperationInput {
  @Field(() => String, {
    description:
      'The text, at most 5 MB (and at most what a request may hold); sections beside `trainings` are left alone.',
  })
  @Length(1, MAX_DOCUMENT_BYTES)
  document: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether only to say what would happen.' })
  @IsBoolean()
  dryRun: boolean;
}

@InputType({ isAbstract: true })
abstract class GivenTraining extends OperationInput {
  @Field(() => PlainDate, { description: 'The day; not in the future.' })
  @IsString()
  completedOn: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether it was the part that is the same everywhere; false: only that about a site.',
  })
  @IsBoolean()
  general: boolean;

  @IdField('The site it was about besides, your own or a partner’s; left out: none.', { nullable: true })
  @IsOptional()
  siteId?: string | null;

  @Field(() => Boolean, {
    description: 'Whether there was time for questions to a person: of an online quiz alone it is false.',
  })
  @IsBoolean()
  liveQuestions: boolean;

  @Field(() => String, { nullable: true, description: 'What it was about, up to 2,000 characters.' })
  @IsOptional()
  @Length(1, 2000)
  contentSummary?: string | null;

  @Field(() => String, { nullable: true, description: 'Who gave it, up to 200 characters.' })
  @IsOptional()
  @SingleLine(1, 200)
  trainerName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What makes them fit to give it, up to 300 characters.',
  })
  @IsOptional()
  @SingleLine(1, 300)
  trainerQualification?: string | null;

  @IdField('The list of attendees or the like, as a file.', { nullable: true })
  @IsOptional()
  evidenceFileId?: string | null;
}

@InputType({ description: 'Somebody who was there.' })
export class TrainingAttendeeInput {
  @IdField('The person: a member, or somebody placed at your sites.')
  personId: string;

  @Field(() => String, { nullable: true, description: 'As what they work, up to 200 characters.' })
  @IsOptional()
  @SingleLine(1, 200)
  jobTitle?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it comes late for them, up to 1,000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  lateReason?: string | null;
}

@InputType({ description: 'A training that was given, with everybody who was there.' })
export class RecordMandatoryTrainingInput extends GivenTraining {
  @Field(() => String, { description: 'Code of the training.' })
  @Matches(TRAINING_CODE, trainingCode)
  code: string;

  @Field(() => [TrainingAttendeeInput], { description: 'Who was there, 1 to 200.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BOUNDS.attendees)
  @ArrayUnique(({ personId }: TrainingAttendeeInput) => personId)
  @ValidateNested({ each: true })
  @Type(() => TrainingAttendeeInput)
  attendees: TrainingAttendeeInput[];
}

@InputType({ description: 'What an entry should have said; all of it is given anew.' })
export class CorrectMandatoryTrainingInput extends GivenTraining {
  @IdField('The entry.')
  completionId: string;

  @Field(() => String, { nullable: true, description: 'As what they worked, up to 200 characters.' })
  @IsOptional()
  @SingleLine(1, 200)
  jobTitle?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it came late, up to 1,000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  lateReason?: string | null;

  @Field(() => String, { description: 'Why it is corrected, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An entry to take back.' })
export class WithdrawMandatoryTrainingInput extends OperationInput {
  @IdField('The entry.')
  completionId: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'Why somebody is late with a training, and when they will have it.' })
export class PlanLateTrainingInput extends OperationInput {
  @IdField('The person.')
  personId: string;

  @Field(() => String, { description: 'Code of the training.' })
  @Matches(TRAINING_CODE, trainingCode)
  code: string;

  @Field(() => PlainDate, { description: 'When it is planned; today or later.' })
  @IsString()
  plannedOn: string;

  @Field(() => String, { description: 'Why it is late, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A change after which a training is to be given anew.' })
export class RecordTrainingChangeInput extends OperationInput {
  @Field(() => String, { description: 'Code of the training.' })
  @Matches(TRAINING_CODE, trainingCode)
  code: string;

  @Field(() => String, { description: 'Code of the change, one of those the training names in `alsoOn`.' })
  @Matches(CHANGE_CODE, { message: 'event must be lower-case letters, digits and underscores' })
  event: string;

  @Field(() => PlainDate, { description: 'Training from this day on speaks of the change.' })
  @IsString()
  changedOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day on which training of before counts; left out: the day before the change.',
  })
  @IsOptional()
  renewBy?: string | null;

  @IdField('Only for those who work at this site of yours; left out: everywhere.', { nullable: true })
  @IsOptional()
  siteId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Only these persons, at most 200; left out: everybody.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BOUNDS.attendees)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  personIds?: string[] | null;

  @Field(() => String, { description: 'What changed, 1 to 1,000 characters.' })
  @Length(1, 1000)
  description: string;
}

@InputType({ description: 'A change to take back.' })
export class WithdrawTrainingChangeInput extends OperationInput {
  @IdField('The entry.')
  changeId: string;

  @Field(() => String, { description: 'Why, 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@ArgsType()
export class TrainingMomentArgs {
  @Field(() => PlainDate, { nullable: true, description: 'The day; left out: today in UTC.' })
  @IsOptional()
  on?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'As it was on record at this moment; left out: now.',
  })
  @IsOptional()
  @IsDate()
  knownAt?: Date | null;
}

@ArgsType()
export class TrainingsDueArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 30, description: 'Due within so many days from today, 0 to 3,650.' })
  @IsInt()
  @Min(0)
  @Max(BOUNDS.days)
  withinDays: number;
}
