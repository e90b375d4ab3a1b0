import { registerEnumType } from '@nestjs/graphql';
import { ROLES } from '../../platform/access/permissions.js';

export const RoleEnum = Object.fromEntries(ROLES.map((role) => [role, role]));
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a member is in the organization; it decides what they may do.',
  valuesMap: {
    OWNER: { description: 'Owns the organization: everything, and appoints other owners.' },
    ADMIN: { description: 'Runs the organization: everything but owners.' },
    RECORDS: { description: 'Keeps the records: enrollments, attendance, documents.' },
    INSTRUCTOR: { description: 'Teaches: programs, attendance, grades.' },
    SUPERVISOR: { description: 'Supervises trainees at a site.' },
    TRAINEE: { description: 'Learns; sees only their own records.' },
    AUDITOR: { description: 'Reads for a limited time, changes nothing.' },
  },
});
