import { registerEnumType } from '@nestjs/graphql';
import { CE_ANCHORS, CE_REPEATS, CE_UNITS, type CeAnchorKind, type CeRepeat, type CeUnit } from './policy.js';

const enumOf = <T extends string>(values: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };

export const CeUnitEnum = enumOf<CeUnit>(CE_UNITS);
registerEnumType(CeUnitEnum, {
  name: 'CeUnit',
  description: 'What a policy of continuing education counts in.',
  valuesMap: {
    CONTACT_HOUR: { description: 'Hours of instruction, of as many minutes as the policy says.' },
    CEU: { description: 'Continuing education units: ten hours each.' },
    CCU: { description: 'Continuing competence units: one hour each.' },
    CREDIT: { description: 'Credits: one hour each.' },
  },
});

export const CeAnchorEnum = enumOf<CeAnchorKind>(CE_ANCHORS);
registerEnumType(CeAnchorEnum, {
  name: 'CeAnchorKind',
  description: 'What cycles are counted from.',
  valuesMap: {
    LICENSE_ISSUE: { description: 'The day the license was issued.' },
    CREDENTIAL_ISSUE: { description: 'The day the card or certificate was issued.' },
    HIRE_DATE: { description: 'The day the person was hired.' },
    BIRTH_MONTH: { description: 'Cycles end with the month of birth.' },
    FIXED_CALENDAR: { description: 'A calendar that is the same for everybody.' },
  },
});

export const CeRepeatEnum = enumOf<CeRepeat>(CE_REPEATS);
registerEnumType(CeRepeatEnum, {
  name: 'CeRepeat',
  description: 'How often the same course counts.',
  valuesMap: {
    ONCE_PER_CYCLE: { description: 'Once in each cycle.' },
    ONCE_EVER: { description: 'Once.' },
    EACH_TIME: { description: 'Each time.' },
  },
});

export const CE_POLICY_SOURCES = ['REFERENCE', 'EMPLOYER'] as const;
export const CePolicySourceEnum = enumOf(CE_POLICY_SOURCES);
registerEnumType(CePolicySourceEnum, {
  name: 'CePolicySource',
  description: 'Whose policy it is.',
  valuesMap: {
    REFERENCE: { description: "A state's or certifier's, loaded as data for everybody." },
    EMPLOYER: { description: "Your organization's own." },
  },
});

export const CE_LIMIT_KINDS = ['CATEGORY', 'BESIDE', 'DELIVERY'] as const;
export const CeLimitKindEnum = enumOf(CE_LIMIT_KINDS);
registerEnumType(CeLimitKindEnum, {
  name: 'CeLimitKind',
  description: 'What a minimum or maximum speaks of.',
  valuesMap: {
    CATEGORY: { description: 'A subject: a minute counts in one at most.' },
    BESIDE: { description: 'A property of the activity, as certified: it counts beside the subject.' },
    DELIVERY: { description: 'A delivery: LIVE, SELF_PACED or TEACHING.' },
  },
});

export const CE_FIRST_CYCLE_CASES = ['ALWAYS', 'LAST_MONTHS', 'SECOND_HALF'] as const;
export const CeFirstCycleCaseEnum = enumOf(CE_FIRST_CYCLE_CASES);
registerEnumType(CeFirstCycleCaseEnum, {
  name: 'CeFirstCycleCase',
  description: 'Of whom a first cycle asks for something else.',
  valuesMap: {
    ALWAYS: { description: 'Of everybody.' },
    LAST_MONTHS: { description: 'Of those who came within its last months.' },
    SECOND_HALF: { description: 'Of those who came in its second half.' },
  },
});

export const CE_PRORATIONS = ['NONE', 'BY_FULL_MONTH'] as const;
export const CeProrationEnum = enumOf(CE_PRORATIONS);
registerEnumType(CeProrationEnum, {
  name: 'CeProration',
  description: 'What somebody owes who is under the policy for part of a cycle.',
  valuesMap: {
    NONE: { description: 'The whole amount.' },
    BY_FULL_MONTH: { description: 'The share of full months.' },
  },
});

export const CE_ROUNDINGS = ['UP', 'DOWN'] as const;
export const CeRoundingEnum = enumOf(CE_ROUNDINGS);
registerEnumType(CeRoundingEnum, {
  name: 'CeRounding',
  description: 'Which way prorated amounts are rounded.',
  valuesMap: { UP: { description: 'Up.' }, DOWN: { description: 'Down.' } },
});
