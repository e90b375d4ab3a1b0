import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Decimal } from '../../platform/graphql/scalars.js';
import type { Grading } from './course.entity.js';
import type { LessonMedia, MediaKind, RequirementKind } from './module.entity.js';
import { CourseRequirementKindEnum, GradingEnum, MediaKindEnum } from './program.enums.js';

@ObjectType('Course', { description: 'A course of a program version.' })
export class CourseType {
  @Field(() => ID, { description: 'Identifies the course within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The version it belongs to.' })
  programVersionId: string;

  @Field(() => Int, { description: 'Its place among the courses, from 0.' })
  position: number;

  @Field(() => String, { description: 'Unique in the version, e.g. `PTT-104`.' })
  code: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => String, { description: 'What it is about; may be empty.' })
  summary: string;

  @Field(() => Int, { description: 'Lecture hours, in minutes.' })
  lectureMinutes: number;

  @Field(() => Int, { description: 'Lab hours, in minutes.' })
  labMinutes: number;

  @Field(() => Int, { description: 'Clinical placement hours, in minutes.' })
  placementMinutes: number;

  @Field(() => GradingEnum, { description: 'How it is graded.' })
  grading: Grading;

  @Field(() => Decimal, {
    nullable: true,
    description: "Its own pass mark; null: the version's pass marks decide.",
  })
  passMarkPercent: string | null;

  @Field(() => Boolean, { description: 'Whether the program requires it.' })
  required: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Placement minutes to be verified; null: completion does not ask.',
  })
  verifiedPlacementMinutes: number | null;

  @Field(() => Int, { description: 'Minutes of everything it requires; 0 until published.' })
  requiredMinutes: number;

  @Field(() => Int, { description: 'How many lessons it requires; 0 until published.' })
  lessonsRequired: number;

  @Field(() => Int, { description: 'How many quizzes and checklists it requires; 0 until published.' })
  requirementsRequired: number;
}

@ObjectType('GradebookCategory', { description: "A part of a course's grade." })
export class GradebookCategoryType {
  @Field(() => ID, { description: 'Identifies the category within the organization.' })
  id: string;

  @Field(() => Int, { description: 'Its place in the gradebook, from 0.' })
  position: number;

  @Field(() => String, { description: 'Unique in the course, e.g. `lab_practical`.' })
  code: string;

  @Field(() => Decimal, { description: 'Its weight; those of a course add up to 100.' })
  weightPercent: string;
}

@ObjectType('Module', { description: 'A module of a course: clock hours, spread over lessons and quizzes.' })
export class ModuleType {
  @Field(() => ID, { description: 'Identifies the module within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The course it belongs to.' })
  courseId: string;

  @Field(() => Int, { description: 'Its place in the course, from 0.' })
  position: number;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => Int, { description: 'Its clock hours, in minutes.' })
  clockMinutes: number;

  @Field(() => Boolean, { description: 'Whether the course requires it.' })
  required: boolean;
}

@ObjectType('LessonMedia', {
  description: 'Something to look at or listen to, told in words for who cannot.',
})
export class LessonMediaType implements LessonMedia {
  @Field(() => MediaKindEnum, { description: 'What it is.' })
  kind: MediaKind;

  @Field(() => String, { description: '`/files/<id>` of an uploaded file, or an https address.' })
  url: string;

  @Field(() => String, { description: 'The same in words.' })
  alt: string;
}

@ObjectType('Lesson', { description: 'A lesson of a module.' })
export class LessonType {
  @Field(() => ID, { description: 'Identifies the lesson within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The course it belongs to.' })
  courseId: string;

  @Field(() => ID, { description: 'The module it belongs to.' })
  moduleId: string;

  @Field(() => Int, { description: 'Its place in the module, from 0.' })
  position: number;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes of reading and doing; says nothing about clock hours.',
  })
  minutes: number | null;

  @Field(() => [String], { description: 'What a trainee can do afterwards.' })
  objectives: string[];

  @Field(() => [LessonMediaType], { description: 'Media beside the text.' })
  media: LessonMedia[];

  @Field(() => Boolean, { description: 'Whether the module requires it.' })
  required: boolean;

  @Field(() => Int, { description: "Its share of the module's clock minutes; 0 until published." })
  creditMinutes: number;
}

@ObjectType('CourseRequirement', {
  description: 'A quiz or checklist that a course requires besides lessons, hours and grades.',
})
export class CourseRequirementType {
  @Field(() => ID, { description: 'Identifies the requirement within the organization.' })
  id: string;

  @Field(() => ID, { description: 'The course that requires it.' })
  courseId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The module it belongs to; null: it stands on the course.',
  })
  moduleId: string | null;

  @Field(() => ID, { nullable: true, description: 'The gradebook category its score counts in; null: none.' })
  categoryId: string | null;

  @Field(() => CourseRequirementKindEnum, { description: 'What is required.' })
  kind: RequirementKind;

  @Field(() => Int, { description: 'Its place in the module or on the course, from 0.' })
  position: number;

  @Field(() => String, { description: 'Unique in the course among its kind.' })
  code: string;

  @Field(() => String, { description: 'Its name.' })
  title: string;

  @Field(() => Boolean, { description: 'Whether it must be met.' })
  required: boolean;

  @Field(() => Int, { description: "Its share of the module's clock minutes; 0 until published." })
  creditMinutes: number;
}
