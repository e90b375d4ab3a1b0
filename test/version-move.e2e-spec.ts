import { CounterService } from '../src/features/records/counters.service.js';
import { RequirementResults } from '../src/features/records/requirement-results.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { sampleProgram } from './support/sample-program.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Preview {
  hash: string;
  keeps: string[];
  loses: string[];
  adds: string[];
}

describe('moving to another program version', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** A trainee with a lesson done, a quiz passed, a mark and an hour; the next version renames one lesson. */
  const arrange = async () => {
    const world = await World.create(app);
    const code = `P-${newId().slice(-6)}`;
    const program = await sampleProgram(app, world.orgId, code);
    const enrolled = await world.enrolled(program);
    const { trainee, enrollmentId, cohortId } = enrolled;
    const { owner } = world;
    const course = program.courses[0]!;
    for (const lessonId of course.lessonIds.slice(0, 2))
      await trainee.do('completeLesson', { enrollmentId, lessonId }, '');
    const decided = {
      ...{
        enrollmentId,
        courseId: course.id,
        requirementId: course.quizRequirementId,
        met: true,
        sourceId: newId(),
      },
      grade: { earned: '9', possible: '10' },
    };
    const db = app.app.get(Database).forViewer(trainee.viewer);
    await db.write((tx) => app.app.get(RequirementResults).record(tx, decided));
    const categoryId = course.categoryIds['lab'];
    await owner.do(
      'recordGrade',
      { enrollmentId, categoryId, item: 'Lab 1', earned: '7', possible: '10' },
      '',
    );
    const startsAt = new Date(Date.now() - 3 * 86_400_000);
    const session = {
      cohortId,
      courseId: course.id,
      kind: 'LAB',
      title: 'Lab',
      startsAt,
      endsAt: new Date(startsAt.getTime() + 3_600_000),
    };
    const { id: sessionId } = await owner.do<{ id: string }>(
      'scheduleClassSession',
      session,
      '... on ClassSession { id }',
    );
    await owner.do('takeAttendance', { sessionId, lines: [{ enrollmentId, status: 'PRESENT' }] }, '');
    const next = await sampleProgram(app, world.orgId, code, {
      programId: program.programId,
      lessonTitle: (title) => (title === 'Lesson 1.2' ? 'Lesson 1.2, renewed' : title),
    });
    return { world, program, next, toCohortId: await world.cohort(next), ...enrolled };
  };
  const preview = async (member: Member, enrollmentId: string, toCohortId: string): Promise<Preview> => {
    const { enrollmentMovePreview } = await member.ask<{ enrollmentMovePreview: Preview }>(
      'query ($id: ID!, $to: ID!) { enrollmentMovePreview(enrollmentId: $id, toCohortId: $to) { hash keeps loses adds coursesAdded coursesDropped } }',
      { id: enrollmentId, to: toCohortId },
    );
    return enrollmentMovePreview;
  };
  const counters = async (enrollmentId: string, versionId: string) => {
    const { rows } = await app.owner.query(
      `SELECT c.lessons_done, c.requirements_met, c.met_minutes, c.lab_minutes, c.current_percent, e.met_minutes AS total
       FROM course_progress c JOIN course k ON k.org_id = c.org_id AND k.id = c.course_id
       JOIN enrollment_progress e ON e.org_id = c.org_id AND e.enrollment_id = c.enrollment_id
       WHERE c.enrollment_id = $1 AND k.program_version_id = $2`,
      [enrollmentId, versionId],
    );
    return rows as object[];
  };
  const move = (member: Member, input: object) =>
    member.do(
      'moveEnrollment',
      { reason: 'New catalog year', ...input },
      '... on EnrollmentMove { toVersionId } ... on MoveNotPossible { problem message }',
    );

  it('inv 38: shows first what is gained and lost, then re-maps the records and leaves the old ones', async () => {
    const { world, program, next, enrollmentId, toCohortId } = await arrange();
    const { owner } = world;
    expect(await counters(enrollmentId, program.versionId)).toEqual([
      {
        lessons_done: 2,
        requirements_met: 1,
        met_minutes: 60,
        lab_minutes: 60,
        current_percent: '81.43',
        total: 60,
      },
    ]);
    const shown = await preview(owner, enrollmentId, toCohortId);
    expect(shown.loses).toEqual([expect.stringContaining('Lesson 1.2')]);
    expect(shown.keeps).toHaveLength(5);
    expect(shown.adds).toContainEqual(expect.stringContaining('Lesson 1.2, renewed'));
    expect(await move(owner, { enrollmentId, toCohortId, previewHash: shown.hash })).toMatchObject({
      toVersionId: next.versionId,
    });
    const kept = await counters(enrollmentId, next.versionId);
    expect(kept).toEqual([
      {
        lessons_done: 1,
        requirements_met: 1,
        met_minutes: 40,
        lab_minutes: 60,
        current_percent: '81.43',
        total: 40,
      },
    ]);
    const { rows } = await app.owner.query(
      'SELECT count(*)::int AS all, count(origin_id)::int AS copies FROM grade_entry WHERE enrollment_id = $1',
      [enrollmentId],
    );
    expect(rows).toEqual([{ all: 4, copies: 2 }]);
    const db = app.app.get(Database).forViewer(owner.viewer);
    await db.write((tx) => app.app.get(CounterService).recompute(tx, enrollmentId));
    expect(await counters(enrollmentId, next.versionId)).toEqual(kept);
  });

  it('asks for a new look when records came in since the preview', async () => {
    const { world, program, enrollmentId, toCohortId, trainee } = await arrange();
    const { hash } = await preview(world.owner, enrollmentId, toCohortId);
    await trainee.do('completeLesson', { enrollmentId, lessonId: program.courses[0]!.lessonIds[2] }, '');
    expect(await move(world.owner, { enrollmentId, toCohortId, previewHash: hash })).toMatchObject({
      __typename: 'PreviewOutdated',
    });
  });

  it('goes to another version of the same program alone, and back again', async () => {
    const { world, program, enrollmentId, cohortId, toCohortId } = await arrange();
    const { owner } = world;
    const stranger = await world.cohort(await world.program());
    const previewHash = (await preview(owner, enrollmentId, toCohortId)).hash;
    expect(await move(owner, { enrollmentId, toCohortId: stranger, previewHash })).toMatchObject({
      problem: 'ANOTHER_PROGRAM',
    });
    expect(await move(owner, { enrollmentId, toCohortId: cohortId, previewHash })).toMatchObject({
      problem: 'SAME_VERSION',
      message: expect.stringContaining('the same version'),
    });
    await move(owner, { enrollmentId, toCohortId, previewHash });
    const back = await preview(owner, enrollmentId, cohortId);
    await move(owner, { enrollmentId, toCohortId: cohortId, previewHash: back.hash });
    expect(await counters(enrollmentId, program.versionId)).toEqual([
      {
        lessons_done: 2,
        requirements_met: 1,
        met_minutes: 60,
        lab_minutes: 60,
        current_percent: '81.43',
        total: 60,
      },
    ]);
  });
});
