import type { AgreementState, CodeState } from './affiliation.states.js';

/** A clinic's offer, as the clinic sees it; the secret was shown once. */
export class AffiliationCode {
  readonly id: string;
  readonly label: string;
  readonly state: CodeState;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly redeemedAt: Date | null;
  /** Who redeemed it; null while nobody has. */
  readonly redeemedByName: string | null;
}

/** The code with its secret, which is shown this once. */
export class IssuedAffiliationCode {
  readonly affiliationCode: AffiliationCode;
  readonly secret: string;
}

/** An agreement as both sides see it. */
export class AffiliationAgreement {
  readonly id: string;
  readonly title: string;
  /** The school's. */
  readonly orgId: string;
  readonly schoolName: string;
  readonly siteOrgId: string;
  readonly clinicName: string;
  readonly startsOn: string;
  /** The last day, as it was agreed or as one of the two ended it; null: without an end. */
  readonly endsOn: string | null;
  readonly state: AgreementState;
  readonly isStricter: boolean;
  readonly endReason: string | null;
  readonly endedByOrgId: string | null;
  readonly createdAt: Date;
}
