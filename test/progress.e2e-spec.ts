import fc from 'fast-check';
import type { Client } from 'graphql-ws';
import sql from 'sql-template-tag';
import { expectedPercent } from '../src/features/progress/calendar.rules.js';
import { Database } from '../src/platform/database/database.js';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import { newId } from '../src/platform/ids/ids.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import type { SampleProgram } from './support/sample-program.js';
import { World, type Enrolled, type Member } from './support/world.js';

const COURSE = 'courseId code percent status blockedBy { code } outcome lessonsDone lessonsRequired';
const DASHBOARD = `{ myDashboard { serverTime enrollments { enrollmentId percent expectedPercent behind complete openHolds
  next { kind id stepTitle code } courses { ${COURSE} } } } }`;
const BOARD = `query ($cohortId: ID!, $sort: CohortBoardSort! = NAME, $descending: Boolean! = false, $behind: Boolean, $first: Int! = 50, $after: String) {
  cohortBoard(cohortId: $cohortId, sort: $sort, descending: $descending, behind: $behind, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { enrollmentId personName percent behind courses { ${COURSE} } } } } }`;
const PROGRESS = `query ($id: ID!) { enrollmentProgress(enrollmentId: $id) { percent status next { code key message }
  missing { code key message wouldMeet blockedBy { code } }
  courses { code percent status blockedBy { code } missing { code } modules { title percent status } } } }`;

interface Overview {
  enrollmentId: string;
  personName: string;
  percent: number;
  expectedPercent: number;
  behind: boolean;
  next: { kind: string; id: string; stepTitle: string } | null;
  courses: {
    code: string;
    percent: number;
    status: string;
    blockedBy: { code: string }[];
    lessonsDone: number;
  }[];
}
interface Board {
  cohortBoard: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    edges: { node: Overview }[];
  };
}
interface Progress {
  enrollmentProgress: {
    percent: number;
    status: string;
    next: { code: string; key: string } | null;
    missing: {
      code: string;
      key: string;
      message: string;
      wouldMeet: string;
      blockedBy: { code: string }[];
    }[];
    courses: {
      code: string;
      percent: number;
      status: string;
      missing: { code: string }[];
      modules: { percent: number; status: string }[];
    }[];
  };
}

