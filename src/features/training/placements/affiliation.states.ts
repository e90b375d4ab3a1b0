import { registerEnumType } from '@nestjs/graphql';

export const CODE_STATES = ['OPEN', 'REDEEMED', 'EXPIRED', 'REVOKED'] as const;
export type CodeState = (typeof CODE_STATES)[number];

export const AGREEMENT_STATES = ['UPCOMING', 'IN_FORCE', 'ENDED'] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

const asEnum = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

export const CodeStateEnum = asEnum(CODE_STATES);
registerEnumType(CodeStateEnum, {
  name: 'AffiliationCodeState',
  description: 'What became of a code.',
  valuesMap: {
    OPEN: { description: 'A school may redeem it.' },
    REDEEMED: { description: 'A school has redeemed it.' },
    EXPIRED: { description: 'Nobody did in time.' },
    REVOKED: { description: 'The clinic took it back.' },
  },
});

export const AgreementStateEnum = asEnum(AGREEMENT_STATES);
registerEnumType(AgreementStateEnum, {
  name: 'AffiliationAgreementState',
  description: 'Where an agreement stands today.',
  valuesMap: {
    UPCOMING: { description: 'Its first day is ahead.' },
    IN_FORCE: { description: 'It holds today.' },
    ENDED: { description: 'Its last day is over.' },
  },
});
