import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { StandingKindEnum } from '../../credentials/standing.enums.js';
import type { StandingKind } from '../../credentials/standing.js';
import { WorkRequirementSuperseded } from './work-requirement.refusals.js';
import { REQUIRED_FOR, type RequiredFor } from './work-requirement.js';

export const RequiredForEnum = Object.fromEntries(REQUIRED_FOR.map((each) => [each, each]));
registerEnumType(RequiredForEnum, {
  name: 'RequiredFor',
  description: 'What something has to be current for.',
  valuesMap: {
    ASSIGNMENT_START: {
      description: 'Before an assignment starts: till then nothing is observed and no hour counts.',
    },
    SIGN_OFF: { description: 'On the day a sign-off counts from.' },
    HOURS: { description: 'On every day whose hours are to count.' },
  },
});

@ObjectType('WorkRequirement', {
  description:
    'What an organization asks for before somebody works. It stays as it is: another one replaces or withdraws it.',
})
export class WorkRequirementType {
  @Field(() => ID, { description: 'Identifies the requirement.' })
  id: string;

  @Field(() => StandingKindEnum, { description: 'A card, a clearance or a training.' })
  kind: StandingKind;

  @Field(() => String, { description: 'Code of its type.' })
  code: string;

  @Field(() => [RequiredForEnum], { description: 'What it is required for.' })
  requiredFor: RequiredFor[];

  @Field(() => ID, { nullable: true, description: 'The site it holds at; null: all.' })
  siteId: string | null;

  @Field(() => String, { nullable: true, description: 'The task it holds for; null: any.' })
  taskCode: string | null;

  @Field(() => PlainDate, { description: 'The first day it holds.' })
  effectiveFrom: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; null: open.' })
  effectiveTo: string | null;

  @Field(() => String, { description: 'Where it is written.' })
  citation: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The requirement it replaces or withdraws from its first day on.',
  })
  supersedesId: string | null;

  @Field(() => Boolean, { description: 'Whether it only withdraws the other one.' })
  withdrawn: boolean;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

export const RecordWorkRequirementResult = outcome('RecordWorkRequirementResult', () => [
  WorkRequirementType,
  WorkRequirementSuperseded,
]);

export const WithdrawWorkRequirementResult = outcome('WithdrawWorkRequirementResult', () => [
  WorkRequirementType,
  WorkRequirementSuperseded,
]);
