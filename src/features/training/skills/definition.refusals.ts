import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { PublicationProblem } from '../../quizzes/bank/question.refusals.js';
import type { DefinitionStatus } from './skill.entity.js';
import { DefinitionStatusEnum } from './skill.enums.js';

@RefusalType('Another skill of the organization has this code.')
export class SkillCodeTaken extends Refusal {
  @Field(() => ID, { description: 'The skill that has it.' })
  skillId: string;
}

@RefusalType('Another checklist of the organization has this code.')
export class ChecklistCodeTaken extends Refusal {
  @Field(() => ID, { description: 'The checklist that has it.' })
  checklistId: string;
}

@RefusalType('The version is published or retired and never changes: copy it to a new draft.')
export class DefinitionNotDraft extends Refusal {
  @Field(() => DefinitionStatusEnum, { description: 'What the version is.' })
  status: DefinitionStatus;
}

@RefusalType('Only a published version can be retired.')
export class DefinitionNotPublished extends Refusal {
  @Field(() => DefinitionStatusEnum, { description: 'What the version is.' })
  status: DefinitionStatus;
}

@RefusalType('There is a draft already: edit that one, publish it or discard it.')
export class DefinitionDraftExists extends Refusal {
  @Field(() => ID, { description: 'The version that is a draft.' })
  draftId: string;
}

@RefusalType('The version cannot be published yet.')
export class DefinitionIncomplete extends Refusal {
  @Field(() => [PublicationProblem], { description: 'Everything that stands in the way, at once.' })
  problems: PublicationProblem[];
}

@RefusalType('The draft stands on the draft of a checklist: take it off there first.')
export class DefinitionInUse extends Refusal {
  @Field(() => [String], { description: 'Codes of the checklists.' })
  checklistCodes: string[];
}