describe('progress', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const complete = ({ trainee, enrollmentId }: Enrolled, lessonId: string) =>
    trainee.do<{ __typename: string }>('completeLesson', { enrollmentId, lessonId }, '');
  const dashboardOf = async (member: Member) =>
    (await member.ask<{ myDashboard: { enrollments: Overview[] } }>(DASHBOARD)).myDashboard.enrollments;
  const progressOf = async (member: Member, id: string) =>
    (await member.ask<Progress>(PROGRESS, { id })).enrollmentProgress;
  const boardOf = async (member: Member, variables: object) =>
    (await member.ask<Board>(BOARD, variables)).cohortBoard;

  async function school(): Promise<{ world: World; program: SampleProgram; enrolled: Enrolled }> {
    const world = await World.create(app);
    const program = await world.program();
    return { world, program, enrolled: await world.enrolled(program) };
  }

  describe('the dashboard', () => {
    it('shows a new trainee what comes first, what is blocked and by what', async () => {
      const { program, enrolled } = await school();
      const [mine] = await dashboardOf(enrolled.trainee);
      expect(mine).toMatchObject({
        enrollmentId: enrolled.enrollmentId,
        percent: 0,
        expectedPercent: 50,
        behind: true,
        openHolds: 0,
        next: { kind: 'LESSON', id: program.courses[0]!.lessonIds[0], stepTitle: 'Lesson 1.1' },
        courses: [
          { code: program.courses[0]!.code, status: 'NOT_STARTED', blockedBy: [] },
          {
            code: program.courses[1]!.code,
            status: 'BLOCKED',
            blockedBy: [{ code: program.courses[0]!.code }],
          },
        ],
      });
    });

    it('moves on with each lesson', async () => {
      const { program, enrolled } = await school();
      const [a] = program.courses;
      await complete(enrolled, a!.lessonIds[0]!);
      const [mine] = await dashboardOf(enrolled.trainee);
      // 20 of the course's 120 and the program's 240 minutes
      expect(mine).toMatchObject({ percent: 8, next: { id: a!.lessonIds[1] } });
      expect(mine!.courses[0]).toMatchObject({ percent: 16, status: 'IN_PROGRESS', lessonsDone: 1 });
    });

    it('is empty, not an error, for somebody who is not enrolled', async () => {
      const world = await World.create(app);
      expect(await dashboardOf(await world.member('TRAINEE'))).toEqual([]);
    });

    it('takes two statements in one round trip, whatever the history', async () => {
      const { program, enrolled } = await school();
      const before = await app.statementsOf(() => dashboardOf(enrolled.trainee));
      for (const lessonId of program.courses[0]!.lessonIds) await complete(enrolled, lessonId);
      expect(await app.statementsOf(() => dashboardOf(enrolled.trainee))).toHaveLength(before.length);
      expect(before).toHaveLength(2);
    });
  });

  describe('one enrollment in full', () => {
    it('lists everything that is missing and what would meet it', async () => {
      const { program, enrolled } = await school();
      const [a, b] = program.courses;
      const progress = await progressOf(enrolled.trainee, enrolled.enrollmentId);
      expect(progress).toMatchObject({
        percent: 0,
        status: 'NOT_STARTED',
        next: { code: 'LESSON_NOT_DONE', key: a!.lessonIds[0] },
      });
      expect(progress.courses.map(({ status }) => status)).toEqual(['NOT_STARTED', 'BLOCKED']);
      const codes = progress.courses[0]!.missing.map(({ code }) => code);
      const lessons = (n: number) => Array<string>(n).fill('LESSON_NOT_DONE');
      // hours and grades of lecture and laboratory have marks of their own
      const gates = ['HOURS_SHORT', 'HOURS_SHORT', 'GRADE_NOT_PASSED', 'GRADE_NOT_PASSED'];
      expect(codes).toEqual([...lessons(2), 'REQUIREMENT_UNRESOLVED', ...lessons(2), ...gates]);
      const ofB = progress.missing.filter(({ key }) => b!.lessonIds.includes(key));
      expect(ofB).toHaveLength(4);
      expect(ofB.every(({ blockedBy }) => blockedBy[0]?.code === a!.code)).toBe(true);
      expect(
        progress.missing.every(({ message, wouldMeet }) => message.endsWith('.') && wouldMeet.length > 0),
      ).toBe(true);
    });

    it('agrees with the counters after any history of lessons', async () => {
      const { world, program, enrolled } = await school();
      const lessons = program.courses[0]!.lessonIds;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...lessons), { maxLength: 6 }), async (history) => {
          const other = await world.enrolled(program, { cohortId: enrolled.cohortId });
          for (const lessonId of history) await complete(other, lessonId);
          const [[overview], progress] = [
            await dashboardOf(other.trainee),
            await progressOf(other.trainee, other.enrollmentId),
          ];
          expect(progress.percent).toBe(overview!.percent);
          expect(progress.courses.map((c) => [c.code, c.percent, c.status])).toEqual(
            overview!.courses.map((c) => [c.code, c.percent, c.status]),
          );
          expect(progress.next?.key).toBe(overview!.next?.id ?? progress.next?.key);
        }),
        { numRuns: 8 },
      );
    });

    it('takes two statements', async () => {
      const { enrolled } = await school();
      expect(await app.statementsOf(() => progressOf(enrolled.trainee, enrolled.enrollmentId))).toHaveLength(
        2,
      );
    });
  });

  describe('the cohort board', () => {
    it('shows, sorts, filters and pages the trainees of a cohort', async () => {
      const { world, program, enrolled } = await school();
      const instructor = await world.member('INSTRUCTOR');
      const fast = await world.enrolled(program, { cohortId: enrolled.cohortId });
      for (const lessonId of program.courses[0]!.lessonIds) await complete(fast, lessonId);
      const byPercent = await boardOf(instructor, {
        cohortId: enrolled.cohortId,
        sort: 'PERCENT',
        descending: true,
        first: 1,
      });
      expect(byPercent).toMatchObject({
        totalCount: 2,
        pageInfo: { hasNextPage: true },
        edges: [{ node: { enrollmentId: fast.enrollmentId, percent: 41, behind: false } }],
      });
      const next = await boardOf(instructor, {
        cohortId: enrolled.cohortId,
        sort: 'PERCENT',
        descending: true,
        first: 1,
        after: byPercent.pageInfo.endCursor,
      });
      expect(next).toMatchObject({
        pageInfo: { hasNextPage: false },
        edges: [{ node: { enrollmentId: enrolled.enrollmentId } }],
      });
      const behind = await boardOf(instructor, { cohortId: enrolled.cohortId, behind: true });
      expect(behind.edges.map(({ node }) => node.enrollmentId)).toEqual([enrolled.enrollmentId]);
      for (const sort of ['NAME', 'LAST_ACTIVITY']) {
        const first = await boardOf(instructor, { cohortId: enrolled.cohortId, sort, first: 1 });
        const second = await boardOf(instructor, {
          cohortId: enrolled.cohortId,
          sort,
          first: 1,
          after: first.pageInfo.endCursor,
        });
        expect(new Set([...first.edges, ...second.edges].map(({ node }) => node.enrollmentId)).size).toBe(2);
      }
    });

    it('takes one statement for 50 trainees, and one more for their number', async () => {
      const { world, program, enrolled } = await school();
      for (let i = 0; i < 9; i++) await world.enrolled(program, { cohortId: enrolled.cohortId });
      const ask = (selection: string) =>
        app.statementsOf(() =>
          world.owner.ask(`query ($id: ID!) { cohortBoard(cohortId: $id, first: 50) { ${selection} } }`, {
            id: enrolled.cohortId,
          }),
        );
      expect(await ask('edges { node { percent courses { percent } } }')).toHaveLength(1);
      expect(await ask('totalCount edges { node { percent } }')).toHaveLength(2);
    });

    it('abuse 6: hides cohorts from an instructor who is limited to others, and their number', async () => {
      const { world, program, enrolled } = await school();
      const instructor = await world.member('INSTRUCTOR');
      await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
        instructor.membershipId,
      ]);
      const hidden = await boardOf(instructor, { cohortId: enrolled.cohortId });
      expect(hidden).toEqual(await boardOf(instructor, { cohortId: newId() }));
      expect(hidden.totalCount).toBe(0);
      expect(
        (await instructor.send(PROGRESS, { id: enrolled.enrollmentId })).errors?.[0]?.extensions.code,
      ).toBe('NOT_FOUND');
      const own = await world.enrolled(program);
      await app.owner.query(
        'INSERT INTO membership_cohort (org_id, membership_id, cohort_id) VALUES ($1, $2, $3)',
        [world.orgId, instructor.membershipId, own.cohortId],
      );
      expect((await boardOf(instructor, { cohortId: own.cohortId })).totalCount).toBe(1);
    });

    it('is not for trainees', async () => {
      const { enrolled } = await school();
      expect(
        (await enrolled.trainee.send(BOARD, { cohortId: enrolled.cohortId })).errors?.[0]?.extensions.code,
      ).toBe('FORBIDDEN');
    });

    it('abuse 13: answers a forged cursor with an error, and never with rows of another tenant', async () => {
      const [{ world, enrolled }, other] = [await school(), await school()];
      const forge = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
      for (const after of ['nonsense', forge(['a']), forge([{}, 1]), forge({ length: 2 })])
        expect(
          (await world.owner.send(BOARD, { cohortId: enrolled.cohortId, after })).errors?.[0]?.extensions
            .code,
        ).toBe('BAD_USER_INPUT');
      const foreign = forge(['', other.enrolled.enrollmentId]);
      const page = await boardOf(world.owner, { cohortId: enrolled.cohortId, after: foreign });
      expect(page.edges.map(({ node }) => node.enrollmentId)).toEqual([enrolled.enrollmentId]);
      expect((await boardOf(world.owner, { cohortId: other.enrolled.cohortId })).edges).toEqual([]);
    });
  });

  it("abuse 5: a trainee's progress is not for a peer, who cannot tell it from nothing", async () => {
    const { world, program, enrolled } = await school();
    const peer = await world.enrolled(program, { cohortId: enrolled.cohortId });
    const ask = (id: string) => peer.trainee.send(PROGRESS, { id });
    expect(await ask(enrolled.enrollmentId)).toEqual(await ask(newId()));
  });

  it('expects in SQL what the calendar rule expects', async () => {
    const date = fc
      .date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10));
    const milestones = fc.array(fc.record({ on: date, percent: fc.integer({ min: 0, max: 100 }) }), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(date, date, milestones, date, async (one, two, marks, on) => {
        const [startsOn, endsOn] = [one, two].sort() as [string, string];
        const { text, values } =
          sql`SELECT expected_percent(${startsOn}::date, ${endsOn}::date, ${JSON.stringify(marks)}::jsonb, ${on}::date) AS percent`;
        const { rows } = await app.owner.query(text, values);
        expect(rows[0].percent).toBe(expectedPercent({ startsOn, endsOn, milestones: marks }, on));
      }),
    );
  });

  describe('the subscription', () => {
    const CHANGED =
      'subscription ($cohortId: ID) { progressChanged(cohortId: $cohortId) { enrollmentId overview { percent } } }';
    const clients: Client[] = [];
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.dispose();
    });

    const follow = async (member: Member, cohortId: string | null = null): Promise<Subscribed> => {
      const live = app.app.get(LiveUpdates);
      const before = live.count;
      const client = socketClient(app, member.token);
      clients.push(client);
      const subscribed = new Subscribed(client, CHANGED, { cohortId });
      await app.eventually(() => live.count === before + 1);
      return subscribed;
    };

    it('tells the trainee and their instructor of each step, and nobody else', async () => {
      const { world, program, enrolled } = await school();
      const peer = await world.enrolled(program, { cohortId: enrolled.cohortId });
      const [own, staff, peers] = [
        await follow(enrolled.trainee),
        await follow(await world.member('INSTRUCTOR'), enrolled.cohortId),
        await follow(peer.trainee),
      ];
      await complete(enrolled, program.courses[0]!.lessonIds[0]!);
      const change = {
        data: { progressChanged: { enrollmentId: enrolled.enrollmentId, overview: { percent: 8 } } },
      };
      expect(await own.count(1)).toMatchObject([change]);
      expect(await staff.count(1)).toMatchObject([change]);
      await complete(peer, program.courses[0]!.lessonIds[0]!);
      expect((await peers.count(1))[0]!.data!.progressChanged!.enrollmentId).toBe(peer.enrollmentId);
      expect(peers.received).toHaveLength(1);
    });

    it('abuse 15: ends when access does', async () => {
      const { enrolled } = await school();
      const own = await follow(enrolled.trainee);
      await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [
        enrolled.trainee.membershipId,
      ]);
      await app.app
        .get(Database)
        .forOrganization(enrolled.trainee.viewer.orgId)
        .write((tx) => {
          const { enrollmentId, cohortId, trainee } = enrolled;
          tx.notify('progress', { enrollmentId, cohortId, personId: trainee.personId });
          return Promise.resolve();
        });
      expect(JSON.stringify(await own.ended)).toContain('UNAUTHENTICATED');
      expect(own.received).toEqual([]);
    });

    it('abuse 15: ends at once when the session is signed out, without waiting for news', async () => {
      const { enrolled } = await school();
      const own = await follow(enrolled.trainee);
      await enrolled.trainee.ask('mutation { signOut(input: {}) { __typename } }');
      expect(JSON.stringify(await own.ended)).toContain('UNAUTHENTICATED');
    });

    it('lets no trainee follow a cohort', async () => {
      const { enrolled } = await school();
      const client = socketClient(app, enrolled.trainee.token);
      clients.push(client);
      const refused = new Subscribed(client, CHANGED, { cohortId: enrolled.cohortId });
      expect(JSON.stringify([await refused.ended, refused.received])).toContain('FORBIDDEN');
    });
  });
});
