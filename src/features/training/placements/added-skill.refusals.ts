import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType(
  'Only the organization whose site it is adds skills: of its own catalogue, besides the checklist.',
)
export class SiteAddsSkills extends Refusal {}

@RefusalType('The skill has no published version.')
export class SkillNotInForce extends Refusal {}

@RefusalType('The assignment asks for this skill already.')
export class SkillAskedForAlready extends Refusal {}

@RefusalType('The assignment does not ask for what the skill builds on: add that first.')
export class SkillBuildsOnOthers extends Refusal {
  @Field(() => [String], { description: 'Codes of the skills that are missing.' })
  missingSkillCodes: string[];
}

@RefusalType('The task of the skill is not for trainees at the site, so it is not asked for there.')
export class SkillTaskProhibited extends Refusal {
  @Field(() => String, { description: 'The task.' })
  taskCode: string;
}

@RefusalType('Other added skills build on it: remove those first.')
export class AddedSkillNeeded extends Refusal {
  @Field(() => [String], { description: 'Codes of the skills that build on it.' })
  neededBySkillCodes: string[];
}

@RefusalType('The skill was not added to the assignment: its checklist asks for it, or nobody does.')
export class SkillNotAdded extends Refusal {}
