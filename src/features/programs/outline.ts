import type { Grading } from './course.entity.js';
import type { LessonMedia, RequirementKind } from './module.entity.js';
import type { PlacementGate, PracticalPolicy } from './program.entity.js';

/**
 * The whole content of one program version, without ids: what is imported, exported, copied and checked.
 * Courses are named by their codes. Times are whole minutes, percents decimals as text.
 */
export interface ProgramOutline {
  readonly code: string;
  readonly label: string;
  readonly title: string;
  readonly summary: string;
  readonly totalClockMinutes: number;
  readonly normalWeeks: number;
  readonly maxTimeframePercent: number;
  readonly minPacePercent: number;
  readonly excusedAbsenceCapPercent: number;
  readonly lecturePassMarkPercent: string;
  readonly labPassMarkPercent: string;
  readonly practical: PracticalPolicy | null;
  readonly entryRequirements: string[];
  readonly placementGate: PlacementGate | null;
  readonly awardRequirements: string[];
  readonly courses: readonly CourseOutline[];
}

export interface CourseOutline {
  readonly code: string;
  readonly title: string;
  readonly summary: string;
  readonly lectureMinutes: number;
  readonly labMinutes: number;
  readonly placementMinutes: number;
  readonly grading: Grading;
  readonly passMarkPercent: string | null;
  readonly required: boolean;
  readonly verifiedPlacementMinutes: number | null;
  /** Codes of courses of the same version. */
  readonly prerequisites: readonly string[];
  readonly modules: readonly ModuleOutline[];
  readonly categories: readonly CategoryOutline[];
  /** What stands on the course itself: final quizzes, then checklists. */
  readonly requirements: readonly RequirementOutline[];
}

export interface CategoryOutline {
  readonly code: string;
  readonly weightPercent: string;
}

export interface ModuleOutline {
  readonly title: string;
  readonly clockMinutes: number;
  readonly required: boolean;
  readonly lessons: readonly LessonOutline[];
  readonly requirements: readonly RequirementOutline[];
}

export interface LessonOutline {
  readonly title: string;
  readonly minutes: number | null;
  readonly objectives: string[];
  readonly body: string;
  readonly media: LessonMedia[];
  readonly required: boolean;
}

export interface RequirementOutline {
  readonly kind: RequirementKind;
  readonly code: string;
  readonly title: string;
  readonly required: boolean;
  /** Code of the course's gradebook category; null: it earns no grade. */
  readonly category: string | null;
  /** Travels with copies inside the organization, never with documents. */
  readonly resolvedId: string | null;
}
