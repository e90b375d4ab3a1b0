import { fsrs, Rating as FsrsRating, type Grade } from 'ts-fsrs';
import { settingsFor, type Allowances } from '../accommodations/quiz-allowance.rules.js';
import { shownOf } from '../attempts/feedback.rules.js';
import type { Shown } from '../authoring/quiz.entity.js';
import type { Presentation } from '../bank/question-content.js';
import { MEMORY_STATES, type MemoryState, type Rating } from './practice.entity.js';

/** What a person still knows of a question, in the terms of FSRS. */
export interface Memory {
  readonly state: MemoryState;
  /** Null: new. */
  readonly due: Date | null;
  /** Days until recall has fallen to 90 percent. */
  readonly stability: number;
  /** 1 to 10; 0 while new. */
  readonly difficulty: number;
  readonly scheduledDays: number;
  readonly learningSteps: number;
  readonly reviews: number;
  readonly lapses: number;
  readonly lastReviewedAt: Date | null;
}

export const NEW_MEMORY: Memory = {
  state: 'NEW',
  due: null,
  stability: 0,
  difficulty: 0,
  scheduledDays: 0,
  learningSteps: 0,
  reviews: 0,
  lapses: 0,
  lastReviewedAt: null,
};

/**
 * FSRS-6 with its published weights, until nine of ten are remembered (https://github.com/open-spaced-repetition/ts-fsrs).
 * Without its random spread, so that the same review gives the same day; and nothing rests for longer than a year
 * (and up to two days: good is always later than hard, and easy than good).
 */
const scheduler = fsrs({ request_retention: 0.9, maximum_interval: 365, enable_fuzz: false });

const GRADES: Record<Rating, Grade> = {
  AGAIN: FsrsRating.Again,
  HARD: FsrsRating.Hard,
  GOOD: FsrsRating.Good,
  EASY: FsrsRating.Easy,
};

/** The memory after a review at `now`, and with it when the question comes back. */
export function afterReview(memory: Memory, rating: Rating, now: Date): Memory {
  const { state, due, stability, difficulty, scheduledDays, learningSteps, reviews, lapses } = memory;
  const before = {
    state: MEMORY_STATES.indexOf(state), // in the order of FSRS
    due: due ?? now,
    last_review: memory.lastReviewedAt,
    scheduled_days: scheduledDays,
    learning_steps: learningSteps,
    elapsed_days: 0, // computed anew from the last review
    reps: reviews,
    ...{ stability, difficulty, lapses },
  };
  const { card } = scheduler.next(before, now, GRADES[rating]);
  return {
    state: MEMORY_STATES[card.state]!,
    due: card.due,
    stability: card.stability,
    difficulty: card.difficulty,
    scheduledDays: card.scheduled_days,
    learningSteps: card.learning_steps,
    reviews: card.reps,
    lapses: card.lapses,
    lastReviewedAt: now,
  };
}

/** What is not fully right comes again; how well the rest was known the trainee says. */
export const ratingOf = (right: boolean, said: Rating | null): Rating => (right ? (said ?? 'GOOD') : 'AGAIN');

/**
 * Which set of values a CALCULATED question shows in this round: another one each time, and the same for who is shown
 * the card and who marks it. Null for a question without values.
 */
export function variantOf({ valueSets }: Presentation, questionId: string, round: number): number | null {
  return valueSets?.length ? seedOf(questionId, round) % valueSets.length : null;
}

/** What the order of choices follows from in this round. */
export const seedOf = (questionId: string, round: number): number =>
  parseInt(questionId.slice(-8), 16) + round;

/** A quiz the person has submitted, and what it shows of its questions. */
export interface QuizMet {
  readonly shownAfter: readonly Shown[];
  readonly shownAfterClosing: readonly Shown[];
  /** As the quiz says; a string where it comes by JSON. */
  readonly closesAt: Date | string | null;
  readonly allowances: Allowances;
}

/** What the person is shown now of a question that these quizzes have asked, all in all. */
export const shownNow = (quizzes: readonly QuizMet[], now: Date): ReadonlySet<Shown> =>
  new Set(quizzes.flatMap((quiz) => [...shownBy(quiz, now)]));

/** Whether the person may see now what was right in the quiz: only then may its questions be practised. */
export const showsAnswers = (quiz: QuizMet, now: Date): boolean => shownBy(quiz, now).has('RIGHT_ANSWERS');

const NO_RULES = { opensAt: null, timeLimitMinutes: null, maxAttempts: null, graceSeconds: 0 };

/** By the feedback policy that holds for the review of an attempt: practice opens nothing that the review hides. */
function shownBy(
  { allowances, shownAfter, shownAfterClosing, ...quiz }: QuizMet,
  now: Date,
): ReadonlySet<Shown> {
  const version = { ...NO_RULES, closesAt: quiz.closesAt === null ? null : new Date(quiz.closesAt) };
  const { closesAt } = settingsFor(version, allowances);
  return shownOf(
    { shownDuring: [], shownAfter, shownAfterClosing },
    { own: true, status: 'SUBMITTED', finished: true, askedElsewhere: false, closesAt, now },
  );
}

/** How many cards stand where. */
export interface CardCounts {
  readonly dueCards: number;
  readonly newCards: number;
  readonly suspendedCards: number;
  readonly nextDueAt: Date | null;
}

/** Why there is nothing to practise now, in words; null when there is something. */
export function nothingToPractise(counts: CardCounts, now: Date): string | null {
  const { dueCards, newCards, suspendedCards, nextDueAt } = counts;
  if (dueCards || newCards) return null;
  if (nextDueAt) return `You are done for now. The next question comes back ${inWords(nextDueAt, now)}.`;
  if (suspendedCards) return 'You have set all your questions aside. Take some back to practise them.';
  return 'There is nothing to practise yet. Questions come here when you have submitted a quiz that shows its right answers.';
}

function inWords(then: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 60_000));
  if (minutes < 60) return `in ${minutes} minute${minutes === 1 ? '' : 's'}`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `in ${hours} hour${hours === 1 ? '' : 's'}`;
  const days = Math.round(minutes / 1440);
  return `in ${days} day${days === 1 ? '' : 's'}`;
}
