import { applyDecorators } from '@nestjs/common';
import { ArgsType, Field, ID, InputType, Int, IntersectionType, PartialType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { Decimal, PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { BOUNDS } from './skill-definition.js';
import {
  RISK_BANDS,
  VALIDATION_METHODS,
  VERSION_EFFECTS,
  type RiskBand,
  type ValidationMethod,
  type VersionEffect,
} from './skill.entity.js';
import { RiskBandEnum, ValidationMethodEnum, VersionEffectEnum } from './skill.enums.js';

export const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
export const CODE_RULE = {
  message: '$property must be a code of at most 60 letters, digits, dots, dashes and underscores',
};
const PERCENT = /^(\d{1,2}(\.\d{1,2})?|100(\.00?)?)$/;
const PERCENT_RULE = { message: '$property must be a percent from 0 to 100 with at most two decimals' };

/** What an edit leaves out stays as it is; null empties what may be empty and is refused elsewhere. */
export const CHANGES = { skipNullProperties: false, omitDefaultValues: true } as const;

export const OF_PARTNER = 'The organization that defines it, where it is a partner of yours by an agreement.';

const whole = (min: number, max: number): PropertyDecorator => applyDecorators(IsInt(), Min(min), Max(max));

@ArgsType()
export class DefinitionsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the code or of a title, at most 200 characters.',
  })
  @IsOptional()
  @MaxLength(200)
  search?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'An organization you have an agreement with: what it has published. Left out: your own.',
  })
  @IsOptional()
  @IsUUID()
  organizationId?: string | null;
}

@InputType({ description: 'A reading that trainee and observer both take.' })
export class StepMeasureInput {
  @Field(() => String, { description: 'What is read, 1 to 40 characters, e.g. `mmHg`.' })
  @SingleLine(1, BOUNDS.unit)
  unit: string;

  @Field(() => Decimal, { description: 'How far the two readings may lie apart, that included; 0 or more.' })
  @Matches(/^\d/, { message: '$property must be 0 or more' })
  tolerance: string;
}

