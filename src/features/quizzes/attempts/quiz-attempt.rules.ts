import { refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import type { EnrollmentStatus } from '../../enrollments/enrollment-status.rules.js';
import { CourseBlocked, EnrollmentNotActive } from '../../records/lesson-record.refusals.js';
import { AttemptsExhausted, QuizNotAvailable } from './quiz-attempt.refusals.js';

/** What decides whether a trainee may begin another attempt. */
export interface Eligibility {
  /** Null while no quiz stands behind the requirement. */
  readonly quizVersionId: string | null;
  readonly enrollmentStatus: EnrollmentStatus;
  /** Courses to be completed before the course of the quiz. */
  readonly blockedBy: readonly { courseId: string; code: string; title: string }[];
  /** Of this course attempt: who repeats a course begins its quizzes anew. */
  readonly attemptsUsed: number;
  /** Null: any number. */
  readonly maxAttempts: number | null;
}

export type StartRefusal = QuizNotAvailable | EnrollmentNotActive | CourseBlocked | AttemptsExhausted;

/** Why a new attempt cannot be started, or null when it can. */
export function whyNotStart(quiz: Eligibility): StartRefusal | null {
  const {
    quizVersionId,
    enrollmentStatus: status,
    blockedBy,
    attemptsUsed: used,
    maxAttempts: allowed,
  } = quiz;
  if (quizVersionId === null) return refuse(QuizNotAvailable, 'There is no quiz here yet. Ask your school.');
  if (status !== 'ACTIVE')
    return refuse(EnrollmentNotActive, 'Quizzes are taken while the enrollment is active.', {
      enrollmentStatus: status,
    });
  if (blockedBy.length) {
    const codes = blockedBy.map(({ code }) => code).join(', ');
    return refuse(CourseBlocked, `Complete ${codes} first.`, { blockedBy: [...blockedBy] });
  }
  if (allowed !== null && used >= allowed)
    return refuse(AttemptsExhausted, `All ${allowed} attempts are used.`, { used, allowed });
  return null;
}

/** Time has run out once the deadline is past, by the database clock; the deadline itself is still in time. */
export const isOver = (deadline: Date | null, now: Date): boolean => deadline !== null && now > deadline;

/**
 * A "no" whose transaction is kept all the same: a late answer is stored though it does not count, an overdue
 * attempt is submitted though none is left. A refusal proper would roll that back.
 */
export interface KeptNo {
  readonly no: { readonly code: string };
}

export const keptNo = (refusal: Refusal): KeptNo => ({ no: { ...refusal } });

export const isKeptNo = (receipt: object): receipt is KeptNo => 'no' in receipt;
