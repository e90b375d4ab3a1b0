/** What a signed-in person may do; each operation asks for one. */
export const PERMISSIONS = [
  'self', // one's own account, records, quizzes and dashboard: every member has it
  'member:read',
  'member:manage',
  'member:impersonate', // to look at the organization as one of its members
  'organization:manage',
  'person:merge',
  'service-account:manage',
  'program:read',
  'program:write',
  'program:publish', // what every later trainee is held to: also retiring
  'cohort:read',
  'cohort:write',
  'enrollment:read',
  'enrollment:write',
  'hold:manage',
  'record:read',
  'attendance:write',
  'grade:write',
  'progress:read',
  'quiz:read',
  'quiz:write',
  'quiz:grade', // marks of answers: by hand, late ones, after a mistake in a key
  'training:read', // skills, checklists, assignments, observations, sign-offs, hours
  'training:write', // defining skills and checklists, supervision policies
  'assignment:write', // agreements, placements, employees' assignments, who may validate
  'license:read',
  'license:write', // of others, with their verification
  'observation:write',
  'sign-off:write', // by those who hold a license that allows it
  'sign-off:manage', // approval, revocation, suspension, correction, review
  'hours:verify',
  'evidence:read', // packets for an audit
  'credential:read', // cards, mandatory training and readiness; of a clearance its status alone
  'credential:write', // types, cards of others with their verification, mandatory training, what work asks for
  'ce:read', // activities, completions, cycles and standing of continuing education
  'ce:write', // policies of the employer, activities, reviews, audits, reports
  'award:read',
  'award:write', // awarding, suspending and revoking
  'retention:manage', // legal holds, and erasing what is no longer to be kept
  'ledger:read',
  'ledger:anchor', // on demand, besides every hour
  'feed:read',
  'health:read', // health documents and the reasons of accommodations
  'accommodation:write', // with their reasons, so whoever may read those
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['OWNER', 'ADMIN', 'RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR'] as const;
export type Role = (typeof ROLES)[number];

const READ: Permission[] = [
  'member:read', 'program:read', 'cohort:read', 'enrollment:read', 'record:read', 'progress:read', 'quiz:read', 'ledger:read',
  'training:read', 'license:read', 'evidence:read',
  'credential:read', 'ce:read', 'award:read',
]; // prettier-ignore
const RUN: Permission[] = [
  'member:manage', 'member:impersonate', 'organization:manage', 'person:merge', 'service-account:manage', 'program:write', 'program:publish', 'cohort:write',
  'enrollment:write', 'hold:manage', 'attendance:write', 'grade:write', 'quiz:write', 'quiz:grade', 'feed:read',
  'training:write', 'assignment:write', 'license:write', 'observation:write', 'sign-off:write', 'sign-off:manage', 'hours:verify',
  'ledger:anchor', 'credential:write', 'ce:write', 'award:write', 'retention:manage',
]; // prettier-ignore

/** The one table from roles to permissions. RECORDS alone reads health and accommodation reasons. */
const PERMISSIONS_OF: Record<Role, readonly Permission[]> = {
  OWNER: ['self', ...READ, ...RUN],
  ADMIN: ['self', ...READ, ...RUN],
  RECORDS: [
    'self',
    ...READ,
    'member:manage',
    'cohort:write',
    'enrollment:write',
    'hold:manage',
    'attendance:write',
    'feed:read',
    'assignment:write',
    'license:write',
    'credential:write',
    'ce:write',
    'award:write',
    'retention:manage',
    'health:read',
    'accommodation:write',
  ],
  INSTRUCTOR: [
    'self',
    'member:read',
    'program:read',
    'program:write',
    'cohort:read',
    'enrollment:read',
    'record:read',
    'attendance:write',
    'grade:write',
    'progress:read',
    'quiz:read',
    'quiz:write',
    'quiz:grade',
    'training:read',
    'credential:read',
    'award:read',
    'observation:write',
    'sign-off:write',
    'hours:verify',
  ],
  SUPERVISOR: [
    'self',
    'program:read',
    'cohort:read',
    'enrollment:read',
    'progress:read',
    'training:read',
    'credential:read',
    'observation:write',
    'sign-off:write',
    'hours:verify',
  ],
  TRAINEE: ['self'],
  AUDITOR: ['self', ...READ],
};

/** Whom each role may invite or appoint: nobody grants more than they hold. */
const MAY_GRANT: Record<Role, readonly Role[]> = {
  OWNER: ROLES,
  ADMIN: ['ADMIN', 'RECORDS', 'INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR'],
  RECORDS: ['INSTRUCTOR', 'SUPERVISOR', 'TRAINEE'],
  INSTRUCTOR: [],
  SUPERVISOR: [],
  TRAINEE: [],
  AUDITOR: [],
};

export const roleAllows = (role: Role, permission: Permission): boolean =>
  PERMISSIONS_OF[role].includes(permission);

export const roleMayGrant = (role: Role, granted: Role): boolean => MAY_GRANT[role].includes(granted);
