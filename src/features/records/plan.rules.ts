import type {
  CourseRequirements,
  HoursRequirement,
  ModuleRequirements,
  ProgramRequirements,
  Requirement,
} from './requirements.js';

/** A requirement with its place in the tree and the clock minutes it stands for. */
export interface PlannedItem {
  readonly requirement: Requirement | HoursRequirement;
  readonly courseId: string | null;
  readonly moduleId: string | null;
  /** Whole minutes of the program's clock hours; 0 for a gate, which must be met but is worth no time. */
  readonly minutes: number;
}

export interface Plan {
  /** Everything required, in the order it is taken: course by course, modules before the course's own items. */
  readonly items: readonly PlannedItem[];
  /** Ids of the required courses and modules, also of those that ask for nothing. */
  readonly scopes: readonly string[];
}

/**
 * Spreads the required clock minutes over the required items.
 * - A module's minutes are shared by its required items, by weight and largest remainder.
 * - Lecture and lab hours of a course with modules are a gate: its modules already stand for the same minutes
 *   (inv 40). Without modules, and for placement, which stands on the course, the hours are their own minutes.
 * - Grades, checklists and credentials are gates. What is not required is no part of the plan, and a module
 *   without required items stands for no time.
 */
export function planOf(program: ProgramRequirements): Plan {
  const courses = requiredCourses(program);
  return {
    items: [...courses.flatMap(planOfCourse), ...gates(program.items, null)],
    scopes: courses.flatMap((course) => [
      course.courseId,
      ...requiredModules(course).map(({ moduleId }) => moduleId),
    ]),
  };
}

/** The required courses and, in their places, those that must come before one of them. */
export function requiredCourses(program: ProgramRequirements): CourseRequirements[] {
  const byId = new Map(program.courses.map((course) => [course.courseId, course]));
  const wanted = new Set<string>();
  const want = (courseId: string): void => {
    if (wanted.has(courseId)) return;
    wanted.add(courseId);
    byId.get(courseId)?.prerequisiteIds.forEach(want);
  };
  program.courses.filter(({ required }) => required).forEach(({ courseId }) => want(courseId));
  return program.courses.filter(({ courseId }) => wanted.has(courseId));
}

export function requiredModules({ modules }: CourseRequirements): ModuleRequirements[] {
  return modules.filter(({ required }) => required);
}

/** `total` in whole parts proportional to `weights`; the largest fractions, then the first, get the rest. */
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

function planOfCourse(course: CourseRequirements): PlannedItem[] {
  const { courseId } = course;
  const lessons = requiredModules(course).flatMap(({ moduleId, minutes, items }) => {
    const wanted = items.filter(({ required }) => required);
    const shares = largestRemainder(
      minutes,
      wanted.map(({ weight }) => weight ?? 1),
    );
    return wanted.map((requirement, index) => ({
      requirement,
      courseId,
      moduleId,
      minutes: shares[index] ?? 0,
    }));
  });
  return [...lessons, ...gates(course.items, courseId).map((item) => withHours(item, lessons.length > 0))];
}

function gates(items: readonly (Requirement | HoursRequirement)[], courseId: string | null): PlannedItem[] {
  return items
    .filter(({ required }) => required)
    .map((requirement) => ({ requirement, courseId, moduleId: null, minutes: 0 }));
}

function withHours(item: PlannedItem, hasModules: boolean): PlannedItem {
  const { requirement } = item;
  if (requirement.kind !== 'HOURS') return item;
  const standsAlone = requirement.hoursKind === 'PLACEMENT' || !hasModules;
  return standsAlone ? { ...item, minutes: requirement.requiredMinutes } : item;
}
