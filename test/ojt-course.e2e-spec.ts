import { readFileSync } from 'node:fs';
import {
  ChecklistReview,
  REVIEW_CHECKLISTS,
} from '../src/features/training/completion/checklist-review.job.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import { importDocument, publish } from './support/drafts.js';
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
import { dayFromToday, placementAt, type AssignmentRow, type SkillRow } from './support/training.js';
import { papersFor } from './support/work.js';
import type { Member } from './support/world.js';

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

  async function credited(by: Member, enrollmentId: string, codes: readonly string[]) {
    const { rows } = await app.owner.query<{ id: string }>(
      `SELECT c.id FROM course c JOIN enrollment e ON e.program_version_id = c.program_version_id
       WHERE e.id = $1 AND c.code = ANY ($2) ORDER BY c.position`,
      [enrollmentId, codes],
    );
    for (const { id: courseId } of rows) {
      const decision = {
        enrollmentId,
        courseId,
        granted: true,
        reason: 'Same course',
        evidence: 'Transcript',
      };
      const selection = '... on PriorLearningDecision { granted }';
      expect(await by.do('recognizePriorLearning', decision, selection)).toMatchObject({ granted: true });
    }
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

  it('is open again when a skill expires before it is decided: looked at every few hours, in every school', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await signSkill(scene, 0);
    await signSkill(scene, 1);
    app.clock.advance({ days: 400 });
    try {
      const database = app.app.get(Database);
      await database.forVisitor().write((tx) => app.app.get(Jobs).send(tx, REVIEW_CHECKLISTS, {}));
      await app.until(
        `SELECT 1 FROM requirement_result WHERE enrollment_id = $1 AND reason = '0 of 2 skills are signed (2 expired).' AND NOT met`,
        [scene.enrollmentId],
      );
      const before = await results(scene.enrollmentId);
      expect(await app.app.get(ChecklistReview).here(database.forOrganization(scene.school.orgId))).toBe(1);
      expect(await results(scene.enrollmentId)).toBe(before);
    } finally {
      app.clock.reset();
    }
  }, 20_000);

  const results = async (enrollmentId: string): Promise<number> =>
    (await app.owner.query('SELECT 1 FROM requirement_result WHERE enrollment_id = $1', [enrollmentId])).rows
      .length;

  it('is decided once for two skills that are signed at the same moment', async () => {
    const scene = await ojtPlacement(app, { minutes: 600 });
    await Promise.all([signSkill(scene, 0), signSkill(scene, 1)]);
    expect(await recordOf(scene)).toMatchObject({ met: true });
  });

  it('of the sample program can be completed: 160 verified hours and 18 signed skills', async () => {
    const scene = await ojtPlacement(app);
    const { school, clinic, site, supervisor, agreementId } = scene;
    const document = readFileSync('src/demo/content/program.yaml', 'utf8');
    const imported = await importDocument(school.owner, document);
    await publish(school.owner, imported.versionId!);
    const { importChecklist } = await school.owner.ask<{ importChecklist: { checklistVersionId: string } }>(
      'mutation ($input: ImportChecklistInput!) { importChecklist(input: $input) { checklistVersionId } }',
      { input: { operationId: newId(), document, publish: true } },
    );
    const sample = { programId: imported.programId!, versionId: imported.versionId!, courses: [] };
    const { trainee, enrollmentId } = await school.enrolled(sample);
    const { rows: courses } = await app.owner.query<{ id: string }>(
      `SELECT id FROM course WHERE program_version_id = $1 AND code = 'PTT-190'`,
      [imported.versionId],
    );
    const courseId = courses[0]!.id;
    const assignment = await placementAt(school, clinic, {
      ...{ personId: trainee.personId, enrollmentId, agreementId, site, courseId },
      ...{ checklistVersionId: importChecklist.checklistVersionId },
    });
    // What comes before the placement was learned elsewhere, and recognized before its first day.
    app.clock.advance({ days: -31 });
    await credited(school.owner, enrollmentId, ['PTT-101', 'PTT-102', 'PTT-103', 'PTT-104']);
    app.clock.reset();
    await papersFor(school, trainee.personId);

    const logs: string[] = [];
    for (let shift = 0; shift < 20; shift++)
      logs.push((await logHours(trainee, assignment, hoursAgo(24 * (shift + 2)), 8)).id);
    await verifyHours(supervisor, assignment, logs);
    expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({
      minutes: 9600,
      outcome: 'IN_PROGRESS',
    });

    const { rows: skills } = await app.owner.query<SampleSkill>(
      `SELECT s.id, v.id AS "versionId", s.code, v.methods[1] AS method, v.required_observations AS observations, v.min_entrustment AS entrustment,
         ARRAY(SELECT t.id FROM skill_step t WHERE t.skill_version_id = v.id ORDER BY t.position) AS "stepIds",
         ARRAY(SELECT q.prerequisite_skill_id FROM skill_prerequisite q WHERE q.skill_version_id = v.id) AS prerequisites
       FROM checklist_skill c JOIN skill s ON s.id = c.skill_id JOIN skill_version v ON v.id = c.skill_version_id
       WHERE c.checklist_version_id = $1 ORDER BY c.position`,
      [importChecklist.checklistVersionId],
    );
    expect(skills).toHaveLength(18);
    for (const skill of inOrder(skills)) {
      const about = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
      const { method, entrustment } = skill;
      const seen: string[] = [];
      for (let i = 0; i < skill.observations; i++)
        seen.push(await observed(app, about, { daysAgo: i + 1, method, entrustment }));
      await signedOff(app, supervisor, [itemOf(assignment, skill, seen, { entrustmentLevel: entrustment })]);
    }
    expect(await courseRecord(app, enrollmentId, courseId)).toMatchObject({
      met: true,
      outcome: 'PASSED',
      complete: true,
    });
  }, 60_000);
});

interface SampleSkill extends SkillRow {
  readonly method: string;
  readonly observations: number;
  readonly entrustment: string;
  readonly prerequisites: readonly string[];
}

/** Each after those it builds on. */
function inOrder(skills: readonly SampleSkill[]): SampleSkill[] {
  const done: SampleSkill[] = [];
  while (done.length < skills.length) {
    const ready = skills.filter(
      (skill) =>
        !done.includes(skill) && skill.prerequisites.every((id) => done.some((other) => other.id === id)),
    );
    if (ready.length === 0) throw new Error('Skills build on each other in a circle');
    done.push(...ready);
  }
  return done;
}
