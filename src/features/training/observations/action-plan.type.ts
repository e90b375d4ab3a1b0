import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { OwnRecord } from '../../records/record.refusals.js';
import {
  ActionPlanAlreadyOpen,
  ActionPlanEnded,
  ActionPlanUnwritten,
  ObservedSkillNotAssigned,
  ObserverNotEligible,
} from './observation.refusals.js';

export const ACTION_PLAN_STATUSES = ['OPEN', 'DONE', 'CANCELLED', 'NOT_NEEDED'] as const;
export type ActionPlanStatus = (typeof ACTION_PLAN_STATUSES)[number];

export const ActionPlanStatusEnum = Object.fromEntries(ACTION_PLAN_STATUSES.map((each) => [each, each]));
registerEnumType(ActionPlanStatusEnum, {
  name: 'ActionPlanStatus',
  description: 'Where an action plan is.',
  valuesMap: {
    OPEN: { description: 'To be done: the skill is not signed off before.' },
    DONE: { description: 'Done: attempts are counted anew.' },
    CANCELLED: { description: 'Given up, for the reason said.' },
    NOT_NEEDED: { description: 'An observation that made it necessary was voided.' },
  },
});

@ObjectType({
  description: 'Retrain, then be observed again. Blocks the sign-off of the skill while it is open.',
})
export class ActionPlan {
  @Field(() => ID, { description: 'Identifies the plan.' })
  id: string;

  @Field(() => ID, { description: 'The assignment it was opened for.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, { nullable: true, description: 'The observation with which it became necessary.' })
  observationId: string | null;

  @Field(() => String, { description: 'Why it was opened.' })
  reason: string;

  @Field(() => String, { description: 'What is to be done; empty until somebody writes it.' })
  plan: string;

  @Field(() => PlainDate, { nullable: true, description: 'By when.' })
  dueOn: string | null;

  @Field(() => ID, { nullable: true, description: 'The person who opened it; null: it opened by itself.' })
  openedBy: string | null;

  @Field(() => DateTime, { description: 'When.' })
  openedAt: Date;

  @Field(() => ActionPlanStatusEnum, { description: 'Where it is.' })
  planStatus: ActionPlanStatus;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  endedAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'The person who ended it.' })
  endedBy: string | null;

  @Field(() => String, { nullable: true, description: 'What was done, or why it was given up.' })
  endNote: string | null;
}

export const ActionPlanConnection = connectionOf('ActionPlan', () => ActionPlan);

export const OpenActionPlanResult = outcome('OpenActionPlanResult', () => [
  ActionPlan,
  OwnRecord,
  ObservedSkillNotAssigned,
  ActionPlanAlreadyOpen,
]);

export const WriteActionPlanResult = outcome('WriteActionPlanResult', () => [
  ActionPlan,
  OwnRecord,
  ActionPlanEnded,
]);

export const CompleteActionPlanResult = outcome('CompleteActionPlanResult', () => [
  ActionPlan,
  OwnRecord,
  ActionPlanEnded,
  ActionPlanUnwritten,
  ObservedSkillNotAssigned,
  ObserverNotEligible,
]);

export const CancelActionPlanResult = outcome('CancelActionPlanResult', () => [
  ActionPlan,
  OwnRecord,
  ActionPlanEnded,
]);
