import { registerEnumType } from '@nestjs/graphql';
import { HOURS_NOT_COUNTED, type HoursNotCountedCode } from './counted-hours.rules.js';
import {
  HOUR_DECISIONS,
  HOUR_LOG_STATES,
  type HourDecisionKind,
  type HourLogState,
} from './hour-log.rules.js';

const enumOf = <T extends string>(values: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };

export const HourLogStateEnum = enumOf<HourLogState>(HOUR_LOG_STATES);
registerEnumType(HourLogStateEnum, {
  name: 'HourLogState',
  description: 'Where claimed hours stand.',
  valuesMap: {
    PENDING: { description: 'Claimed; nobody has decided yet, or it was reopened.' },
    VERIFIED: { description: 'Verified, and frozen. Which of its minutes count is said with it.' },
    REJECTED: { description: 'Rejected, with the reason. It may be corrected.' },
    CORRECTED: { description: 'A later claim has taken its place.' },
    WITHDRAWN: { description: 'Taken back by the trainee.' },
  },
});

export const HourDecisionEnum = enumOf<HourDecisionKind>(HOUR_DECISIONS);
registerEnumType(HourDecisionEnum, {
  name: 'HourDecisionKind',
  description: 'What was decided about claimed hours.',
  valuesMap: {
    VERIFIED: { description: 'They were worked as claimed.' },
    REJECTED: { description: 'They were not, for the reason given.' },
    REOPENED: { description: 'An earlier decision was taken back: they wait for another.' },
  },
});

export const HoursNotCountedEnum = enumOf<HoursNotCountedCode>(HOURS_NOT_COUNTED);
registerEnumType(HoursNotCountedEnum, {
  name: 'HoursNotCountedCode',
  description: 'Why minutes of claimed hours do not count.',
  valuesMap: {
    ASSIGNMENT_CANCELLED: { description: 'The assignment was cancelled.' },
    OUTSIDE_ASSIGNMENT: { description: 'Before the first or after the last day of the assignment.' },
    NOT_CLEARED: { description: 'The school had not cleared the placement yet that day.' },
    AGREEMENT_NOT_IN_FORCE: { description: 'The agreement of school and clinic was not in force that day.' },
    ENROLLMENT_NOT_ACTIVE: { description: 'The enrollment was not active that day, such as on leave.' },
    CREDENTIALS_NOT_CURRENT: { description: 'A card that is asked for was not current that day.' },
    CLEARANCES_NOT_CURRENT: { description: 'A clearance that is asked for was not current that day.' },
    TRAININGS_NOT_CURRENT: {
      description: 'A mandatory training that is asked for was not current that day.',
    },
    SUPERVISOR_NOT_ELIGIBLE: { description: 'Who is named could not supervise at the site that day.' },
    SUPERVISION_RULE_INCOMPLETE: { description: 'The rule cannot say how many may be supervised at a time.' },
    SUPERVISION_RATIO_EXCEEDED: { description: 'More were supervised at that time than the rule allows.' },
    SAME_MINUTES: { description: 'The time counts for other hours already.' },
    UNPAID_BREAK: { description: 'The unpaid break.' },
    OVER_DAILY_LIMIT: { description: 'More than counts on one day.' },
  },
});
