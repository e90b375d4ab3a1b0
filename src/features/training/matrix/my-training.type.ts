import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { AssignmentHours } from '../hours/hour-log.type.js';
import type { Assignment } from '../placements/assignment.js';
import { AssignmentType } from '../placements/assignment.type.js';
import type { ChecklistCompletionRule } from '../skills/checklist.entity.js';
import { ChecklistCompletionEnum } from '../skills/skill.enums.js';
import { SkillStatusEnum } from '../sign-offs/sign-off.type.js';
import type { SkillStatus } from '../sign-offs/skill-status.rules.js';

@ObjectType({ description: 'How far you are with a skill, and what is missing until you may use it.' })
export class MySkill {
  /** Of which organization it is. */
  skillOrgId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, { description: 'Its version that is asked for.' })
  skillVersionId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => Boolean, { description: 'Whether the checklist is not complete without it.' })
  required: boolean;

  @Field(() => SkillStatusEnum, { description: 'Where you stand today.' })
  status: SkillStatus;

  @Field(() => ID, { nullable: true, description: 'The sign-off that decides; null: none does.' })
  signOffId: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day it counts; null: it does not expire, or is not signed.',
  })
  expiresOn: string | null;

  @Field(() => [String], { description: 'Why, one sentence each.' })
  because: readonly string[];

  @Field(() => Int, { description: 'Satisfactory observations since the last sign-off.' })
  observations: number;

  @Field(() => Int, { description: 'How many are asked for.' })
  observationsRequired: number;

  @Field(() => Int, { description: 'On how many dates they were.' })
  dates: number;

  @Field(() => Int, { description: 'How many are asked for.' })
  datesRequired: number;

  @Field(() => Int, { description: 'By how many validators they were.' })
  validators: number;

  @Field(() => Int, { description: 'How many are asked for.' })
  validatorsRequired: number;

  @Field(() => Boolean, { description: 'Whether an action plan is open, which blocks signing.' })
  actionPlanOpen: boolean;

  @Field(() => [String], { description: 'Codes of skills that must be current before and are not.' })
  prerequisitesMissing: readonly string[];

  @Field(() => [String], {
    description: 'What is missing until you may use it, one sentence each. Empty: you may.',
  })
  missing: readonly string[];

  @Field(() => String, { description: 'What to do next.' })
  next: string;
}

@ObjectType({ description: 'One of your assignments, with everything it asks for.' })
export class MyAssignment {
  @Field(() => AssignmentType, { description: 'The assignment.' })
  assignment: Assignment;

  @Field(() => String, { description: 'Name of the checklist.' })
  checklistTitle: string;

  @Field(() => ChecklistCompletionEnum, { description: 'What completes it.' })
  completion: ChecklistCompletionRule;

  @Field(() => Int, { description: 'Verified minutes it asks for; 0 for a completion by skills.' })
  requiredMinutes: number;

  @Field(() => Boolean, { description: 'Whether the checklist is complete.' })
  complete: boolean;

  @Field(() => String, { description: 'How far, in a sentence.' })
  because: string;

  @Field(() => AssignmentHours, { nullable: true, description: 'Your hours there so far.' })
  hours: AssignmentHours | null;

  @Field(() => [MySkill], {
    description: 'What is asked of you, in the order of the checklist; what the site added comes last.',
  })
  skills: MySkill[];

  @Field(() => String, { description: 'What to begin with.' })
  next: string;
}

@ObjectType({ description: 'Your training on the job.' })
export class MyTraining {
  @Field(() => [MyAssignment], { description: 'Your assignments, the latest first.' })
  assignments: MyAssignment[];

  @Field(() => String, { description: 'What to do next.' })
  next: string;
}
