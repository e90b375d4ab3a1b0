import type { AwardKind } from '../awarding/award.js';

export const PAGE_SIZES = ['LETTER', 'A4'] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Who stands below the line, as it is printed. */
export interface Signatory {
  readonly name: string;
  /** Such as "Program director"; null: none is printed. */
  readonly title: string | null;
}

/** Everything a certificate says. The same words make the same file, byte by byte. */
export interface CertificateWords {
  readonly pageSize: PageSize;
  readonly kind: AwardKind;
  /** The organization, as it was called when it awarded. */
  readonly issuer: string;
  readonly recipientName: string;
  readonly title: string;
  /** Clock minutes of the program; null for a specialty. */
  readonly minutes: number | null;
  readonly awardedOn: string;
  /** The day this certificate took the place of an earlier one; null for the first. */
  readonly reissuedOn: string | null;
  readonly number: string;
  /** Where a stranger verifies it. */
  readonly verifyUrl: string;
  readonly signatories: readonly Signatory[];
  /** What it is worth no longer, printed across it; null while it counts. */
  readonly stamp: { readonly word: string; readonly since: string } | null;
  readonly recordedAt: Date;
}
