import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import type { CeDelivery, CeNature } from '../policies/policy.js';
import type { CeActivityKind, CeRole } from './ce-activity.js';
import { CeActivityKindEnum, CeDeliveryEnum, CeNatureEnum, CeRoleEnum } from './ce-activity.enums.js';
import {
  CeActivityKnownAlready,
  CeActivityWithdrawn,
  CeCourseLinkedAlready,
  CeCourseLinkHasEnded,
} from './ce-activity.refusals.js';

@ObjectType({ description: 'Minutes of one subject.' })
export class CeCategory {
  @Field(() => String, { description: 'Code of the subject, as policies name it.' })
  code: string;

  @Field(() => Int, { description: 'Minutes of it.' })
  minutes: number;
}

@ObjectType({
  description: 'That an activity was approved; it counts for whoever finishes it on those days.',
})
export class CeApproval {
  @Field(() => String, { description: 'Who approved.' })
  approver: string;

  @Field(() => String, { nullable: true, description: 'Number of the approval.' })
  number: string | null;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day; null: until further notice.' })
  endsOn: string | null;
}

@ObjectType({ description: 'A version of an activity: the latest holds, earlier ones stay readable.' })
export class CeActivityVersion {
  @Field(() => Int, { description: 'Counted from 1.' })
  number: number;

  @Field(() => String, { description: 'Its title.' })
  title: string;

  @Field(() => Int, { description: 'Minutes of instruction.' })
  minutes: number;

  @Field(() => Boolean, { description: 'Whether it took the activity out of the catalogue.' })
  withdrawn: boolean;

  @Field(() => String, { nullable: true, description: 'Why it was made; null for the first.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  recordedAt: Date;
}

@ObjectType({ description: 'What can be attended or taught for credit.' })
export class CeActivity {
  @Field(() => ID, { description: 'Identifies the activity within the organization.' })
  id: string;

  @Field(() => Int, { description: 'The version in force, counted from 1.' })
  number: number;

  @Field(() => String, { description: 'Its title.' })
  title: string;

  @Field(() => CeActivityKindEnum, { description: 'Kind of activity.' })
  kind: CeActivityKind;

  @Field(() => CeNatureEnum, { description: 'What it is besides education.' })
  nature: CeNature;

  @Field(() => String, { description: 'Who gives it.' })
  provider: string;

  @Field(() => String, { nullable: true, description: 'Number under which a state knows the provider.' })
  providerNumber: string | null;

  @Field(() => String, {
    description: 'What makes it the same course whatever its title: repeated within a cycle it counts once.',
  })
  courseIdentity: string;

  @Field(() => String, { nullable: true, description: 'Tracking number at a state’s system.' })
  courseNumber: string | null;

  @Field(() => CeDeliveryEnum, { description: 'How it is given.' })
  delivery: CeDelivery;

  @Field(() => Int, { description: 'Minutes of instruction.' })
  minutes: number;

  @Field(() => Boolean, { description: 'Whether a part of it may be earned.' })
  partialAllowed: boolean;

  @Field(() => [CeCategory], { description: 'Subjects with their minutes.' })
  categories: CeCategory[];

  @Field(() => [String], { description: 'What it is besides its subjects, as policies name it.' })
  properties: string[];

  @Field(() => [CeApproval], { description: 'Who approved it, and when.' })
  approvals: CeApproval[];

  @Field(() => Boolean, { description: 'Whether it was taken out of the catalogue.' })
  withdrawn: boolean;

  @Field(() => DateTime, { description: 'When this version was made.' })
  recordedAt: Date;
}

export const CeActivityConnection = connectionOf('CeActivity', () => CeActivity);

@ObjectType({ description: 'A course of one’s own that yields an activity to those who finish or teach it.' })
export class CeCourseLink {
  @Field(() => ID, { description: 'Identifies the link within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The program of the course.' })
  programId: string;

  @Field(() => String, { description: 'Code of the course, the same in all versions of the program.' })
  courseCode: string;

  @Field(() => ID, { description: 'The activity.' })
  activityId: string;

  @Field(() => CeRoleEnum, { description: 'ATTENDEE: to those who pass it. TEACHER: to those who teach it.' })
  role: CeRole;

  @Field(() => PlainDate, { description: 'Courses finished from this day on.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'Until this day; null: until further notice.' })
  endsOn: string | null;

  @Field(() => String, { description: 'By which policy of the organization.' })
  reason: string;

  @Field(() => Int, { description: 'How many completions were credited by it.' })
  credited: number;
}

@ObjectType({ description: 'What was credited by a link just now.' })
export class CeCoursesCredited {
  @Field(() => ID, { description: 'The link.' })
  ceCourseLinkId: string;

  @Field(() => Int, { description: 'How many completions were new.' })
  credited: number;

  @Field(() => Int, {
    description: 'How many that had been credited were withdrawn: the course is passed no more.',
  })
  withdrawn: number;

  @Field(() => String, { description: 'The same in words.' })
  message: string;
}

export const AddCeActivityResult = outcome('AddCeActivityResult', () => [CeActivity, CeActivityKnownAlready]);

export const CorrectCeActivityResult = outcome('CorrectCeActivityResult', () => [
  CeActivity,
  CeActivityWithdrawn,
]);

export const WithdrawCeActivityResult = outcome('WithdrawCeActivityResult', () => [
  CeActivity,
  CeActivityWithdrawn,
]);

export const CeCourseLinkConnection = connectionOf('CeCourseLink', () => CeCourseLink);

export const LinkCeCourseResult = outcome('LinkCeCourseResult', () => [
  CeCourseLink,
  CeCourseLinkedAlready,
  CeActivityWithdrawn,
]);

export const EndCeCourseLinkResult = outcome('EndCeCourseLinkResult', () => [
  CeCourseLink,
  CeCourseLinkHasEnded,
]);

export const CreditCeCoursesResult = outcome('CreditCeCoursesResult', () => [
  CeCoursesCredited,
  CeActivityWithdrawn,
]);
