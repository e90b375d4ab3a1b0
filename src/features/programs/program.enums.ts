import { registerEnumType } from '@nestjs/graphql';
import { GRADINGS } from './course.entity.js';
import { DOCUMENT_FORMATS } from './document/source.js';
import { MEDIA_KINDS, REQUIREMENT_KINDS } from './module.entity.js';
import { PROGRAM_VERSION_STATUSES } from './program.entity.js';

const enumOf = <T extends string>(names: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const ProgramVersionStatusEnum = enumOf(PROGRAM_VERSION_STATUSES);
registerEnumType(ProgramVersionStatusEnum, {
  name: 'ProgramVersionStatus',
  description: 'Where a version is in its life.',
  valuesMap: {
    DRAFT: { description: 'May be edited; nobody can be enrolled in it.' },
    PUBLISHED: { description: 'Never changes again; open to enrollments.' },
    RETIRED: { description: 'Closed to new enrollments; those enrolled go on.' },
  },
});

export const GradingEnum = enumOf(GRADINGS);
registerEnumType(GradingEnum, {
  name: 'Grading',
  description: 'How a course is graded.',
  valuesMap: {
    GRADED: { description: 'By a weighted gradebook, against a pass mark.' },
    PASS_FAIL: { description: 'Passed or not, without a grade.' },
  },
});

export const CourseRequirementKindEnum = enumOf(REQUIREMENT_KINDS);
registerEnumType(CourseRequirementKindEnum, {
  name: 'CourseRequirementKind',
  description: 'What a course can require besides lessons, hours and grades.',
  valuesMap: {
    QUIZ: { description: 'A quiz to pass, in a module or at the end of the course.' },
    CHECKLIST: { description: 'A checklist of skills to be signed off.' },
  },
});

export const MediaKindEnum = enumOf(MEDIA_KINDS);
registerEnumType(MediaKindEnum, {
  name: 'MediaKind',
  description: 'What a piece of media is.',
  valuesMap: {
    IMAGE: { description: 'A picture.' },
    VIDEO: { description: 'Moving pictures.' },
    AUDIO: { description: 'Sound alone.' },
    DOCUMENT: { description: 'Something to read or print.' },
  },
});

export const DocumentFormatEnum = enumOf(DOCUMENT_FORMATS);
registerEnumType(DocumentFormatEnum, {
  name: 'DocumentFormat',
  description: 'How a program is written down as text.',
  valuesMap: {
    YAML: { description: 'YAML 1.2.' },
    JSON: { description: 'JSON, with the same members.' },
  },
});

export const DRAFT_PARTS = ['COURSE', 'MODULE', 'LESSON', 'CATEGORY', 'REQUIREMENT'] as const;
export type DraftPart = (typeof DRAFT_PARTS)[number];
export const DraftPartEnum = enumOf(DRAFT_PARTS);
registerEnumType(DraftPartEnum, {
  name: 'DraftPart',
  description: 'What can be moved or removed in a draft.',
  valuesMap: {
    COURSE: { description: 'A course with all that is in it.' },
    MODULE: { description: 'A module with its lessons and quizzes.' },
    LESSON: { description: 'A lesson.' },
    CATEGORY: { description: 'A gradebook category.' },
    REQUIREMENT: { description: 'A quiz or checklist that a course requires.' },
  },
});
