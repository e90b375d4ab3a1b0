import type { Keeping } from './keeping.rules.js';

/** What besides the records decides: one row. */
export interface Standing {
  isMember: boolean;
  isEnrolled: boolean;
  isPlaced: boolean;
  /** The day the last of all this ended; null: it never began. */
  leftOn: string | null;
  /** Since when the first legal hold stands; null: none does. */
  heldSince: Date | null;
  erasedAt: Date | null;
  /** By which the person is known instead. */
  mergedIntoId: string | null;
  today: string;
}

/** What is kept of a person, and what else stands in the way of erasing them. */
export interface Retention {
  readonly standing: Standing;
  readonly keepings: readonly Keeping[];
  /** Records of others that name them as who did something. */
  readonly namedInOthers: number;
}
