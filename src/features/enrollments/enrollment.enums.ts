import { registerEnumType } from '@nestjs/graphql';
import { ENROLLMENT_EVENTS, ENROLLMENT_STATUSES, HOLD_KINDS } from './enrollment.entity.js';

const enumOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value, value]));

export const EnrollmentStatusEnum = enumOf(ENROLLMENT_STATUSES);
registerEnumType(EnrollmentStatusEnum, {
  name: 'EnrollmentStatus',
  description: 'Where an enrollment stands on a day.',
  valuesMap: {
    APPLIED: { description: 'Wants to join; not admitted yet.' },
    ACTIVE: { description: 'Takes part.' },
    ON_LEAVE: { description: 'On an approved leave of absence.' },
    WITHDRAWN: { description: 'Left before the end.' },
    COMPLETED: { description: 'Finished the program.' },
    DISMISSED: { description: 'Was sent away by the school.' },
  },
});

export const EnrollmentEventEnum = enumOf(ENROLLMENT_EVENTS);
registerEnumType(EnrollmentEventEnum, {
  name: 'EnrollmentEvent',
  description: 'What happened to an enrollment on a day.',
  valuesMap: {
    APPLIED: { description: 'Applied, for the first time or again: APPLIED.' },
    ENROLLED: { description: 'Was admitted: ACTIVE.' },
    LEAVE_STARTED: { description: 'Went on leave: ON_LEAVE. Needs a reason.' },
    LEAVE_ENDED: { description: 'Came back from leave: ACTIVE.' },
    WITHDREW: { description: 'Left: WITHDRAWN from the day after the last one attended. Needs a reason.' },
    DISMISSED: { description: 'Was sent away: DISMISSED. Needs a reason.' },
    COMPLETED: { description: 'Finished: COMPLETED. The end.' },
    RE_ENTERED: {
      description: 'Came back after leaving: ACTIVE. Needs a reason; after a dismissal also an approver.',
    },
  },
});

export const HoldKindEnum = enumOf(HOLD_KINDS);
registerEnumType(HoldKindEnum, {
  name: 'HoldKind',
  description: 'Why documents are kept back.',
  valuesMap: {
    FINANCIAL: { description: 'Money is owed.' },
    DISCIPLINARY: { description: 'A conduct matter is open.' },
    RECORDS: { description: 'A document is missing.' },
    OTHER: { description: 'As the reason says.' },
  },
});

export const StartStatusEnum = enumOf(['APPLIED', 'ACTIVE']);
registerEnumType(StartStatusEnum, {
  name: 'EnrollmentStart',
  description: 'With which status an enrollment begins.',
  valuesMap: {
    APPLIED: { description: 'As an applicant.' },
    ACTIVE: { description: 'Admitted at once.' },
  },
});

export const IntakeOutcomeEnum = enumOf([
  'ENROLLED',
  'ALREADY_ENROLLED',
  'INVALID',
  'DUPLICATE',
  'UNKNOWN_PERSON',
  'FORMER_MEMBER',
  'PERSON_AMBIGUOUS',
  'OWN_ENROLLMENT',
  'DATE_IN_FUTURE',
]);
registerEnumType(IntakeOutcomeEnum, {
  name: 'EnrollmentIntakeOutcome',
  description: 'What became of one entry of a list of people to enroll.',
  valuesMap: {
    ENROLLED: { description: 'Enrolled now.' },
    ALREADY_ENROLLED: { description: 'Was in the cohort before; nothing changed.' },
    INVALID: { description: 'The entry itself is wrong; the message says how.' },
    DUPLICATE: { description: 'An earlier entry of the same list is the same person.' },
    UNKNOWN_PERSON: { description: 'No member of the organization that you may see.' },
    FORMER_MEMBER: { description: 'Their membership has ended: restore it first.' },
    PERSON_AMBIGUOUS: { description: 'Address and external id belong to different members.' },
    OWN_ENROLLMENT: { description: 'Nobody enrolls themselves.' },
    DATE_IN_FUTURE: { description: 'The day of enrollment lies ahead.' },
  },
});
