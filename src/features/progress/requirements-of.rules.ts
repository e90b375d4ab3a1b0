import type { CourseFacts } from '../records/course-facts.js';
import type { CourseReason } from '../records/course-outcome.rules.js';
import { isMet, outcomeOf, standingOf } from '../records/course-standing.rules.js';
import { standingResult } from '../records/requirement-result.rules.js';
import type {
  CourseRequirements,
  HoursRequirement,
  MeetingRecord,
  ProgramRequirements,
  ProgressRecord,
  Requirement,
} from '../records/requirements.js';
import type { Outline, OutlineCourse, OutlineItem } from './outline.js';

const HOURS_TITLE = {
  LECTURE: 'Lecture hours',
  LAB: 'Laboratory hours',
  PLACEMENT: 'Placement hours',
} as const;

export const gradeKey = (courseId: string): string => `grade:${courseId}`;

/** The requirement tree that progress is computed from: the version's outline, with each course's grade and hours. */
export function requirementsOf(
  outline: Outline,
  facts: ReadonlyMap<string, CourseFacts>,
): ProgramRequirements {
  return {
    programVersionId: outline.programVersionId,
    courses: outline.courses.map((course) => courseRequirements(course, facts.get(course.id))),
    items: [],
  };
}

/** What is on record, as facts that meet those requirements. Recognized prior learning meets a whole course. */
export function recordsOf(
  requirements: ProgramRequirements,
  outline: Outline,
  facts: ReadonlyMap<string, CourseFacts>,
): ProgressRecord[] {
  return outline.courses.flatMap((course, index) => {
    const known = facts.get(course.id);
    if (!known) return [];
    return known.credited ? everythingMet(requirements.courses[index]!) : recordsOfCourse(course, known);
  });
}

/** Why the grade of a course is not passed, in the words of its rules: marks missing, a practical failed. */
export function gradeReasons(facts: CourseFacts): CourseReason[] {
  return outcomeOf(facts).reasons.filter(
    ({ code }) => code.startsWith('GRADE_') || code.startsWith('PRACTICAL_'),
  );
}

function courseRequirements(course: OutlineCourse, facts: CourseFacts | undefined): CourseRequirements {
  return {
    courseId: course.id,
    title: course.title,
    required: course.required,
    prerequisiteIds: course.prerequisiteIds,
    modules: course.modules.map(({ id, title, minutes, required, items }) => ({
      moduleId: id, title, minutes, required, items: items.map((item) => requirementOf(item, facts)),
    })),
    items: [...course.items.map((item) => requirementOf(item, facts)), ...(facts ? gatesOf(course, facts) : [])],
  }; // prettier-ignore
}

function requirementOf(
  { id, kind, title, required, resolved }: OutlineItem,
  facts: CourseFacts | undefined,
): Requirement {
  const standing = facts ? standingResult(facts.results, id) : null;
  return { key: id, kind, title, required, resolved, because: standing?.met ? null : standing?.reason };
}

function gatesOf(course: OutlineCourse, facts: CourseFacts): (Requirement | HoursRequirement)[] {
  const gate = { required: true, resolved: true };
  const { grades, practicals, hours } = standingOf(facts);
  const graded = grades.length + practicals.length > 0;
  return [
    ...hours.map(({ kind, requiredMinutes }) => ({
      ...gate, key: `hours:${kind}:${course.id}`, kind: 'HOURS' as const, title: HOURS_TITLE[kind], hoursKind: kind, requiredMinutes,
    })),
    ...(graded ? [{ ...gate, key: gradeKey(course.id), kind: 'GRADE' as const, title: `The grade of ${course.title}` }] : []),
  ]; // prettier-ignore
}

function recordsOfCourse(course: OutlineCourse, facts: CourseFacts): ProgressRecord[] {
  const items = [...course.modules.flatMap((module) => module.items), ...course.items];
  const met = items.filter((item) => (item.kind === 'LESSON' ? item.done : isMet(facts, item.id)));
  const hours = standingOf(facts).hours.filter(({ countedMinutes }) => countedMinutes > 0);
  return [
    ...met.map(({ id }) => meeting(id)),
    ...hours.map(({ kind, countedMinutes }) => ({
      ...meeting(`hours:${kind}:${course.id}`),
      minutes: countedMinutes,
    })),
    ...(gradeReasons(facts).length === 0 ? [meeting(gradeKey(course.id))] : []),
  ];
}

function everythingMet(course: CourseRequirements): MeetingRecord[] {
  const items = [...course.modules.flatMap((module) => module.items), ...course.items];
  return items.map((item) => ({
    ...meeting(item.key),
    ...(item.kind === 'HOURS' ? { minutes: item.requiredMinutes } : {}),
  }));
}

const meeting = (key: string): MeetingRecord => ({ id: `met:${key}`, type: 'MET', key });
