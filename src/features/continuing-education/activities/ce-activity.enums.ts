import { registerEnumType } from '@nestjs/graphql';
import { CE_DELIVERIES, CE_NATURES, type CeDelivery, type CeNature } from '../policies/policy.js';
import { CE_ACTIVITY_KINDS, CE_ROLES, type CeActivityKind, type CeRole } from './ce-activity.js';

const enumOf = <T extends string>(values: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };

export const CeActivityKindEnum = enumOf<CeActivityKind>(CE_ACTIVITY_KINDS);
registerEnumType(CeActivityKindEnum, {
  name: 'CeActivityKind',
  description: 'Kind of activity of continuing education.',
  valuesMap: {
    COURSE: { description: 'A course.' },
    WORKSHOP: { description: 'A workshop, with practice.' },
    WEBINAR: { description: 'A webinar.' },
    CONFERENCE: { description: 'A conference.' },
    IN_SERVICE: { description: 'An in-service of an employer.' },
    CERTIFICATION: { description: 'What leads to a certification.' },
  },
});

export const CeNatureEnum = enumOf<CeNature>(CE_NATURES);
registerEnumType(CeNatureEnum, {
  name: 'CeNature',
  description:
    'What an activity is besides education: what is something else counts only where a policy says so.',
  valuesMap: {
    EDUCATION: { description: 'Education.' },
    ORIENTATION: { description: 'Orientation of new employees.' },
    INITIAL_CERTIFICATION: { description: 'Training for a first certification.' },
    MANDATORY_TRAINING: { description: 'Training that the law of work asks for.' },
  },
});

export const CeDeliveryEnum = enumOf<CeDelivery>(CE_DELIVERIES);
registerEnumType(CeDeliveryEnum, {
  name: 'CeDelivery',
  description: 'How an activity is given.',
  valuesMap: {
    LIVE: { description: 'With people present at the same time, in a room or online.' },
    SELF_PACED: { description: 'Whenever the person likes.' },
  },
});

export const CeRoleEnum = enumOf<CeRole>(CE_ROLES);
registerEnumType(CeRoleEnum, {
  name: 'CeRole',
  description: 'What somebody did at an activity.',
  valuesMap: {
    ATTENDEE: { description: 'Attended it.' },
    TEACHER: { description: 'Taught it.' },
  },
});
