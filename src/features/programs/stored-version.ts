import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { Course, CoursePrerequisite, GradebookCategory } from './course.entity.js';
import { CourseModule, CourseRequirement, Lesson } from './module.entity.js';
import type {
  CourseOutline,
  LessonOutline,
  ModuleOutline,
  ProgramOutline,
  RequirementOutline,
} from './outline.js';
import { Program, ProgramVersion } from './program.entity.js';

/** A version with all its rows, in order: read in seven statements whatever its size. */
export interface StoredVersion {
  readonly program: Program;
  readonly version: ProgramVersion;
  readonly courses: readonly StoredCourse[];
}

export interface StoredCourse {
  readonly course: Course;
  readonly prerequisites: readonly Course[];
  readonly categories: readonly GradebookCategory[];
  readonly requirements: readonly CourseRequirement[];
  readonly modules: readonly StoredModule[];
}

export interface StoredModule {
  readonly module: CourseModule;
  readonly lessons: readonly Lesson[];
  readonly requirements: readonly CourseRequirement[];
}

/** Throws NOT_FOUND. */
export async function readVersion(tx: Transaction, id: string): Promise<StoredVersion> {
  const version = await tx.get(ProgramVersion, { id });
  const program = await tx.get(Program, { id: version.programId });
  const inVersion = { where: { programVersionId: id }, order: { position: 'ASC', id: 'ASC' } } as const;
  const courses = await tx.find(Course, inVersion);
  const prerequisites = await tx.find(CoursePrerequisite, { where: inVersion.where });
  const categories = Map.groupBy(await tx.find(GradebookCategory, inVersion), (c) => c.courseId);
  const modules = Map.groupBy(await tx.find(CourseModule, inVersion), (m) => m.courseId);
  const lessons = Map.groupBy(await tx.find(Lesson, inVersion), (l) => l.moduleId);
  const requirements = Map.groupBy(
    await tx.find(CourseRequirement, inVersion),
    (r) => r.moduleId ?? r.courseId,
  );
  const before = new Set(prerequisites.map((p) => `${p.courseId} ${p.prerequisiteCourseId}`));
  return {
    program,
    version,
    courses: courses.map((course) => ({
      course,
      prerequisites: courses.filter((other) => before.has(`${course.id} ${other.id}`)),
      categories: categories.get(course.id) ?? [],
      requirements: requirements.get(course.id) ?? [],
      modules: (modules.get(course.id) ?? []).map((module) => ({
        module,
        lessons: lessons.get(module.id) ?? [],
        requirements: requirements.get(module.id) ?? [],
      })),
    })),
  };
}

export function outlineOf({ program, version, courses }: StoredVersion): ProgramOutline {
  const { label, title, summary, totalClockMinutes, normalWeeks, maxTimeframePercent, minPacePercent } =
    version;
  const { excusedAbsenceCapPercent, lecturePassMarkPercent, labPassMarkPercent, practical } = version;
  const { entryRequirements, placementGate, awardRequirements } = version;
  return {
    code: program.code, label, title, summary, totalClockMinutes, normalWeeks, maxTimeframePercent, minPacePercent,
    excusedAbsenceCapPercent, lecturePassMarkPercent, labPassMarkPercent, practical, entryRequirements, placementGate,
    awardRequirements, courses: courses.map(courseOutline),
  }; // prettier-ignore
}

function courseOutline({
  course,
  prerequisites,
  categories,
  requirements,
  modules,
}: StoredCourse): CourseOutline {
  const { code, title, summary, lectureMinutes, labMinutes, placementMinutes, grading } = course;
  const { passMarkPercent, required, verifiedPlacementMinutes } = course;
  const byId = new Map(categories.map((category) => [category.id, category.code]));
  const quizzesFirst = requirements.toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind === 'QUIZ' ? -1 : 1));
  return {
    code, title, summary, lectureMinutes, labMinutes, placementMinutes, grading, passMarkPercent, required,
    verifiedPlacementMinutes,
    prerequisites: prerequisites.map((other) => other.code),
    modules: modules.map((stored) => moduleOutline(stored, byId)),
    categories: categories.map(({ code: name, weightPercent }) => ({ code: name, weightPercent })),
    requirements: quizzesFirst.map((requirement) => requirementOutline(requirement, byId)),
  }; // prettier-ignore
}

