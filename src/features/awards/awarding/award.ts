/** A certificate of a program, or a specialty on top of one. */
export const AWARD_KINDS = ['PROGRAM', 'SPECIALTY'] as const;
export type AwardKind = (typeof AWARD_KINDS)[number];

export const AWARD_ENTRY_KINDS = ['SUSPENDED', 'REINSTATED', 'REVOKED'] as const;
export type AwardEntryKind = (typeof AWARD_ENTRY_KINDS)[number];

/** VALID as long as nothing else is said; a skill or a card that lapses later changes nothing (inv 47). */
export const AWARD_STANDINGS = ['VALID', 'SUSPENDED', 'REVOKED', 'SUPERSEDED'] as const;
export type AwardStandingCode = (typeof AWARD_STANDINGS)[number];

/** What became of an award, as the SQL function `award_life` gives it: days as text, moments as ISO text or Date. */
export interface AwardLife {
  readonly awardedOn: string;
  readonly recordedAt: string | Date;
  readonly entries: readonly {
    readonly kind: AwardEntryKind;
    readonly effectiveOn: string;
    readonly recordedAt: string | Date;
  }[];
  /** The certificate that took its place. */
  readonly successor: { readonly issuedOn: string; readonly recordedAt: string | Date } | null;
}

/** Everything its standing follows from, as the SQL function `award_facts` gives it. */
export interface AwardFacts extends AwardLife {
  /** Of a specialty: the certificates of the program it rests on, one after another; null for a program's. */
  readonly base: readonly AwardLife[] | null;
}

export interface AwardStanding {
  readonly status: AwardStandingCode;
  /** The day since which it is so. */
  readonly since: string;
  /** Whether it is so because of the certificate that a specialty rests on. */
  readonly byBase: boolean;
}

/** What a stranger who holds the number may know. */
export interface AwardOnSight {
  readonly orgId: string;
  readonly awardId: string;
  readonly number: string;
  readonly kind: AwardKind;
  readonly title: string;
  readonly recipientName: string;
  /** The organization's name. */
  readonly issuer: string;
  readonly awardedOn: string;
  readonly issuedOn: string;
  readonly timeZone: string;
  readonly standing: AwardStanding;
}
