import type { CourseOutline, LessonOutline, ModuleOutline, ProgramOutline } from './outline.js';
import { hoursText } from './hours-notation.rules.js';
import { imageProblems } from './lesson-html.js';

/** Where in the outline, as steps from its root, in the words of the document form. */
export type Path = readonly (string | number)[];

export interface OutlineProblem {
  readonly path: Path;
  readonly message: string;
}

/** Everything that stands in the way of publishing this version, at once; empty when it may be published. */
export const problemsOf = (outline: ProgramOutline): OutlineProblem[] => [
  ...structureProblems(outline),
  ...completenessProblems(outline),
];

/** What makes no sense in a draft either: codes told twice, names of nothing, prerequisites in a circle. */
export function structureProblems({ courses }: ProgramOutline): OutlineProblem[] {
  const doubles = duplicates(courses.map(({ code }) => code)).map(([i, code]) => ({
    path: ['courses', i, 'code'],
    message: `there are two courses ${code}`,
  }));
  return [
    ...doubles,
    ...(doubles.length ? [] : prerequisiteProblems(courses)), // which of the two is meant?
    ...courses.flatMap((course, i) =>
      at(['courses', i], [...duplicateProblems(course), ...categoryProblems(course)]),
    ),
  ];
}

/**
 * What a draft may still lack. What is optional stands beside the sums: inv 40 adds up what is required.
 */
export function completenessProblems(outline: ProgramOutline): OutlineProblem[] {
  return [
    ...programProblems(outline),
    ...requiredChainProblems(outline.courses),
    ...outline.courses.flatMap((course, i) => at(['courses', i], courseProblems(course))),
  ];
}

/** `courses[2].modules[0].hours` */
export const pathText = (path: Path): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i ? `.${step}` : step)).join('');

function programProblems({ courses, placementGate, ...outline }: ProgramOutline): OutlineProblem[] {
  const required = courses.filter((course) => course.required);
  const minutes = sum(required.map((c) => c.lectureMinutes + c.labMinutes + c.placementMinutes));
  const codes = new Set(courses.map(({ code }) => code));
  return [
    ...unless(required.length > 0, ['courses'], 'a program needs at least one required course'),
    ...unless(
      minutes === outline.totalClockMinutes,
      ['program', 'total_clock_hours'],
      `the required courses add up to ${hoursText(minutes)} clock hours, not ${hoursText(outline.totalClockMinutes)}`,
    ),
    ...passMark(outline.lecturePassMarkPercent, ['program', 'course_pass_mark_pct', 'lecture']),
    ...passMark(outline.labPassMarkPercent, ['program', 'course_pass_mark_pct', 'lab']),
    ...(placementGate?.coursesPassed ?? []).flatMap((code, i) =>
      unless(
        codes.has(code),
        ['program', 'placement_gate', 'courses_passed', i],
        `there is no course ${code}`,
      ),
    ),
  ];
}

/** Every prerequisite exists, and no chain of them leads back to where it began (inv 10). */
function prerequisiteProblems(courses: readonly CourseOutline[]): OutlineProblem[] {
  const byCode = new Map(courses.map((course) => [course.code, course]));
  const leadsTo = (from: string, target: string, seen: Set<string>): boolean =>
    (byCode.get(from)?.prerequisites ?? []).some((next) => {
      if (next === target) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return leadsTo(next, target, seen);
    });
  return courses.flatMap(({ code, prerequisites }, c) => {
    const path = ['courses', c, 'prerequisites'];
    return [
      ...prerequisites.flatMap((other, p) =>
        unless(byCode.has(other), [...path, p], `${code} builds on ${other}, and there is no such course`),
      ),
      ...duplicates(prerequisites).map(([p, other]) => ({
        path: [...path, p],
        message: `${other} is named twice`,
      })),
      ...unless(
        !leadsTo(code, code, new Set()),
        path,
        `${code} builds on itself through its prerequisites, which must not go in a circle`,
      ),
    ];
  });
}

/** Nobody is made to take a course that builds on one they may leave out. */
function requiredChainProblems(courses: readonly CourseOutline[]): OutlineProblem[] {
  const optional = new Set(courses.filter(({ required }) => !required).map(({ code }) => code));
  return courses.flatMap(({ code, required, prerequisites }, c) =>
    prerequisites.flatMap((other, p) =>
      unless(
        !required || !optional.has(other),
        ['courses', c, 'prerequisites', p],
        `${code} is required, so ${other}, which it builds on, must be required too`,
      ),
    ),
  );
}

function duplicateProblems(course: CourseOutline): OutlineProblem[] {
  const categories = duplicates(course.categories.map(({ code }) => code));
  const places = requirementPlaces(course);
  const requirements = duplicates(places.map(({ requirement: { kind, code } }) => `${kind} ${code}`));
  return [
    ...categories.map(([i, code]) => ({
      path: ['gradebook', i, 'category'],
      message: `the gradebook has two categories ${code}`,
    })),
    ...requirements.map(([i]) => {
      const { requirement, path } = places[i]!;
      return {
        path,
        message: `${course.code} asks twice for ${requirement.kind.toLowerCase()} ${requirement.code}`,
      };
    }),
  ];
}

