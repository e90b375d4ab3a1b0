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
      problem: 'SAME_COHORT',
      message: expect.stringContaining('in that cohort'),
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

  describe('with a course passed by marks entered by hand, its categories closed', () => {
    /** Course A passed: lessons, quiz, hours, and two categories closed for the cohort. */
    const arrangePassed = async (lessonTitle: (title: string) => string) => {
      const world = await World.create(app);
      const { owner } = world;
      const code = `P-${newId().slice(-6)}`;
      const program = await sampleProgram(app, world.orgId, code);
      const enrolled = await world.enrolled(program);
      const { trainee, enrollmentId, cohortId } = enrolled;
      const course = program.courses[0]!;
      for (const lessonId of course.lessonIds)
        await trainee.do('completeLesson', { enrollmentId, lessonId }, '');
      const db = app.app.get(Database).forViewer(trainee.viewer);
      const quiz = { requirementId: course.quizRequirementId, met: true, sourceId: newId() };
      const grade = { earned: '9', possible: '10' };
      await db.write((tx) =>
        app.app.get(RequirementResults).record(tx, { enrollmentId, courseId: course.id, ...quiz, grade }),
      );
      for (const [kind, daysAgo] of [
        ['LECTURE', 4],
        ['LAB', 3],
      ] as const) {
        const startsAt = new Date(Date.now() - daysAgo * 86_400_000);
        const endsAt = new Date(startsAt.getTime() + 3_600_000);
        const session = { cohortId, courseId: course.id, kind, title: kind, startsAt, endsAt };
        const { id: sessionId } = await owner.do<{ id: string }>(
          'scheduleClassSession',
          session,
          '... on ClassSession { id }',
        );
        await owner.do('takeAttendance', { sessionId, lines: [{ enrollmentId, status: 'PRESENT' }] }, '');
      }
      for (const category of ['lab', 'final']) {
        const categoryId = course.categoryIds[category];
        const mark = { enrollmentId, categoryId, item: category, earned: '9.2', possible: '10' };
        await owner.do('recordGrade', mark, '');
        await owner.do('closeCategory', { cohortId, categoryId }, '');
      }
      const next = await sampleProgram(app, world.orgId, code, { programId: program.programId, lessonTitle });
      const toCohortId = await world.cohort(next);
      return { world, program, course, next, toCohortId, ...enrolled };
    };
    const standing = async (enrollmentId: string, courseId: string) => {
      const { rows } = await app.owner.query(
        `SELECT c.outcome, c.final_percent, c.complete, a.outcome AS attempt, a.final_percent AS attempt_percent, e.courses_complete
         FROM course_progress c JOIN course_attempt a ON a.org_id = c.org_id AND a.id = c.course_attempt_id
         JOIN enrollment_progress e ON e.org_id = c.org_id AND e.enrollment_id = c.enrollment_id
         WHERE c.enrollment_id = $1 AND c.course_id = $2`,
        [enrollmentId, courseId],
      );
      return rows[0] as object;
    };
    const coursesShown = async (member: Member, enrollmentId: string, toCohortId: string) => {
      const { enrollmentMovePreview } = await member.ask<{
        enrollmentMovePreview: { hash: string; courses: object[] };
      }>(
        `query ($id: ID!, $to: ID!) { enrollmentMovePreview(enrollmentId: $id, toCohortId: $to) { hash courses {
          courseCode outcomeBefore finalPercentBefore completeBefore outcomeAfter finalPercentAfter completeAfter } } }`,
        { id: enrollmentId, to: toCohortId },
      );
      return enrollmentMovePreview;
    };
    const recomputed = async (member: Member, enrollmentId: string, courseId: string) => {
      const db = app.app.get(Database).forViewer(member.viewer);
      await db.write((tx) => app.app.get(CounterService).recompute(tx, enrollmentId));
      return standing(enrollmentId, courseId);
    };
    const passed = { outcome: 'PASSED', attempt: 'PASSED', final_percent: '91.20', attempt_percent: '91.20' };

    it('inv 38: stays passed with the same final percent, there and back, and blocks nothing', async () => {
      const { world, program, course, next, enrollmentId, cohortId, toCohortId, trainee } =
        await arrangePassed((title) => title);
      const { owner } = world;
      const before = { ...passed, complete: true, courses_complete: 1 };
      expect(await standing(enrollmentId, course.id)).toEqual(before);
      const shown = await coursesShown(owner, enrollmentId, toCohortId);
      const same = { outcomeBefore: 'PASSED', finalPercentBefore: '91.20', completeBefore: true };
      expect(shown.courses[0]).toEqual({
        ...{ courseCode: course.code, ...same },
        ...{ outcomeAfter: 'PASSED', finalPercentAfter: '91.20', completeAfter: true },
      });
      await move(owner, { enrollmentId, toCohortId, previewHash: shown.hash });
      const [moved, dependant] = next.courses;
      expect(await standing(enrollmentId, moved!.id)).toEqual(before);
      expect(await recomputed(owner, enrollmentId, moved!.id)).toEqual(before);
      const lesson = { enrollmentId, lessonId: dependant!.lessonIds[0] };
      expect(await trainee.do('completeLesson', lesson, '')).toMatchObject({
        __typename: 'LessonCompletion',
      });
      const back = await coursesShown(owner, enrollmentId, cohortId);
      await move(owner, { enrollmentId, toCohortId: cohortId, previewHash: back.hash });
      expect(await standing(enrollmentId, program.courses[0]!.id)).toEqual(before);
    });

    it('goes to another cohort of the same version with the records as they are, and stays passed', async () => {
      const { world, program, course, enrollmentId } = await arrangePassed((title) => title);
      const { owner } = world;
      const toCohortId = await world.cohort(program);
      const marks = async () => {
        const { rows } = await app.owner.query(
          'SELECT id FROM grade_entry WHERE enrollment_id = $1 ORDER BY id',
          [enrollmentId],
        );
        return rows as object[];
      };
      const [before, marked] = [await standing(enrollmentId, course.id), await marks()];
      const { hash, courses } = await coursesShown(owner, enrollmentId, toCohortId);
      expect(courses[0]).toMatchObject({
        outcomeAfter: 'PASSED',
        finalPercentAfter: '91.20',
        completeAfter: true,
      });
      expect(await move(owner, { enrollmentId, toCohortId, previewHash: hash })).toEqual({
        ...{ __typename: 'EnrollmentMove', toVersionId: program.versionId },
      });
      expect(before).toMatchObject({ ...passed, complete: true });
      expect(await standing(enrollmentId, course.id)).toEqual(before);
      expect(await recomputed(owner, enrollmentId, course.id)).toEqual(before);
      expect(await marks()).toEqual(marked);
      const { rows } = await app.owner.query('SELECT cohort_id FROM enrollment WHERE id = $1', [
        enrollmentId,
      ]);
      expect(rows).toEqual([{ cohort_id: toCohortId }]);
    });

    it('asks for what is new, keeps the grade, and is judged anew once a mark is corrected', async () => {
      const { world, course, next, enrollmentId, toCohortId, trainee } = await arrangePassed((title) =>
        title === 'Lesson 1.2' ? 'Lesson 1.2, renewed' : title,
      );
      const { owner } = world;
      const shown = await coursesShown(owner, enrollmentId, toCohortId);
      expect(shown.courses[0]).toMatchObject({
        ...{ courseCode: course.code, outcomeAfter: 'PASSED', finalPercentAfter: '91.20' },
        ...{ completeBefore: true, completeAfter: false },
      });
      await move(owner, { enrollmentId, toCohortId, previewHash: shown.hash });
      const moved = next.courses[0]!;
      const lacking = { ...passed, complete: false, courses_complete: 0 };
      expect(await standing(enrollmentId, moved.id)).toEqual(lacking);
      await trainee.do('completeLesson', { enrollmentId, lessonId: moved.lessonIds[1] }, '');
      const done = { ...passed, complete: true, courses_complete: 1 };
      expect(await standing(enrollmentId, moved.id)).toEqual(done);
      expect(await recomputed(owner, enrollmentId, moved.id)).toEqual(done);
      const { rows } = await app.owner.query(
        'SELECT id FROM grade_entry WHERE enrollment_id = $1 AND category_id = $2',
        [enrollmentId, moved.categoryIds['final']],
      );
      const correction = { entryId: (rows as { id: string }[])[0]!.id, earned: '8', possible: '10' };
      await owner.do('correctGrade', { ...correction, reason: 'Counted wrongly' }, '');
      const open = { outcome: 'IN_PROGRESS', final_percent: null, complete: false };
      expect(await standing(enrollmentId, moved.id)).toMatchObject(open);
      expect(await recomputed(owner, enrollmentId, moved.id)).toMatchObject(open);
    });
  });
});
