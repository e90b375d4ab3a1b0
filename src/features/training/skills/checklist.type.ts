import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { DraftChanged } from '../../programs/program.refusals.js';
import type { ChecklistCompletionRule } from './checklist.entity.js';
import {
  ChecklistCodeTaken,
  DefinitionDraftExists,
  DefinitionIncomplete,
  DefinitionNotDraft,
  DefinitionNotPublished,
} from './definition.refusals.js';
import type { DefinitionStatus } from './skill.entity.js';
import { ChecklistCompletionEnum, DefinitionStatusEnum } from './skill.enums.js';

@ObjectType('Checklist', { description: 'A set of skills by its code; the skills stand in its versions.' })
export class ChecklistType {
  @Field(() => ID, { description: 'Identifies the checklist.' })
  id: string;

  @Field(() => ID, { name: 'organizationId', description: 'The organization that defines it.' })
  orgId: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  code: string;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt: Date;
}

@ObjectType('ChecklistVersion', {
  description:
    'Which skills in which versions, and what completes them. Once published it never changes: trainees are held to it.',
})
export class ChecklistVersionType {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => Int, { description: 'Grows from version to version.' })
  number: number;

  @Field(() => DefinitionStatusEnum, { description: 'Draft, published or retired.' })
  status: DefinitionStatus;

  @Field(() => Int, {
    description: 'Grows with every edit of the draft: an edit names the one it was made on.',
  })
  revision: number;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => ChecklistCompletionEnum, { description: 'What completes it.' })
  completion: ChecklistCompletionRule;

  @Field(() => Int, { description: 'Verified minutes on the job; 0 for a completion by skills.' })
  requiredMinutes: number;

  @Field(() => DateTime, { description: 'When it was begun.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was retired; null unless it was.' })
  retiredAt: Date | null;
}

@ObjectType('ChecklistSkill', { description: 'A skill of a checklist in the version it stands there with.' })
export class ChecklistSkillType {
  @Field(() => Int, { description: 'Its place, from 1.' })
  position: number;

  @Field(() => Boolean, { description: 'Whether the checklist is not complete without it.' })
  required: boolean;
}

export const ChecklistConnection = connectionOf('Checklist', () => ChecklistType);

export const CreateChecklistResult = outcome('CreateChecklistResult', () => [
  ChecklistVersionType,
  ChecklistCodeTaken,
]);
export const CopyChecklistVersionResult = outcome('CopyChecklistVersionResult', () => [
  ChecklistVersionType,
  DefinitionDraftExists,
]);
export const EditChecklistDraftResult = outcome('EditChecklistDraftResult', () => [
  ChecklistVersionType,
  DraftChanged,
  DefinitionNotDraft,
]);
export const PublishChecklistVersionResult = outcome('PublishChecklistVersionResult', () => [
  ChecklistVersionType,
  DraftChanged,
  DefinitionNotDraft,
  DefinitionIncomplete,
]);
export const DiscardChecklistDraftResult = outcome('DiscardChecklistDraftResult', () => [
  ChecklistType,
  DraftChanged,
  DefinitionNotDraft,
]);
export const RetireChecklistVersionResult = outcome('RetireChecklistVersionResult', () => [
  ChecklistVersionType,
  DefinitionNotPublished,
]);
