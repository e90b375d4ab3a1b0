/** Everything on record about one course of one enrollment, as its counters and grades follow from it. */

export type CourseOutcomeCode = 'IN_PROGRESS' | 'PASSED' | 'FAILED' | 'CREDITED';

/** A mark that stands: no later entry supersedes it. Decimals are text. */
export interface StandingMark {
  readonly id: string;
  readonly categoryId: string;
  readonly item: string;
  readonly requirementId: string | null;
  readonly source: 'INSTRUCTOR' | 'CSV' | 'QUIZ';
  /** Null when the mark is voided. */
  readonly earned: string | null;
  readonly possible: string;
  readonly weight: string | null;
  readonly attemptNumber: number;
  /** Of a practical; null for every other mark. */
  readonly technicalPercent: string | null;
  readonly criticalStepsMet: boolean | null;
}

/** What was decided about a requirement, and by which source, such as a quiz attempt. */
export interface StandingResult {
  readonly id: string;
  readonly requirementId: string;
  readonly sourceId: string;
  readonly met: boolean;
  readonly earned: string | null;
  readonly possible: string | null;
  /** Why it took the place of an earlier one. */
  readonly reason?: string | null;
}

export interface CategoryFacts {
  readonly id: string;
  readonly code: string;
  readonly weight: string;
  readonly closed: boolean;
  /** What the cohort was graded on when the category closed; empty while it is open. */
  readonly closedItems: readonly {
    readonly item: string;
    readonly possible: string;
    readonly weight: string | null;
  }[];
}

export interface RequirementFacts {
  readonly id: string;
  readonly kind: 'QUIZ' | 'CHECKLIST';
  readonly code: string;
  readonly categoryId: string | null;
  /** Required, in a required module or in none. */
  readonly required: boolean;
  readonly creditMinutes: number;
  readonly resolved: boolean;
}

/** The program's rule for practical examinations, as its version keeps it. */
export interface PracticalFacts {
  readonly technicalMinPercent: number | string;
  readonly maxAttempts: number;
  readonly repeatScoreCapPercent: number | string;
}

export interface CourseAttemptFacts {
  readonly id: string;
  readonly number: number;
  readonly outcome: CourseOutcomeCode;
  /** A pass that came along from another version or cohort; it holds until a mark is corrected. */
  readonly carriedPass?: { readonly finalPercent: string | null } | null;
}

export interface CourseFacts {
  readonly enrollmentId: string;
  readonly personId: string;
  readonly cohortId: string;
  readonly courseId: string;
  readonly courseCode: string;
  readonly grading: 'GRADED' | 'PASS_FAIL';
  readonly lectureMinutesRequired: number;
  readonly labMinutesRequired: number;
  readonly placementMinutesRequired: number;
  readonly requiredMinutes: number;
  readonly lessonsRequired: number;
  readonly requirementsRequired: number;
  readonly passMarkPercent: string | null;
  readonly lecturePassMarkPercent: string;
  readonly labPassMarkPercent: string;
  readonly practical: PracticalFacts | null;
  /** Then its modules stand for its class hours. */
  readonly hasModules: boolean;
  readonly credited: boolean;
  /** The latest attempt at the course; null before the first record. */
  readonly attempt: CourseAttemptFacts | null;
  /** Required lessons done, and the clock minutes they stand for. */
  readonly lessonsDone: number;
  readonly lessonMinutes: number;
  /** Counted class minutes, as the counters have them. */
  readonly lectureMinutes: number;
  readonly labMinutes: number;
  readonly placementMinutes: number;
  readonly categories: readonly CategoryFacts[];
  readonly requirements: readonly RequirementFacts[];
  readonly marks: readonly StandingMark[];
  readonly results: readonly StandingResult[];
}

/** The counters of one course; grades are rounded for reading. */
export interface CourseCounters {
  readonly metMinutes: number;
  readonly lessonsDone: number;
  readonly requirementsMet: number;
  readonly lectureMinutes: number;
  readonly labMinutes: number;
  readonly placementMinutes: number;
  readonly currentPercent: string | null;
  readonly finalPercent: string | null;
  readonly outcome: CourseOutcomeCode;
  readonly complete: boolean;
}