function moduleOutline(stored: StoredModule, categories: ReadonlyMap<string, string>): ModuleOutline {
  const { title, clockMinutes, required } = stored.module;
  return {
    title,
    clockMinutes,
    required,
    lessons: stored.lessons.map(lessonOutline),
    requirements: stored.requirements.map((requirement) => requirementOutline(requirement, categories)),
  };
}

const lessonOutline = ({ title, minutes, objectives, body, media, required }: Lesson): LessonOutline => ({
  title,
  minutes,
  objectives,
  body,
  media,
  required,
});

const requirementOutline = (
  { kind, code, title, required, categoryId, resolvedId }: CourseRequirement,
  categories: ReadonlyMap<string, string>,
): RequirementOutline => ({
  kind,
  code,
  title,
  required,
  category: categoryId === null ? null : (categories.get(categoryId) ?? null),
  resolvedId,
});

/** Adds a new draft with everything in the outline, which must have no structure problems. Answers its id. */
export async function writeVersion(
  tx: Transaction,
  programId: string,
  outline: ProgramOutline,
  copiedFromId: string | null = null,
): Promise<string> {
  const { courses, code: _, ...settings } = outline;
  const id = newId();
  await tx.insert(ProgramVersion, { ...settings, id, programId, copiedFromId });
  const rows = rowsOf(id, courses);
  await tx.insert(Course, rows.courses);
  await tx.insert(CoursePrerequisite, rows.prerequisites);
  await tx.insert(GradebookCategory, rows.categories);
  await tx.insert(CourseModule, rows.modules);
  await tx.insert(Lesson, rows.lessons);
  await tx.insert(CourseRequirement, rows.requirements);
  return id;
}

function rowsOf(programVersionId: string, courses: readonly CourseOutline[]) {
  const ids = new Map(courses.map(({ code }) => [code, newId()]));
  const parts = courses.map((course, position) => courseRows(programVersionId, course, position, ids));
  return {
    courses: parts.map((part) => part.course),
    prerequisites: parts.flatMap((part) => part.prerequisites),
    categories: parts.flatMap((part) => part.categories),
    modules: parts.flatMap((part) => part.modules.map(({ row }) => row)),
    lessons: parts.flatMap((part) => part.modules.flatMap(({ lessons }) => lessons)),
    requirements: parts.flatMap((part) => part.requirements),
  };
}

function courseRows(
  programVersionId: string,
  outline: CourseOutline,
  position: number,
  ids: ReadonlyMap<string, string>,
) {
  const { modules, categories, requirements, prerequisites, ...course } = outline;
  const courseId = ids.get(course.code)!;
  const inCourse = { programVersionId, courseId };
  const categoryRows = categories.map((category, i) => ({
    ...category,
    ...inCourse,
    id: newId(),
    position: i,
  }));
  const requirementRows = (list: readonly RequirementOutline[], moduleId: string | null) =>
    list.map(({ category, ...requirement }, i) => ({
      ...requirement,
      ...inCourse,
      id: newId(),
      position: i,
      moduleId,
      categoryId: categoryRows.find(({ code }) => code === category)?.id ?? null,
    }));
  const moduleRows = modules.map(({ lessons, requirements: quizzes, ...module }, i) => {
    const moduleId = newId();
    return {
      row: { ...module, ...inCourse, id: moduleId, position: i },
      lessons: lessons.map((lesson, l) => ({ ...lesson, ...inCourse, moduleId, id: newId(), position: l })),
      requirements: requirementRows(quizzes, moduleId),
    };
  });
  return {
    course: { ...course, id: courseId, programVersionId, position },
    prerequisites: prerequisites.map((code) => ({ ...inCourse, prerequisiteCourseId: ids.get(code)! })),
    categories: categoryRows,
    modules: moduleRows,
    requirements: [
      ...requirementRows(requirements, null),
      ...moduleRows.flatMap((module) => module.requirements),
    ],
  };
}
