export const DOCUMENT_KINDS = ['CERTIFICATE', 'TRANSCRIPT'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/**
 * Why an education record may be given to somebody: to the trainee (34 CFR 99.10), by the trainee's written consent (99.30), to
 * officials of a school the trainee seeks to enter (99.31(a)(2)), because a law or a court asks for it (99.31(a)(9)).
 */
export const DISCLOSURE_BASES = ['TRAINEE', 'CONSENT', 'SCHOOL_OFFICIAL', 'LEGAL_REQUIREMENT'] as const;
export type DisclosureBasis = (typeof DISCLOSURE_BASES)[number];

/** A line of the log of documents that were given out. */
export class DocumentIssue {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly personId: string;
  readonly awardId: string | null;
  readonly contentHash: string;
  /** Null: whoever asked for it read it. */
  readonly recipient: string | null;
  readonly basis: DisclosureBasis | null;
  readonly evidence: string | null;
  /** The name of who gave it out, as the organization knows them. */
  readonly issuedByName: string;
  readonly issuedAt: Date;
}
