import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, Decimal, PlainDate } from '../../../platform/graphql/scalars.js';
import { DraftChanged } from '../../programs/program.refusals.js';
import {
  DefinitionDraftExists,
  DefinitionIncomplete,
  DefinitionInUse,
  DefinitionNotDraft,
  DefinitionNotPublished,
  SkillCodeTaken,
} from './definition.refusals.js';
import type { DefinitionStatus, RiskBand, ValidationMethod, VersionEffect } from './skill.entity.js';
import {
  DefinitionStatusEnum,
  RiskBandEnum,
  TaskClassEnum,
  ValidationMethodEnum,
  VersionEffectEnum,
} from './skill.enums.js';
import type { TaskClass } from './tasks.js';

@ObjectType('Skill', { description: 'One competency by its code; what it asks for stands in its versions.' })
export class SkillType {
  @Field(() => ID, { description: 'Identifies the skill.' })
  id: string;

  @Field(() => ID, { name: 'organizationId', description: 'The organization that defines it.' })
  orgId: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  code: string;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt: Date;
}

@ObjectType('SkillStep', { description: 'One thing an observer looks at.' })
export class SkillStepType {
  @Field(() => ID, { description: 'Identifies the step.' })
  id: string;

  @Field(() => Int, { description: 'Its place, from 1.' })
  position: number;

  @Field(() => String, { description: 'What is to be seen.' })
  text: string;

  @Field(() => Boolean, {
    description: 'Whether it fails the whole observation when it is not met or not observed.',
  })
  critical: boolean;

  @Field(() => Boolean, {
    description:
      'Whether "not applicable" may be answered though it is critical; other steps always allow it.',
  })
  mayBeNotApplicable: boolean;

  @Field(() => String, { nullable: true, description: 'What is measured; null: nothing.' })
  measureUnit: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'How far the readings of trainee and observer may lie apart, that included; null where nothing is measured.',
  })
  measureTolerance: string | null;
}

@ObjectType('SkillVersion', {
  description:
    'What a skill asks for. Once published it never changes: observations and sign-offs point at it.',
})
export class SkillVersionType {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => Int, { description: '1 for the first version, and so on.' })
  number: number;

  @Field(() => DefinitionStatusEnum, { description: 'Draft, published or retired.' })
  status: DefinitionStatus;

  @Field(() => Int, {
    description: 'Grows with every edit of the draft: an edit names the one it was made on.',
  })
  revision: number;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => String, { description: 'The task it clears for, of the task vocabulary.' })
  taskCode: string;

  @Field(() => Boolean, { description: 'Whether it is done with a patient.' })
  patientContact: boolean;

  @Field(() => RiskBandEnum, { description: 'How complex it is, and how much harm a mistake may do.' })
  riskBand: RiskBand;

  @Field(() => [ValidationMethodEnum], { description: 'How it may be shown.' })
  methods: ValidationMethod[];

  @Field(() => Boolean, { description: 'Whether a simulation counts.' })
  simulationAllowed: boolean;

  @Field(() => Decimal, {
    description:
      'Share of the observed, applicable steps that must be met, in percent; besides, every critical one.',
  })
  cutScorePercent: string;

  @Field(() => Int, { description: 'Satisfactory observations needed.' })
  requiredObservations: number;

  @Field(() => Int, { description: 'On at least so many dates.' })
  requiredDates: number;

  @Field(() => Int, { description: 'By at least so many validators.' })
  requiredValidators: number;

  @Field(() => Boolean, {
    description: 'Whether they must follow one another, with none between that was not met.',
  })
  consecutive: boolean;

  @Field(() => Int, { description: 'Attempts not met until an action plan is due.' })
  maxAttempts: number;

  @Field(() => [String], { description: 'Levels of entrustment, from most to least help.' })
  entrustmentScale: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The lowest level of the scale at which an observation counts; null: any.',
  })
  minEntrustment: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Calendar months a sign-off holds; null: it does not expire.',
  })
  validityMonths: number | null;

  @Field(() => Int, { description: 'Days before the expiry in which renewing keeps the anchor.' })
  renewalWindowDays: number;

  @Field(() => Int, { description: 'Days after it in which an observation may be entered.' })
  lateEntryDays: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Months without performing it after which it is to be reviewed; null: no such limit.',
  })
  inactivityMonths: number | null;

  @Field(() => Boolean, { description: 'Whether somebody else must approve the sign-off.' })
  finalApproval: boolean;

  @Field(() => VersionEffectEnum, {
    description: 'What sign-offs of earlier versions are worth once this one is published.',
  })
  effect: VersionEffect;

  @Field(() => PlainDate, { nullable: true, description: 'The day to revalidate by, with REVALIDATE_BY.' })
  revalidateBy: string | null;

  @Field(() => DateTime, { description: 'When it was begun.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was retired; null unless it was.' })
  retiredAt: Date | null;
}

@ObjectType({ description: 'A task that skills clear for and that supervision rules speak of.' })
export class TaskCode {
  @Field(() => String, { description: 'The task.' })
  code: string;

  @Field(() => TaskClassEnum, { description: 'What it has to do with patients.' })
  taskClass: TaskClass;
}

export const SkillConnection = connectionOf('Skill', () => SkillType);

export const CreateSkillResult = outcome('CreateSkillResult', () => [SkillVersionType, SkillCodeTaken]);
export const CopySkillVersionResult = outcome('CopySkillVersionResult', () => [
  SkillVersionType,
  DefinitionDraftExists,
]);
export const EditSkillDraftResult = outcome('EditSkillDraftResult', () => [
  SkillVersionType,
  DraftChanged,
  DefinitionNotDraft,
]);
export const PublishSkillVersionResult = outcome('PublishSkillVersionResult', () => [
  SkillVersionType,
  DraftChanged,
  DefinitionNotDraft,
  DefinitionIncomplete,
]);
export const DiscardSkillDraftResult = outcome('DiscardSkillDraftResult', () => [
  SkillType,
  DraftChanged,
  DefinitionNotDraft,
  DefinitionInUse,
]);
export const RetireSkillVersionResult = outcome('RetireSkillVersionResult', () => [
  SkillVersionType,
  DefinitionNotPublished,
]);