function categoryProblems(course: CourseOutline): OutlineProblem[] {
  const categories = new Set(course.categories.map(({ code }) => code));
  return requirementPlaces(course).flatMap(({ requirement: { code, category }, path }) =>
    unless(
      category === null || categories.has(category),
      path,
      `quiz ${code} counts in category ${category}, and the gradebook of ${course.code} has none of that name`,
    ),
  );
}

function courseProblems(course: CourseOutline): OutlineProblem[] {
  const { code, placementMinutes, verifiedPlacementMinutes: verified } = course;
  return [
    ...hoursProblems(course),
    ...weightProblems(course),
    ...passMark(course.passMarkPercent, ['pass_mark_pct']),
    ...unless(
      verified === null || verified <= placementMinutes,
      ['completion', 'hours_verified'],
      `${code} asks for ${hoursText(verified ?? 0)} verified placement hours and has ${hoursText(placementMinutes)}`,
    ),
    ...course.modules.flatMap((module, i) => at(['modules', i], moduleProblems(module))),
  ];
}

/** inv 40: it binds a course with modules; placement hours stand on the course. */
function hoursProblems({ code, modules, required, ...course }: CourseOutline): OutlineProblem[] {
  const classroom = course.lectureMinutes + course.labMinutes;
  const inModules = sum(modules.filter((m) => m.required).map(({ clockMinutes }) => clockMinutes));
  if (modules.length)
    return unless(
      inModules === classroom,
      ['hours'],
      `${code}: the required modules add up to ${hoursText(inModules)} hours, lecture and lab to ${hoursText(classroom)}`,
    );
  const asks = classroom + course.placementMinutes > 0 || course.requirements.some((r) => r.required);
  return unless(
    asks || !required,
    ['modules'],
    `${code} is required and asks for nothing: no modules, no hours, no quiz or checklist`,
  );
}

/** inv 40: weights of a graded course add up to 100, exactly. */
function weightProblems({ code, grading, categories }: CourseOutline): OutlineProblem[] {
  if (grading === 'PASS_FAIL' && !categories.length) return [];
  const weights = sum(categories.map(({ weightPercent }) => hundredths(weightPercent)));
  return unless(
    weights === 100_00,
    ['gradebook'],
    `${code}: the weights add up to ${weights / 100}, not 100`,
  );
}

function moduleProblems(module: ModuleOutline): OutlineProblem[] {
  const hasRequired = [...module.lessons, ...module.requirements].some(({ required }) => required);
  return [
    ...unless(
      hasRequired || !module.required,
      ['lessons'],
      `module "${module.title}" is required, so it needs a required lesson or quiz that earns its hours`,
    ),
    ...module.lessons.flatMap((lesson, i) => at(['lessons', i], lessonProblems(lesson))),
  ];
}

const lessonProblems = ({ title, body }: LessonOutline): OutlineProblem[] =>
  imageProblems(body).map((problem) => ({ path: ['body'], message: `lesson "${title}": ${problem}` }));

const passMark = (percent: string | null, path: Path): OutlineProblem[] =>
  unless(
    percent === null || (hundredths(percent) >= 0 && hundredths(percent) <= 100_00),
    path,
    `a pass mark lies between 0 and 100, not at ${percent}`,
  );

/** Every quiz and checklist of the course with its place in the document form. */
const requirementPlaces = (course: CourseOutline) => [
  ...course.requirements.map((requirement) => ({ requirement, path: placeOnCourse(course, requirement) })),
  ...course.modules.flatMap(({ requirements }, m) =>
    requirements.map((requirement, r): { requirement: typeof requirement; path: Path } => ({
      requirement,
      path: ['modules', m, 'quizzes', r],
    })),
  ),
];

function placeOnCourse({ requirements }: CourseOutline, requirement: { kind: string }): Path {
  const { kind } = requirement;
  const index = requirements.filter((r) => r.kind === kind).findIndex((r) => r === requirement);
  return kind === 'QUIZ' ? ['quizzes', index] : ['completion', 'checklist', index];
}

/** Place and value of everything that was there before. */
function duplicates(values: readonly string[]): [number, string][] {
  return [...values.entries()].filter(([i, value]) => values.indexOf(value) < i);
}

/** Exact: percents have at most two decimals. */
const hundredths = (percent: string): number => Math.round(Number(percent) * 100);

const unless = (holds: boolean, path: Path, message: string): OutlineProblem[] =>
  holds ? [] : [{ path, message }];

const at = (path: Path, problems: OutlineProblem[]): OutlineProblem[] =>
  problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
