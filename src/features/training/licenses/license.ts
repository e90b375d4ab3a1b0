/** What a licensing board says of a license on a day. Only an active one lets anybody validate. */
export const LICENSE_STATUSES = [
  'ACTIVE',
  'INACTIVE',
  'EXPIRED',
  'SUSPENDED',
  'REVOKED',
  'ENCUMBERED',
  'PENDING',
  'UNKNOWN',
] as const;
export type LicenseStatus = (typeof LICENSE_STATUSES)[number];

export const VERIFICATION_OUTCOMES = ['CONFIRMED', 'NOT_CONFIRMED'] as const;
export type VerificationOutcome = (typeof VERIFICATION_OUTCOMES)[number];

/** From which to which day a license had a status: both inclusive, as YYYY-MM-DD; null: open. */
export interface StatusEntry {
  readonly id: string;
  readonly status: LicenseStatus;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly recordedAt: Date;
}

/** What an organization saw at the issuing board. */
export interface Verification {
  readonly id: string;
  readonly orgId: string;
  readonly outcome: VerificationOutcome;
  readonly verifiedOn: string;
  readonly recordedAt: Date;
}
