import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  Validate,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { IdField } from '../../platform/graphql/input.js';
import { Decimal } from '../../platform/graphql/scalars.js';
import { GRADINGS, type Grading } from './course.entity.js';
import { isMediaUrl, TEXT } from './document/read-program.js';
import { MEDIA_KINDS, type MediaKind } from './module.entity.js';
import { GradingEnum, MediaKindEnum } from './program.enums.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
const CODE_RULE = {
  message: '$property must be a code of at most 60 letters, digits, dots, dashes and underscores',
};
const CODES_RULE = { ...CODE_RULE, each: true };
const MINUTES = 'must be whole minutes';

@ValidatorConstraint({ name: 'percent' })
class Percent implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && /^\d{1,3}(\.\d{1,2})?$/.test(value) && Number(value) <= 100;
  }
  defaultMessage(): string {
    return '$property must be a percent from 0 to 100 with at most two decimals';
  }
}

@ValidatorConstraint({ name: 'weight' })
class Weight extends Percent {
  override validate(value: unknown): boolean {
    return super.validate(value) && Number(value) > 0;
  }
  override defaultMessage(): string {
    return '$property must be more than 0 and at most 100, with at most two decimals';
  }
}

@ValidatorConstraint({ name: 'mediaUrl' })
class MediaUrl implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isMediaUrl(value);
  }
  defaultMessage(): string {
    return '$property must be /files/<id> of an uploaded file, or an https address';
  }
}

@InputType({ description: 'How practicals with critical steps are judged: every critical step must be met.' })
export class PracticalPolicyInput {
  @Field(() => Int, { description: 'The least percent of scored steps, 0 to 100.' })
  @IsInt()
  @Min(0)
  @Max(100)
  technicalMinPercent: number;

