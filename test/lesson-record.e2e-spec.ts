import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('lessons', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const arrange = async () => {
    const world = await World.create(app);
    const program = await world.program();
    return { world, program, ...(await world.enrolled(program)) };
  };
  const complete = (trainee: Member, input: object) =>
    trainee.do<{ __typename: string; completedAt: string; claimedAt: string | null }>(
      'completeLesson',
      input,
      '... on LessonCompletion { lessonId completedAt claimedAt } ... on CourseBlocked { blockedBy { courseId code } }',
    );
  const save = (trainee: Member, input: object) =>
    trainee.ask(
      'mutation ($input: SaveLessonPositionInput!) { saveLessonPosition(input: $input) { __typename } }',
      { input: { operationId: newId(), ...input } },
    );
  const counters = async (enrollmentId: string) => {
    const { rows } = await app.owner.query(
      `SELECT c.lessons_done, c.met_minutes, e.met_minutes AS total FROM course_progress c JOIN enrollment_progress e USING (org_id, enrollment_id)
       WHERE enrollment_id = $1 ORDER BY c.course_id`,
      [enrollmentId],
    );
    return rows as object[];
  };

  it('are completed once, and count by their share of the clock minutes', async () => {
    const { trainee, enrollmentId, program } = await arrange();
    const lessonId = program.courses[0]!.lessonIds[0];
    const first = await complete(trainee, { enrollmentId, lessonId, claimedAt: '2026-01-02T03:04:05.000Z' });
    expect(first).toMatchObject({ __typename: 'LessonCompletion', claimedAt: '2026-01-02T03:04:05.000Z' });
    app.clock.advance({ minutes: 5 });
    expect(await complete(trainee, { enrollmentId, lessonId })).toEqual(first);
    expect(await counters(enrollmentId)).toEqual([{ lessons_done: 1, met_minutes: 20, total: 20 }]);
  });

  it('count once when completed twenty times at once', async () => {
    const { trainee, enrollmentId, program } = await arrange();
    const lessonId = program.courses[0]!.lessonIds[2];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => complete(trainee, { enrollmentId, lessonId })),
    );
    expect(new Set(answers.map(({ completedAt }) => completedAt)).size).toBe(1);
    expect(await counters(enrollmentId)).toEqual([{ lessons_done: 1, met_minutes: 30, total: 30 }]);
  });

  it('of a blocked course are refused with the courses to complete first', async () => {
    const { trainee, enrollmentId, program } = await arrange();
    const [first, second] = program.courses;
    expect(await complete(trainee, { enrollmentId, lessonId: second!.lessonIds[0] })).toMatchObject({
      __typename: 'CourseBlocked',
      blockedBy: [{ courseId: first!.id, code: first!.code }],
    });
    expect(await counters(enrollmentId)).toEqual([]);
  });

  it('are refused while the enrollment is not active', async () => {
    const { trainee, enrollmentId, program } = await arrange();
    await app.owner.query(`UPDATE enrollment SET status = 'ON_LEAVE' WHERE id = $1`, [enrollmentId]);
    const lessonId = program.courses[0]!.lessonIds[0];
    expect(await complete(trainee, { enrollmentId, lessonId })).toMatchObject({
      __typename: 'EnrollmentNotActive',
    });
  });

  it("abuse 5: of a peer are neither completed nor read, and look as if they weren't there", async () => {
    const { world, program, enrollmentId, trainee } = await arrange();
    const { trainee: peer } = await world.enrolled(program);
    const lessonId = program.courses[0]!.lessonIds[0];
    await complete(trainee, { enrollmentId, lessonId });
    await expect(complete(peer, { enrollmentId, lessonId })).rejects.toThrow('NOT_FOUND');
    await expect(save(peer, { enrollmentId, lessonId, position: '1' })).rejects.toThrow('NOT_FOUND');
    const read = (member: Member) =>
      member.ask<{ lessonCompletions: { totalCount: number; edges: object[] } }>(
        'query ($id: ID!) { lessonCompletions(enrollmentId: $id) { totalCount edges { node { lessonId } } } }',
        { id: enrollmentId },
      );
    expect((await read(peer)).lessonCompletions).toEqual({ totalCount: 0, edges: [] });
    expect((await read(trainee)).lessonCompletions.totalCount).toBe(1);
    expect((await read(world.owner)).lessonCompletions.totalCount).toBe(1);
  });

  it('of another version are not there', async () => {
    const { world, trainee, enrollmentId } = await arrange();
    const other = await world.program();
    await expect(
      complete(trainee, { enrollmentId, lessonId: other.courses[0]!.lessonIds[0] }),
    ).rejects.toThrow('NOT_FOUND');
  });

  it('keep the last position', async () => {
    const { trainee, enrollmentId, program } = await arrange();
    const lessonId = program.courses[1]!.lessonIds[0];
    for (const position of ['p1', 'p2']) await save(trainee, { enrollmentId, lessonId, position });
    expect(
      await trainee.ask(
        'query ($id: ID!) { myLessonPositions(enrollmentId: $id) { edges { node { lessonId position } } } }',
        { id: enrollmentId },
      ),
    ).toEqual({ myLessonPositions: { edges: [{ node: { lessonId, position: 'p2' } }] } });
  });

  it('take at most four statements to complete', async () => {
    const { trainee, enrollmentId, program } = await arrange();
    const lessonId = program.courses[0]!.lessonIds[0];
    expect(await app.statementsOf(() => complete(trainee, { enrollmentId, lessonId }))).toHaveLength(4);
  });
});
