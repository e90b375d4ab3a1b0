import { CourseCreditJob } from '../src/features/continuing-education/completions/course-credits.job.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { activityBy, claim, withdrawCompletion, type CompletionAnswer } from './support/ce.js';
import type { SampleProgram } from './support/sample-program.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, insertRow } from './support/training.js';
import { type Member, World } from './support/world.js';

interface Credited {
  code?: string;
  credited: number;
  withdrawn: number;
}

describe('courses of our own', () => {
  let app: TestApp;
  let world: World;
  let staff: Member;
  let program: SampleProgram;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    world = await World.create(app, { isSchool: true, isClinic: true });
    staff = await world.member('RECORDS');
    program = await world.program();
  });

  const linked = async (role: 'ATTENDEE' | 'TEACHER', given: object = {}) => {
    const { id: ceActivityId } = await activityBy(staff, { title: `As ${role}`, minutes: 120 });
    const link = await staff.do<{ code?: string; id: string }>(
      'linkCeCourse',
      {
        courseId: program.courses[0]!.id,
        ceActivityId,
        role,
        startsOn: dayFromToday(-365),
        reason: 'Policy 7',
        ...given,
      },
      '... on CeCourseLink { id }',
    );
    return { ...link, ceActivityId };
  };
  const credit = (ceCourseLinkId: string): Promise<Credited> =>
    staff.do<Credited>(
      'creditCeCourses',
      { ceCourseLinkId },
      '... on CeCoursesCredited { credited withdrawn }',
    );
  const attempt = (enrollmentId: string, outcome: string) =>
    insertRow(app, 'course_attempt', {
      ...{ org_id: world.orgId, id: newId(), enrollment_id: enrollmentId, course_id: program.courses[0]!.id },
      ...{ number: 1, outcome, decided_at: new Date(Date.now() - 3 * 86_400_000) },
    });
  const decide = (enrollmentId: string, outcome: string) =>
    app.owner.query('UPDATE course_attempt SET outcome = $2 WHERE enrollment_id = $1', [
      enrollmentId,
      outcome,
    ]);
  const completionsOf = async (member: Member): Promise<CompletionAnswer[]> => {
    const { myCeCompletions } = await member.ask<{
      myCeCompletions: { edges: { node: CompletionAnswer }[] };
    }>(
      '{ myCeCompletions { edges { node { id state minutes role because entries { kind reason } activity { title } } } } }',
    );
    return myCeCompletions.edges.map(({ node }) => node);
  };

  it('yield credit to those who pass them, once, however often and at once it is asked for', async () => {
    const { id } = await linked('ATTENDEE');
    const passed = await world.enrolled(program);
    const failed = await world.enrolled(program);
    await attempt(passed.enrollmentId, 'PASSED');
    await attempt(failed.enrollmentId, 'FAILED');
    const answers = await Promise.all([credit(id), credit(id), credit(id)]);
    expect(answers.reduce((sum, { credited }) => sum + credited, 0)).toBe(1);
    expect(await completionsOf(passed.trainee)).toMatchObject([
      {
        state: 'ACCEPTED',
        minutes: 120,
        role: 'ATTENDEE',
        entries: [{ kind: 'CREDITED' }],
        activity: { title: 'As ATTENDEE' },
      },
    ]);
    expect(await completionsOf(failed.trainee)).toEqual([]);
  });

  it('take it back when the course is passed no more, and give it again when it is', async () => {
    const { id } = await linked('ATTENDEE');
    const { trainee, enrollmentId } = await world.enrolled(program);
    await attempt(enrollmentId, 'PASSED');
    expect(await credit(id)).toMatchObject({ credited: 1, withdrawn: 0 });
    await decide(enrollmentId, 'FAILED');
    expect(await credit(id)).toMatchObject({ credited: 0, withdrawn: 1 });
    expect(await credit(id)).toMatchObject({ credited: 0, withdrawn: 0 });
    expect(await completionsOf(trainee)).toMatchObject([{ state: 'WITHDRAWN' }]);
    await decide(enrollmentId, 'PASSED');
    expect(await credit(id)).toMatchObject({ credited: 1 });
    const [standing] = (await completionsOf(trainee)).filter(({ state }) => state === 'ACCEPTED');
    await withdrawCompletion(trainee, standing!.id);
    expect(await credit(id)).toMatchObject({ credited: 0 }); // what a person took back stays so
  });

  it('are credited once where the person had claimed the same activity on the same day', async () => {
    const { id, ceActivityId } = await linked('ATTENDEE');
    const { trainee, enrollmentId } = await world.enrolled(program);
    await attempt(enrollmentId, 'PASSED');
    const { rows } = await app.owner.query<{ on: string }>(
      `SELECT (decided_at AT TIME ZONE 'America/Chicago')::date::text AS on FROM course_attempt WHERE enrollment_id = $1`,
      [enrollmentId],
    );
    await claim(trainee, ceActivityId, { completedOn: rows[0]!.on });
    expect(await credit(id)).toMatchObject({ credited: 0 });
  });

  it('yield credit to those who taught a cohort of them to the end', async () => {
    const { id } = await linked('TEACHER');
    const teacher = await world.member('INSTRUCTOR');
    const [cohortId, another] = [await world.cohort(program), await world.cohort(program)];
    for (const cohort_id of [cohortId, another])
      await insertRow(app, 'cohort_instructor', {
        ...{ org_id: world.orgId, cohort_id, membership_id: teacher.membershipId },
      });
    const session = (daysAgo: number, cohort = cohortId) => {
      const starts = new Date(Date.now() - daysAgo * 86_400_000);
      return insertRow(app, 'class_session', {
        ...{
          org_id: world.orgId,
          id: newId(),
          cohort_id: cohort,
          course_id: program.courses[0]!.id,
          kind: 'LECTURE',
        },
        ...{ title: 'A class', starts_at: starts, ends_at: new Date(starts.getTime() + 3_600_000) },
      });
    };
    await session(20);
    await session(12);
    await session(12, another); // the same class for both, on the same day
    expect(await credit(id)).toMatchObject({ credited: 0 }); // the cohort has not ended
    await app.owner.query(`UPDATE cohort SET ends_on = current_date - 10 WHERE org_id = $1`, [world.orgId]);
    expect(await credit(id)).toMatchObject({ credited: 1 });
    expect(await credit(id)).toMatchObject({ credited: 0 });
    expect(await completionsOf(teacher)).toMatchObject([{ role: 'TEACHER', state: 'ACCEPTED' }]);
  });

  it('inv 1: yield nothing to whoever linked them: they claim it, and somebody else reviews that', async () => {
    const { id, ceActivityId } = await linked('TEACHER');
    const teacher = await world.member('INSTRUCTOR');
    const cohort_id = await world.cohort(program);
    for (const { membershipId: membership_id } of [staff, teacher])
      await insertRow(app, 'cohort_instructor', { org_id: world.orgId, cohort_id, membership_id });
    const starts_at = new Date(Date.now() - 12 * 86_400_000);
    await insertRow(app, 'class_session', {
      ...{ org_id: world.orgId, id: newId(), cohort_id, course_id: program.courses[0]!.id, kind: 'LECTURE' },
      ...{ title: 'A class', starts_at, ends_at: new Date(starts_at.getTime() + 3_600_000) },
    });
    await app.owner.query(`UPDATE cohort SET ends_on = current_date - 10 WHERE org_id = $1`, [world.orgId]);
    expect(await credit(id)).toMatchObject({ credited: 1 });
    expect(await completionsOf(staff)).toEqual([]);
    expect(await completionsOf(teacher)).toHaveLength(1);
    expect(await claim(staff, ceActivityId, { completedOn: dayFromToday(-12) })).toMatchObject({
      state: 'CLAIMED',
    });
  });

  it('are credited by the next morning without being asked', async () => {
    await linked('ATTENDEE');
    const { trainee, enrollmentId } = await world.enrolled(program);
    await attempt(enrollmentId, 'PASSED');
    const here = app.app.get(Database).forOrganization(world.orgId);
    await app.app.get(CourseCreditJob).here(here);
    await app.app.get(CourseCreditJob).here(here);
    expect(await completionsOf(trainee)).toMatchObject([{ state: 'ACCEPTED' }]);
  });

  it('are linked once, and a link that ended credits what was finished before', async () => {
    const { id, ceActivityId } = await linked('ATTENDEE');
    const again = await staff.do(
      'linkCeCourse',
      {
        courseId: program.courses[0]!.id,
        ceActivityId,
        role: 'ATTENDEE',
        startsOn: dayFromToday(-365),
        reason: 'Policy 7',
      },
      '... on CeCourseLinkedAlready { ceCourseLinkId }',
    );
    expect(again).toMatchObject({ code: 'CE_COURSE_LINKED_ALREADY', ceCourseLinkId: id });
    const end = () =>
      staff.do(
        'endCeCourseLink',
        { ceCourseLinkId: id, endsOn: dayFromToday(-5) },
        '... on CeCourseLink { endsOn }',
      );
    expect(await end()).toMatchObject({ endsOn: dayFromToday(-5) });
    expect(await end()).toMatchObject({ code: 'CE_COURSE_LINK_HAS_ENDED' });
    const { enrollmentId } = await world.enrolled(program);
    await attempt(enrollmentId, 'PASSED');
    expect(await credit(id)).toMatchObject({ credited: 0 });
    const { ceCourseLinks } = await staff.ask<{ ceCourseLinks: { totalCount: number } }>(
      '{ ceCourseLinks { totalCount } }',
    );
    expect(ceCourseLinks.totalCount).toBe(1);
  });
});
