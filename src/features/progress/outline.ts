/** What the version of an enrollment asks for, as it is read. */

/** A lesson or quiz of a module, or a quiz or checklist of the course itself. */
export interface OutlineItem {
  readonly id: string;
  readonly kind: 'LESSON' | 'QUIZ' | 'CHECKLIST';
  readonly title: string;
  readonly required: boolean;
  readonly resolved: boolean;
  /** Of a lesson: whether the trainee completed it. */
  readonly done: boolean;
}

export interface OutlineModule {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly required: boolean;
  readonly items: readonly OutlineItem[];
}

export interface OutlineCourse {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly required: boolean;
  readonly prerequisiteIds: readonly string[];
  readonly modules: readonly OutlineModule[];
  /** Quizzes and checklists that stand on the course. */
  readonly items: readonly OutlineItem[];
}

export interface Outline {
  readonly enrollmentId: string;
  readonly programVersionId: string;
  readonly courses: readonly OutlineCourse[];
}
