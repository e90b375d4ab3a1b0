import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { DateTime, Decimal } from '../../../platform/graphql/scalars.js';
import { VALIDATION_METHODS, type ValidationMethod } from '../skills/skill.entity.js';
import { ValidationMethodEnum } from '../skills/skill.enums.js';
import { ObservationStepResultEnum, ObservationVoidingReasonEnum } from './observation.enums.js';
import { VOIDING_REASONS, type VoidingReason } from './observation.entity.js';
import { STEP_RESULTS, type StepResult } from './step-results.rules.js';

const MOST_STEPS = 100;

@InputType({ description: 'What was seen of one step. Nothing is met unless it is said.' })
export class ObservationAnswerInput {
  @IdField('The step, as the form has it.')
  stepId: string;

  @Field(() => ObservationStepResultEnum, {
    nullable: true,
    description: 'What was seen; left out on a measured step with both readings, where it is computed.',
  })
  @IsOptional()
  @IsIn(STEP_RESULTS)
  result?: StepResult | null;

  @Field(() => Decimal, { nullable: true, description: 'Of a measured step: what the trainee read.' })
  @IsOptional()
  @IsString()
  reading?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Of a measured step: what the observer read.' })
  @IsOptional()
  @IsString()
  referenceReading?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why; needed where a critical step does not apply. 1 to 500 characters.',
  })
  @IsOptional()
  @Length(1, 500)
  reason?: string | null;
}

@InputType({ description: 'An observed performance. Its result follows from the answers.' })
export class ObservationInput {
  @IdField('A UUIDv7 made by the device: whatever comes under it again is the same observation.')
  observationId: string;

  @IdField('The assignment of the trainee.')
  assignmentId: string;

  @IdField('The skill.')
  skillId: string;

  @IdField('The version of the skill whose form was filled in.')
  skillVersionId: string;

  @Field(() => DateTime, { description: 'When it began.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ended: later, and at most 16 hours later.' })
  @IsDate()
  endsAt: Date;

  @Field(() => ValidationMethodEnum, { description: 'How the skill was shown: one of the methods it lists.' })
  @IsIn(VALIDATION_METHODS)
  method: ValidationMethod;

  @Field(() => Boolean, {
    description: 'Whether without a patient. Counts only where the skill allows simulation.',
  })
  @IsBoolean()
  simulated: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'One of several trainees watched at once, as in a mock event; each of them is marked so.',
  })
  @IsBoolean()
  groupEvent: boolean;

  @Field(() => String, {
    nullable: true,
    description: "With how much help they may do it next time: a level of the skill's scale.",
  })
  @IsOptional()
  @Length(1, 100)
  entrustmentLevel?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How it went, from 1 (I had to do it) to 5 (I did not need to be there). Never averaged.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  performanceRating?: number | null;

  @Field(() => [ObservationAnswerInput], {
    description: 'Every critical step has to be answered; a step left out was not observed.',
  })
  @ArrayMaxSize(MOST_STEPS)
  @ValidateNested({ each: true })
  @Type(() => ObservationAnswerInput)
  answers: ObservationAnswerInput[];

  @Field(() => String, {
    nullable: true,
    description: 'A note, without anything that tells who a patient is; 1 to 2000 characters.',
  })
  @IsOptional()
  @Length(1, 2000)
  note?: string | null;

  @IdField('The person who observed, if it was not you.', { nullable: true })
  @IsOptional()
  observedBy?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the device says it was entered: a claim.' })
  @IsOptional()
  @IsDate()
  claimedAt?: Date | null;
}

@InputType({ description: 'That a trainee did not come to be observed. It is no attempt.' })
export class NoShowInput {
  @IdField('A UUIDv7 made by the device: whatever comes under it again is the same entry.')
  observationId: string;

  @IdField('The assignment of the trainee.')
  assignmentId: string;

  @IdField('The skill that was to be observed.')
  skillId: string;

  @IdField('The version of the skill.')
  skillVersionId: string;

  @Field(() => DateTime, { description: 'From when on they were waited for.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'Until when.' })
  @IsDate()
  endsAt: Date;

  @Field(() => String, { nullable: true, description: 'A note; 1 to 2000 characters.' })
  @IsOptional()
  @Length(1, 2000)
  note?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the device says it was entered: a claim.' })
  @IsOptional()
  @IsDate()
  claimedAt?: Date | null;
}

@InputType({ description: 'An observation to take back, for good.' })
export class ObservationVoidingInput {
  @IdField('The observation.')
  observationId: string;

  @IdField('The assignment it was recorded for.')
  assignmentId: string;

  @Field(() => ObservationVoidingReasonEnum, { description: 'What was wrong with it.' })
  @IsIn(VOIDING_REASONS)
  reasonCode: VoidingReason;

  @Field(() => String, { description: 'The same in words; 1 to 1000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'An observation to record.' })
export class RecordObservationInput extends OperationInput {
  @Field(() => ObservationInput, { description: 'What was observed.' })
  @ValidateNested()
  @Type(() => ObservationInput)
  observation: ObservationInput;
}

@InputType({ description: 'A no-show to record.' })
export class RecordNoShowInput extends OperationInput {
  @Field(() => NoShowInput, { description: 'Who did not come, to what.' })
  @ValidateNested()
  @Type(() => NoShowInput)
  noShow: NoShowInput;
}

@InputType({ description: 'An observation to void.' })
export class VoidObservationInput extends OperationInput {
  @Field(() => ObservationVoidingInput, { description: 'Which, and why.' })
  @ValidateNested()
  @Type(() => ObservationVoidingInput)
  voiding: ObservationVoidingInput;
}

@InputType({ description: 'What a trainee says of themselves, step by step. It counts for nothing.' })
export class RecordSelfAssessmentInput extends OperationInput {
  @IdField('A UUIDv7 made by the device: whatever comes under it again is the same self-assessment.')
  observationId: string;

  @IdField('Your assignment.')
  assignmentId: string;

  @IdField('The skill.')
  skillId: string;

  @IdField('The version of the skill whose form was filled in.')
  skillVersionId: string;

  @Field(() => DateTime, { description: 'When you began to practise.' })
  @IsDate()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When you ended.' })
  @IsDate()
  endsAt: Date;

  @Field(() => [ObservationAnswerInput], { description: 'As many steps as you like.' })
  @ArrayMaxSize(MOST_STEPS)
  @ValidateNested({ each: true })
  @Type(() => ObservationAnswerInput)
  answers: ObservationAnswerInput[];

  @Field(() => String, { nullable: true, description: 'A note; 1 to 2000 characters.' })
  @IsOptional()
  @Length(1, 2000)
  note?: string | null;
}
