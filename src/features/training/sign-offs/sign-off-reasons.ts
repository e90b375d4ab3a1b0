import { registerEnumType } from '@nestjs/graphql';

/** Why somebody decides about a sign-off. */
export const SIGN_OFF_REASONS = [
  'INCIDENT',
  'UNSAFE_PRACTICE',
  'SIGNED_IN_ERROR',
  'EVIDENCE_DOUBTFUL',
  'EQUIPMENT_CHANGE',
  'TRANSFER',
  'INACTIVITY',
  'RETRAINED',
  'OTHER',
] as const;
export type SignOffReason = (typeof SIGN_OFF_REASONS)[number];

/** What opens a review without anybody asking for it. */
export type ReviewCause =
  'PREREQUISITE_WITHDRAWN' | 'OBSERVATION_VOIDED' | 'LICENSE_STATUS_CHANGED' | 'SIGNED_BY_ONESELF';

export const SignOffReasonEnum = Object.fromEntries(SIGN_OFF_REASONS.map((each) => [each, each]));
registerEnumType(SignOffReasonEnum, {
  name: 'SignOffReason',
  description: 'Why somebody decides about a sign-off.',
  valuesMap: {
    INCIDENT: { description: 'Something happened.' },
    UNSAFE_PRACTICE: { description: 'The skill was seen done unsafely.' },
    SIGNED_IN_ERROR: { description: 'It should not have been signed so.' },
    EVIDENCE_DOUBTFUL: { description: 'What it rests on is in doubt.' },
    EQUIPMENT_CHANGE: { description: 'There is new equipment, or another version of it.' },
    TRANSFER: { description: 'The person works at a site with other equipment now.' },
    INACTIVITY: { description: 'The skill was not performed for long.' },
    RETRAINED: { description: 'The person was trained again and looked at.' },
    OTHER: { description: 'Something else; the note says what.' },
  },
});
