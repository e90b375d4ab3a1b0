import { ChecklistReview } from '../src/features/training/completion/checklist-review.job.js';
import { Database } from '../src/platform/database/database.js';
import {
  courseRecord,
  hoursAgo,
  logHours,
  type OjtPlacement,
  ojtPlacement,
  verifyHours,
} from './support/ojt.js';
import { loadLicenseTypes } from './support/rules.js';
import { itemOf, observed, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, type AssignmentRow } from './support/training.js';

/** Hours and skills become a passed course: the last course of a program, done at a clinic. */
describe('a course on the job', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await loadLicenseTypes(app);
  });
  afterAll(() => app.stop());

  /** Observed yesterday and signed today at the clinic, the skill of that number. */
  async function signSkill(
    scene: OjtPlacement,
    number: number,
    assignment: AssignmentRow = scene.assignment,
  ) {
    const { site, clinic, supervisor, skills } = scene;
    const skill = skills[number]!;
    const about = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
    const observation = await observed(app, about);
    const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [observation])]);
    return id!;
  }

  async function workHours(scene: OjtPlacement, startHoursAgo: number, hours: number) {
    const log = await logHours(scene.trainee, scene.assignment, hoursAgo(startHoursAgo), hours);
    await verifyHours(scene.supervisor, scene.assignment, [log.id]);
  }

  const recordOf = ({ enrollmentId, courseId }: OjtPlacement) => courseRecord(app, enrollmentId, courseId);

  const revoke = (scene: OjtPlacement, signOffId: string) =>
    scene.supervisor.do(
      'revokeSignOff',
      { signOffId, reasonCode: 'INCIDENT', note: 'Seen unsafe', effectiveFrom: dayFromToday(0) },
      '',
    );

  it('is passed once its hours are verified and its skills signed, in either order', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await workHours(scene, 50, 8);
    await signSkill(scene, 0);
    expect(await recordOf(scene)).toMatchObject({
      ...{ minutes: 480, outcome: 'IN_PROGRESS', complete: false, met: false },
      because: '1 of 2 skills are signed.',
    });
    await signSkill(scene, 1);
    expect(await recordOf(scene)).toMatchObject({ met: true, outcome: 'IN_PROGRESS' });
    await workHours(scene, 26, 2);
    expect(await recordOf(scene)).toMatchObject({ minutes: 600, outcome: 'PASSED', complete: true });
  });

  it('inv 37: is not passed by hours alone, nor by skills alone', async () => {
    const byHours = await ojtPlacement(app, { minutes: 600 });
    await workHours(byHours, 50, 11);
    expect(await recordOf(byHours)).toMatchObject({ minutes: 660, outcome: 'IN_PROGRESS', met: null });
    const bySkills = await ojtPlacement(app, { minutes: 600 });
    await signSkill(bySkills, 0);
    await signSkill(bySkills, 1);
    expect(await recordOf(bySkills)).toMatchObject({ minutes: 0, outcome: 'IN_PROGRESS', met: true });
  });

  it('tells the trainee how far it is, in hours and skills', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await workHours(scene, 50, 8);
    await signSkill(scene, 0);
    const { enrollmentProgress } = await scene.trainee.ask<{
      enrollmentProgress: { percent: number; missing: { code: string; message: string }[] };
    }>(`{ enrollmentProgress(enrollmentId: "${scene.enrollmentId}") { percent missing { code message } } }`);
    expect(enrollmentProgress.missing.map(({ message }) => message)).toEqual([
      'OJT-CORE is not complete. 1 of 2 skills are signed.',
      'Placement hours: 480 of 600 minutes are counted.',
    ]);
  });

  it('counts skills signed in an earlier placement of the same course', async () => {
    const scene = await ojtPlacement(app, { minutes: 60 });
    await signSkill(scene, 0);
    const next = await scene.place();
    await signSkill(scene, 1, next);
    expect(await recordOf(scene)).toMatchObject({ met: true });
  });

  it('inv 26: a revocation takes completion back while the course is not decided', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await signSkill(scene, 0);
    const last = await signSkill(scene, 1);
    expect(await recordOf(scene)).toMatchObject({ met: true });
    await revoke(scene, last);
    expect(await recordOf(scene)).toMatchObject({
      met: false,
      because: '1 of 2 skills are signed (1 revoked).',
    });
    await workHours(scene, 50, 10);
    expect(await recordOf(scene)).toMatchObject({ outcome: 'IN_PROGRESS' });
  });

  it('inv 47: stays passed, whatever is revoked or expires later', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await workHours(scene, 50, 10);
    await signSkill(scene, 0);
    const last = await signSkill(scene, 1);
    expect(await recordOf(scene)).toMatchObject({ outcome: 'PASSED' });
    await revoke(scene, last);
    expect(await recordOf(scene)).toMatchObject({ met: true, outcome: 'PASSED', complete: true });
  });

  it('is open again when a skill expires before it is decided: looked at every few hours', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await signSkill(scene, 0);
    await signSkill(scene, 1);
    app.clock.advance({ days: 400 });
    try {
      const db = app.app.get(Database).forOrganization(scene.school.orgId);
      expect(await app.app.get(ChecklistReview).here(db)).toBe(1);
      expect(await recordOf(scene)).toMatchObject({
        met: false,
        because: '0 of 2 skills are signed (2 expired).',
      });
      const before = await results(scene.enrollmentId);
      expect(await app.app.get(ChecklistReview).here(db)).toBe(1);
      expect(await results(scene.enrollmentId)).toBe(before);
    } finally {
      app.clock.reset();
    }
  });

  const results = async (enrollmentId: string): Promise<number> =>
    (await app.owner.query('SELECT 1 FROM requirement_result WHERE enrollment_id = $1', [enrollmentId])).rows
      .length;

  it('is decided once for two skills that are signed at the same moment', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await Promise.all([signSkill(scene, 0), signSkill(scene, 1)]);
    expect(await recordOf(scene)).toMatchObject({ met: true });
  });
});
