import { registerEnumType } from '@nestjs/graphql';
import { CE_STANDINGS, type CeStanding } from './ce-standing.js';
import {
  CE_RENEWS,
  CE_WAIVER_KINDS,
  CE_WAIVER_REASONS,
  type CeRenews,
  type CeWaiverKind,
  type CeWaiverReason,
} from './ce-cycle.entity.js';

const enumOf = <T extends string>(values: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };

export const CeRenewsEnum = enumOf<CeRenews>(CE_RENEWS);
registerEnumType(CeRenewsEnum, {
  name: 'CeRenews',
  description: 'What credits renew.',
  valuesMap: {
    LICENSE: { description: 'A license.' },
    CARD: { description: 'A certification, as a card tells of it.' },
    EMPLOYMENT: { description: 'An employment here.' },
  },
});

export const CeWaiverKindEnum = enumOf<CeWaiverKind>(CE_WAIVER_KINDS);
registerEnumType(CeWaiverKindEnum, {
  name: 'CeWaiverKind',
  description: 'What is granted.',
  valuesMap: {
    WAIVER: { description: 'Less is to be earned.' },
    EXTENSION: { description: 'There is more time.' },
  },
});

export const CeWaiverReasonEnum = enumOf<CeWaiverReason>(CE_WAIVER_REASONS);
registerEnumType(CeWaiverReasonEnum, {
  name: 'CeWaiverReason',
  description: 'Why something is granted; nothing about health beyond this.',
  valuesMap: {
    MEDICAL: { description: 'For medical reasons.' },
    MILITARY: { description: 'Military service.' },
    HARDSHIP: { description: 'Hardship.' },
    OTHER: { description: 'Another reason.' },
  },
});

export const CeStandingEnum = enumOf<CeStanding>(CE_STANDINGS);
registerEnumType(CeStandingEnum, {
  name: 'CeStanding',
  description: 'How somebody stands under a policy on a day.',
  valuesMap: {
    MET: { description: 'Everything for the cycle is done.' },
    ON_THE_WAY: { description: 'Something is missing, and there is time.' },
    LAPSED: { description: 'The cycle before ended with something missing.' },
    CLOSED: { description: 'The cycle is closed: as it was decided, it stays.' },
    NOT_JUDGED: { description: 'The policy does not say enough to judge.' },
    NOT_UNDER_POLICY: { description: 'The person is not under the policy on the day.' },
  },
});
