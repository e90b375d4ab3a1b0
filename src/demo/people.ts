import type { Role } from '../platform/access/permissions.js';

/** Everybody's password in the demo: it is printed at the start, and never loaded into a production system. */
export const DEMO_PASSWORD = 'riverside-demo-2026';

export interface DemoMember {
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly role: Role;
  /** What they are there to show, for the table printed at the start. */
  readonly shows: string;
}

const SCHOOL_MAIL = 'riverside.example';
const CLINIC_MAIL = 'lakeside.example';
const TRAINEE_MAIL = 'trainee.example';

/** The trainee of the five-minute tour: in the middle of PTT-104. */
export const GUEST_EMAIL = `maya.castellano@${TRAINEE_MAIL}`;

const member = (name: string, email: string, role: Role, shows: string): DemoMember => ({
  ...named(name),
  email,
  role,
  shows,
});

export const SCHOOL_STAFF = {
  owner: member('Helen Abara', `owner@${SCHOOL_MAIL}`, 'OWNER', 'everything of the school'),
  admin: member('Tomas Lindqvist', `admin@${SCHOOL_MAIL}`, 'ADMIN', 'people, programs, cohorts'),
  records: member('Priya Venkat', `records@${SCHOOL_MAIL}`, 'RECORDS', 'enrollments, holds, records'),
  instructor: member('Daniel Okafor', `instructor@${SCHOOL_MAIL}`, 'INSTRUCTOR', 'every cohort'),
  limited: member(
    'Ines Marchetti',
    `lab.instructor@${SCHOOL_MAIL}`,
    'INSTRUCTOR',
    'the running cohort alone',
  ),
  supervisor: member('Walter Greene', `supervisor@${SCHOOL_MAIL}`, 'SUPERVISOR', 'supervises placements'),
  auditor: member('Ruth Adeyemi', `auditor@${SCHOOL_MAIL}`, 'AUDITOR', 'reads for 90 days'),
} as const;

/** A license as the board lists it: days since it was issued, and days left. */
interface DemoLicense {
  readonly type: string;
  readonly number: string;
  readonly since: number;
  readonly left: number;
}

export interface DemoSupervisor extends DemoMember {
  /** Of the clinic's sites, by its place in the list. */
  readonly site: number;
  readonly license: DemoLicense;
}

const supervisor = (name: string, shows: string, site: number, license: DemoLicense): DemoSupervisor => ({
  ...member(name, `${name.toLowerCase().replace(' ', '.')}@${CLINIC_MAIL}`, 'SUPERVISOR', shows),
  site,
  license,
});

export const CLINIC_STAFF = {
  owner: member('Grace Holloway', `owner@${CLINIC_MAIL}`, 'OWNER', 'everything of the clinic'),
  supervisors: [
    supervisor('Samuel Ito', 'the site in Dallas', 0, {
      type: 'PT',
      number: '1184402',
      since: 900,
      left: 410,
    }),
    supervisor('Nadia Petrov', 'Oakland; a license about to lapse', 1, {
      ...{ type: 'PT', number: '29817', since: 700, left: 21 },
    }),
    supervisor('Colin Marsh', 'an assistant whose license has lapsed', 0, {
      ...{ type: 'PTA', number: '2207715', since: 640, left: -9 },
    }),
  ],
  records: member(
    'Mina Duarte',
    `records@${CLINIC_MAIL}`,
    'RECORDS',
    'cards, clearances, trainings, credits',
  ),
  auditor: member('Vera Lind', `auditor@${CLINIC_MAIL}`, 'AUDITOR', 'reads the clinic for 90 days'),
} as const;

/** Sixty invented people, twenty to a cohort, the tour's trainee first of the second twenty. */
const TRAINEES = `
  Amara Nwosu|Liam Fitzgerald|Sofia Delgado|Kenji Morita|Hannah Weiss|Darius Coleman|Leila Haddad|Owen Prescott|Thuy Pham|Isabel Navarro|
  Marcus Whitfield|Anjali Rao|Peter Kowalczyk|Fatima Zahrani|Jordan Ellison|Camille Laurent|Diego Fuentes|Naomi Brandt|Elijah Booker|Yara Mansour|
  Maya Castellano|Caleb Thornton|Rosa Villanueva|Hiroshi Tanabe|Bethany Crowe|Malik Jefferson|Nora Lindholm|Arjun Mehta|Gabriela Soto|Ethan Calloway|
  Zainab Bello|Victor Romano|Mei Zhang|Tyler Brooks|Paloma Reyes|Andre Baptiste|Kiara Townsend|Stefan Novak|Lucia Ferraro|Joseph Tran|
  Adaeze Obi|Brandon Keller|Carmen Ibarra|Dmitri Volkov|Esther Mbeki|Felix Gutierrez|Grace Nakamura|Hamza Siddiqui|Ivy Sutherland|Jamal Freeman|
  Kalani Mahoe|Luz Arellano|Miriam Katz|Nathan Olsen|Oksana Bondar|Paul Desrosiers|Quinn Harper|Rania Khoury|Simon Abebe|Tessa Vandermeer`
  .split('|')
  .map((name) => name.trim());

/** The trainees of the nth cohort. */
export const traineesOf = (cohort: number): DemoMember[] =>
  TRAINEES.slice(cohort * 20, cohort * 20 + 20).map((name) =>
    member(name, `${name.toLowerCase().replace(' ', '.')}@${TRAINEE_MAIL}`, 'TRAINEE', ''),
  );

/** Those of the cohort that ended who have everything, by their places in it. */
export const GRADUATES = { byRecords: 0, byPolicy: 3, revoked: 7 } as const;

/** Whose certificates are named at the start. */
export const graduatesToShow = (): DemoMember[] => {
  const trainees = traineesOf(0);
  return Object.values(GRADUATES).map((place) => trainees[place]!);
};

/** Whom the table at the start names, one for each role. */
export const accountsToShow = (): DemoMember[] => [
  ...Object.values(SCHOOL_STAFF),
  { ...traineesOf(1)[0]!, shows: 'in the middle of PTT-104' },
  CLINIC_STAFF.owner,
  ...CLINIC_STAFF.supervisors,
  CLINIC_STAFF.records,
  CLINIC_STAFF.auditor,
];

function named(name: string): { givenName: string; familyName: string } {
  const [givenName = '', familyName = ''] = name.split(' ');
  return { givenName, familyName };
}
