import { contentHash } from '../../../platform/ids/canonical-json.js';
import type { Award } from './award.entity.js';

/** What a certificate says and was decided on: fixed by its hash, which stands in the row and in the person's ledger. */
export type AwardContent = Omit<Award, 'contentHash' | 'recordedAt'>;

export function awardContent(award: AwardContent): AwardContent {
  const { orgId, id, personId, enrollmentId, kind, number, title, recipientName } = award;
  const { programVersionId, trackId, trackVersionId, awardedOn, issuedOn, timeZone } = award;
  const { awardedBy, automatic, requirements, supersedesId, reissueReason } = award;
  const who = { orgId, id, personId, enrollmentId, kind, number, title, recipientName };
  const what = { programVersionId, trackId, trackVersionId, awardedOn, issuedOn, timeZone };
  return { ...who, ...what, awardedBy, automatic, requirements, supersedesId, reissueReason };
}

/** SHA-256 of the canonical JSON of the content, hexadecimal: made again from the row, it must be the one that is kept. */
export const awardHash = (award: AwardContent): string => contentHash(awardContent(award));
