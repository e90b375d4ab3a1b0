import { registerEnumType } from '@nestjs/graphql';
import { HELD_ENTRY_KINDS, VERIFICATION_METHODS } from './held.js';

export const HeldEntryKindEnum = Object.fromEntries(HELD_ENTRY_KINDS.map((each) => [each, each]));
registerEnumType(HeldEntryKindEnum, {
  name: 'CredentialEntryKind',
  description: 'What an entry says of a card or a clearance.',
  valuesMap: {
    CONFIRMED: { description: 'It is what it says: it counts on the days of its type.' },
    NOT_CONFIRMED: { description: 'It is not: from the day it was looked up it does not count.' },
    WITHDRAWN: { description: 'A finding, or all of it, is taken back.' },
  },
});

/** What a look-up may end with. */
export const FINDINGS = ['CONFIRMED', 'NOT_CONFIRMED'] as const;
export type Finding = (typeof FINDINGS)[number];

export const FindingEnum = Object.fromEntries(FINDINGS.map((each) => [each, each]));
registerEnumType(FindingEnum, {
  name: 'CredentialFinding',
  description: 'What was found of a card or a clearance.',
  valuesMap: {
    CONFIRMED: { description: 'It is what it says: it counts on the days of its type.' },
    NOT_CONFIRMED: { description: 'It is not: from the day it was looked up it does not count.' },
  },
});

export const VerificationMethodEnum = Object.fromEntries(VERIFICATION_METHODS.map((each) => [each, each]));
registerEnumType(VerificationMethodEnum, {
  name: 'CredentialVerificationMethod',
  description: 'How a card or a clearance was verified, the weakest way first.',
  valuesMap: {
    COPY_SEEN: { description: 'A copy or a picture of it was seen.' },
    ORIGINAL_SEEN: { description: 'The original was seen.' },
    ISSUER_CONTACTED: { description: 'Its issuer was asked.' },
    ISSUER_LOOKUP: { description: 'It was looked up where its issuer lists it, by a code or a number.' },
  },
});
