import { Temporal } from 'temporal-polyfill';
import type { AwardKind } from '../awarding/award.js';
import type { DecidedAwardRequirement } from '../awarding/award-requirement.rules.js';
import { moment, statusListUrl, type StatusPlace } from './status-list.rules.js';

/** What a badge says of an award: what is printed on the certificate, and nothing else about the person. */
export interface BadgeFacts {
  readonly orgId: string;
  readonly number: string;
  readonly kind: AwardKind;
  readonly title: string;
  readonly recipientName: string;
  /** The organization's name. */
  readonly issuer: string;
  readonly awardedOn: string;
  readonly timeZone: string;
  readonly recordedAt: Date;
  /** Identifies what was earned, in the version it was earned in. */
  readonly achievementId: string;
  readonly requirements: readonly Pick<DecidedAwardRequirement, 'kind' | 'title'>[];
}

export const badgeUrl = (publicUrl: string, number: string): string => `${publicUrl}/badges/${number}`;

export const verificationUrl = (publicUrl: string, number: string): string => `${publicUrl}/verify/${number}`;

/** Conditions of an award that nobody achieves. */
const NO_ACHIEVEMENT = ['ENROLLMENT', 'NO_HOLD', 'UNKNOWN'];

/**
 * The credential of an award, without its proof.
 *
 * The status is one entry, because Open Badges 3.0 allows no second: of the list of what must not be accepted now. Which
 * of these are final stands at the same index of the list of revocations that `statusReference` names.
 * @see https://www.imsglobal.org/spec/ob/v3p0/
 */
export function badgeOf(facts: BadgeFacts, publicUrl: string, did: string, place: StatusPlace): object {
  const page = verificationUrl(publicUrl, facts.number);
  const list = statusListUrl(publicUrl, facts.orgId, 'suspension', place.list);
  return {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    ],
    id: badgeUrl(publicUrl, facts.number),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: facts.title,
    issuer: { id: did, type: ['Profile'], name: facts.issuer, url: publicUrl },
    validFrom: moment(facts.recordedAt),
    awardedDate: startOf(facts.awardedOn, facts.timeZone),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          hashed: false,
          identityHash: facts.recipientName,
          identityType: 'name',
        },
      ],
      achievement: achievementOf(facts),
    },
    evidence: [{ id: page, type: ['Evidence'], name: 'Verification page' }],
    credentialSchema: [
      {
        id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
        type: '1EdTechJsonSchemaValidator2019',
      },
    ],
    credentialStatus: {
      id: `${list}#${place.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'suspension',
      statusListIndex: String(place.index),
      statusListCredential: list,
      statusReference: [statusListUrl(publicUrl, facts.orgId, 'revocation', place.list), page],
    },
  };
}

function achievementOf({ achievementId, kind, title, issuer, requirements }: BadgeFacts): object {
  const achieved = requirements.filter((each) => !NO_ACHIEVEMENT.includes(each.kind));
  return {
    id: `urn:uuid:${achievementId}`,
    type: ['Achievement'],
    achievementType: kind === 'PROGRAM' ? 'CertificateOfCompletion' : 'Certificate',
    name: title,
    description: kind === 'PROGRAM' ? `Certificate of ${issuer}.` : `Specialty certificate of ${issuer}.`,
    criteria: {
      narrative: [
        'Everything that is required was achieved:',
        ...achieved.map((each) => `- ${each.title}`),
      ].join('\n'),
    },
  };
}

/** The first moment of a day, where it was. */
function startOf(day: string, timeZone: string): string {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(timeZone);
  return start.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
