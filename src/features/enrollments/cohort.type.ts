import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import { COHORT_STATES, type CohortState } from './cohort.entity.js';
import {
  CohortClosed,
  CohortCodeTaken,
  NotAnInstructor,
  NotTeaching,
  ProgramVersionNotOpen,
} from './cohort.refusals.js';

export const CohortStateEnum = Object.fromEntries(COHORT_STATES.map((state) => [state, state]));
registerEnumType(CohortStateEnum, {
  name: 'CohortState',
  description: "Where today, in the cohort's time zone, lies to its dates.",
  valuesMap: {
    UPCOMING: { description: 'It has not started.' },
    RUNNING: { description: 'Today lies within its dates, both inclusive.' },
    ENDED: { description: 'Its last day is over.' },
  },
});

@ObjectType('Milestone', { description: 'How far the calendar expects a trainee to be on a day.' })
export class MilestoneType {
  @Field(() => PlainDate, { description: 'The day.' })
  on: string;

  @Field(() => Int, { description: 'Whole percent of the required clock hours.' })
  percent: number;
}

@ObjectType('CohortTeacher', { description: 'A member who teaches a cohort.' })
export class CohortTeacherType {
  @Field(() => ID, { description: 'Their membership.' })
  membershipId: string;

  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => String, { description: 'Their name.' })
  name: string;
}

@ObjectType('Cohort', {
  description: 'Trainees who go through one version of a program together, by one calendar.',
})
export class CohortType {
  @Field(() => ID, { description: 'Identifies the cohort within the organization.' })
  id: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  code: string;

  @Field(() => String, { description: 'What people call it.' })
  name: string;

  @Field(() => ID, { description: 'The program version everybody enrolled here studies; it never changes.' })
  programVersionId: string;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { description: 'The last day, inclusive.' })
  endsOn: string;

  @Field(() => String, { description: 'IANA time zone in which its dates are read.' })
  timeZone: string;

  @Field(() => [MilestoneType], {
    description: 'Expected progress by date, in order; with none, a straight line from start to end.',
  })
  milestones: MilestoneType[];

  @Field(() => CohortStateEnum, { description: "Upcoming, running or ended, today in the cohort's zone." })
  state: CohortState;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when nobody can be enrolled any more; null while it is open.',
  })
  closedAt: Date | null;
}

export const CohortConnection = connectionOf('Cohort', () => CohortType);

export const CreateCohortResult = outcome('CreateCohortResult', () => [
  CohortType,
  CohortCodeTaken,
  ProgramVersionNotOpen,
]);
export const UpdateCohortResult = outcome('UpdateCohortResult', () => [
  CohortType,
  CohortCodeTaken,
  CohortClosed,
]);
export const CloseCohortResult = outcome('CloseCohortResult', () => [CohortType, CohortClosed]);
export const AddCohortInstructorResult = outcome('AddCohortInstructorResult', () => [
  CohortType,
  NotAnInstructor,
]);
export const RemoveCohortInstructorResult = outcome('RemoveCohortInstructorResult', () => [
  CohortType,
  NotTeaching,
]);
