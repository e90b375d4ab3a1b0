import { registerEnumType } from '@nestjs/graphql';
import { ASSIGNMENT_ENTRY_KINDS, ASSIGNMENT_KINDS } from './assignment.entity.js';
import { ASSIGNMENT_STATES } from './assignment-standing.rules.js';

const asEnum = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

export const AssignmentKindEnum = asEnum(ASSIGNMENT_KINDS);
registerEnumType(AssignmentKindEnum, {
  name: 'AssignmentKind',
  description: 'Why somebody trains at a site.',
  valuesMap: {
    CLINICAL_PLACEMENT: { description: 'Sent by a school, for a course.' },
    EMPLOYEE: { description: 'Hired by the organization whose site it is.' },
  },
});

export const AssignmentStateEnum = asEnum(ASSIGNMENT_STATES);
registerEnumType(AssignmentStateEnum, {
  name: 'AssignmentState',
  description: 'Where an assignment stands today, where its site is.',
  valuesMap: {
    UPCOMING: { description: 'Its first day is ahead.' },
    IN_FORCE: { description: 'It runs, the first and the last day included.' },
    OVER: { description: 'Its last day is over.' },
    CANCELLED: { description: 'It did not take place.' },
  },
});

export const AssignmentEntryKindEnum = asEnum(ASSIGNMENT_ENTRY_KINDS);
registerEnumType(AssignmentEntryKindEnum, {
  name: 'AssignmentEntryKind',
  description: 'What was put on record of an assignment.',
  valuesMap: {
    DATES_CHANGED: { description: 'It has other days.' },
    ENDED: { description: 'It ends before its time.' },
    CANCELLED: { description: 'It does not take place.' },
    GATE_OVERRIDDEN: { description: 'Somebody may start although a gate does not hold.' },
    CHECKLIST_CHANGED: { description: 'It follows another version of a checklist.' },
  },
});

export const ChecklistTransferChangeEnum = asEnum(['SAME', 'NEW_VERSION', 'ADDED', 'REMOVED']);
registerEnumType(ChecklistTransferChangeEnum, {
  name: 'ChecklistTransferChange',
  description: 'What becomes of a skill when somebody follows another version of a checklist.',
  valuesMap: {
    SAME: { description: 'It stays in the same version.' },
    NEW_VERSION: { description: 'It stays, in another version.' },
    ADDED: { description: 'It is asked for from then on.' },
    REMOVED: { description: 'It is not asked for any more; what was signed stays on record.' },
  },
});
