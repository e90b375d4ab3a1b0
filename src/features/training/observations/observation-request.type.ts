import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import { ObservationRequestAnswerEnum } from './observation.enums.js';
import {
  ObservationAlreadyRequested,
  ObservationIdTaken,
  ObservationOutsideAssignment,
  ObservationRequestAnswered,
  ObservedSkillNotAssigned,
} from './observation.refusals.js';
import type { RequestAnswer } from './observation-request.entity.js';

@ObjectType({ description: 'A trainee asks to be observed.' })
export class ObservationRequest {
  @Field(() => ID, { description: 'Made by the device that asked.' })
  id: string;

  @Field(() => ID, { description: 'The assignment: observe with it.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => String, { nullable: true, description: "The trainee's name." })
  traineeName: string | null;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => String, { description: 'Code of the skill.' })
  skillCode: string;

  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => ID, { nullable: true, description: 'The supervisor asked by name; null: whoever has time.' })
  askedPersonId: string | null;

  @Field(() => String, { nullable: true, description: 'The note.' })
  note: string | null;

  @Field(() => DateTime, { description: 'When it reached the server.' })
  requestedAt: Date;

  @Field(() => ObservationRequestAnswerEnum, {
    nullable: true,
    description: 'What became of it; null: open.',
  })
  answer: RequestAnswer | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was answered.' })
  answeredAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'The observation that answered it.' })
  observationId: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was declined.' })
  declinedBecause: string | null;
}

export const ObservationRequestConnection = connectionOf('ObservationRequest', () => ObservationRequest);

export const RequestObservationResult = outcome('RequestObservationResult', () => [
  ObservationRequest,
  ObservationAlreadyRequested,
  ObservationIdTaken,
  ObservationOutsideAssignment,
  ObservedSkillNotAssigned,
]);

export const WithdrawObservationRequestResult = outcome('WithdrawObservationRequestResult', () => [
  ObservationRequest,
  ObservationRequestAnswered,
]);

export const DeclineObservationRequestResult = outcome('DeclineObservationRequestResult', () => [
  ObservationRequest,
  ObservationRequestAnswered,
]);
