import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('course attempts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const arrange = async () => {
    const world = await World.create(app);
    const program = await world.program();
    return { world, program, course: program.courses[0]!, ...(await world.enrolled(program)) };
  };
  const closeAll = async (member: Member, cohortId: string, categoryIds: Record<string, string>) => {
    for (const categoryId of Object.values(categoryIds))
      await member.do('closeCategory', { cohortId, categoryId }, '... on CategoryClosure { closed }');
  };
  const progress = async (enrollmentId: string) => {
    const { rows } = await app.owner.query(
      `SELECT c.outcome, c.complete, c.met_minutes, e.courses_complete FROM course_progress c JOIN enrollment_progress e USING (org_id, enrollment_id)
       WHERE enrollment_id = $1`,
      [enrollmentId],
    );
    return rows as object[];
  };

  it('inv 43: a failed course is repeated, and both attempts are kept', async () => {
    const { world, trainee, enrollmentId, cohortId, course } = await arrange();
    const { owner } = world;
    const repeat = () =>
      owner.do(
        'repeatCourse',
        { enrollmentId, courseId: course.id },
        '... on CourseAttempt { number outcome }',
      );
    expect(await repeat()).toMatchObject({ __typename: 'CourseNotFailed' });
    await owner.do(
      'recordGrade',
      { enrollmentId, categoryId: course.categoryIds['final'], item: 'Exam', earned: '5', possible: '10' },
      '',
    );
    await closeAll(owner, cohortId, course.categoryIds);
    expect(await progress(enrollmentId)).toMatchObject([{ outcome: 'FAILED' }]);
    for (const categoryId of Object.values(course.categoryIds))
      await owner.do(
        'reopenCategory',
        { cohortId, categoryId, reason: 'A repeat' },
        '... on CategoryClosure { closed }',
      );
    expect(await repeat()).toMatchObject({ __typename: 'CourseNotFailed', code: 'COURSE_NOT_FAILED' });
    await closeAll(owner, cohortId, course.categoryIds);
    expect(await repeat()).toMatchObject({ number: 2 });
    const { courseAttempts } = await trainee.ask<{ courseAttempts: object[] }>(
      'query ($id: ID!) { courseAttempts(enrollmentId: $id) { number outcome finalPercent } }',
      { id: enrollmentId },
    );
    expect(courseAttempts[0]).toEqual({ number: 1, outcome: 'FAILED', finalPercent: '15.00' });
    expect(courseAttempts[1]).toEqual({ number: 2, outcome: 'IN_PROGRESS', finalPercent: null });
  });

  it('are credited for prior learning by a decision of somebody else, until a later one takes it back', async () => {
    const { world, trainee, enrollmentId, program, course } = await arrange();
    const decide = (member: Member, granted: boolean) =>
      member.do(
        'recognizePriorLearning',
        {
          enrollmentId,
          courseId: course.id,
          granted,
          reason: 'Same course elsewhere',
          evidence: 'Transcript',
        },
        '... on PriorLearningDecision { granted supersedesId }',
      );
    expect(await decide(world.owner, true)).toMatchObject({ granted: true, supersedesId: null });
    expect(await progress(enrollmentId)).toEqual([
      { outcome: 'CREDITED', complete: true, met_minutes: 120, courses_complete: 1 },
    ]);
    const lessonId = program.courses[1]!.lessonIds[0];
    expect(await trainee.do('completeLesson', { enrollmentId, lessonId }, '')).toMatchObject({
      __typename: 'LessonCompletion',
    });
    expect(await decide(world.owner, true)).toMatchObject({ __typename: 'PriorLearningUnchanged' });
    expect(await decide(world.owner, false)).toMatchObject({ granted: false });
    expect(await progress(enrollmentId)).toContainEqual(
      expect.objectContaining({
        outcome: 'IN_PROGRESS',
        complete: false,
        met_minutes: 0,
        courses_complete: 0,
      }),
    );
    await expect(decide(trainee, true)).rejects.toThrow('FORBIDDEN');
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      trainee.personId,
      world.owner.personId,
    ]);
    expect(await decide(world.owner, true)).toMatchObject({ __typename: 'OwnRecord' });
  });
});
