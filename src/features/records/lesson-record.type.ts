import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { CourseBlocked, EnrollmentNotActive } from './lesson-record.refusals.js';

@ObjectType({ description: 'A lesson that a trainee has done.' })
export class LessonCompletion {
  @Field(() => ID, { description: 'The enrollment it counts for.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The lesson.' })
  lessonId: string;

  @Field(() => DateTime, { description: 'When the server recorded it: the time that counts.' })
  completedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "What the trainee's device claimed." })
  claimedAt: Date | null;
}

@ObjectType({ description: 'Where a trainee stopped in a lesson.' })
export class LessonPosition {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The lesson.' })
  lessonId: string;

  @Field(() => String, { description: 'A bookmark made by the client, as it was saved.' })
  position: string;

  @Field(() => DateTime, { description: 'When it was saved.' })
  updatedAt: Date;
}

export const CompleteLessonResult = outcome('CompleteLessonResult', () => [
  LessonCompletion,
  CourseBlocked,
  EnrollmentNotActive,
]);

export const SaveLessonPositionResult = outcome('SaveLessonPositionResult', () => [LessonPosition]);
