import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import type { EnrollmentStatus } from '../../enrollments/enrollment-status.rules.js';
import { type AskedRequirement, askedBy } from '../../programs/award-word.rules.js';

/** What an award asks for, one requirement at a time. */
export const AWARD_REQUIREMENT_KINDS = [
  'ENROLLMENT',
  'BASE_AWARD',
  'COURSE_PASSED',
  'CLOCK_HOURS',
  'CHECKLIST_COMPLETE',
  'CURRENT',
  'NO_HOLD',
  'UNKNOWN',
] as const;
export type AwardRequirementKind = (typeof AWARD_REQUIREMENT_KINDS)[number];

/** A requirement of an award, decided on a day: kept with the award as it was decided. Tells no grades. */
export interface DecidedAwardRequirement {
  readonly kind: AwardRequirementKind;
  /** The course, checklist or card; the word itself where nobody knows it. Unique with the kind. */
  readonly code: string;
  readonly title: string;
  readonly met: boolean;
  /** Why it is met, or what is missing and would help, for a person to read. */
  readonly because: string;
}

/**
 * What a program's award asks for: every course, the hours and the checklists that its courses ask for, whether its
 * version says so or not (inv 46), and what the version names besides. Each once.
 */
export function askedOfProgram(
  words: readonly string[],
  checklistsOfCourses: readonly string[],
): AskedRequirement[] {
  const courses = checklistsOfCourses.map((code) => ({ kind: 'CHECKLIST_COMPLETE' as const, code }));
  return once([{ kind: 'ALL_COURSES' }, { kind: 'CLOCK_HOURS' }, ...courses, ...words.map(askedBy)]);
}

/** What a specialty asks for on top of its certificate: a course or hours are no word of it. */
export const askedOfSpecialty = (words: readonly string[]): AskedRequirement[] =>
  once(
    words.map((word) => {
      const asked = askedBy(word);
      return 'code' in asked ? asked : { kind: 'UNKNOWN', code: word };
    }),
  );

const once = (asked: readonly AskedRequirement[]): AskedRequirement[] => [
  ...new Map(asked.map((each) => [`${each.kind} ${'code' in each ? each.code : ''}`, each])).values(),
];

type Minutes = { readonly lecture: number; readonly lab: number; readonly placement: number };

export interface CourseOnRecord {
  readonly code: string;
  readonly title: string;
  readonly required: boolean;
  readonly outcome: 'IN_PROGRESS' | 'PASSED' | 'FAILED' | 'CREDITED';
  /** Besides passed: everything that its version asks for is done. */
  readonly complete: boolean;
  readonly scheduled: Minutes;
  /** On record, as the counters have them. */
  readonly counted: Minutes;
}

/** What is on record of somebody, on the day. */
export interface AwardRecord {
  readonly status: EnrollmentStatus;
  readonly courses: readonly CourseOnRecord[];
  readonly totalClockMinutes: number;
  /** By code; a checklist that nobody has published is not among them. */
  readonly checklists: ReadonlyMap<
    string,
    { readonly title: string; readonly complete: boolean; readonly because: string }
  >;
  /** By code, of each kind that the organization has defined under it: a card, a clearance, a training. */
  readonly held: ReadonlyMap<string, readonly { readonly current: boolean; readonly because: string }[]>;
  readonly openHolds: readonly HoldKind[];
  readonly blockingHolds: readonly HoldKind[];
}

/** Decides what a program's award asks for, in the order a reader expects; the award may be made when all are met. */
export const programRequirements = (
  asked: readonly AskedRequirement[],
  record: AwardRecord,
): DecidedAwardRequirement[] => [
  enrollmentRequirement(record.status),
  ...asked.flatMap((each) => decided(each, record)),
  holdRequirement(record),
];

/** The same for a specialty: it rests on a certificate. */
export const specialtyRequirements = (
  asked: readonly AskedRequirement[],
  record: AwardRecord,
  base: DecidedAwardRequirement,
): DecidedAwardRequirement[] => [
  base,
  ...asked.flatMap((each) => decided(each, record)),
  holdRequirement(record),
];

export const isReady = (requirements: readonly DecidedAwardRequirement[]): boolean =>
  requirements.every(({ met }) => met);

function decided(asked: AskedRequirement, record: AwardRecord): DecidedAwardRequirement[] {
  switch (asked.kind) {
    case 'ALL_COURSES':
      return record.courses.filter(({ required }) => required).map(courseRequirement);
    case 'CLOCK_HOURS':
      return [hoursRequirement(record)];
    case 'CHECKLIST_COMPLETE':
      return [checklistRequirement(asked.code, record)];
    case 'CURRENT':
      return [currentRequirement(asked.code, record)];
    case 'UNKNOWN':
      return [unknownRequirement(asked.code)];
  }
}

