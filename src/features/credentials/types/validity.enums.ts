import { registerEnumType } from '@nestjs/graphql';
import { EXPIRY_RULES } from './validity.js';

export const ExpiryRuleEnum = Object.fromEntries(EXPIRY_RULES.map((each) => [each, each]));
registerEnumType(ExpiryRuleEnum, {
  name: 'ExpiryRule',
  description:
    'How the last day follows from the first. Months are clamped: 31 August and 6 are 28 or 29 February.',
  valuesMap: {
    END_OF_MONTH: { description: 'The end of the month so many calendar months later.' },
    SAME_DAY: { description: 'The same day of the month so many calendar months later.' },
  },
});
