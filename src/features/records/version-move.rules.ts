import type { CourseFacts, CourseOutcomeCode } from './course-facts.js';
import { countersOfCourse } from './course-standing.rules.js';

/** One program version as far as records point at it. */
export interface VersionTree {
  readonly versionId: string;
  readonly courses: readonly CourseTree[];
}

export interface CourseTree {
  readonly id: string;
  readonly code: string;
  readonly lessons: readonly { readonly id: string; readonly module: string; readonly title: string }[];
  readonly requirements: readonly { readonly id: string; readonly kind: string; readonly code: string }[];
  readonly categories: readonly { readonly id: string; readonly code: string }[];
}

/** The ids of the new version by those of the old one, for everything that is in both. */
export interface VersionMap {
  readonly courses: ReadonlyMap<string, string>;
  readonly lessons: ReadonlyMap<string, string>;
  readonly requirements: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
}

/** Of a transfer to another cohort of the same version: every record stays what it is. */
export const NOTHING_MOVES: VersionMap = {
  courses: new Map(),
  lessons: new Map(),
  requirements: new Map(),
  categories: new Map(),
};

/** What stands on record, by what it points at; a label says what it is to a reader. */
export interface RecordAtStake {
  readonly kind: 'LESSON' | 'MARK' | 'RESULT' | 'HOURS' | 'CREDIT';
  /** The lesson, category, requirement or course it points at. */
  readonly targetId: string;
  readonly label: string;
}

export interface MoveEffect {
  readonly keeps: readonly RecordAtStake[];
  readonly loses: readonly RecordAtStake[];
  /** Lessons and quizzes of the new version that the old one did not have. */
  readonly adds: readonly string[];
  readonly coursesAdded: readonly string[];
  readonly coursesDropped: readonly string[];
}

/**
 * Courses match by code, lessons by course, module title and own title, requirements by course, kind and code,
 * categories by course and code (inv 38).
 */
export function mapVersions(from: VersionTree, to: VersionTree): VersionMap {
  const pairs = from.courses.flatMap((old) => {
    const fresh = to.courses.find(({ code }) => code === old.code);
    return fresh ? [{ old, fresh }] : [];
  });
  return {
    courses: new Map(pairs.map(({ old, fresh }) => [old.id, fresh.id])),
    lessons: matched<CourseTree['lessons'][number]>(pairs, ({ lessons }) => lessons, lessonKey),
    requirements: matched<CourseTree['requirements'][number]>(
      pairs,
      ({ requirements }) => requirements,
      ({ kind, code }) => `${kind} ${code}`,
    ),
    categories: matched<CourseTree['categories'][number]>(
      pairs,
      ({ categories }) => categories,
      ({ code }) => code,
    ),
  };
}

/** What a trainee keeps, loses and has to do besides, when moved. */
export function effectOf(from: VersionTree, to: VersionTree, records: readonly RecordAtStake[]): MoveEffect {
  const map = mapVersions(from, to);
  const kept = new Set(
    [map.courses, map.lessons, map.requirements, map.categories].flatMap((each) => [...each.keys()]),
  );
  const reached = new Set([...map.lessons.values(), ...map.requirements.values()]);
  const parts = to.courses.flatMap(({ code, lessons, requirements }) => [
    ...lessons.map(({ id, title }) => ({ id, label: `${code}: ${title}` })),
    ...requirements.map((each) => ({ id: each.id, label: `${code}: ${each.code}` })),
  ]);
  return {
    keeps: records.filter(({ targetId }) => kept.has(targetId)),
    loses: records.filter(({ targetId }) => !kept.has(targetId)),
    adds: parts.filter(({ id }) => !reached.has(id)).map(({ label }) => label),
    coursesAdded: codesMissingIn(to, from),
    coursesDropped: codesMissingIn(from, to),
  };
}

/** How one course stands before and after a move; null where the version does not have it. */
export interface CourseEffect {
  readonly courseCode: string;
  readonly outcomeBefore: CourseOutcomeCode | null;
  readonly finalPercentBefore: string | null;
  readonly completeBefore: boolean | null;
  readonly outcomeAfter: CourseOutcomeCode | null;
  readonly finalPercentAfter: string | null;
  readonly completeAfter: boolean | null;
}

/** The outcome, final percent and completion of every course of either version, from the facts before and after. */
export function courseEffects(before: readonly CourseFacts[], after: readonly CourseFacts[]): CourseEffect[] {
  const codes = new Set([...before, ...after].map(({ courseCode }) => courseCode));
  return [...codes].sort().map((courseCode) => {
    const was = standingIn(before, courseCode);
    const becomes = standingIn(after, courseCode);
    return {
      courseCode,
      outcomeBefore: was?.outcome ?? null,
      finalPercentBefore: was?.finalPercent ?? null,
      completeBefore: was?.complete ?? null,
      outcomeAfter: becomes?.outcome ?? null,
      finalPercentAfter: becomes?.finalPercent ?? null,
      completeAfter: becomes?.complete ?? null,
    };
  });
}

function standingIn(courses: readonly CourseFacts[], code: string) {
  const facts = courses.find(({ courseCode }) => courseCode === code);
  return facts && countersOfCourse(facts);
}

function matched<T extends { id: string }>(
  pairs: readonly { old: CourseTree; fresh: CourseTree }[],
  pick: (course: CourseTree) => readonly T[],
  keyOf: (part: T) => string,
): Map<string, string> {
  return new Map(pairs.flatMap(({ old, fresh }) => matchedParts(pick(old), pick(fresh), keyOf)));
}

function matchedParts<T extends { id: string }>(
  old: readonly T[],
  fresh: readonly T[],
  keyOf: (part: T) => string,
): [string, string][] {
  const byKey = new Map(fresh.map((part) => [keyOf(part), part.id]));
  return old.flatMap((part) => {
    const id = byKey.get(keyOf(part));
    return id === undefined ? [] : [[part.id, id] as [string, string]];
  });
}

function lessonKey({ module, title }: { module: string; title: string }): string {
  return JSON.stringify([module, title]);
}

function codesMissingIn(these: VersionTree, others: VersionTree): string[] {
  const known = new Set(others.courses.map(({ code }) => code));
  return these.courses.map(({ code }) => code).filter((code) => !known.has(code));
}
