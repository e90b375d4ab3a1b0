/** An authorization to validate at a site, as it stands. */
export class ValidatorAuthorization {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly startsOn: string;
  /** The last day; the day before the first: taken back; null: without an end. */
  readonly endsOn: string | null;
  readonly assessorTrainedOn: string | null;
  /** Null: all. */
  readonly skillCodes: string[] | null;
  readonly mayApprove: boolean;
  readonly supersedesId: string | null;
  readonly reason: string | null;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
  /** Whether it holds today, where the site is. */
  readonly inForce: boolean;
}
