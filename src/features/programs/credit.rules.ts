import type { CourseOutline, ModuleOutline, ProgramOutline } from './outline.js';

/** What publishing writes down once, so that progress need not work it out again. */
export interface ModuleCredit {
  /** In the order of the module's lessons and quizzes; 0 for what is not required. */
  readonly lessons: readonly number[];
  readonly requirements: readonly number[];
}

export interface CourseTotals {
  readonly requiredMinutes: number;
  readonly lessonsRequired: number;
  readonly requirementsRequired: number;
}

/** `total` in `parts` whole parts as equal as can be: the first ones get what is left over. */
export function equalShares(total: number, parts: number): number[] {
  return largestRemainder(total, Array<number>(parts).fill(1));
}

/**
 * `total` in whole parts proportional to `weights`, by the largest remainder method (Hamilton): the largest
 * fractions, then the first, get the rest. Nothing weighed, nothing shared.
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / whole));
  const byFraction = weights
    .map((weight, index) => ({ index, fraction: (total * weight) % whole }))
    .sort((a, b) => b.fraction - a.fraction || a.index - b.index);
  const rest = total - parts.reduce((sum, part) => sum + part, 0);
  const lucky = new Set(byFraction.slice(0, rest).map(({ index }) => index));
  return parts.map((part, index) => (lucky.has(index) ? part + 1 : part));
}

/**
 * A module's clock minutes, shared equally by its required lessons and then its required quizzes. In a module
 * that is not required nothing carries credit.
 */
export function creditOf(module: ModuleOutline): ModuleCredit {
  const items = [...module.lessons, ...module.requirements];
  const counting = items.map(({ required }) => required && module.required);
  const shares = equalShares(module.clockMinutes, counting.filter(Boolean).length);
  const credit = counting.map((counts) => (counts ? (shares.shift() ?? 0) : 0));
  return {
    lessons: credit.slice(0, module.lessons.length),
    requirements: credit.slice(module.lessons.length),
  };
}

/**
 * What a course requires, in sums. Placement hours stand on the course; so do classroom hours where there
 * are no modules to stand for them (inv 40).
 */
export function courseTotals(course: CourseOutline): CourseTotals {
  const modules = course.modules.filter(({ required }) => required);
  const inModules = sum(
    modules.flatMap((module) => {
      const { lessons, requirements } = creditOf(module);
      return [...lessons, ...requirements];
    }),
  );
  const classroom = course.modules.length ? inModules : course.lectureMinutes + course.labMinutes;
  const requirements = [...course.requirements, ...modules.flatMap((module) => module.requirements)];
  return {
    requiredMinutes: classroom + course.placementMinutes,
    lessonsRequired: modules.flatMap(({ lessons }) => lessons).filter(({ required }) => required).length,
    requirementsRequired: requirements.filter(({ required }) => required).length,
  };
}

/** Minutes required in the whole version: those of its required courses. */
export const requiredMinutes = (outline: ProgramOutline): number =>
  sum(outline.courses.filter(({ required }) => required).map((c) => courseTotals(c).requiredMinutes));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
