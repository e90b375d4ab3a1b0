/** What an entry says of a card or a clearance: what somebody found of it, or that it, or a finding, is taken back. */
export const HELD_ENTRY_KINDS = ['CONFIRMED', 'NOT_CONFIRMED', 'WITHDRAWN'] as const;
export type HeldEntryKind = (typeof HELD_ENTRY_KINDS)[number];

/** How something was verified, the weakest first: a type asks for one of them or for a stronger one. */
export const VERIFICATION_METHODS = [
  'COPY_SEEN',
  'ORIGINAL_SEEN',
  'ISSUER_CONTACTED',
  'ISSUER_LOOKUP',
] as const;
export type VerificationMethod = (typeof VERIFICATION_METHODS)[number];

/** One entry about something held. Days as YYYY-MM-DD. */
export interface HeldEntry {
  readonly id: string;
  readonly kind: HeldEntryKind;
  /** When it was looked up; null for a withdrawal. */
  readonly foundOn: string | null;
  /** The last day as whoever issued it says; null: nothing was said of it. */
  readonly expiresOn: string | null;
  /** Of a withdrawal the finding it takes back; null: all of what is held. */
  readonly withdrawsId: string | null;
  readonly recordedAt: Date;
}

/** A card or a clearance of a person, with all that was ever entered about it. */
export interface Held<Entry extends HeldEntry = HeldEntry> {
  readonly id: string;
  readonly typeCode: string;
  /** The first day on which it may count. */
  readonly startsOn: string;
  /** The last day as its holder says; null: the type's rule holds. */
  readonly claimedUntil: string | null;
  readonly recordedAt: Date;
  readonly entries: readonly Entry[];
}
