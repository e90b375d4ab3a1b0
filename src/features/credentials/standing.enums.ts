import { registerEnumType } from '@nestjs/graphql';
import { STANDING_KINDS, STANDING_STATUSES } from './standing.js';

export const StandingKindEnum = Object.fromEntries(STANDING_KINDS.map((each) => [each, each]));
registerEnumType(StandingKindEnum, {
  name: 'StandingKind',
  description: 'What somebody may have to hold.',
  valuesMap: {
    CREDENTIAL: { description: 'A card of somebody else’s, such as for basic life support.' },
    CLEARANCE: { description: 'A clearance, of which the status alone is told.' },
    TRAINING: { description: 'Mandatory training.' },
  },
});

export const StandingStatusEnum = Object.fromEntries(STANDING_STATUSES.map((each) => [each, each]));
registerEnumType(StandingStatusEnum, {
  name: 'StandingStatus',
  description: 'What a card, a clearance or a training is worth on a day. CURRENT and EXPIRING count.',
  valuesMap: {
    CURRENT: { description: 'It counts.' },
    EXPIRING: { description: 'It counts, and ends soon.' },
    PENDING: { description: 'Recorded and not verified: it does not count yet.' },
    EXPIRED: { description: 'There was one, and none counts on the day.' },
    MISSING: { description: 'Nothing is on record.' },
    REJECTED: { description: 'What is on record was not confirmed, or cannot satisfy the type.' },
    NOT_YET: { description: 'What is on record begins later.' },
    UNKNOWN_TYPE: { description: 'The organization has not defined the type, so nothing counts.' },
  },
});
