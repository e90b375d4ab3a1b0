import { refuse } from '../../platform/graphql/refusal.js';
import type { LockedEnrollment } from './counters.service.js';
import type { CourseFacts } from './course-facts.js';
import { EnrollmentNotActive } from './lesson-record.refusals.js';
import { CategoryClosed, OwnRecord } from './record.refusals.js';

/** Statuses in which marks may still come in: a trainee on leave or done may be graded for what was done. */
export const GRADABLE = ['ACTIVE', 'ON_LEAVE', 'COMPLETED'];

/** Nobody keeps their own record: by person, through any account and any merged duplicate (inv 1). */
export function refuseOwn({ own }: LockedEnrollment): OwnRecord | null {
  return own ? refuse(OwnRecord, 'This is your own record: somebody else has to do it.') : null;
}

export function refuseUngradable({ status }: LockedEnrollment): EnrollmentNotActive | null {
  if (GRADABLE.includes(status)) return null;
  const message = `The enrollment is ${status.toLowerCase()}: no mark is entered for it.`;
  return refuse(EnrollmentNotActive, message, { enrollmentStatus: status });
}

export function refuseClosed(facts: CourseFacts, categoryId: string): CategoryClosed | null {
  const closed = facts.categories.find(({ id }) => id === categoryId)?.closed;
  return closed ? refuse(CategoryClosed, 'The category is closed for the cohort: reopen it first.') : null;
}
