import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ProgressStatus } from './progress.rules.js';
import { CourseName } from '../programs/course-name.js';
import { EnrollmentOverview, ProgressStatusEnum } from './overview.type.js';

export const MISSING_CODES = {
  LESSON_NOT_DONE: 'LESSON_NOT_DONE',
  QUIZ_NOT_PASSED: 'QUIZ_NOT_PASSED',
  GRADE_NOT_PASSED: 'GRADE_NOT_PASSED',
  HOURS_SHORT: 'HOURS_SHORT',
  CHECKLIST_NOT_COMPLETE: 'CHECKLIST_NOT_COMPLETE',
  CREDENTIAL_NOT_CURRENT: 'CREDENTIAL_NOT_CURRENT',
  REQUIREMENT_UNRESOLVED: 'REQUIREMENT_UNRESOLVED',
} as const;
registerEnumType(MISSING_CODES, {
  name: 'MissingCode',
  description: 'What kind of thing is missing.',
  valuesMap: {
    LESSON_NOT_DONE: { description: 'A required lesson is not completed.' },
    QUIZ_NOT_PASSED: { description: 'A required quiz is not passed.' },
    GRADE_NOT_PASSED: { description: 'The grade of a course, or a practical, is open or below its mark.' },
    HOURS_SHORT: { description: 'Fewer minutes count than are required.' },
    CHECKLIST_NOT_COMPLETE: { description: 'A checklist of skills is not signed off.' },
    CREDENTIAL_NOT_CURRENT: { description: 'A card is missing or has expired.' },
    REQUIREMENT_UNRESOLVED: {
      description:
        'The program names something that does not exist yet: it can not be met until the school adds it.',
    },
  },
});

@ObjectType({ description: 'An unmet requirement: why something is not complete, and what would meet it.' })
export class MissingRequirement {
  @Field(() => MISSING_CODES, { description: 'What kind of thing is missing.' })
  code: keyof typeof MISSING_CODES;

  @Field(() => ID, {
    description:
      'Names the requirement: the id of its lesson, quiz or checklist requirement, or a key of its own.',
  })
  key: string;

  @Field(() => ID, { nullable: true, description: 'The course it belongs to.' })
  courseId: string | null;

  @Field(() => ID, { nullable: true, description: 'The module it belongs to.' })
  moduleId: string | null;

  @Field(() => String, { description: 'What is missing, for a person to read.' })
  message: string;

  @Field(() => String, { description: 'What would meet it.' })
  wouldMeet: string;

  @Field(() => [CourseName], {
    description: 'Courses to complete before it can be worked on; empty when it can be now.',
  })
  blockedBy: CourseName[];

  @Field(() => Int, { nullable: true, description: 'For hours: minutes required.' })
  requiredMinutes?: number;

  @Field(() => Int, { nullable: true, description: 'For hours: minutes that count so far.' })
  countedMinutes?: number;
}

@ObjectType({ isAbstract: true })
abstract class ProgressPart {
  @Field(() => Int, {
    description: 'Met ÷ required clock minutes, floored; 100 exactly when nothing is missing.',
  })
  percent: number;

  @Field(() => ProgressStatusEnum, { description: 'How it stands.' })
  status: ProgressStatus;

  @Field(() => [MissingRequirement], {
    description: 'Everything that is missing, in the order of the program.',
  })
  missing: MissingRequirement[];
}

@ObjectType({ description: 'How far a trainee is in one module.' })
export class ModuleProgress extends ProgressPart {
  @Field(() => ID, { description: 'The module.' })
  moduleId: string;

  @Field(() => String, { description: 'Its title.' })
  title: string;
}

@ObjectType({ description: 'How far a trainee is in one course, and why it is not complete.' })
export class CourseProgress extends ProgressPart {
  @Field(() => ID, { description: 'The course.' })
  courseId: string;

  @Field(() => String, { description: 'Its code.' })
  code: string;

  @Field(() => String, { description: 'Its title.' })
  title: string;

  @Field(() => [CourseName], { description: 'Prerequisites that are not complete: they stop this course.' })
  blockedBy: CourseName[];

  @Field(() => [ModuleProgress], { description: 'Its required modules, in order.' })
  modules: ModuleProgress[];
}

@ObjectType({ description: 'How far a trainee is in a program, what is next, and why it is not complete.' })
export class EnrollmentProgress extends ProgressPart {
  @Field(() => ID, { description: 'The enrollment.' })
  enrollmentId: string;

  @Field(() => ID, { description: 'The version it is pinned to.' })
  programVersionId: string;

  @Field(() => MissingRequirement, {
    nullable: true,
    description: 'The first missing requirement that can be worked on now.',
  })
  next: MissingRequirement | null;

  @Field(() => [CourseProgress], { description: 'The courses the program requires, in order.' })
  courses: CourseProgress[];
}

@ObjectType({ description: 'The progress of an enrollment changed.' })
export class ProgressChange {
  @Field(() => ID, { description: 'Whose progress changed.' })
  enrollmentId: string;

  @Field(() => EnrollmentOverview, { description: 'How far it is now.' })
  overview: EnrollmentOverview;
}
