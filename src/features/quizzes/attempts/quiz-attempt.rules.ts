import { refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import type { EnrollmentStatus } from '../../enrollments/enrollment-status.rules.js';
import { CourseBlocked, EnrollmentNotActive } from '../../records/lesson-record.refusals.js';
import type { EffectiveRules } from '../accommodations/quiz-allowance.rules.js';
import {
  type AccessCodeWrong,
  AttemptsExhausted,
  QuizClosed,
  QuizNotAvailable,
  QuizNotOpen,
  RetryTooSoon,
  type TooManyWrongCodes,
} from './quiz-attempt.refusals.js';

/** What decides whether a trainee may begin another attempt. */
export interface Eligibility {
  /** Null while no quiz stands behind the requirement. */
  readonly quizVersionId: string | null;
  readonly enrollmentStatus: EnrollmentStatus;
  /** Courses to be completed before the course of the quiz. */
  readonly blockedBy: readonly { courseId: string; code: string; title: string }[];
  /** Of this course attempt: who repeats a course begins its quizzes anew. */
  readonly attemptsUsed: number;
  /** The rules of the quiz as they hold for this trainee. */
  readonly rules: Pick<EffectiveRules, 'opensAt' | 'closesAt' | 'maxAttempts'>;
  /** From the end of one attempt to the start of the next. */
  readonly retryDelayMinutes: number | null;
  /** When the latest attempt was submitted. */
  readonly lastEndedAt: Date | null;
}

export type StartRefusal =
  | QuizNotAvailable
  | EnrollmentNotActive
  | CourseBlocked
  | QuizNotOpen
  | QuizClosed
  | AttemptsExhausted
  | RetryTooSoon
  | AccessCodeWrong
  | TooManyWrongCodes;

/** Why a new attempt cannot be started, or null when it can. */
export function whyNotStart(quiz: Eligibility, now: Date): StartRefusal | null {
  return notThere(quiz) ?? notNow(quiz.rules, now) ?? notAgain(quiz, now);
}

function notThere({ quizVersionId, enrollmentStatus, blockedBy }: Eligibility): StartRefusal | null {
  if (quizVersionId === null) return refuse(QuizNotAvailable, 'There is no quiz here yet. Ask your school.');
  if (enrollmentStatus !== 'ACTIVE')
    return refuse(EnrollmentNotActive, 'Quizzes are taken while the enrollment is active.', {
      enrollmentStatus,
    });
  if (!blockedBy.length) return null;
  const codes = blockedBy.map(({ code }) => code).join(', ');
  return refuse(CourseBlocked, `Complete ${codes} first.`, { blockedBy: [...blockedBy] });
}

function notNow({ opensAt, closesAt }: Eligibility['rules'], now: Date): StartRefusal | null {
  if (opensAt && now < opensAt)
    return refuse(QuizNotOpen, `The quiz opens ${inWords(opensAt)}.`, { opensAt });
  if (isOver(closesAt, now))
    return refuse(QuizClosed, `The quiz closed ${inWords(closesAt!)}.`, { closesAt: closesAt! });
  return null;
}

function notAgain(quiz: Eligibility, now: Date): StartRefusal | null {
  const { attemptsUsed: used, retryDelayMinutes: delay, lastEndedAt } = quiz;
  const { maxAttempts: allowed } = quiz.rules;
  if (allowed !== null && used >= allowed)
    return refuse(AttemptsExhausted, `All ${allowed} attempts are used.`, { used, allowed });
  if (!delay || !lastEndedAt) return null;
  const retryAt = new Date(lastEndedAt.getTime() + delay * 60_000);
  return now < retryAt
    ? refuse(RetryTooSoon, `The next attempt can be started from ${inWords(retryAt)} on.`, { retryAt })
    : null;
}

/** In UTC, which it says: the device shows the exact moment in its own zone. */
const inWords = (moment: Date): string => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Time has run out once the moment is past, by the database clock; the moment itself is still in time. */
export const isOver = (moment: Date | null, now: Date): boolean => moment !== null && now > moment;

/**
 * A "no" whose transaction is kept all the same: a late answer is stored though it does not count, an overdue
 * attempt is submitted though none is left. A refusal proper would roll that back.
 */
export interface KeptNo {
  readonly no: { readonly code: string };
}

export const keptNo = (refusal: Refusal): KeptNo => ({ no: { ...refusal } });

export const isKeptNo = (receipt: object): receipt is KeptNo => 'no' in receipt;
