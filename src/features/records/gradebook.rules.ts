import { compare, decimal, isDecimal, isPositive } from './rational.js';

/** One thing that is marked: a quiz, an assignment, an exam. Marks are decimals as text, e.g. `17.5`. */
export interface GradebookItem {
  readonly id: string;
  /** What this trainee earned; null while ungraded. */
  readonly earned: string | null;
  /** The most that can be earned, above 0. */
  readonly possible: string;
  /** Weight within the category; without one the item weighs its points. An item of weight 0 is practice. */
  readonly weight?: string | null;
}

/** A part of the gradebook; the weights of one gradebook add up to 100 (inv 40). */
export interface GradebookCategory {
  readonly code: string;
  readonly weight: string;
  /** Once closed nothing more is expected, and what is still ungraded counts as 0 (inv 41). */
  readonly closed: boolean;
  /** Marks are entered by hand, so only closing tells that no more will come. */
  readonly openEnded?: boolean;
  readonly items: readonly GradebookItem[];
}

export type MarkRefusal =
  | {
      readonly code: 'MARK_NOT_A_DECIMAL';
      readonly field: 'earned' | 'possible' | 'weight';
      readonly message: string;
    }
  | { readonly code: 'MARK_POSSIBLE_IS_ZERO'; readonly message: string }
  | {
      readonly code: 'MARK_ABOVE_POSSIBLE';
      readonly earned: string;
      readonly possible: string;
      readonly message: string;
    };

/** Whether a mark may be entered at all: negative, huge, NaN and infinite ones may not (abuse 28). */
export function refuseMark(mark: { earned: string; possible: string }): MarkRefusal | null {
  const { earned, possible } = mark;
  for (const field of ['earned', 'possible'] as const) {
    if (!isDecimal(mark[field])) {
      const message = `The ${field} points must be a number like 17.5, not negative, at most four decimals.`;
      return { code: 'MARK_NOT_A_DECIMAL', field, message };
    }
  }
  if (!isPositive(decimal(possible))) {
    return { code: 'MARK_POSSIBLE_IS_ZERO', message: 'The possible points must be above 0.' };
  }
  if (compare(decimal(earned), decimal(possible)) > 0) {
    const message = `${earned} is more than the ${possible} points possible.`;
    return { code: 'MARK_ABOVE_POSSIBLE', earned, possible, message };
  }
  return null;
}
