import sql from 'sql-template-tag';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { seen } from './support/observations.js';
import { logHours, verifyHours } from './support/ojt.js';
import { clinicWithSupervisor, schoolReadyToPlace, shown } from './support/placements.js';
import { sampleProgram } from './support/sample-program.js';
import { TestApp } from './support/test-app.js';
import {
  clinicWithTrainee,
  dayFromToday,
  insertRow,
  placementAt,
  type AssignmentRow,
} from './support/training.js';
import type { Member } from './support/world.js';

/** A moment in the morning so many days ago, in the zone of the site. */
const morning = (daysAgo: number): Date => new Date(`${dayFromToday(-daysAgo)}T08:00:00Z`);

/** A placement begins when what comes before it is done: until then nothing is observed, and no hour counts. */
describe('a placement that is not cleared', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Since 30 days, for a course that builds on another, which is not passed. */
  async function placed() {
    const there = await clinicWithSupervisor(app);
    const ready = await schoolReadyToPlace(app, there.clinic, there.site);
    const { school, trainee, enrollmentId, agreementId, course, checklist } = ready;
    const assignment = await placementAt(school, there.clinic, {
      ...{ personId: trainee.personId, enrollmentId, agreementId, site: there.site, courseId: course.id },
      checklistVersionId: checklist.versionId,
    });
    return { ...there, ...ready, assignment };
  }

  type Scene = Awaited<ReturnType<typeof placed>>;

  /** The course that comes before is credited so many days ago. */
  async function passFirst({ school, enrollmentId, first }: Scene, daysAgo: number): Promise<void> {
    app.clock.advance({ days: -daysAgo });
    const decision = {
      enrollmentId,
      courseId: first.id,
      granted: true,
      reason: 'Same course',
      evidence: 'Transcript',
    };
    const credited = await school.owner.do(
      'recognizePriorLearning',
      decision,
      '... on PriorLearningDecision { granted }',
    );
    expect(credited).toMatchObject({ granted: true });
    app.clock.reset();
  }

  const observe = (
    { supervisor, skill }: Pick<Scene, 'supervisor' | 'skill'>,
    assignment: AssignmentRow,
    daysAgo: number,
  ) =>
    supervisor.do<Record<string, unknown>>(
      'recordObservation',
      { observation: seen(assignment, skill, { startsAt: morning(daysAgo).toISOString() }) },
      '... on Observation { result } ... on PlacementNotCleared { clearedFrom }',
    );

  async function work(
    { trainee, supervisor, assignment }: Pick<Scene, 'trainee' | 'supervisor' | 'assignment'>,
    daysAgo: number,
  ) {
    const log = await logHours(trainee, assignment, morning(daysAgo), 1);
    return (await verifyHours(supervisor, assignment, [log.id])).hourLogs[0]!;
  }

  const hold = (member: Member, enrollmentId: string) =>
    member.do<{ holds: { id: string }[] }>(
      'placeEnrollmentHold',
      { enrollmentId, kind: 'RECORDS', reason: 'Papers are missing' },
      '... on Enrollment { holds { id } }',
    );

  const override = (scene: Scene, gate: string) =>
    scene.school.owner.do(
      'overrideAssignmentGate',
      { assignmentId: scene.assignment.id, gate, reason: 'Shown in the lab' },
      shown('id mayStart'),
    );

  it('inv 33: takes no observation and counts no hour before the courses that come first are passed, and both from that day', async () => {
    const scene = await placed();
    const { assignment } = scene;
    expect(await observe(scene, assignment, 3)).toMatchObject({
      code: 'PLACEMENT_NOT_CLEARED',
      clearedFrom: null,
      message: expect.stringContaining('not cleared to start'),
    });
    expect(await work(scene, 3)).toMatchObject({
      state: 'VERIFIED',
      countedMinutes: 0,
      notCounted: [{ code: 'NOT_CLEARED', minutes: 60 }],
    });
    await passFirst(scene, 2);
    const from = dayFromToday(-2);
    expect(await observe(scene, assignment, 3)).toMatchObject({
      code: 'PLACEMENT_NOT_CLEARED',
      clearedFrom: from,
      message: expect.stringContaining(`cleared from ${from}`),
    });
    expect(await observe(scene, assignment, 1)).toMatchObject({ result: 'MET' });
    expect(await work(scene, 4)).toMatchObject({ countedMinutes: 0, notCounted: [{ code: 'NOT_CLEARED' }] });
    expect(await work(scene, 1)).toMatchObject({ countedMinutes: 60, notCounted: [] });
  });

  it('waits for a hold of before its first day to be released; one that is placed later stops nothing', async () => {
    const scene = await placed();
    const { school, enrollmentId, assignment } = scene;
    await passFirst(scene, 31);
    app.clock.advance({ days: -31 });
    const { holds } = await hold(school.owner, enrollmentId);
    app.clock.reset();
    expect(await observe(scene, assignment, 2)).toMatchObject({
      code: 'PLACEMENT_NOT_CLEARED',
      clearedFrom: null,
    });
    expect(await work(scene, 2)).toMatchObject({ countedMinutes: 0, notCounted: [{ code: 'NOT_CLEARED' }] });
    app.clock.advance({ days: -2 });
    await school.owner.do('releaseEnrollmentHold', { holdId: holds[0]!.id, reason: 'They came' }, '');
    app.clock.reset();
    expect(await observe(scene, assignment, 3)).toMatchObject({ clearedFrom: dayFromToday(-2) });
    await hold(school.owner, enrollmentId);
    expect(await observe(scene, assignment, 1)).toMatchObject({ result: 'MET' });
    expect(await work(scene, 1)).toMatchObject({ countedMinutes: 60 });
  });

  it('is opened at a gate by overriding that gate, and by no other', async () => {
    const scene = await placed();
    const { school, enrollmentId, assignment } = scene;
    app.clock.advance({ days: -31 });
    await hold(school.owner, enrollmentId);
    app.clock.reset();
    expect(await override(scene, 'NO_HOLD')).toHaveProperty('id');
    expect(await observe(scene, assignment, 1)).toMatchObject({
      code: 'PLACEMENT_NOT_CLEARED',
      clearedFrom: null,
    });
    expect(await override(scene, 'COURSES_PASSED')).toHaveProperty('id');
    expect(await observe(scene, assignment, 1)).toMatchObject({ result: 'MET' });
    expect(await work(scene, 1)).toMatchObject({ countedMinutes: 60 });
  });

  it('is a school’s: an organization’s own new hire is observed from the first day', async () => {
    const { supervisor, trainee, skill, assignment } = await clinicWithTrainee(app);
    expect(await observe({ supervisor, skill }, assignment, 1)).toMatchObject({ result: 'MET' });
    expect(await work({ trainee, supervisor, assignment }, 1)).toMatchObject({ countedMinutes: 60 });
  });

  it('is told to a device for each of its operations, which may bring them again', async () => {
    const sync = async ({ supervisor, assignment, skill }: Scene, daysAgo: readonly number[]) => {
      const operations = daysAgo.map((days) => ({
        observation: seen(assignment, skill, { startsAt: morning(days).toISOString() }),
      }));
      const send = async () =>
        (
          await supervisor.ask<{ syncObservations: { operations: object[] } }>(
            'mutation ($input: SyncObservationsInput!) { syncObservations(input: $input) { ... on ObservationSync { operations { state code message } } } }',
            { input: { operationId: newId(), operations } },
          )
        ).syncObservations.operations;
      return { answers: await send(), send };
    };
    const late = await placed();
    await passFirst(late, 2);
    const tooEarly = {
      state: 'NEEDS_ATTENTION',
      code: 'PLACEMENT_NOT_CLEARED',
      message: expect.stringContaining(`cleared from ${dayFromToday(-2)}`),
    };
    const one = await sync(late, [3, 1]);
    expect(one.answers).toMatchObject([tooEarly, { state: 'APPLIED' }]);
    expect(await one.send()).toMatchObject([tooEarly, { state: 'ALREADY_APPLIED' }]);
    const waiting = await placed();
    const two = await sync(waiting, [3, 1]);
    expect(two.answers).toMatchObject([{ state: 'NEEDS_ATTENTION' }, { state: 'NEEDS_ATTENTION' }]);
    await override(waiting, 'COURSES_PASSED');
    expect(await two.send()).toMatchObject([{ state: 'APPLIED' }, { state: 'APPLIED' }]);
  });

  it('abuse 7: is so to the clinic too, which sees none of what clears it, and to nobody else', async () => {
    const scene = await placed();
    const { school, supervisor, assignment } = scene;
    const database = app.app.get(Database);
    const cleared = sql`SELECT cleared_from(${school.orgId}, ${assignment.id})::text AS day`;
    const as = async (member: Member, hosted: boolean) => {
      const db = database.forViewer(member.viewer);
      return (await (hosted ? db.hostedIn(school.orgId) : db).read<{ day: string | null }>(cleared))[0]!.day;
    };
    expect(await as(supervisor, true)).toBeNull();
    await passFirst(scene, 5);
    const day = dayFromToday(-5);
    expect(await as(supervisor, true)).toBe(day);
    expect(await as(school.owner, false)).toBe(day);
    expect(await as(supervisor, false)).toBeNull();
    const other = await placed();
    expect(await as(other.supervisor, false)).toBeNull();
    expect(await as(other.school.owner, false)).toBeNull();
    await insertRow(app, 'assignment_entry', {
      org_id: school.orgId, id: newId(), assignment_id: assignment.id, kind: 'CANCELLED', reason: 'x',
    }); // prettier-ignore
    await app.owner.query('UPDATE assignment_standing SET cancelled = true WHERE assignment_id = $1', [
      assignment.id,
    ]);
    await expect(as(supervisor, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('inv 33: takes nothing more of days on which its enrollment is not active, and keeps what was before', async () => {
    const scene = await placed();
    const { school, enrollmentId, assignment, supervisor } = scene;
    await passFirst(scene, 31);
    const change = (event: string, effectiveOn: string) =>
      school.owner.do(
        'changeEnrollmentStatus',
        { enrollmentId, event, effectiveOn, reason: 'Asked' },
        '... on Enrollment { status }',
      );
    expect(await change('LEAVE_STARTED', dayFromToday(-6))).toMatchObject({ status: 'ON_LEAVE' });
    expect(await change('LEAVE_ENDED', dayFromToday(-4))).toMatchObject({ status: 'ACTIVE' });
    expect(await change('WITHDREW', dayFromToday(-1))).toMatchObject({ status: 'WITHDRAWN' });
    const refused = { __typename: 'TraineeNotEnrolled', code: 'TRAINEE_NOT_ENROLLED' };
    expect(await observe(scene, assignment, 5)).toMatchObject(refused);
    expect(await observe(scene, assignment, 1)).toMatchObject({
      ...refused,
      message: expect.stringContaining(`not actively enrolled on ${dayFromToday(-1)}`),
    });
    expect(await observe(scene, assignment, 3)).toMatchObject({ result: 'MET' });
    const noShow = { ...seen(assignment, scene.skill, { startsAt: morning(1).toISOString() }) };
    const { observationId, skillId, skillVersionId, assignmentId, startsAt, endsAt } = noShow as Record<
      string,
      unknown
    >;
    const missed = { observationId, skillId, skillVersionId, assignmentId, startsAt, endsAt };
    expect(await supervisor.do('recordNoShow', { noShow: missed }, '')).toMatchObject(refused);
    expect(await work(scene, 3)).toMatchObject({ countedMinutes: 60 });
    expect(await work(scene, 1)).toMatchObject({
      state: 'VERIFIED',
      countedMinutes: 0,
      notCounted: [{ code: 'ENROLLMENT_NOT_ACTIVE' }],
    });
  });

  it('inv 38: is judged by the version the trainee is moved to, where a course passed before stays passed since then', async () => {
    const move = async ({ school, program, enrollmentId }: Scene) => {
      const { rows } = await app.owner.query<{ code: string }>('SELECT code FROM program WHERE id = $1', [
        program.programId,
      ]);
      const next = await sampleProgram(app, school.orgId, rows[0]!.code, {
        programId: program.programId,
        lessonTitle: (title) => title,
      });
      const toCohortId = await school.cohort(next);
      const { enrollmentMovePreview } = await school.owner.ask<{ enrollmentMovePreview: { hash: string } }>(
        'query ($id: ID!, $to: ID!) { enrollmentMovePreview(enrollmentId: $id, toCohortId: $to) { hash } }',
        { id: enrollmentId, to: toCohortId },
      );
      const wish = {
        enrollmentId,
        toCohortId,
        previewHash: enrollmentMovePreview.hash,
        reason: 'New catalog',
      };
      const moved = await school.owner.do('moveEnrollment', wish, '... on EnrollmentMove { toVersionId }');
      expect(moved).toMatchObject({ toVersionId: next.versionId });
    };
    const [passed, not] = [await placed(), await placed()];
    await passFirst(passed, 3);
    for (const scene of [passed, not]) await move(scene);
    expect(await observe(passed, passed.assignment, 4)).toMatchObject({ clearedFrom: dayFromToday(-3) });
    expect(await observe(passed, passed.assignment, 2)).toMatchObject({ result: 'MET' });
    expect(await observe(not, not.assignment, 2)).toMatchObject({
      code: 'PLACEMENT_NOT_CLEARED',
      clearedFrom: null,
    });
  });
});
