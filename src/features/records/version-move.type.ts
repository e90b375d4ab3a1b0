import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Length, Matches } from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { outcome } from '../../platform/graphql/outcome.js';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { DateTime, Decimal } from '../../platform/graphql/scalars.js';
import type { CourseOutcomeCode } from './course-facts.js';
import { CourseOutcomeEnum } from './course-outcome.enums.js';
import { OwnRecord } from './record.refusals.js';

@ObjectType({
  description:
    'How one course stands before and after a move. A course passed keeps its pass and final percent; what is new in it is still to do.',
})
export class MovedCourse {
  @Field(() => String, { description: 'The code of the course.' })
  courseCode: string;

  @Field(() => CourseOutcomeEnum, {
    nullable: true,
    description: 'Its outcome now; null when only the new version has it.',
  })
  outcomeBefore: CourseOutcomeCode | null;

  @Field(() => Decimal, { nullable: true, description: 'Its final percent now; null while it is not final.' })
  finalPercentBefore: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is complete now; null when only the new version has it.',
  })
  completeBefore: boolean | null;

  @Field(() => CourseOutcomeEnum, {
    nullable: true,
    description: 'Its outcome after the move; null when only the old version has it.',
  })
  outcomeAfter: CourseOutcomeCode | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Its final percent after the move; null while it is not final.',
  })
  finalPercentAfter: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is complete after the move; null when only the old version has it.',
  })
  completeAfter: boolean | null;
}

@ObjectType({ description: 'What moving an enrollment to the program version of another cohort would do.' })
export class EnrollmentMovePreview {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The cohort it would move to.' })
  toCohortId: string;

  @Field(() => ID, { description: 'The version it is pinned to.' })
  fromVersionId: string;

  @Field(() => ID, { description: 'The version it would be pinned to.' })
  toVersionId: string;

  @Field(() => [String], {
    description: 'Records that come along: lessons, marks, quiz results, hours, credits.',
  })
  keeps: string[];

  @Field(() => [String], {
    description: 'Records without a place in the new version: kept, but without effect.',
  })
  loses: string[];

  @Field(() => [String], { description: 'Lessons and quizzes the old version did not have.' })
  adds: string[];

  @Field(() => [String], { description: 'Codes of courses only the new version has.' })
  coursesAdded: string[];

  @Field(() => [String], { description: 'Codes of courses only the old version has.' })
  coursesDropped: string[];

  @Field(() => [MovedCourse], { description: 'How each course stands before and after, by code.' })
  courses: MovedCourse[];

  @Field(() => String, { description: 'Give it to `moveEnrollment`: it proves that this was seen.' })
  hash: string;
}

@ObjectType({
  description: 'An enrollment moved to another cohort, of the same program version or another one.',
})
export class EnrollmentMove {
  @Field(() => ID, { description: 'Identifies the move.' })
  id: string;

  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The version it was pinned to.' })
  fromVersionId: string;

  @Field(() => ID, { description: 'The version it is pinned to since.' })
  toVersionId: string;

  @Field(() => ID, { description: 'Its cohort since.' })
  toCohortId: string;

  @Field(() => String, { description: 'Why.' })
  reason: string;

  @Field(() => DateTime, { description: 'When.' })
  movedAt: Date;
}

@InputType({
  description:
    'A move to another cohort, of the same program version or another one, as its preview showed it.',
})
export class MoveEnrollmentInput extends OperationInput {
  @IdField('The enrollment.')
  enrollmentId: string;

  @IdField('The cohort to move to.')
  toCohortId: string;

  @Field(() => String, { description: 'The `hash` of the preview.' })
  @Matches(/^[\w-]{43}$/, { message: 'must be the hash of a preview' })
  previewHash: string;

  @Field(() => String, { description: 'Why, 3 to 1000 characters.' })
  @Length(3, 1000)
  reason: string;
}

@RefusalType('The records have changed since the preview: look at a new one.')
export class PreviewOutdated extends Refusal {}

@RefusalType('The enrollment cannot move to that cohort.')
export class MoveNotPossible extends Refusal {
  @Field(() => String, {
    description:
      'Why: SAME_COHORT, ANOTHER_PROGRAM, VERSION_NOT_OPEN, COHORT_CLOSED or ENROLLED_THERE_ALREADY.',
  })
  problem: string;
}

export const MoveEnrollmentResult = outcome('MoveEnrollmentResult', () => [
  EnrollmentMove,
  OwnRecord,
  PreviewOutdated,
  MoveNotPossible,
]);
