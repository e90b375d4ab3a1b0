import type { CourseAttemptFacts, CourseFacts, StandingMark, StandingResult } from './course-facts.js';

/** A mark or result about to be entered, with the standing one it takes the place of. */
export interface NewMark extends StandingMark {
  readonly supersedesId: string | null;
  readonly quizAttemptId: string | null;
  readonly reason: string | null;
}

export interface NewResult extends StandingResult {
  readonly supersedesId: string | null;
  readonly reason: string | null;
}

/** The facts of a course that has an attempt: every record belongs to one. */
export type CourseUnderWay = CourseFacts & { readonly attempt: CourseAttemptFacts };

/** The first record opens attempt 1. */
export function underWay(facts: CourseFacts, newAttemptId: string): CourseUnderWay {
  const attempt = facts.attempt ?? { id: newAttemptId, number: 1, outcome: 'IN_PROGRESS' as const };
  return { ...facts, attempt };
}

/** The next attempt starts without marks, results and hours, in categories that are open for it; lessons stay done. */
export function repeated(facts: CourseUnderWay, newAttemptId: string): CourseUnderWay {
  const attempt = { id: newAttemptId, number: facts.attempt.number + 1, outcome: 'IN_PROGRESS' as const };
  const categories = facts.categories.map((each) => ({ ...each, closed: false, closedItems: [] }));
  const hours = { lectureMinutes: 0, labMinutes: 0, placementMinutes: 0 };
  return { ...facts, attempt, categories, marks: [], results: [], ...hours };
}

/** Correcting or voiding a mark by hand ends a pass that was carried over: the course is judged anew. */
export function withMark<F extends CourseFacts>(facts: F, mark: NewMark): F {
  const others = facts.marks.filter(({ id }) => id !== mark.supersedesId);
  const corrects = mark.supersedesId !== null && mark.source !== 'QUIZ';
  const attempt = corrects && facts.attempt ? { ...facts.attempt, carriedPass: null } : facts.attempt;
  return { ...facts, attempt, marks: [...others, mark] };
}

export function withResult<F extends CourseFacts>(facts: F, result: NewResult): F {
  const others = facts.results.filter(({ id }) => id !== result.supersedesId);
  return { ...facts, results: [...others, result] };
}
