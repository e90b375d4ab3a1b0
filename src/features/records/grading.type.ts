import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime, Decimal } from '../../platform/graphql/scalars.js';
import { CourseOutcomeEnum } from './course-outcome.enums.js';
import { EnrollmentNotActive } from './lesson-record.refusals.js';
import {
  CategoryClosed,
  CategoryUnchanged,
  EntrySuperseded,
  ItemAlreadyGraded,
  MarkNotAccepted,
  OwnRecord,
  PracticalNotAccepted,
} from './record.refusals.js';

export const MarkSourceEnum = { INSTRUCTOR: 'INSTRUCTOR', CSV: 'CSV', QUIZ: 'QUIZ' };
registerEnumType(MarkSourceEnum, {
  name: 'MarkSource',
  description: 'How a mark came into the gradebook.',
  valuesMap: {
    INSTRUCTOR: { description: 'Entered by hand.' },
    CSV: { description: 'Imported with others from a table.' },
    QUIZ: { description: 'Earned in a quiz.' },
  },
});

@ObjectType('GradeEntry', {
  description: 'A mark as it was entered. It never changes: a correction is a later entry that names it.',
})
export class GradeEntry {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => ID, { description: 'The enrollment it counts for.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => ID, { description: 'The attempt at the course.' })
  courseAttemptId: string;

  @Field(() => ID, { description: 'The gradebook category.' })
  categoryId: string;

  @Field(() => String, { description: "What was graded; the requirement's code for a quiz." })
  item: string;

  @Field(() => MarkSourceEnum, { description: 'How it came into the gradebook.' })
  source: 'INSTRUCTOR' | 'CSV' | 'QUIZ';

  @Field(() => Decimal, { nullable: true, description: 'Points earned; null when the mark is voided.' })
  earned: string | null;

  @Field(() => Decimal, { description: 'Points possible.' })
  possible: string;

  @Field(() => Decimal, { nullable: true, description: 'Weight within the category, where one was given.' })
  weight: string | null;

  @Field(() => Int, { description: 'Of a practical: which attempt; otherwise 1.' })
  attemptNumber: number;

  @Field(() => Decimal, { nullable: true, description: 'Of a practical: the technical score in percent.' })
  technicalPercent: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Of a practical: whether every critical step was met.',
  })
  criticalStepsMet: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why it corrects or voids an earlier entry.' })
  reason: string | null;

  @Field(() => ID, { nullable: true, description: 'The earlier entry it takes the place of.' })
  supersedesId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The later entry that took its place; null while it stands.',
  })
  supersededById: string | null;

  @Field(() => ID, { nullable: true, description: 'The entry it was copied from when the enrollment moved.' })
  originId: string | null;

  recordedBy: string | null;

  @Field(() => DateTime, { description: 'When it was entered.' })
  recordedAt: Date;
}

@ObjectType({ description: 'What to know about a figure, in words for a person and a code for a program.' })
export class GradeNote {
  @Field(() => String, { description: 'Stable name of the note.' })
  code: string;

  @Field(() => String, { description: 'The note.' })
  message: string;
}

@ObjectType({ description: 'What one category adds to a grade.' })
export class CategoryGrade {
  @Field(() => ID, { description: 'The gradebook category.' })
  categoryId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => Decimal, { description: 'Its weight in percent.' })
  weight: string;

  @Field(() => Boolean, { description: 'Whether it is closed for the cohort.' })
  closed: boolean;

  @Field(() => Decimal, { description: 'Points earned in what counts.' })
  earned: string;

  @Field(() => Decimal, { description: 'Points possible in what counts.' })
  possible: string;

  @Field(() => Decimal, { nullable: true, description: 'Percent reached; null while nothing counts.' })
  percent: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Points of the current grade that come from here; null while it is left out.',
  })
  contribution: string | null;

  @Field(() => GradeNote, { nullable: true, description: 'Why it is not complete.' })
  note: GradeNote | null;
}

