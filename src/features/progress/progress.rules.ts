import {
  type Counters,
  type ItemState,
  NOTHING_ON_RECORD,
  NO_COUNTERS,
  isComplete,
  isMet,
  percentOf,
} from '../records/counters.rules.js';
import { type Missing, missingOf } from './missing.rules.js';
import { type Plan, planOf, requiredCourses, requiredModules } from '../records/plan.rules.js';
import type {
  CourseRequirements,
  ModuleRequirements,
  ProgramRequirements,
  ProgressRecord,
} from '../records/requirements.js';
import { type CountersByScope, PROGRAM, countersByScope, statesOf } from '../records/scopes.rules.js';

export type ProgressStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETE' | 'BLOCKED';

export interface Progress {
  /** 0 to 100; 100 exactly when nothing is missing. */
  readonly percent: number;
  /** BLOCKED when something is missing and none of it can be worked on now. */
  readonly status: ProgressStatus;
  readonly counters: Counters;
  /** The first missing requirement that can be worked on; null when there is none. */
  readonly next: Missing | null;
  /** Every unmet requirement, in the order of the program. */
  readonly missing: readonly Missing[];
}

export interface ModuleProgress extends Progress {
  readonly moduleId: string;
}

export interface CourseProgress extends Progress {
  readonly courseId: string;
  /** Prerequisite courses that are not complete; they stop this course from being worked on. */
  readonly blockedByIds: readonly string[];
  readonly modules: readonly ModuleProgress[];
}

export interface ProgramProgress extends Progress {
  readonly courses: readonly CourseProgress[];
}

/**
 * How far a trainee is, what is next and why the program is not complete: a function of the requirements and
 * of the set of records, whatever their order and however often each is told. The percent is the clock minutes
 * of what is met ÷ the required clock minutes, floored; `planOf` says how the minutes are spread.
 */
export function progressOf(
  requirements: ProgramRequirements,
  records: readonly ProgressRecord[],
): ProgramProgress {
  const plan = planOf(requirements);
  const states = statesOf(records);
  const counters = countersByScope(plan, states);
  const blockers = blockersByCourse(requirements, counters);
  const missing = missingIn(plan, states, blockers);
  const courses = requiredCourses(requirements).map((course) =>
    courseProgress(course, missing, counters, blockers),
  );
  return { ...progressIn(counters.get(PROGRAM), missing), courses };
}

/** Prerequisites of a course that are not complete. One that is nowhere in the program is never complete. */
export function blockersOf(
  course: Pick<CourseRequirements, 'prerequisiteIds'>,
  counters: CountersByScope,
): string[] {
  return course.prerequisiteIds.filter((id) => {
    const ofPrerequisite = counters.get(id);
    return !ofPrerequisite || !isComplete(ofPrerequisite);
  });
}

/**
 * The status of a course or module from its counters alone, as the cohort board reads it.
 * @param isBlocked whether a prerequisite of the course is incomplete
 */
export function statusFrom(counters: Counters, isBlocked: boolean): ProgressStatus {
  const { requiredItems, metItems, unresolvedItems, startedItems } = counters;
  if (isComplete(counters)) return 'COMPLETE';
  if (isBlocked || metItems + unresolvedItems === requiredItems) return 'BLOCKED';
  return startedItems === 0 ? 'NOT_STARTED' : 'IN_PROGRESS';
}

function courseProgress(
  course: CourseRequirements,
  missing: readonly Missing[],
  counters: CountersByScope,
  blockers: ReadonlyMap<string, readonly string[]>,
): CourseProgress {
  const { courseId } = course;
  const ofCourse = missing.filter((each) => each.courseId === courseId);
  const moduleProgress = ({ moduleId }: ModuleRequirements): ModuleProgress => {
    const ofModule = ofCourse.filter((each) => each.moduleId === moduleId);
    return { moduleId, ...progressIn(counters.get(moduleId), ofModule) };
  };
  return {
    courseId,
    ...progressIn(counters.get(courseId), ofCourse),
    blockedByIds: ofCourse.length === 0 ? [] : (blockers.get(courseId) ?? []),
    modules: requiredModules(course).map(moduleProgress),
  };
}

function progressIn(counters: Counters = NO_COUNTERS, missing: readonly Missing[]): Progress {
  const next = missing.find(canBeWorkedOn) ?? null;
  return {
    percent: percentOf(counters),
    status: statusFrom(counters, next === null),
    counters,
    next,
    missing,
  };
}

function missingIn(
  plan: Plan,
  states: ReadonlyMap<string, ItemState>,
  blockers: ReadonlyMap<string, readonly string[]>,
): Missing[] {
  return plan.items.flatMap((item) => {
    const state = states.get(item.requirement.key) ?? NOTHING_ON_RECORD;
    const blockedByIds = item.courseId === null ? [] : (blockers.get(item.courseId) ?? []);
    return isMet(item, state) ? [] : [missingOf(item, state, blockedByIds)];
  });
}

function blockersByCourse(
  requirements: ProgramRequirements,
  counters: CountersByScope,
): Map<string, string[]> {
  const courses = requiredCourses(requirements);
  return new Map(courses.map((course) => [course.courseId, blockersOf(course, counters)]));
}

function canBeWorkedOn({ code, blockedByIds }: Missing): boolean {
  return code !== 'REQUIREMENT_UNRESOLVED' && blockedByIds.length === 0;
}
