import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { HourDecisionEnum } from './hour-log.enums.js';
import { LONGEST_CLAIM_MINUTES } from './hour-log.rules.js';

@InputType({ isAbstract: true })
abstract class ClaimInput extends OperationInput {
  @IdField('An id for the hours, a UUID made by the client: logging them again with it changes nothing.')
  id: string;

  @Field(() => DateTime, { description: 'When it starts. Seconds are dropped.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends, at most 16 hours later.' })
  @IsDate()
  endsAt: Date;

  @Field(() => Int, { defaultValue: 0, description: 'Minutes of unpaid break within it.' })
  @IsInt()
  @Min(0)
  @Max(LONGEST_CLAIM_MINUTES)
  breakMinutes: number;

  @Field(() => Boolean, { description: 'Whether it was work with patients.' })
  @IsBoolean()
  patientRelated: boolean;

  @IdField(
    'Who supervised: one of the supervisors named for the assignment. Left out: whoever verifies it.',
    {
      nullable: true,
    },
  )
  @IsOptional()
  supervisorPersonId?: string | null;

  @Field(() => String, { nullable: true, description: '1 to 1000 characters; nothing about patients.' })
  @IsOptional()
  @Length(1, 1000)
  note?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the device says it was logged: kept as a claim.',
  })
  @IsOptional()
  @IsDate()
  claimedAt?: Date | null;
}

@InputType({ description: 'Time worked on the job.' })
export class LogHoursInput extends ClaimInput {
  @IdField('The assignment: your own.')
  assignmentId: string;
}

@InputType({ description: 'What takes the place of hours that are not verified.' })
export class CorrectHoursInput extends ClaimInput {
  @IdField('The hours to correct: your own.')
  hourLogId: string;
}

@InputType({ description: 'Hours that are taken back.' })
export class WithdrawHoursInput extends OperationInput {
  @IdField('The hours: your own.')
  hourLogId: string;

  @Field(() => String, { nullable: true, description: 'Why; 1 to 1000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  note?: string | null;
}

@InputType({ description: 'What you decide about one claim. There is no deciding about all at once.' })
export class HourDecisionInput {
  @IdField('The hours.')
  hourLogId: string;

  @Field(() => HourDecisionEnum, { description: 'VERIFIED or REJECTED.' })
  @IsIn(['VERIFIED', 'REJECTED'])
  decision: 'VERIFIED' | 'REJECTED';

  @Field(() => String, { nullable: true, description: 'Why; required to reject. 1 to 1000 characters.' })
  @IsOptional()
  @Length(1, 1000)
  reason?: string | null;
}

@InputType({ description: 'Decisions about hours of one trainee.' })
export class VerifyHoursInput extends OperationInput {
  @IdField('The assignment they belong to.')
  assignmentId: string;

  @Field(() => [HourDecisionInput], { description: '1 to 100, each about other hours.' })
  @ValidateNested({ each: true })
  @Type(() => HourDecisionInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique(({ hourLogId }: HourDecisionInput) => hourLogId)
  decisions: HourDecisionInput[];
}

@InputType({ description: 'A decision that is taken back: the hours wait for another.' })
export class ReopenHoursInput extends OperationInput {
  @IdField('The assignment they belong to.')
  assignmentId: string;

  @IdField('The hours.')
  hourLogId: string;

  @Field(() => String, { description: 'Why; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}
