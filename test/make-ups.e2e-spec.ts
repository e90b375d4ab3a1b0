import { CounterService } from '../src/features/records/counters.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { sampleProgram } from './support/sample-program.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Entry {
  __typename: string;
  id: string;
  source: string;
  countedMinutes: number;
  notCounted: { code: string; minutes: number }[];
  reason: string | null;
  supersedesId: string | null;
}
interface Refused {
  __typename: string;
  problem?: string;
  missedMinutes?: number;
  laterEntryId?: string;
}

const ENTRY = 'id source countedMinutes notCounted { code minutes } reason supersedesId';
const REFUSED = '... on ClassTimeNotAccepted { problem } ... on MakeUpNotAccepted { problem missedMinutes }';
const RECORDED = `... on HoursEntry { ${ENTRY} } ${REFUSED}`;
const VOIDED = `... on HoursEntry { ${ENTRY} } ... on HoursEntrySuperseded { laterEntryId }`;
const CORRECTED = `${VOIDED} ${REFUSED}`;

describe('make-ups', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** A time of day some days ago, so that it is over. */
  const at = (clock: string, daysAgo = 2) =>
    `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)}T${clock}:00.000Z`;

  /** A class of an hour that the trainee missed, and 40 minutes of it made up. */
  const arrange = async () => {
    const world = await World.create(app);
    const code = `P-${newId().slice(-6)}`;
    const program = await sampleProgram(app, world.orgId, code);
    const instructor = await world.member('INSTRUCTOR');
    const enrolled = await world.enrolled(program);
    const { trainee, enrollmentId, cohortId } = enrolled;
    const { id: sessionId } = await instructor.do<{ id: string }>(
      'scheduleClassSession',
      {
        ...{ cohortId, courseId: program.courses[0]!.id, kind: 'LECTURE', title: 'Class' },
        ...{ startsAt: at('15:00', 3), endsAt: at('16:00', 3) },
      },
      '... on ClassSession { id }',
    );
    await instructor.do('takeAttendance', { sessionId, lines: [{ enrollmentId, status: 'ABSENT' }] }, '');
    const time = { startsAt: at('15:00'), endsAt: at('15:40'), supervisedBy: instructor.personId };
    const record = (input: object) =>
      instructor.do<Entry & Refused>(
        'recordMakeUp',
        { enrollmentId, sessionId, ...time, ...input },
        RECORDED,
      );
    const { id: entryId } = await record({});
    const correct = (input: object, by = instructor) =>
      by.do<Entry & Refused>(
        'correctMakeUp',
        { entryId, ...time, reason: 'Typed wrongly', ...input },
        CORRECTED,
      );
    const voidIt = (input: object = {}, by = instructor) =>
      by.do<Entry & Refused>('voidMakeUp', { entryId, reason: 'Never held', ...input }, VOIDED);
    return {
      ...{ world, program, code, instructor, trainee, enrollmentId, sessionId, cohortId, entryId },
      ...{ record, correct, voidIt },
    };
  };

  const record = async (member: Member, enrollmentId: string) => {
    const { hoursRecord } = await member.ask<{
      hoursRecord: { courses: { lectureMinutes: number }[]; entries: Entry[] };
    }>(
      `query ($id: ID!) { hoursRecord(enrollmentId: $id) { courses { lectureMinutes } entries { ${ENTRY} } } }`,
      {
        id: enrollmentId,
      },
    );
    return hoursRecord;
  };
  const minutes = async (member: Member, enrollmentId: string) =>
    (await record(member, enrollmentId)).courses[0]!.lectureMinutes;

  const counters = async (enrollmentId: string) => {
    const { rows } = await app.owner.query<object>(
      `SELECT c.course_id, c.met_minutes, c.lecture_minutes, c.outcome, c.complete, p.met_minutes AS all_minutes, p.courses_complete
       FROM course_progress c JOIN enrollment_progress p ON p.org_id = c.org_id AND p.enrollment_id = c.enrollment_id
       WHERE c.enrollment_id = $1 ORDER BY c.course_id`,
      [enrollmentId],
    );
    return rows;
  };
  const expectRecomputed = async (world: World, enrollmentId: string) => {
    const kept = await counters(enrollmentId);
    const db = app.app.get(Database).forViewer(world.owner.viewer);
    await db.write((tx) => app.app.get(CounterService).recompute(tx, enrollmentId));
    expect(await counters(enrollmentId)).toEqual(kept);
  };

  it('are corrected by a later entry with its reason, counters and ledger with it', async () => {
    const { world, trainee, enrollmentId, entryId, correct } = await arrange();
    expect(await minutes(trainee, enrollmentId)).toBe(40);
    const later = await correct({ endsAt: at('15:25'), reason: 'It ended earlier' });
    expect(later).toMatchObject({
      ...{ source: 'MADE_UP', countedMinutes: 25, notCounted: [] },
      ...{ reason: 'It ended earlier', supersedesId: entryId },
    });
    const { courses, entries } = await record(trainee, enrollmentId);
    expect(courses[0]).toMatchObject({ lectureMinutes: 25 });
    expect(entries.find(({ id }) => id === entryId)).toMatchObject({
      countedMinutes: 0,
      notCounted: [{ code: 'CORRECTED', minutes: 40 }],
    });
    await expectRecomputed(world, enrollmentId);
    const { rows } = await app.owner.query<{ content: object }>(
      `SELECT content::jsonb FROM ledger_entry WHERE org_id = $1 AND person_id = $2 AND kind = 'hours.corrected'`,
      [world.orgId, trainee.personId],
    );
    expect(rows).toMatchObject([
      { content: { id: later.id, status: 'MAKE_UP', voided: false, supersedesId: entryId } },
    ]);
  });

  it('are voided by a later entry; what they made up can be made up again', async () => {
    const { world, trainee, enrollmentId, entryId, record: recordIt, correct, voidIt } = await arrange();
    expect(await recordIt({ startsAt: at('17:00'), endsAt: at('17:30') })).toMatchObject({
      problem: 'MAKE_UP_OVER_MISSED',
      missedMinutes: 20,
    });
    const voided = await voidIt();
    expect(voided).toMatchObject({
      ...{ countedMinutes: 0, notCounted: [{ code: 'VOIDED', minutes: 40 }] },
      ...{ reason: 'Never held', supersedesId: entryId },
    });
    expect(await minutes(trainee, enrollmentId)).toBe(0);
    expect(await voidIt({ entryId: voided.id })).toMatchObject({ __typename: 'MakeUpVoided' });
    expect(await correct({ entryId: voided.id })).toMatchObject({ __typename: 'MakeUpVoided' });
    expect(await recordIt({ startsAt: at('17:00'), endsAt: at('18:00') })).toMatchObject({
      countedMinutes: 60,
    });
    expect(await minutes(trainee, enrollmentId)).toBe(60);
    await expectRecomputed(world, enrollmentId);
  });

  it('inv 39: corrected ones stay supervised, over, and within the minutes missed', async () => {
    const { world, instructor, trainee, enrollmentId, record: recordIt, correct } = await arrange();
    expect(await correct({ endsAt: at('16:10') })).toMatchObject({
      problem: 'MAKE_UP_OVER_MISSED',
      missedMinutes: 60,
    });
    expect(await recordIt({ startsAt: at('17:00'), endsAt: at('17:20') })).toMatchObject({
      countedMinutes: 20,
    });
    // Earlier in the day than the other, so it would count first and take its minutes.
    expect(await correct({ endsAt: at('15:50') })).toMatchObject({
      problem: 'MAKE_UP_OVER_MISSED',
      missedMinutes: 40,
    });
    expect(await correct({ supervisedBy: trainee.personId })).toMatchObject({
      problem: 'MAKE_UP_SUPERVISED_BY_TRAINEE',
    });
    expect(await correct({ startsAt: at('15:00', -2), endsAt: at('15:40', -2) })).toMatchObject({
      problem: 'MAKE_UP_NOT_OVER',
    });
    expect(await correct({ endsAt: at('14:00') })).toMatchObject({ problem: 'CLASS_ENDS_BEFORE_START' });
    const other = await world.enrolled(await world.program());
    await expect(correct({ supervisedBy: other.trainee.personId })).rejects.toThrow('NOT_FOUND');
    expect(await minutes(instructor, enrollmentId)).toBe(60);
    await expectRecomputed(world, enrollmentId);
  });

  it('inv 39: a make-up of earlier in the day does not take the minutes of a later one', async () => {
    const { trainee, enrollmentId, record: recordIt } = await arrange();
    expect(await recordIt({ startsAt: at('13:00'), endsAt: at('13:30') })).toMatchObject({
      problem: 'MAKE_UP_OVER_MISSED',
      missedMinutes: 20,
    });
    expect(await minutes(trainee, enrollmentId)).toBe(40);
  });

  it('of two changes at once one wins, and the other names it', async () => {
    const { world, trainee, enrollmentId, correct, voidIt } = await arrange();
    const answers = await Promise.all([correct({ endsAt: at('15:30') }), correct({ endsAt: at('15:20') })]);
    const [won, lost] = answers.sort((a, b) => a.__typename.localeCompare(b.__typename));
    expect(won).toMatchObject({ __typename: 'HoursEntry' });
    expect(lost).toMatchObject({ __typename: 'HoursEntrySuperseded', laterEntryId: won!.id });
    expect(await minutes(trainee, enrollmentId)).toBe(won!.countedMinutes);

    const both = await Promise.all([
      correct({ entryId: won!.id, endsAt: at('15:10') }),
      voidIt({ entryId: won!.id }),
    ]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['HoursEntry', 'HoursEntrySuperseded']);
    const standing = both.find(({ __typename }) => __typename === 'HoursEntry')!;
    expect(await minutes(trainee, enrollmentId)).toBe(standing.countedMinutes);
    await expectRecomputed(world, enrollmentId);
  });

  it('answer a retry with the entry it made, once', async () => {
    const { trainee, enrollmentId, correct, voidIt } = await arrange();
    const correction = { operationId: newId(), endsAt: at('15:30') };
    const [first, again] = [await correct(correction), await correct(correction)];
    expect(again.id).toBe(first.id);
    const voiding = { operationId: newId(), entryId: first.id };
    const [voided, voidedAgain] = await Promise.all([voidIt(voiding), voidIt(voiding)]);
    expect(voidedAgain!.id).toBe(voided!.id);
    expect((await record(trainee, enrollmentId)).entries).toHaveLength(4);
    expect(await minutes(trainee, enrollmentId)).toBe(0);
  });

  it('inv 1: nobody corrects or voids their own, and a trainee none at all', async () => {
    const { world, instructor, trainee, enrollmentId, correct, voidIt } = await arrange();
    await expect(correct({}, trainee)).rejects.toThrow('FORBIDDEN');
    await expect(voidIt({}, trainee)).rejects.toThrow('FORBIDDEN');
    await world.owner.do(
      'mergePersons',
      {
        fromPersonId: trainee.personId,
        intoPersonId: instructor.personId,
        reason: 'One human being',
      },
      '',
    );
    expect(await correct({})).toMatchObject({ __typename: 'OwnRecord' });
    expect(await voidIt()).toMatchObject({ __typename: 'OwnRecord' });
    // Merged, the trainee turns out to have supervised their own make-up: it counts no more.
    const { entries } = await record(world.owner, enrollmentId);
    expect(entries.find(({ source }) => source === 'MADE_UP')).toMatchObject({
      countedMinutes: 0,
      notCounted: [{ code: 'MAKE_UP_SUPERVISED_BY_TRAINEE' }],
    });
  });

  it('are not corrected as attendance, nor attendance as a make-up, nor those of elsewhere at all', async () => {
    const { instructor, trainee, enrollmentId, entryId, correct, voidIt } = await arrange();
    const roster = (await record(trainee, enrollmentId)).entries.find(({ source }) => source === 'ABSENT')!;
    await expect(correct({ entryId: roster.id })).rejects.toThrow('NOT_FOUND');
    await expect(voidIt({ entryId: roster.id })).rejects.toThrow('NOT_FOUND');
    const asAttendance = { entryId, status: 'ABSENT', reason: 'Was not there' };
    await expect(instructor.do('correctAttendance', asAttendance, '')).rejects.toThrow('NOT_FOUND');
    const elsewhere = await World.create(app);
    await expect(voidIt({}, elsewhere.owner)).rejects.toThrow('NOT_FOUND');
    await expect(correct({}, elsewhere.owner)).rejects.toThrow('NOT_FOUND');
  });

  it('voided ones stay behind when the enrollment moves to another version', async () => {
    const { world, program, code, enrollmentId, voidIt } = await arrange();
    await voidIt();
    const next = await sampleProgram(app, world.orgId, code, {
      programId: program.programId,
      lessonTitle: (title) => title,
    });
    const toCohortId = await world.cohort(next);
    const { enrollmentMovePreview } = await world.owner.ask<{
      enrollmentMovePreview: { hash: string; keeps: string[] };
    }>(
      'query ($id: ID!, $to: ID!) { enrollmentMovePreview(enrollmentId: $id, toCohortId: $to) { hash keeps } }',
      { id: enrollmentId, to: toCohortId },
    );
    expect(enrollmentMovePreview.keeps.filter((label) => label.includes('lecture'))).toEqual([
      expect.stringContaining('lecture absent'),
    ]);
    const previewHash = enrollmentMovePreview.hash;
    const moved = { enrollmentId, toCohortId, previewHash, reason: 'New catalog year' };
    expect(await world.owner.do('moveEnrollment', moved, '')).toMatchObject({ __typename: 'EnrollmentMove' });
    expect((await record(world.owner, enrollmentId)).entries).toMatchObject([
      { source: 'ABSENT', countedMinutes: 0 },
    ]);
  });
});