  @Field(() => Int, { description: 'How often it may be tried, 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  maxAttempts: number;

  @Field(() => Int, { description: 'The most percent that a repeated practical can score, 0 to 100.' })
  @IsInt()
  @Min(0)
  @Max(100)
  repeatScoreCapPercent: number;
}

@InputType({ description: 'What must hold on the first day of a clinical placement, by codes.' })
export class PlacementGateInput {
  @Field(() => [String], { defaultValue: [], description: 'Courses of this version to be passed.' })
  @ArrayMaxSize(100)
  @Matches(CODE, CODES_RULE)
  coursesPassed: string[];

  @Field(() => [String], { defaultValue: [], description: 'External credentials to be current.' })
  @ArrayMaxSize(100)
  @Matches(CODE, CODES_RULE)
  credentialsCurrent: string[];

  @Field(() => [String], { defaultValue: [], description: 'Clearances to be current.' })
  @ArrayMaxSize(100)
  @Matches(CODE, CODES_RULE)
  clearancesCurrent: string[];

  @Field(() => [String], { defaultValue: [], description: 'Mandatory trainings to be current.' })
  @ArrayMaxSize(100)
  @Matches(CODE, CODES_RULE)
  trainingsCurrent: string[];
}

@InputType({ isAbstract: true })
export class VersionFields {
  @Field(() => String, { description: 'Unique in the program, 1 to 60 characters, e.g. `2026.1`.' })
  @Length(1, 60)
  label: string;

  @Field(() => String, { description: 'What the program is called in this version, 1 to 300 characters.' })
  @Length(1, TEXT.title)
  title: string;

  @Field(() => String, {
    defaultValue: '',
    description: 'What the program is about, at most 5,000 characters.',
  })
  @MaxLength(TEXT.summary)
  summary: string;

  @Field(() => Int, { description: 'Clock hours of the whole program, in minutes.' })
  @IsInt({ message: `totalClockMinutes ${MINUTES}` })
  @Min(0)
  @Max(600_000)
  totalClockMinutes: number;

  @Field(() => Int, { description: 'Weeks it normally takes, 1 to 1,000.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  normalWeeks: number;

  @Field(() => Int, {
    defaultValue: 150,
    description: 'The longest it may take, 100 to 1,000 percent of the normal time.',
  })
  @IsInt()
  @Min(100)
  @Max(1_000)
  maxTimeframePercent: number;

  @Field(() => Int, { defaultValue: 67, description: 'The least pace, 0 to 100 percent.' })
  @IsInt()
  @Min(0)
  @Max(100)
  minPacePercent: number;

  @Field(() => Int, {
    defaultValue: 10,
    description: 'The share of hours that may be missed with an excuse, 0 to 100 percent.',
  })
  @IsInt()
  @Min(0)
  @Max(100)
  excusedAbsenceCapPercent: number;

  @Field(() => Decimal, { description: 'Pass mark of courses with lectures only, 0 to 100.' })
  @Validate(Percent)
  lecturePassMarkPercent: string;

  @Field(() => Decimal, { description: 'Pass mark of courses with lab hours, 0 to 100.' })
  @Validate(Percent)
  labPassMarkPercent: string;

  @Field(() => PracticalPolicyInput, {
    nullable: true,
    description: 'How practicals are judged; null: not at all.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PracticalPolicyInput)
  practical?: PracticalPolicyInput | null;

  @Field(() => [String], { defaultValue: [], description: 'Codes of what an applicant must bring.' })
  @ArrayMaxSize(100)
  @Matches(CODE, CODES_RULE)
  entryRequirements: string[];

  @Field(() => PlacementGateInput, {
    nullable: true,
    description: 'What a placement waits for; null: nothing.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PlacementGateInput)
  placementGate?: PlacementGateInput | null;

  @Field(() => [String], { defaultValue: [], description: 'Codes of what the final award needs.' })
  @ArrayMaxSize(100)
  @Matches(CODE, CODES_RULE)
  awardRequirements: string[];
}

@InputType({ isAbstract: true })
export class CourseFields {
  @Field(() => String, { description: 'Unique in the version, e.g. `PTT-104`.' })
  @Matches(CODE, CODE_RULE)
  code: string;

  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @Length(1, TEXT.title)
  title: string;

  @Field(() => String, { defaultValue: '', description: 'What it is about, at most 5,000 characters.' })
  @MaxLength(TEXT.summary)
  summary: string;

  @Field(() => Int, { defaultValue: 0, description: 'Lecture hours, in minutes.' })
  @IsInt()
  @Min(0)
  @Max(600_000)
  lectureMinutes: number;

  @Field(() => Int, { defaultValue: 0, description: 'Lab hours, in minutes.' })
  @IsInt()
  @Min(0)
  @Max(600_000)
  labMinutes: number;

  @Field(() => Int, { defaultValue: 0, description: 'Clinical placement hours, in minutes.' })
  @IsInt()
  @Min(0)
  @Max(600_000)
  placementMinutes: number;

  @Field(() => GradingEnum, { defaultValue: 'GRADED', description: 'How it is graded.' })
  @IsIn(GRADINGS)
  grading: Grading;

  @Field(() => Decimal, { nullable: true, description: "Its own pass mark; null: the version's decide." })
  @IsOptional()
  @Validate(Percent)
  passMarkPercent?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether the program requires it.' })
  @IsBoolean()
  required: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Placement minutes to be verified; null: completion does not ask.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(600_000)
  verifiedPlacementMinutes?: number | null;
}

@InputType({ isAbstract: true })
export class CategoryFields {
  @Field(() => String, { description: 'Unique in the course, e.g. `lab_practical`.' })
  @Matches(CODE, CODE_RULE)
  code: string;

  @Field(() => Decimal, {
    description: 'More than 0, at most 100; those of a course must add up to 100 to publish.',
  })
  @Validate(Weight)
  weightPercent: string;
}

@InputType({ isAbstract: true })
export class ModuleFields {
  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @Length(1, TEXT.title)
  title: string;

  @Field(() => Int, { description: 'Its clock hours, in minutes.' })
  @IsInt()
  @Min(0)
  @Max(600_000)
  clockMinutes: number;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether the course requires it.' })
  @IsBoolean()
  required: boolean;
}

@InputType({ description: 'Something to look at or listen to beside the text.' })
export class LessonMediaInput {
  @Field(() => MediaKindEnum, { description: 'What it is.' })
  @IsIn(MEDIA_KINDS)
  kind: MediaKind;

  @Field(() => String, { description: '`/files/<id>` of an uploaded file, or an https address.' })
  @MaxLength(TEXT.url)
  @Validate(MediaUrl)
  url: string;

  @Field(() => String, { description: 'The same in words, 1 to 500 characters.' })
  @Length(1, TEXT.alt)
  alt: string;
}

@InputType({ isAbstract: true })
export class LessonFields {
  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @Length(1, TEXT.title)
  title: string;

  @Field(() => Int, { nullable: true, description: 'Minutes of reading and doing, 1 to 10,000.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  minutes?: number | null;

  @Field(() => [String], {
    defaultValue: [],
    description: 'What a trainee can do afterwards: at most 50, each of 1 to 500 characters.',
  })
  @ArrayMaxSize(50)
  @Length(1, TEXT.objective, { each: true })
  objectives: string[];

  @Field(() => String, {
    defaultValue: '',
    description:
      'Markdown, at most 200,000 characters. HTML in it is shown as text; images are uploaded files with alternative text.',
  })
  @MaxLength(TEXT.body)
  body: string;

  @Field(() => [LessonMediaInput], { defaultValue: [], description: 'Media beside the text, at most 50.' })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => LessonMediaInput)
  media: LessonMediaInput[];

  @Field(() => Boolean, { defaultValue: true, description: 'Whether the module requires it.' })
  @IsBoolean()
  required: boolean;
}

@InputType({ isAbstract: true })
export class RequirementFields {
  @Field(() => String, { description: 'Unique in the course among its kind.' })
  @Matches(CODE, CODE_RULE)
  code: string;

  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @Length(1, TEXT.title)
  title: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it must be met.' })
  @IsBoolean()
  required: boolean;

  @IdField("For a quiz: the course's gradebook category its score counts in; null: none.", { nullable: true })
  @IsOptional()
  categoryId?: string | null;
}
