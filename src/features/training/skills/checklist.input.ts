import { Field, ID, InputType, Int, IntersectionType, PartialType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsBoolean, IsIn, IsInt, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { CHECKLIST_COMPLETIONS, type ChecklistCompletionRule } from './checklist.entity.js';
import { BOUNDS } from './skill-definition.js';
import { ChecklistCompletionEnum } from './skill.enums.js';
import { CHANGES, NewDefinitionInput } from './skill.input.js';

@InputType({ description: 'A skill of a checklist in the version it stands there with.' })
export class ChecklistSkillInput {
  @Field(() => ID, { description: 'The version of the skill; it must be published when the checklist is.' })
  @IsUUID()
  skillVersionId: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the checklist is not complete without it.',
  })
  @IsBoolean()
  required: boolean;
}

@InputType({ isAbstract: true })
export class ChecklistFields {
  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @SingleLine(1, BOUNDS.title)
  title: string;

  @Field(() => ChecklistCompletionEnum, { defaultValue: 'SKILLS', description: 'What completes it.' })
  @IsIn(CHECKLIST_COMPLETIONS)
  completion: ChecklistCompletionRule;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Verified minutes on the job, 0 to 600,000; 0 for a completion by skills.',
  })
  @IsInt()
  @Min(0)
  @Max(BOUNDS.minutes)
  requiredMinutes: number;

  @Field(() => [ChecklistSkillInput], { defaultValue: [], description: 'In their order, at most 200.' })
  @ArrayMaxSize(BOUNDS.skills)
  @ValidateNested({ each: true })
  @Type(() => ChecklistSkillInput)
  skills: ChecklistSkillInput[];
}

@InputType({ isAbstract: true })
export class ChecklistVersionInput extends OperationInput {
  @IdField('The version of the checklist.')
  checklistVersionId: string;
}

@InputType({ isAbstract: true })
export class ChecklistDraftInput extends ChecklistVersionInput {
  @Field(() => Int, { description: 'The revision of the draft that was read.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  revision: number;
}

@InputType({ description: 'A new checklist, as a draft.' })
export class CreateChecklistInput extends IntersectionType(NewDefinitionInput, ChecklistFields) {}

@InputType({
  description: 'A change of a draft: what is left out stays; skills take the place of what there was.',
})
export class EditChecklistDraftInput extends IntersectionType(
  ChecklistDraftInput,
  PartialType(ChecklistFields, CHANGES),
) {}

@InputType({ description: 'A new draft of a checklist with everything of one of its versions.' })
export class CopyChecklistVersionInput extends ChecklistVersionInput {}

@InputType({ description: 'The draft to publish. It never changes again.' })
export class PublishChecklistVersionInput extends ChecklistDraftInput {}

@InputType({ description: 'The draft to throw away.' })
export class DiscardChecklistDraftInput extends ChecklistDraftInput {}

@InputType({ description: 'The published version to retire: nobody new trains by it.' })
export class RetireChecklistVersionInput extends ChecklistVersionInput {}
