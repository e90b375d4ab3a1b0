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
export type LicenseStatusCode = (typeof LICENSE_STATUSES)[number];

export const VERIFICATION_OUTCOMES = ['CONFIRMED', 'NOT_CONFIRMED'] as const;
export type VerificationOutcome = (typeof VERIFICATION_OUTCOMES)[number];

/** From which to which day a license had a status: both inclusive, as YYYY-MM-DD; null: open. */
export interface StatusEntry {
  readonly id: string;
  readonly status: LicenseStatusCode;
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

/** ISO 3166 code of a state or country, as sites have it. */
export const JURISDICTION_CODE = /^[A-Z]{2}(-[A-Z0-9]{1,6})?$/;

export const LICENSE_TYPE_CODE = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

/** One way to write a number, so that it is known again: boards do not tell capitals from small letters. */
export const licenseNumber = (written: string): string => written.trim().replace(/\s+/g, ' ').toUpperCase();
