import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime, Decimal, PlainDate } from '../../../platform/graphql/scalars.js';
import { AccommodationNotStanding, OwnAccommodation } from './accommodation.refusals.js';

@ObjectType('Accommodation', {
  description:
    'What a person is granted at every quiz. It never changes: amending and withdrawing add an entry that takes its place. Of several that are valid the most generous of each kind counts.',
})
export class AccommodationType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => Decimal, { description: 'By what time limits are multiplied.' })
  timeMultiplier: string;

  @Field(() => Int, {
    description: 'Minutes of breaks in each attempt, in which its time stands still.',
  })
  breakMinutes: number;

  @Field(() => Int, { description: 'By how many minutes quizzes close later.' })
  closingExtensionMinutes: number;

  @Field(() => Int, { description: 'Attempts beyond those allowed.' })
  extraAttempts: number;

  @Field(() => PlainDate, { description: "The first day it holds, in the cohort's zone." })
  validFrom: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day it holds; null: without end.' })
  validUntil: string | null;

  @Field(() => Boolean, { description: 'Whether this entry withdrew the one before it.' })
  withdrawn: boolean;

  @Field(() => ID, { nullable: true, description: 'The entry whose place it took; null: the first.' })
  supersedesId: string | null;

  @Field(() => ID, { nullable: true, description: 'The entry that took its place; null: none so far.' })
  supersededById: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why. Null for everybody but those who may read health records.',
  })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was put on record.' })
  recordedAt: Date;
}

export const GrantAccommodationResult = outcome('GrantAccommodationResult', () => [
  AccommodationType,
  OwnAccommodation,
]);
export const AmendAccommodationResult = outcome('AmendAccommodationResult', () => [
  AccommodationType,
  AccommodationNotStanding,
  OwnAccommodation,
]);
export const WithdrawAccommodationResult = outcome('WithdrawAccommodationResult', () => [
  AccommodationType,
  AccommodationNotStanding,
  OwnAccommodation,
]);
