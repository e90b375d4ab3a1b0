import { CounterService } from '../src/features/records/counters.service.js';
import { Database } from '../src/platform/database/database.js';
import {
  hoursAgo,
  logHours,
  type OjtPlacement,
  ojtPlacement,
  ojtProgram,
  verifyHours,
} from './support/ojt.js';
import { TestApp } from './support/test-app.js';

/** What verified hours do in the course record, beside class hours, repeats and moves. */
describe('verified hours in the course record', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  interface Minutes {
    lecture: number;
    placement: number;
  }
  const minutesOf = async ({ enrollmentId }: { enrollmentId: string }): Promise<Minutes[]> =>
    (
      await app.owner.query<Minutes>(
        `SELECT p.lecture_minutes AS lecture, p.placement_minutes AS placement FROM course_progress p
         JOIN enrollment e ON e.id = p.enrollment_id JOIN course c ON c.id = p.course_id AND c.program_version_id = e.program_version_id
         WHERE p.enrollment_id = $1`,
        [enrollmentId],
      )
    ).rows;

  async function attendClass(
    { school, cohortId, courseId, enrollmentId }: OjtPlacement,
    from: number,
    hours: number,
  ) {
    const [startsAt, endsAt] = [hoursAgo(from), hoursAgo(from - hours)];
    const { id: sessionId } = await school.owner.do<{ id: string }>(
      'scheduleClassSession',
      { cohortId, courseId, kind: 'LECTURE', title: 'Class', startsAt, endsAt },
      '... on ClassSession { id }',
    );
    await school.owner.do('takeAttendance', { sessionId, lines: [{ enrollmentId, status: 'PRESENT' }] }, '');
  }

  async function verified(scene: OjtPlacement, from: number, hours: number): Promise<string> {
    const { id } = await logHours(scene.trainee, scene.assignment, hoursAgo(from), hours);
    await verifyHours(scene.supervisor, scene.assignment, [id]);
    return id;
  }

  it('inv 36: the same minutes never count as class and as placement, whichever was recorded first', async () => {
    const classFirst = await ojtPlacement(app);
    await attendClass(classFirst, 50, 3);
    expect(await minutesOf(classFirst)).toEqual([{ lecture: 180, placement: 0 }]);
    await verified(classFirst, 48, 4);
    const placementFirst = await ojtPlacement(app);
    await verified(placementFirst, 48, 4);
    expect(await minutesOf(placementFirst)).toEqual([{ lecture: 0, placement: 240 }]);
    await attendClass(placementFirst, 50, 3);
    for (const scene of [classFirst, placementFirst])
      expect(await minutesOf(scene)).toEqual([{ lecture: 120, placement: 240 }]);
  });

  it('inv 36: the class says which hours have its minutes, and has them back when those are reopened', async () => {
    const scene = await ojtPlacement(app);
    const id = await verified(scene, 48, 4);
    await attendClass(scene, 50, 3);
    const { hoursRecord } = await scene.school.owner.ask<{
      hoursRecord: { entries: { countedMinutes: number; notCounted: { code: string; minutes: number }[] }[] };
    }>(
      `{ hoursRecord(enrollmentId: "${scene.enrollmentId}") { entries { countedMinutes notCounted { code minutes } } } }`,
    );
    expect(hoursRecord.entries).toEqual([
      { countedMinutes: 120, notCounted: [{ code: 'SAME_MINUTES', minutes: 60 }] },
    ]);
    const reopening = { assignmentId: scene.assignment.id, hourLogId: id, reason: 'Look again' };
    await scene.supervisor.do('reopenHours', reopening, '');
    expect(await minutesOf(scene)).toEqual([{ lecture: 180, placement: 0 }]);
  });

  it('are counted as a recomputation counts them', async () => {
    const scene = await ojtPlacement(app);
    await attendClass(scene, 50, 3);
    await verified(scene, 48, 4);
    const before = await minutesOf(scene);
    const db = app.app.get(Database).forOrganization(scene.school.orgId);
    await db.write((tx) => app.app.get(CounterService).recompute(tx, scene.enrollmentId));
    expect(await minutesOf(scene)).toEqual(before);
  });

  it('inv 38: come along when the enrollment moves to another version, and are taken back there', async () => {
    const scene = await ojtPlacement(app);
    const { school, enrollmentId, supervisor, assignment } = scene;
    const id = await verified(scene, 48, 4);
    const next = await ojtProgram(school, {
      minutes: 600,
      checklistVersionId: scene.checklist.versionId,
      next: scene.program,
    });
    const toCohortId = await school.cohort(next);
    const { enrollmentMovePreview } = await school.owner.ask<{
      enrollmentMovePreview: { hash: string; keeps: string[] };
    }>(
      `{ enrollmentMovePreview(enrollmentId: "${enrollmentId}", toCohortId: "${toCohortId}") { hash keeps } }`,
    );
    expect(enrollmentMovePreview.keeps).toEqual([expect.stringMatching(/placement 240 minutes from /)]);
    const previewHash = enrollmentMovePreview.hash;
    const moved = { enrollmentId, toCohortId, previewHash, reason: 'New catalog' };
    expect(await school.owner.do('moveEnrollment', moved, '')).toMatchObject({
      __typename: 'EnrollmentMove',
    });
    expect(await minutesOf(scene)).toEqual([{ lecture: 0, placement: 240 }]);
    await supervisor.do(
      'reopenHours',
      { assignmentId: assignment.id, hourLogId: id, reason: 'Look again' },
      '',
    );
    expect(await minutesOf(scene)).toEqual([{ lecture: 0, placement: 0 }]);
    await verifyHours(supervisor, assignment, [id]);
    await verified(scene, 30, 2);
    expect(await minutesOf(scene)).toEqual([{ lecture: 0, placement: 360 }]);
  });

  it('inv 43: a repeated course starts anew; hours of the first attempt stay in it, verified late or anew', async () => {
    const scene = await ojtPlacement(app);
    const { school, enrollmentId, courseId, supervisor, assignment, trainee } = scene;
    const first = await verified(scene, 60, 4);
    const late = await logHours(trainee, assignment, hoursAgo(50), 2);
    await app.owner.query(
      `UPDATE course_attempt SET started_at = now() - interval '10 days', outcome = 'FAILED' WHERE enrollment_id = $1`,
      [enrollmentId],
    );
    expect(await school.owner.do('repeatCourse', { enrollmentId, courseId }, '')).toMatchObject({
      __typename: 'CourseAttempt',
    });
    await app.owner.query(
      `UPDATE course_attempt SET started_at = now() - interval '40 hours' WHERE enrollment_id = $1 AND number = 2`,
      [enrollmentId],
    );
    expect(await minutesOf(scene)).toEqual([{ lecture: 0, placement: 0 }]);
    await verifyHours(supervisor, assignment, [late.id]);
    await supervisor.do(
      'reopenHours',
      { assignmentId: assignment.id, hourLogId: first, reason: 'Look again' },
      '',
    );
    await verifyHours(supervisor, assignment, [first]);
    expect(await minutesOf(scene)).toEqual([{ lecture: 0, placement: 0 }]);
    await verified(scene, 30, 2);
    expect(await minutesOf(scene)).toEqual([{ lecture: 0, placement: 120 }]);
  });
});
