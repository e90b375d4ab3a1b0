import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsTimeZone,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { CE_ROLES, type CeRole } from '../activities/ce-activity.js';
import { CeRoleEnum } from '../activities/ce-activity.enums.js';
import { CeCategoryInput, LONGEST_ACTIVITY_MINUTES } from '../activities/ce-activity.input.js';
import { CE_COMPLETION_STATES, type CeCompletionState } from './ce-completion.js';
import { CeCompletionStateEnum } from './ce-completion.enums.js';

const FILES = 10;

/** When, how long, and in which role. */
@InputType({ isAbstract: true })
abstract class CompletionTimeInput extends OperationInput {
  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The day it was finished, in the zone of whoever did it; follows from `endsAt` where that is given.',
  })
  @IsOptional()
  completedOn?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it began, where it was one stretch of time: the same minutes count once.',
  })
  @IsOptional()
  @IsDate()
  startsAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  @IsOptional()
  @IsDate()
  endsAt?: Date | null;

  @Field(() => String, {
    description: 'IANA time zone of whoever did it, in which the day is read, e.g. `America/Chicago`.',
  })
  @IsTimeZone()
  timeZone: string;
}

@InputType({ isAbstract: true })
abstract class CompletionFactsInput extends CompletionTimeInput {
  @Field(() => CeRoleEnum, { defaultValue: 'ATTENDEE', description: 'What was done.' })
  @IsIn(CE_ROLES)
  role: CeRole;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes earned; left out: all of the activity. A part only where the activity allows it.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_ACTIVITY_MINUTES)
  minutes?: number | null;

  @Field(() => [CeCategoryInput], {
    nullable: true,
    description: 'Subjects of these minutes; left out: as the activity has them, in proportion. At most 20.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => CeCategoryInput)
  categories?: CeCategoryInput[] | null;
}

@InputType({ description: 'Something that you did.' })
export class ClaimCeCompletionInput extends CompletionFactsInput {
  @IdField('The activity.')
  ceActivityId: string;

  @Field(() => [ID], {
    defaultValue: [],
    description:
      'Your uploaded evidence, such as the certificate; at most 10. With some it is handed in at once.',
  })
  @IsArray()
  @ArrayMaxSize(FILES)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  evidenceFileIds: string[];
}

@InputType({ description: 'Somebody who was there.' })
export class CeAttendeeInput {
  @IdField('The person.')
  personId: string;

  @Field(() => CeRoleEnum, { defaultValue: 'ATTENDEE', description: 'What they did.' })
  @IsIn(CE_ROLES)
  role: CeRole;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes they earned; left out: all of the activity.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_ACTIVITY_MINUTES)
  minutes?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Their own time zone, where it is another one than the input’s.',
  })
  @IsOptional()
  @IsTimeZone()
  timeZone?: string | null;
}

@InputType({ description: 'Who was there, as somebody else vouches for it.' })
export class RecordCeAttendanceInput extends CompletionTimeInput {
  @IdField('The activity.')
  ceActivityId: string;

  @Field(() => [CeAttendeeInput], { description: 'Who, each once; 1 to 200.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique(({ personId }: CeAttendeeInput) => personId)
  @ValidateNested({ each: true })
  @Type(() => CeAttendeeInput)
  attendees: CeAttendeeInput[];

  @Field(() => [ID], {
    defaultValue: [],
    description: 'Your uploaded evidence for all of them, such as the attendance list; at most 10.',
  })
  @IsArray()
  @ArrayMaxSize(FILES)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  evidenceFileIds: string[];
}

@InputType({ description: 'What was really done.' })
export class CorrectCeCompletionInput extends CompletionFactsInput {
  @IdField('The completion.')
  ceCompletionId: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A completion that is taken back.' })
export class WithdrawCeCompletionInput extends OperationInput {
  @IdField('The completion.')
  ceCompletionId: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A completion of yours that is handed in for review, with further evidence.' })
export class SubmitCeCompletionInput extends OperationInput {
  @IdField('The completion: your own.')
  ceCompletionId: string;

  @Field(() => [ID], {
    defaultValue: [],
    description: 'Further uploaded evidence of yours; at most 10.',
  })
  @IsArray()
  @ArrayMaxSize(FILES)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  evidenceFileIds: string[];

  @Field(() => String, { nullable: true, description: 'What you say to it; 1 to 1000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  note?: string | null;
}

@ArgsType()
export class CeCompletionsArgs extends PageArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'Only those of this person; left out: of everybody you see.',
  })
  @IsOptional()
  @IsUUID()
  personId?: string | null;

  @Field(() => CeCompletionStateEnum, { nullable: true, description: 'Only those that stand so.' })
  @IsOptional()
  @IsIn(CE_COMPLETION_STATES)
  state?: CeCompletionState | null;
}