/** An enrollment that ended without completion earns nothing; whoever is on leave comes back first. */
function enrollmentRequirement(status: EnrollmentStatus): DecidedAwardRequirement {
  const met = status === 'ACTIVE' || status === 'COMPLETED';
  const name = status.toLowerCase().replace('_', ' ');
  const because = met
    ? `The enrollment is ${name}.`
    : `The enrollment is ${name}: only one that is active or completed earns the award.`;
  return { kind: 'ENROLLMENT', code: 'ENROLLMENT', title: 'Enrollment', met, because };
}

const OUTCOME: Record<CourseOnRecord['outcome'], string> = {
  PASSED: 'Passed.',
  CREDITED: 'Recognized as learned before.',
  FAILED: 'Failed: it is to be repeated, or a grade corrected.',
  IN_PROGRESS: 'Not passed yet: the progress of the enrollment lists what is missing.',
};

function courseRequirement({ code, title, outcome, complete }: CourseOnRecord): DecidedAwardRequirement {
  const passed = outcome === 'PASSED' || outcome === 'CREDITED';
  const because =
    passed && !complete
      ? 'Passed in another version; what is new in this one is still open: the progress of the enrollment lists it.'
      : OUTCOME[outcome];
  return { kind: 'COURSE_PASSED', code, title, met: passed && complete, because };
}

/** Hours beyond what a course schedules for a kind stand for no other course; what is recognized counts in full. */
export function clockMinutes(courses: readonly CourseOnRecord[]): number {
  const kinds = ['lecture', 'lab', 'placement'] as const;
  const of = ({ outcome, scheduled, counted }: CourseOnRecord): number =>
    kinds.reduce(
      (sum, kind) =>
        sum + (outcome === 'CREDITED' ? scheduled[kind] : Math.min(counted[kind], scheduled[kind])),
      0,
    );
  return courses.filter(({ required }) => required).reduce((sum, course) => sum + of(course), 0);
}

function hoursRequirement({ courses, totalClockMinutes }: AwardRecord): DecidedAwardRequirement {
  const counted = clockMinutes(courses);
  const met = counted >= totalClockMinutes;
  const because = `${hours(counted)} of ${hours(totalClockMinutes)} clock hours count${met ? '.' : ': the others are to be attended, made up or verified.'}`;
  return { kind: 'CLOCK_HOURS', code: 'TOTAL', title: 'Total clock hours', met, because };
}

function checklistRequirement(code: string, { checklists }: AwardRecord): DecidedAwardRequirement {
  const found = checklists.get(code);
  const decision = found ?? {
    title: code,
    complete: false,
    because: `Nobody has published a checklist ${code}: until then nobody can complete it.`,
  };
  const { title, complete: met, because } = decision;
  return { kind: 'CHECKLIST_COMPLETE', code, title, met, because };
}

/** Where a code names more than one kind of thing, all of them must be current. */
function currentRequirement(code: string, { held }: AwardRecord): DecidedAwardRequirement {
  const found = held.get(code) ?? [];
  const open = found.filter(({ current }) => !current);
  const because = found.length
    ? (open.length ? open : found).map((each) => each.because).join(' ')
    : `Nobody has defined ${code} as a card, a clearance or a training: until then nobody can hold it.`;
  return { kind: 'CURRENT', code, title: code, met: found.length > 0 && open.length === 0, because };
}

const unknownRequirement = (code: string): DecidedAwardRequirement => ({
  kind: 'UNKNOWN',
  code,
  title: code,
  met: false,
  because: `“${code}” is no requirement that can be decided: a new version of the program or track must say it otherwise.`,
});

function holdRequirement({ openHolds, blockingHolds }: AwardRecord): DecidedAwardRequirement {
  const blocking = blockingHolds.filter((kind) => openHolds.includes(kind));
  const names = blocking.map((kind) => kind.toLowerCase()).join(' and ');
  const because = blocking.length
    ? `A ${names} hold keeps the certificate back until it is released.`
    : 'No hold keeps the certificate back.';
  return { kind: 'NO_HOLD', code: 'HOLDS', title: 'No hold', met: blocking.length === 0, because };
}

/** Whole hours as they are spoken of; a begun hour is not an hour yet. */
const hours = (minutes: number): number => Math.floor(minutes / 60);
