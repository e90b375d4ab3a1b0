import { InputType } from '@nestjs/graphql';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';

@InputType({ isAbstract: true })
export class SkillOfAssignmentInput extends OperationInput {
  @IdField('The assignment.')
  assignmentId: string;

  @IdField('A skill of the organization whose site it is.')
  skillId: string;
}

@InputType({ description: 'A skill to ask for in an assignment, besides its checklist.' })
export class AddSkillToAssignmentInput extends SkillOfAssignmentInput {}

@InputType({ description: 'An added skill to ask for no longer.' })
export class RemoveSkillFromAssignmentInput extends SkillOfAssignmentInput {}
