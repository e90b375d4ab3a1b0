import type { AwardOnSight } from '../awarding/award.js';

/** What a stranger who holds a certificate's number is told. */
export interface AwardVerification extends Pick<
  AwardOnSight,
  'number' | 'kind' | 'title' | 'recipientName' | 'issuer' | 'awardedOn' | 'issuedOn'
> {
  readonly status: AwardOnSight['standing']['status'];
  /** The day since which it is so. */
  readonly since: string;
  /** Whether it is so because of the certificate that a specialty rests on. */
  readonly byBase: boolean;
  readonly pageUrl: string;
  readonly badgeUrl: string;
}
