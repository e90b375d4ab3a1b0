import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import {
  AddedSkillNeeded,
  SiteAddsSkills,
  SkillAskedForAlready,
  SkillBuildsOnOthers,
  SkillNotAdded,
  SkillNotInForce,
  SkillTaskProhibited,
} from './added-skill.refusals.js';

@ObjectType('AddedSkill', {
  description: 'A skill that a site asks for in an assignment, besides the checklist.',
})
export class AddedSkillType {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => DateTime, { description: 'When it was added.' })
  addedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was removed; null while it is asked for.' })
  removedAt: Date | null;
}

export const AddSkillToAssignmentResult = outcome('AddSkillToAssignmentResult', () => [
  AddedSkillType,
  SiteAddsSkills,
  SkillNotInForce,
  SkillAskedForAlready,
  SkillBuildsOnOthers,
  SkillTaskProhibited,
]);
export const RemoveSkillFromAssignmentResult = outcome('RemoveSkillFromAssignmentResult', () => [
  AddedSkillType,
  SiteAddsSkills,
  SkillNotAdded,
  AddedSkillNeeded,
]);