@InputType({ description: 'One thing an observer looks at.' })
export class SkillStepInput {
  @Field(() => String, { description: 'What is to be seen, 1 to 500 characters, without a leading "!".' })
  @SingleLine(1, BOUNDS.stepText)
  @Matches(/^(?!!)/, { message: '$property must not begin with "!": say `critical` instead' })
  text: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it fails the whole observation when it is not met or not observed.',
  })
  @IsBoolean()
  critical: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether "not applicable" may be answered though it is critical; other steps always allow it.',
  })
  @IsBoolean()
  mayBeNotApplicable: boolean;

  @Field(() => StepMeasureInput, { nullable: true, description: 'What is measured; null: nothing.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => StepMeasureInput)
  measure?: StepMeasureInput | null;
}

@InputType({ isAbstract: true })
export class SkillFields {
  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @SingleLine(1, BOUNDS.title)
  title: string;

  @Field(() => String, {
    description: 'A code of the task vocabulary (`taskCodes`), e.g. `transfer_assistance`.',
  })
  @Length(1, 60)
  taskCode: string;

  @Field(() => Boolean, { description: 'Whether it is done with a patient.' })
  @IsBoolean()
  patientContact: boolean;

  @Field(() => RiskBandEnum, { description: 'How complex it is, and how much harm a mistake may do.' })
  @IsIn(RISK_BANDS)
  riskBand: RiskBand;

  @Field(() => [ValidationMethodEnum], { description: 'How it may be shown.' })
  @ArrayUnique()
  @IsIn(VALIDATION_METHODS, { each: true })
  methods: ValidationMethod[];

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a simulation counts.' })
  @IsBoolean()
  simulationAllowed: boolean;

  @Field(() => Decimal, {
    description:
      'Share of the observed, applicable steps that must be met, 0 to 100 percent; besides, every critical one.',
  })
  @Matches(PERCENT, PERCENT_RULE)
  cutScorePercent: string;

  @Field(() => Int, { description: 'Satisfactory observations needed, 1 to 100.' })
  @whole(1, BOUNDS.observations)
  requiredObservations: number;

  @Field(() => Int, { defaultValue: 1, description: 'On at least so many dates.' })
  @whole(1, BOUNDS.observations)
  requiredDates: number;

  @Field(() => Int, { defaultValue: 1, description: 'By at least so many validators.' })
  @whole(1, BOUNDS.observations)
  requiredValidators: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether they must follow one another, with none between that was not met.',
  })
  @IsBoolean()
  consecutive: boolean;

  @Field(() => Int, {
    defaultValue: 3,
    description: 'Attempts not met until an action plan is due, 1 to 100.',
  })
  @whole(1, BOUNDS.attempts)
  maxAttempts: number;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Levels of entrustment, from most to least help; at most 10 of at most 60 characters.',
  })
  @ArrayMaxSize(BOUNDS.levels)
  @Matches(/^\w{1,60}$/, {
    each: true,
    message: 'each level must be 1 to 60 letters, digits and underscores',
  })
  entrustmentScale: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The lowest level of the scale at which an observation counts; null: any.',
  })
  @IsOptional()
  @Length(1, BOUNDS.level)
  minEntrustment?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Calendar months a sign-off holds, 1 to 120; null: it does not expire.',
  })
  @IsOptional()
  @whole(1, BOUNDS.months)
  validityMonths?: number | null;

  @Field(() => Int, {
    defaultValue: 60,
    description: 'Days before the expiry in which renewing keeps the anchor, 0 to 366.',
  })
  @whole(0, BOUNDS.days)
  renewalWindowDays: number;

  @Field(() => Int, {
    defaultValue: 7,
    description: 'Days after it in which an observation may be entered, 0 to 366.',
  })
  @whole(0, BOUNDS.days)
  lateEntryDays: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Months without performing it after which it is to be reviewed, 1 to 120; null: no such limit.',
  })
  @IsOptional()
  @whole(1, BOUNDS.months)
  inactivityMonths?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether somebody else must approve the sign-off.',
  })
  @IsBoolean()
  finalApproval: boolean;

  @Field(() => VersionEffectEnum, {
    defaultValue: 'NONE',
    description: 'What sign-offs of earlier versions are worth once this one is published.',
  })
  @IsIn(VERSION_EFFECTS)
  effect: VersionEffect;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The day to revalidate by; with REVALIDATE_BY alone.',
  })
  @IsOptional()
  revalidateBy?: string | null;

  @Field(() => [SkillStepInput], { defaultValue: [], description: 'In their order, at most 100.' })
  @ArrayMaxSize(BOUNDS.steps)
  @ValidateNested({ each: true })
  @Type(() => SkillStepInput)
  steps: SkillStepInput[];

  @Field(() => [ID], { defaultValue: [], description: 'Skills to be signed off before, at most 50.' })
  @ArrayMaxSize(BOUNDS.prerequisites)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  prerequisiteSkillIds: string[];
}

@InputType({ isAbstract: true })
export class SkillVersionInput extends OperationInput {
  @IdField('The version of the skill.')
  skillVersionId: string;
}

@InputType({ isAbstract: true })
export class SkillDraftInput extends SkillVersionInput {
  @Field(() => Int, { description: 'The revision of the draft that was read.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  revision: number;
}

@InputType({ isAbstract: true })
export class NewDefinitionInput extends OperationInput {
  @Field(() => String, {
    description: 'Unique in the organization: at most 60 letters, digits, dots, dashes and underscores.',
  })
  @Matches(CODE, CODE_RULE)
  code: string;
}

@InputType({ description: 'A new skill, as a draft.' })
export class CreateSkillInput extends IntersectionType(NewDefinitionInput, SkillFields) {}

@InputType({
  description:
    'A change of a draft: what is left out stays; steps and prerequisites take the place of what there was.',
})
export class EditSkillDraftInput extends IntersectionType(
  SkillDraftInput,
  PartialType(SkillFields, CHANGES),
) {}

@InputType({ description: 'A new draft of a skill with everything of one of its versions.' })
export class CopySkillVersionInput extends SkillVersionInput {}

@InputType({ description: 'The draft to publish. It never changes again.' })
export class PublishSkillVersionInput extends SkillDraftInput {}

@InputType({ description: 'The draft to throw away.' })
export class DiscardSkillDraftInput extends SkillDraftInput {}

@InputType({ description: 'The published version to retire: it goes into nothing new.' })
export class RetireSkillVersionInput extends SkillVersionInput {}
