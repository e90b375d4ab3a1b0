import sql from 'sql-template-tag';
import { Cohort, CohortInstructor } from '../features/enrollments/cohort.entity.js';
import { addEnrollments } from '../features/enrollments/enrollment-intake.queries.js';
import { addMembers } from '../features/organizations/member-import.queries.js';
import { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids/ids.js';
import { dateOfSlot, instantOf, SLOTS_IN_WEEK, TIME_ZONE, type CohortClock } from './calendar.rules.js';
import type { DemoMember } from './people.js';
import type { Published } from './published.js';
import { closingWeek, sessionsOf, spansOf, type Fate, type StorySession } from './story.rules.js';

/** When classes begin; the afternoons are free for making up. */
export const CLASS_STARTS = '08:00';
export const LAST_CLASS_ENDS = '12:00';

export interface CohortPlan {
  readonly code: string;
  readonly name: string;
  readonly clock: CohortClock;
  readonly endsOn: string;
  /** Weeks after which nothing more is told. */
  readonly weeks: number;
  readonly trainees: readonly DemoMember[];
  readonly fates: readonly Fate[];
}

export interface TraineeOfCohort {
  readonly enrollmentId: string;
  readonly personId: string;
  /** As whom they take quizzes. */
  readonly viewer: Viewer;
}

export interface HeldSession extends StorySession {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export async function openCohort(
  tx: Transaction,
  plan: CohortPlan,
  { versionId, courses }: Published,
  siteId: string,
): Promise<string> {
  const [id, { code, name, clock, endsOn }] = [newId(), plan];
  const milestones = milestonesOf(plan, courses);
  const row = { id, code, name, endsOn, siteId, milestones, startsOn: clock.startsOn, timeZone: TIME_ZONE };
  await tx.insert(Cohort, { ...row, programVersionId: versionId });
  return id;
}

export async function letTeach(
  tx: Transaction,
  cohortId: string,
  instructors: readonly Viewer[],
): Promise<void> {
  await tx.insert(
    CohortInstructor,
    instructors.map(({ membershipId }) => ({ cohortId, membershipId })),
  );
}

/** Persons with accounts, members and enrolled. */
export async function enrollAll(
  tx: Transaction,
  cohortId: string,
  { trainees, clock }: CohortPlan,
  { programId, versionId }: Published,
  passwordHash: string,
): Promise<TraineeOfCohort[]> {
  const placed = await addMembers(
    tx,
    trainees.map(({ givenName, familyName }) => ({
      givenName,
      familyName,
      role: 'TRAINEE' as const,
      ...UNKNOWN,
    })),
  );
  for (const { id: membershipId, personId } of placed) {
    const content = { membershipId, after: { role: 'TRAINEE' } };
    tx.append({ personId, kind: 'membership.granted', content });
  }
  const made = placed.map(({ personId }) => ({
    ...{ id: newId(), entryId: newId(), personId, status: 'ACTIVE' as const },
    ...{ event: 'ENROLLED' as const, on: clock.startsOn },
  }));
  const today = clock.startsOn;
  const cohort = { id: cohortId, programId, programVersionId: versionId, today };
  const open = { closedAt: null, versionStatus: 'PUBLISHED' as const, entryRequirements: [] };
  await addEnrollments(tx, { ...cohort, ...open }, made, [
    'high_school_or_equivalent',
    'age_18_before_placement',
  ]);
  const viewers = await addAccounts(
    tx,
    placed.map(({ id, personId }, i) => ({ membershipId: id, personId, email: trainees[i]!.email })),
    passwordHash,
  );
  return made.map(({ id, personId }, i) => ({ enrollmentId: id, personId, viewer: viewers[i]! }));
}

const UNKNOWN = { externalSource: null, externalId: null, lineManagerId: null, siteIds: [] };

/** All classes of the cohort, those to come too. */
export async function schedule(
  tx: Transaction,
  cohortId: string,
  { clock }: CohortPlan,
  { courses, courseIds }: Published,
): Promise<HeldSession[]> {
  const sessions = sessionsOf(courses).map((session) => {
    const startsAt = instantOf(clock, session.slot, CLASS_STARTS);
    return {
      ...session,
      id: newId(),
      startsAt,
      endsAt: new Date(startsAt.getTime() + session.minutes * 60_000),
    };
  });
  const rows = sessions.map(({ course, kind, number, ...session }) => ({
    ...{ ...session, kind, courseId: courseIds.get(course) },
    title: `${course} ${kind === 'LAB' ? 'lab' : 'class'} ${number}`,
  }));
  await tx.query(sql`
    INSERT INTO class_session (org_id, id, cohort_id, course_id, kind, title, starts_at, ends_at, scheduled_by)
    SELECT ${tx.orgId}, s.id, ${cohortId}, s."courseId", s.kind, s.title, s."startsAt", s."endsAt", ${tx.db.actorId}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS s (id uuid, "courseId" uuid, kind text, title text, "startsAt" timestamptz, "endsAt" timestamptz)`);
  return sessions;
}

/** As each course closes, its share of the program is expected; placement is not recorded here yet. */
function milestonesOf(
  { clock }: CohortPlan,
  courses: Published['courses'],
): { on: string; percent: number }[] {
  const total = 24_000;
  let minutes = 0;
  return [...spansOf(sessionsOf(courses))].map(([code, { last }]) => {
    const course = courses.find((each) => each.code === code);
    minutes += (course?.lectureMinutes ?? 0) + (course?.labMinutes ?? 0);
    const friday = closingWeek(last) * SLOTS_IN_WEEK - 1;
    return { on: dateOfSlot(clock, friday), percent: Math.floor((100 * minutes) / total) };
  });
}

/** Answers as whom each of them acts. */
async function addAccounts(
  tx: Transaction,
  members: readonly { membershipId: string; personId: string; email: string }[],
  passwordHash: string,
): Promise<Viewer[]> {
  const accounts = members.map((member) => ({ ...member, id: newId() }));
  const rows = sql`jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb) AS a (id uuid, "personId" uuid, email text)`;
  await tx.query(
    sql`INSERT INTO account (id, person_id, email) SELECT a.id, a."personId", a.email FROM ${rows}`,
  );
  await tx.query(sql`
    INSERT INTO account_password (account_id, person_id, hash) SELECT a.id, a."personId", ${passwordHash} FROM ${rows}`);
  return accounts.map(
    ({ id, personId, membershipId }) => new Viewer(tx.orgId, personId, id, membershipId, newId(), 'TRAINEE'),
  );
}
