import { CounterService } from '../src/features/records/counters.service.js';
import { Database } from '../src/platform/database/database.js';
import { day } from './support/enrollments.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Hours {
  courses: { lectureMinutes: number; labMinutes: number }[];
  entries: {
    id: string;
    source: string;
    countedMinutes: number;
    notCounted: { code: string; minutes: number }[];
  }[];
}

describe('class hours', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const arrange = async () => {
    const world = await World.create(app);
    const program = await world.program();
    const instructor = await world.member('INSTRUCTOR');
    return { world, program, instructor, course: program.courses[0]!, ...(await world.enrolled(program)) };
  };
  /** A time of day some days ago, so that it is over. */
  const at = (clock: string, daysAgo = 3) =>
    `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)}T${clock}:00.000Z`;
  const schedule = async (member: Member, input: object) => {
    const given = { kind: 'LECTURE', title: 'Class', startsAt: at('15:00'), endsAt: at('16:00'), ...input };
    const made = await member.do<{ __typename: string; id: string; problem?: string }>(
      'scheduleClassSession',
      given,
      '... on ClassSession { id } ... on ClassTimeNotAccepted { problem }',
    );
    return made;
  };
  const take = (member: Member, sessionId: string, lines: object[]) =>
    member.do<{ __typename: string; entered: number; unchanged: number; rejected: { code: string }[] }>(
      'takeAttendance',
      { sessionId, lines },
      '... on AttendanceTaken { entered unchanged rejected { enrollmentId code } }',
    );
  const hours = async (member: Member, enrollmentId: string): Promise<Hours> => {
    const { hoursRecord } = await member.ask<{ hoursRecord: Hours }>(
      `query ($id: ID!) { hoursRecord(enrollmentId: $id) { courses { courseCode lectureMinutes labMinutes }
        entries { id source countedMinutes creditMinutes notCounted { code minutes message } } } }`,
      { id: enrollmentId },
    );
    return hoursRecord;
  };

  it('are entered by roster: good lines kept, bad ones reported, repeating changes nothing', async () => {
    const { world, program, instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const late = await world.enrolled(program, { cohortId });
    const elsewhere = await world.enrolled(program);
    const { id } = await schedule(instructor, { cohortId, courseId: course.id });
    const lines = [
      { enrollmentId, status: 'PRESENT' },
      { enrollmentId: late.enrollmentId, status: 'PRESENT', minutesLate: 15, minutesLeftEarly: 5 },
      { enrollmentId: elsewhere.enrollmentId, status: 'PRESENT' },
      { enrollmentId, status: 'ABSENT' },
    ];
    const rejected = [{ code: 'NOT_IN_COHORT' }, { code: 'LINE_REPEATED' }];
    expect(await take(instructor, id, lines)).toMatchObject({ entered: 2, unchanged: 0, rejected });
    expect(await take(instructor, id, lines.slice(0, 3))).toMatchObject({ entered: 0, unchanged: 2 });
    expect(await take(instructor, id, [{ enrollmentId, status: 'ABSENT' }])).toMatchObject({
      rejected: [{ code: 'ATTENDANCE_TAKEN_ALREADY' }],
    });
    expect((await hours(trainee, enrollmentId)).courses[0]).toMatchObject({ lectureMinutes: 60 });
    expect((await hours(late.trainee, late.enrollmentId)).entries).toMatchObject([
      { countedMinutes: 40, notCounted: [{ code: 'LATE_OR_LEFT_EARLY', minutes: 20 }] },
    ]);
  });

  it('stand on the roster of their class, corrections included; trainees see their own line alone', async () => {
    const { world, program, instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const other = await world.enrolled(program, { cohortId });
    const { id } = await schedule(instructor, { cohortId, courseId: course.id });
    const roster = async (member: Member) => {
      const { classSession } = await member.ask<{
        classSession: { roster: { entryId: string; enrollmentId: string }[] };
      }>(
        `query ($id: ID!) { classSession(id: $id) { course { id code } cohort { id programVersion { id } }
          roster { entryId enrollmentId status minutesLate person { id } recordedBy { id } } } }`,
        { id },
      );
      return classSession;
    };
    expect((await roster(instructor)).roster).toEqual([]);
    await take(instructor, id, [
      { enrollmentId, status: 'PRESENT' },
      { enrollmentId: other.enrollmentId, status: 'ABSENT' },
    ]);
    const line = (await roster(instructor)).roster.find((each) => each.enrollmentId === enrollmentId)!;
    const correction = { entryId: line.entryId, status: 'PRESENT', minutesLate: 10, reason: 'Came by bus' };
    await world.owner.do('correctAttendance', correction, '... on HoursEntry { id }');
    const seen = await roster(instructor);
    expect(seen).toMatchObject({
      course: { id: course.id },
      cohort: { programVersion: { id: program.versionId } },
    });
    expect(seen.roster).toHaveLength(2);
    const mine = {
      enrollmentId,
      ...{ status: 'PRESENT', minutesLate: 10 },
      ...{ person: { id: trainee.personId }, recordedBy: { id: world.owner.personId } },
    };
    expect(seen.roster).toContainEqual(expect.objectContaining(mine));
    expect((await roster(trainee)).roster).toEqual([expect.objectContaining(mine)]);
  });

  it('inv 39: excused absence counts up to the share of the program, the rest may be made up under supervision', async () => {
    const { instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const { id: sessionId } = await schedule(instructor, { cohortId, courseId: course.id });
    await take(instructor, sessionId, [{ enrollmentId, status: 'ABSENT' }]);
    const [absent] = (await hours(trainee, enrollmentId)).entries;
    await instructor.do(
      'excuseAbsence',
      { entryId: absent!.id, reason: 'Ill, with a note' },
      '... on HoursEntry { id }',
    );
    expect((await hours(trainee, enrollmentId)).courses[0]).toMatchObject({ lectureMinutes: 12 });
    const makeUp = (input: object) =>
      instructor.do<{
        __typename: string;
        problem?: string;
        missedMinutes?: number;
        countedMinutes?: number;
      }>(
        'recordMakeUp',
        {
          enrollmentId,
          sessionId,
          startsAt: at('15:00', 2),
          endsAt: at('15:45', 2),
          supervisedBy: instructor.personId,
          ...input,
        },
        '... on HoursEntry { countedMinutes } ... on MakeUpNotAccepted { problem missedMinutes }',
      );
    expect(await makeUp({ endsAt: at('16:00', 2) })).toMatchObject({
      problem: 'MAKE_UP_OVER_MISSED',
      missedMinutes: 48,
    });
    expect(await makeUp({ supervisedBy: trainee.personId })).toMatchObject({
      problem: 'MAKE_UP_SUPERVISED_BY_TRAINEE',
    });
    expect(await makeUp({})).toMatchObject({ countedMinutes: 45 });
    expect((await hours(trainee, enrollmentId)).courses[0]).toMatchObject({ lectureMinutes: 57 });
  });

  it('inv 44: a withdrawal states the last day attended as the roster has it', async () => {
    const { world, instructor, enrollmentId, cohortId, course } = await arrange();
    const days = [5, 3, 2];
    const statuses = ['PRESENT', 'PRESENT', 'ABSENT'];
    for (const [index, ago] of days.entries()) {
      const times = { startsAt: at('15:00', ago), endsAt: at('16:00', ago) };
      const { id } = await schedule(instructor, { cohortId, courseId: course.id, ...times });
      await take(instructor, id, [{ enrollmentId, status: statuses[index] }]);
    }
    const withdraw = (lastAttendedOn: string) =>
      world.owner.do(
        'changeEnrollmentStatus',
        { enrollmentId, event: 'WITHDREW', reason: 'moved away', lastAttendedOn },
        '... on Enrollment { status withdrawnOn }',
      );
    for (const ago of [5, 2])
      expect(await withdraw(day(-ago))).toMatchObject({ code: 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED' });
    expect(await withdraw(day(-3))).toMatchObject({ status: 'WITHDRAWN', withdrawnOn: day(-3) });
  });

  it('inv 36: the same minutes never count twice, across courses, programs and kinds', async () => {
    const { world, instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const { id } = await schedule(instructor, { cohortId, courseId: course.id });
    const { id: lab } = await schedule(instructor, {
      cohortId, courseId: course.id, kind: 'LAB', startsAt: at('15:30'), endsAt: at('16:30'),
    }); // prettier-ignore
    await take(instructor, id, [{ enrollmentId, status: 'PRESENT' }]);
    await take(instructor, lab, [{ enrollmentId, status: 'PRESENT' }]);
    expect((await hours(trainee, enrollmentId)).courses[0]).toMatchObject({
      lectureMinutes: 60,
      labMinutes: 30,
    });

    const other = await world.program();
    const second = await world.enrolled(other);
    await app.owner.query('UPDATE enrollment SET person_id = $2 WHERE id = $1', [
      second.enrollmentId,
      trainee.personId,
    ]);
    const { id: same } = await schedule(instructor, {
      cohortId: second.cohortId, courseId: other.courses[0]!.id, startsAt: at('15:00'), endsAt: at('17:00'),
    }); // prettier-ignore
    await take(instructor, same, [{ enrollmentId: second.enrollmentId, status: 'PRESENT' }]);
    const [first, further] = [await hours(trainee, enrollmentId), await hours(trainee, second.enrollmentId)];
    const counted = [...first.courses, ...further.courses].reduce(
      (sum, c) => sum + c.lectureMinutes + c.labMinutes,
      0,
    );
    expect(counted).toBe(120);
    const why = [...first.entries, ...further.entries].flatMap(({ notCounted }) =>
      notCounted.map(({ code }) => code),
    );
    expect(new Set(why)).toEqual(new Set(['SAME_MINUTES']));
  });

  it('inv 36: the minutes of merged persons are those of one trainee', async () => {
    const { world, program, instructor, enrollmentId, cohortId, trainee, course } = await arrange();
    const second = await world.enrolled(program);
    const third = await world.enrolled(program);
    const classOf = async (
      enrolled: { enrollmentId: string; cohortId: string },
      from: string,
      to: string,
    ) => {
      const input = { cohortId: enrolled.cohortId, courseId: course.id, startsAt: at(from), endsAt: at(to) };
      const { id } = await schedule(instructor, input);
      return take(instructor, id, [{ enrollmentId: enrolled.enrollmentId, status: 'PRESENT' }]);
    };
    const all = [{ enrollmentId, cohortId }, second, third];
    const counted = async () => {
      const records = await Promise.all(all.map((each) => hours(instructor, each.enrollmentId)));
      return records.map(({ courses }) => courses[0]!.lectureMinutes);
    };
    const merge = (from: Member, into: Member) =>
      world.owner.do(
        'mergePersons',
        { fromPersonId: from.personId, intoPersonId: into.personId, reason: 'One human being' },
        '',
      );
    await classOf(all[0]!, '15:00', '16:00');
    await classOf(second, '15:30', '16:30');
    expect(await counted()).toEqual([60, 60, 0]);

    await merge(trainee, second.trainee); // the first trainee goes by the id of the second, and both by the third's
    await merge(second.trainee, third.trainee);
    await classOf(third, '16:00', '17:00'); // 16:00 to 16:30 counts for the second already
    expect(await counted()).toEqual([60, 30, 30]);
    const [, shared] = await Promise.all(all.map((each) => hours(instructor, each.enrollmentId)));
    expect(shared!.entries).toMatchObject([{ notCounted: [{ code: 'SAME_MINUTES', minutes: 30 }] }]);

    const atOnce = all.map((each) => classOf(each, '10:00', '11:00'));
    await Promise.all(atOnce);
    const kept = await counted();
    expect(kept.reduce((sum, minutes) => sum + minutes, 0)).toBe(180);
    const db = app.app.get(Database).forViewer(world.owner.viewer);
    for (const each of all)
      await db.write((tx) => app.app.get(CounterService).recompute(tx, each.enrollmentId));
    expect(await counted()).toEqual(kept);
  });

  it('are corrected by a later line; of two corrections at once one wins', async () => {
    const { instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const { id } = await schedule(instructor, { cohortId, courseId: course.id });
    await take(instructor, id, [{ enrollmentId, status: 'PRESENT' }]);
    const [entry] = (await hours(trainee, enrollmentId)).entries;
    const correct = (minutesLate: number) =>
      instructor.do(
        'correctAttendance',
        { entryId: entry!.id, status: 'PRESENT', minutesLate, reason: 'Came late' },
        '... on HoursEntry { id countedMinutes } ... on HoursEntrySuperseded { laterEntryId }',
      );
    const answers = await Promise.all([correct(10), correct(20)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'HoursEntry',
      'HoursEntrySuperseded',
    ]);
    const record = await hours(trainee, enrollmentId);
    expect(record.entries).toHaveLength(2);
    expect(record.entries.flatMap(({ notCounted }) => notCounted.map(({ code }) => code)).sort()).toEqual([
      'CORRECTED',
      'LATE_OR_LEFT_EARLY',
    ]);
  });

  it('need a class that can be, that has begun, and that is not cancelled', async () => {
    const { instructor, enrollmentId, cohortId, course } = await arrange();
    const input = { cohortId, courseId: course.id };
    expect(await schedule(instructor, { ...input, endsAt: at('14:00') })).toMatchObject({
      problem: 'CLASS_ENDS_BEFORE_START',
    });
    expect(await schedule(instructor, { ...input, endsAt: at('16:00', 1) })).toMatchObject({
      problem: 'CLASS_TOO_LONG',
    });
    const lines = [{ enrollmentId, status: 'PRESENT' }];
    const { id: future } = await schedule(instructor, {
      ...input,
      startsAt: at('15:00', -2),
      endsAt: at('16:00', -2),
    });
    expect(await take(instructor, future, lines)).toMatchObject({ __typename: 'ClassSessionNotBegun' });
    await instructor.do(
      'updateClassSession',
      { sessionId: future, startsAt: at('15:00'), endsAt: at('15:30') },
      '... on ClassSession { id }',
    );
    expect(await take(instructor, future, lines)).toMatchObject({ entered: 1 });
    expect(await instructor.do('cancelClassSession', { sessionId: future }, '')).toMatchObject({
      __typename: 'AttendanceTakenAlready',
    });
    const { id: cancelled } = await schedule(instructor, input);
    await instructor.do('cancelClassSession', { sessionId: cancelled }, '');
    expect(await take(instructor, cancelled, lines)).toMatchObject({ __typename: 'ClassSessionCancelled' });
  });

  it('inv 1: nobody takes their own attendance, and a trainee none at all', async () => {
    const { instructor, trainee, enrollmentId, cohortId, course } = await arrange();
    const { id } = await schedule(instructor, { cohortId, courseId: course.id });
    await expect(take(trainee, id, [{ enrollmentId, status: 'PRESENT' }])).rejects.toThrow('FORBIDDEN');
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      trainee.personId,
      instructor.personId,
    ]);
    expect(await take(instructor, id, [{ enrollmentId, status: 'PRESENT' }])).toMatchObject({
      entered: 0,
      rejected: [{ code: 'OWN_RECORD' }],
    });
  });

  it('take a fixed number of statements for a roster of any length', async () => {
    const { world, program, instructor, enrollmentId, cohortId, course } = await arrange();
    const enrolled = [
      { enrollmentId },
      await world.enrolled(program, { cohortId }),
      await world.enrolled(program, { cohortId }),
    ];
    const sessions = [
      await schedule(instructor, { cohortId, courseId: course.id }),
      await schedule(instructor, {
        cohortId,
        courseId: course.id,
        startsAt: at('10:00'),
        endsAt: at('11:00'),
      }),
    ];
    const lines = enrolled.map((each) => ({ enrollmentId: each.enrollmentId, status: 'PRESENT' }));
    const one = await app.statementsOf(() => take(instructor, sessions[0]!.id, lines.slice(0, 1)));
    const three = await app.statementsOf(() => take(instructor, sessions[1]!.id, lines));
    expect(three.length).toBe(one.length);
    expect(three.length).toBeLessThanOrEqual(12);
  });
});
