import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { DateTime, Decimal } from '../../platform/graphql/scalars.js';
import { EnrollmentNotActive } from '../enrollments/enrollment.refusals.js';
import { CourseNotFailed, CoursePassedAlready, PriorLearningUnchanged } from './course-attempt.refusals.js';
import { CourseOutcomeEnum } from './course-outcome.enums.js';
import { OwnRecord } from './record.refusals.js';

@ObjectType({ description: 'One attempt at a course. A repeated course keeps every attempt (inv 43).' })
export class CourseAttempt {
  @Field(() => ID, { description: 'Identifies the attempt.' })
  id: string;

  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => String, { description: "The course's code." })
  courseCode: string;

  @Field(() => Int, { description: '1 for the first.' })
  number: number;

  @Field(() => CourseOutcomeEnum, { description: 'What it came to.' })
  outcome: string;

  @Field(() => Decimal, { nullable: true, description: 'The final grade; null until there is one.' })
  finalPercent: string | null;

  @Field(() => DateTime, { description: 'When its first record was made.' })
  startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided; null while it is open.' })
  decidedAt: Date | null;
}

@ObjectType({ description: 'A decision on whether learning elsewhere stands for a course.' })
export class PriorLearningDecision {
  @Field(() => ID, { description: 'Identifies the decision.' })
  id: string;

  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => Boolean, { description: 'Whether the course is credited.' })
  granted: boolean;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => String, { description: 'What it rests on.' })
  evidence: string;

  @Field(() => ID, { nullable: true, description: 'The file that shows it.' })
  evidenceFileId: string | null;

  decidedBy: string | null;

  @Field(() => DateTime, { description: 'When.' })
  decidedAt: Date;

  @Field(() => ID, { nullable: true, description: 'The earlier decision it takes the place of.' })
  supersedesId: string | null;
}

export const RepeatCourseResult = outcome('RepeatCourseResult', () => [
  CourseAttempt,
  OwnRecord,
  CourseNotFailed,
  EnrollmentNotActive,
]);
export const RecognizePriorLearningResult = outcome('RecognizePriorLearningResult', () => [
  PriorLearningDecision,
  OwnRecord,
  CoursePassedAlready,
  PriorLearningUnchanged,
]);
