/** The requirement tree of one program version, as progress reads it, and the records that meet it. */

export type RequirementKind = 'LESSON' | 'QUIZ' | 'GRADE' | 'HOURS' | 'CHECKLIST' | 'CREDENTIAL';

export interface Requirement {
  /** Unique in the program version; a record names it. */
  readonly key: string;
  readonly kind: Exclude<RequirementKind, 'HOURS'>;
  /** For the reader: the lesson's or quiz's title, the code of a checklist or credential. */
  readonly title: string;
  readonly required: boolean;
  /** False for what the program names but nobody has made yet, such as a checklist: it can never be met. */
  readonly resolved: boolean;
  /** What decided that it is not met when there was more to go by than one attempt, as a sentence. */
  readonly because?: string | null;
  /** Share of the module's minutes relative to its other items; 1 when all count alike. */
  readonly weight?: number;
}

export interface HoursRequirement {
  readonly key: string;
  readonly kind: 'HOURS';
  readonly title: string;
  readonly hoursKind: 'LECTURE' | 'LAB' | 'PLACEMENT';
  readonly requiredMinutes: number;
  readonly required: boolean;
  readonly resolved: boolean;
}

export interface ModuleRequirements {
  readonly moduleId: string;
  readonly title: string;
  /** Clock hours × 60. */
  readonly minutes: number;
  readonly required: boolean;
  /** Lessons and quizzes in the order they are taken. */
  readonly items: readonly Requirement[];
}

export interface CourseRequirements {
  readonly courseId: string;
  readonly title: string;
  readonly required: boolean;
  /** Courses to complete before this one; acyclic, as publishing a version makes sure. */
  readonly prerequisiteIds: readonly string[];
  readonly modules: readonly ModuleRequirements[];
  /** What the course asks for beside its modules: its grade, its hours, a checklist. */
  readonly items: readonly (Requirement | HoursRequirement)[];
}

export interface ProgramRequirements {
  readonly programVersionId: string;
  readonly courses: readonly CourseRequirements[];
  /** What the award asks for beside the courses, such as a current credential. */
  readonly items: readonly Requirement[];
}

/** A fact that meets a requirement, or part of it: a lesson done, a quiz or grade passed, hours counted. */
export interface MeetingRecord {
  /** The same fact told twice has the same id. */
  readonly id: string;
  readonly type: 'MET';
  readonly key: string;
  /** Counted minutes, 0 or more; read for HOURS only. */
  readonly minutes?: number;
}

/** Takes an earlier record back, for good: a grade corrected below the mark, hours rejected, a card expired. */
export interface VoidingRecord {
  readonly id: string;
  readonly type: 'VOIDED';
  readonly voidsId: string;
  /** The key of the record it takes back. */
  readonly key: string;
}

export type ProgressRecord = MeetingRecord | VoidingRecord;
