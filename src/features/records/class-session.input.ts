import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { AttendanceStatusEnum, ClassKindEnum } from './class-session.type.js';

const MOST_MINUTES = 16 * 60;
const STATUSES = ['PRESENT', 'ABSENT', 'EXCUSED'] as const;

@InputType({ description: 'A class of a cohort.' })
export class ScheduleClassSessionInput extends OperationInput {
  @IdField('The cohort.')
  cohortId: string;

  @IdField("A course of the cohort's program version.")
  courseId: string;

  @Field(() => ClassKindEnum, { description: 'Which of the course hours it is.' })
  @IsIn(['LECTURE', 'LAB'])
  kind: 'LECTURE' | 'LAB';

  @Field(() => String, { description: '1 to 200 characters.' })
  @Length(1, 200)
  title: string;

  @Field(() => DateTime, { description: 'When it starts.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends, at most 16 hours later.' })
  @IsDate()
  endsAt: Date;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes within it that are no class, such as a meal.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  breakMinutes: number;
}

@InputType({ description: 'A change of a class before its attendance is taken; what is left out stays.' })
export class UpdateClassSessionInput extends OperationInput {
  @IdField('The class session.')
  sessionId: string;

  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  @IsOptional()
  @Length(1, 200)
  title?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it starts.' })
  @IsOptional()
  @IsDate()
  startsAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends.' })
  @IsOptional()
  @IsDate()
  endsAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Minutes within it that are no class.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  breakMinutes?: number | null;
}

@InputType({ description: 'A class that will not be held.' })
export class CancelClassSessionInput extends OperationInput {
  @IdField('The class session.')
  sessionId: string;
}

@InputType({ description: 'One trainee in a class.' })
export class AttendanceLineInput {
  @IdField('The enrollment of the trainee.')
  enrollmentId: string;

  @Field(() => AttendanceStatusEnum, { description: 'Present, absent, or absent and excused.' })
  @IsIn(STATUSES)
  status: 'PRESENT' | 'ABSENT' | 'EXCUSED';

  @Field(() => Int, { defaultValue: 0, description: 'Minutes late, of somebody present.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  minutesLate: number;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes left early, of somebody present.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  minutesLeftEarly: number;

  @Field(() => String, { nullable: true, description: 'A note, such as why excused; 1 to 1000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'The roster of a class.' })
export class TakeAttendanceInput extends OperationInput {
  @IdField('The class session.')
  sessionId: string;

  @Field(() => [AttendanceLineInput], { description: 'One line for each trainee, 1 to 200.' })
  @ValidateNested({ each: true })
  @Type(() => AttendanceLineInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  lines: AttendanceLineInput[];
}

@InputType({ description: 'A correction of one line of attendance, by a later line.' })
export class CorrectAttendanceInput extends OperationInput {
  @IdField('The entry that stands.')
  entryId: string;

  @Field(() => AttendanceStatusEnum, { description: 'What it should have said.' })
  @IsIn(STATUSES)
  status: 'PRESENT' | 'ABSENT' | 'EXCUSED';

  @Field(() => Int, { defaultValue: 0, description: 'Minutes late.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  minutesLate: number;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes left early.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  minutesLeftEarly: number;

  @Field(() => String, { description: 'Why it is corrected, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}

@InputType({ description: 'An absence to excuse.' })
export class ExcuseAbsenceInput extends OperationInput {
  @IdField('The entry that stands.')
  entryId: string;

  @Field(() => String, { description: 'Why it is excused, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}

@InputType({ description: 'Supervised class time in place of minutes missed in one session.' })
export class RecordMakeUpInput extends OperationInput {
  @IdField('The enrollment of the trainee.')
  enrollmentId: string;

  @IdField('The class session that was missed, in whole or in part.')
  sessionId: string;

  @Field(() => DateTime, { description: 'When the make-up started.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ended.' })
  @IsDate()
  endsAt: Date;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes within it that were no class.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  breakMinutes: number;

  @IdField('The person who supervised it; a member of staff, not the trainee.')
  supervisedBy: string;

  @Field(() => String, { nullable: true, description: 'What was made up, 1 to 1000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'A correction of a make-up, by a later entry.' })
export class CorrectMakeUpInput extends OperationInput {
  @IdField('The entry that stands.')
  entryId: string;

  @Field(() => DateTime, { description: 'When the make-up really started.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it really ended.' })
  @IsDate()
  endsAt: Date;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes within it that were no class.' })
  @IsInt()
  @Min(0)
  @Max(MOST_MINUTES)
  breakMinutes: number;

  @IdField('The person who supervised it; a member of staff, not the trainee.')
  supervisedBy: string;

  @Field(() => String, { description: 'Why it is corrected, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}

@InputType({ description: 'A make-up that shall not count.' })
export class VoidMakeUpInput extends OperationInput {
  @IdField('The entry that stands.')
  entryId: string;

  @Field(() => String, { description: 'Why it is voided, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}