@ObjectType('CourseReason', {
  description: 'Something between the trainee and the pass, and what would meet it.',
})
export class CourseReasonType {
  @Field(() => String, { description: 'Stable name of the reason.' })
  code: string;

  @Field(() => String, { description: 'What is missing.' })
  message: string;

  @Field(() => String, { description: 'What would meet it.' })
  wouldMeet: string;
}

@ObjectType({ description: 'How one enrollment stands in the gradebook of one course.' })
export class CourseGrade {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => String, { description: "The course's code." })
  courseCode: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The attempt at the course; null before the first record.',
  })
  attemptNumber: number | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The grade as it stands today: categories without a mark are left out of it.',
  })
  currentPercent: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The course grade; null until every category is closed or graded in full.',
  })
  finalPercent: string | null;

  @Field(() => CourseOutcomeEnum, { description: 'Passed, failed, credited or still open.' })
  outcome: string;

  @Field(() => [CourseReasonType], { description: 'Why it is not passed; empty when it is.' })
  reasons: CourseReasonType[];

  @Field(() => [CategoryGrade], { description: 'Each category of the gradebook, in order.' })
  categories: CategoryGrade[];
}

@ObjectType({ description: 'A line of an import that was not taken, and why.' })
export class RejectedLine {
  @Field(() => Int, { description: 'Line of the CSV, the header being line 1.' })
  line: number;

  @Field(() => String, { description: 'Stable name of what is wrong.' })
  code: string;

  @Field(() => String, { description: 'What is wrong, for a person to read.' })
  message: string;
}

@ObjectType({ description: 'What an import of marks did: good lines are kept, bad ones reported.' })
export class GradeImport {
  @Field(() => Int, { description: 'Marks entered.' })
  entered: number;

  @Field(() => Int, { description: 'Marks that were there already, the same.' })
  unchanged: number;

  @Field(() => [RejectedLine], { description: 'Lines that were not taken.' })
  rejected: RejectedLine[];
}

@ObjectType({ description: 'Whether a gradebook category is closed for a cohort.' })
export class CategoryClosure {
  @Field(() => ID, { description: 'The cohort.' })
  cohortId: string;

  @Field(() => ID, { description: 'The gradebook category.' })
  categoryId: string;

  @Field(() => Boolean, {
    description: 'Closed: nothing more is expected, and what is not graded counts as 0.',
  })
  closed: boolean;

  @Field(() => String, { nullable: true, description: 'Why it was opened again.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'Since when.' })
  decidedAt: Date;
}

export const GradeEntryConnection = connectionOf('GradeEntry', () => GradeEntry);
export const CourseGradeConnection = connectionOf('CourseGrade', () => CourseGrade);

export const RecordGradeResult = outcome('RecordGradeResult', () => [
  GradeEntry,
  OwnRecord,
  MarkNotAccepted,
  ItemAlreadyGraded,
  CategoryClosed,
  EnrollmentNotActive,
]);
export const RecordPracticalResult = outcome('RecordPracticalResult', () => [
  GradeEntry,
  OwnRecord,
  PracticalNotAccepted,
  CategoryClosed,
  EnrollmentNotActive,
]);
export const CorrectGradeResult = outcome('CorrectGradeResult', () => [
  GradeEntry,
  OwnRecord,
  MarkNotAccepted,
  PracticalNotAccepted,
  EntrySuperseded,
]);
export const VoidGradeResult = outcome('VoidGradeResult', () => [
  GradeEntry,
  OwnRecord,
  CategoryClosed,
  EntrySuperseded,
]);
export const ImportGradesResult = outcome('ImportGradesResult', () => [GradeImport]);
export const CloseCategoryResult = outcome('CloseCategoryResult', () => [CategoryClosure, CategoryUnchanged]);
export const ReopenCategoryResult = outcome('ReopenCategoryResult', () => [
  CategoryClosure,
  CategoryUnchanged,
]);
