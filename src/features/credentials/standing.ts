/** What somebody may have to hold: a card, a clearance, or mandatory training. */
export const STANDING_KINDS = ['CREDENTIAL', 'CLEARANCE', 'TRAINING'] as const;
export type StandingKind = (typeof STANDING_KINDS)[number];

/**
 * What somebody's cards, clearances or trainings of one type are worth on a day:
 * - CURRENT: held, verified, in force on the day;
 * - EXPIRING: the same, and it ends within the longest warning of its type;
 * - PENDING: recorded, not verified: it does not count (inv 49);
 * - EXPIRED: there was one, and on the day there is none in force: a gap stays a gap (inv 52);
 * - MISSING: nothing is on record;
 * - REJECTED: what is on record was not confirmed, or can never satisfy the type (inv 50);
 * - NOT_YET: what is on record begins later;
 * - UNKNOWN_TYPE: the organization has not defined the type, which is a "no".
 */
export const STANDING_STATUSES = [
  'CURRENT',
  'EXPIRING',
  'PENDING',
  'EXPIRED',
  'MISSING',
  'REJECTED',
  'NOT_YET',
  'UNKNOWN_TYPE',
] as const;
export type StandingStatus = (typeof STANDING_STATUSES)[number];

/** Asks for one person, one type and one day. */
export interface StandingQuestion {
  readonly personId: string;
  readonly kind: StandingKind;
  readonly code: string;
  /** The day, YYYY-MM-DD, in the zone of the site it is asked for. */
  readonly on: string;
  /** As it was on record at this moment; left out: now. */
  readonly knownAt?: Date;
  /** For training that is to be given site by site; cards and clearances count at every site. */
  readonly siteId?: string | null;
}

export interface Standing {
  readonly status: StandingStatus;
  /** Whether it counts on the day: CURRENT or EXPIRING. */
  readonly current: boolean;
  /** Last day, itself included, through which it counts without a gap; null: without an end, or not current. */
  readonly currentUntil: string | null;
  /** The record that decides, where there is one. */
  readonly sourceId: string | null;
  /** Why, and what would help, for a person to read. Of a clearance never more than its status. */
  readonly because: string;
}
