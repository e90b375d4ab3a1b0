import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime, Decimal, PlainDate } from '../../platform/graphql/scalars.js';
import { EnrollmentStatusEnum } from '../enrollments/enrollment.enums.js';
import type { EnrollmentStatus } from '../enrollments/enrollment-status.rules.js';
import { CourseName } from '../programs/course-name.js';
import { CourseOutcomeEnum } from '../records/course-outcome.enums.js';
import type { ProgressStatus } from './progress.rules.js';

export const ProgressStatusEnum = {
  NOT_STARTED: 'NOT_STARTED',
  IN_PROGRESS: 'IN_PROGRESS',
  COMPLETE: 'COMPLETE',
  BLOCKED: 'BLOCKED',
} as const;
registerEnumType(ProgressStatusEnum, {
  name: 'ProgressStatus',
  description: 'How a program, course or module stands.',
  valuesMap: {
    NOT_STARTED: { description: 'Nothing is on record yet.' },
    IN_PROGRESS: { description: 'Something is on record, something is missing.' },
    COMPLETE: { description: 'Nothing is missing.' },
    BLOCKED: { description: 'It cannot be worked on until its prerequisites are complete.' },
  },
});

@ObjectType({ description: 'How far a trainee is in one course.' })
export class CourseOverview extends CourseName {
  @Field(() => Boolean, { description: 'Whether the program requires it.' })
  required: boolean;

  @Field(() => Int, {
    description: 'Met ÷ required clock minutes, floored; 100 exactly when nothing is missing.',
  })
  percent: number;

  @Field(() => ProgressStatusEnum, { description: 'How it stands.' })
  status: ProgressStatus;

  @Field(() => [CourseName], { description: 'Prerequisites that are not complete: they come first.' })
  blockedBy: CourseName[];

  @Field(() => CourseOutcomeEnum, { description: 'What the latest attempt came to.' })
  outcome: keyof typeof CourseOutcomeEnum;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Grade over what is graded so far; null when nothing is.',
  })
  currentPercent: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Final grade; null until everything is graded or closed.',
  })
  finalPercent: string | null;

  @Field(() => Int, { description: 'Required lessons done.' })
  lessonsDone: number;

  @Field(() => Int, { description: 'Lessons the course requires.' })
  lessonsRequired: number;

  @Field(() => Int, { description: 'Required quizzes passed and checklists complete.' })
  requirementsMet: number;

  @Field(() => Int, { description: 'Quizzes and checklists the course requires.' })
  requirementsRequired: number;

  @Field(() => Int, { description: 'Lecture minutes that count.' })
  lectureMinutes: number;

  @Field(() => Int, { description: 'Laboratory minutes that count.' })
  labMinutes: number;

  @Field(() => Int, { description: 'Placement minutes that count.' })
  placementMinutes: number;
}

export const NextStepKindEnum = { LESSON: 'LESSON', QUIZ: 'QUIZ' } as const;
registerEnumType(NextStepKindEnum, {
  name: 'NextStepKind',
  description: 'What there is to do next.',
  valuesMap: {
    LESSON: { description: 'A lesson to complete.' },
    QUIZ: { description: 'A quiz to pass: start an attempt at its requirement.' },
  },
});

@ObjectType({ description: 'The first thing that can be done now.' })
export class NextStep extends CourseName {
  @Field(() => NextStepKindEnum, { description: 'What it is.' })
  kind: keyof typeof NextStepKindEnum;

  @Field(() => ID, { description: 'The lesson, or the requirement that the quiz meets.' })
  id: string;

  @Field(() => String, { description: 'Title of the lesson or quiz.' })
  stepTitle: string;
}

@ObjectType({
  description:
    'How far a trainee is in a program, from counters: it costs the same however long the history is.',
})
export class EnrollmentOverview {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => String, { description: "The trainee's name." })
  personName: string;

  @Field(() => EnrollmentStatusEnum, { description: 'Status of the enrollment today.' })
  enrollmentStatus: EnrollmentStatus;

  @Field(() => ID, { description: 'The cohort.' })
  cohortId: string;

  @Field(() => String, { description: 'Its name.' })
  cohortName: string;

  @Field(() => PlainDate, { description: 'First day of the cohort.' })
  startsOn: string;

  @Field(() => PlainDate, { description: 'Last day of the cohort.' })
  endsOn: string;

  @Field(() => ID, { description: 'The version the enrollment is pinned to.' })
  programVersionId: string;

  @Field(() => String, { description: 'Title of the program.' })
  programTitle: string;

  @Field(() => String, { description: 'Label of the version, e.g. `2026.1`.' })
  versionLabel: string;

  @Field(() => Int, {
    description:
      'Met ÷ required clock minutes of the required courses, floored; 100 exactly when nothing is missing.',
  })
  percent: number;

  @Field(() => Int, { description: "What the cohort's calendar expects today." })
  expectedPercent: number;

  @Field(() => Boolean, { description: 'More than 10 points below the calendar.' })
  behind: boolean;

  @Field(() => Boolean, { description: 'Whether every required course is complete.' })
  complete: boolean;

  @Field(() => Int, { description: 'Holds that are not released.' })
  openHolds: number;

  @Field(() => DateTime, { nullable: true, description: 'Last time something was recorded.' })
  lastActivityAt: Date | null;

  @Field(() => [CourseOverview], { description: 'The courses, in the order of the program.' })
  courses: CourseOverview[];
}

export const EnrollmentOverviewConnection = connectionOf('EnrollmentOverview', () => EnrollmentOverview);

@ObjectType({ description: 'One of your enrollments, with what comes next.' })
export class DashboardEnrollment extends EnrollmentOverview {
  @Field(() => NextStep, {
    nullable: true,
    description:
      'The first lesson or quiz that can be done now; null when what is missing is not yours to do here: see `enrollmentProgress`.',
  })
  next: NextStep | null;
}

@ObjectType({ description: 'Everything of yours at a glance.' })
export class Dashboard {
  @Field(() => DateTime, { description: "The database's clock." })
  serverTime: Date;

  @Field(() => [DashboardEnrollment], { description: 'Your enrollments, the current ones first.' })
  enrollments: DashboardEnrollment[];
}
