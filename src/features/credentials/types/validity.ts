/** How the last day of a card follows from its first. */
export const EXPIRY_RULES = ['END_OF_MONTH', 'SAME_DAY'] as const;
export type ExpiryRule = (typeof EXPIRY_RULES)[number];

/** Warnings of a type that says nothing of its own, in days before the end. */
export const DEFAULT_WARN_DAYS = [90, 60, 30, 7] as const;

/** What every type says in a version, be it of a credential or of a clearance. */
export interface TypeVersion {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  /** First day from which on the version holds; null: ever since. */
  readonly effectiveFrom: string | null;
  /** How long one counts at most, in calendar months; null: it does not expire by itself. */
  readonly validityMonths: number | null;
  readonly expiryRule: ExpiryRule;
  /** Days before the end on which somebody is reminded, longest first. */
  readonly warnDays: readonly number[];
  readonly recordedAt: Date;
}
