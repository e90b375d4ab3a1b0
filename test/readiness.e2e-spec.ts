import { newId } from '../src/platform/ids/ids.js';
import { trained, trainingIn } from './support/mandatory-training.js';
import { supervisorOf } from './support/ojt.js';
import { clinicWithSupervisor, schoolReadyToPlace, shown } from './support/placements.js';
import { signedBehind } from './support/signed.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, dayFromToday, placementAt } from './support/training.js';
import {
  cardOf,
  cardTypeIn,
  clearanceOf,
  clearanceTypeIn,
  gateOf,
  missing,
  readinessOf,
  readinessQuery,
  requirementIn,
} from './support/work.js';
import { World, type Member } from './support/world.js';

describe('readiness', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** A trainee of a school at a clinic since 30 days, for whom everything is in order but what a test takes away. */
  async function ready() {
    const there = await clinicWithSupervisor(app);
    const { clinic, site, supervisor } = there;
    const found = await schoolReadyToPlace(app, clinic, site);
    const { school, trainee, enrollmentId, agreementId, checklist, program } = found;
    const { personId } = trainee;
    await gateOf(school, program, {
      ...{ credentialsCurrent: ['BLS'], clearancesCurrent: ['TB'], trainingsCurrent: ['BBP'] },
    });
    await cardTypeIn(school, 'BLS');
    await clearanceTypeIn(school, 'TB');
    await trainingIn(school, 'BBP');
    const assignment = await placementAt(school, clinic, {
      ...{ personId, enrollmentId, agreementId, site, checklistVersionId: checklist.versionId },
    });
    await supervisorOf(app, assignment, clinic.orgId, supervisor);
    return { ...there, ...found, assignment, personId, siteId: site.id };
  }
  type Scene = Awaited<ReturnType<typeof ready>>;

  const BARE = ['CREDENTIAL BLS', 'CLEARANCE TB', 'TRAINING BBP'];

  async function holdsAll(scene: Scene): Promise<string> {
    const { school, clinic, supervisor, assignment, skill, personId, site, licenseId } = scene;
    await cardOf(school, personId, 'BLS', dayFromToday(-100), dayFromToday(20));
    await clearanceOf(school, personId, 'TB', dayFromToday(-100));
    await trained(school, personId, 'BBP', dayFromToday(-100));
    const signed = {
      owner: school,
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
      licenseId,
    };
    return signedBehind(signed, { daysAgo: 5 });
  }

  it('names everything that is in the way, each with what would help', async () => {
    const scene = await ready();
    const { school, personId, siteId, skill } = scene;
    const answer = await readinessOf(school.owner, { personId, siteId });
    expect(answer).toMatchObject({ mayStart: false, on: dayFromToday(0), assignmentId: scene.assignment.id });
    expect(missing(answer)).toEqual([...BARE, `SKILL ${skill.code}`]);
    for (const { because } of answer.checks.filter(({ holds }) => !holds))
      expect(because.length).toBeGreaterThan(20);
    expect(answer.checks.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['ASSIGNMENT', 'GATE', 'SUPERVISION_RULE']),
    );
    expect(answer.next).toContain('May not do transfer_assistance');
  });

  it('may start when everything holds, until the day something lapses', async () => {
    const scene = await ready();
    const { school, personId, siteId } = scene;
    await holdsAll(scene);
    const answer = await readinessOf(school.owner, { personId, siteId });
    expect(missing(answer)).toEqual([]);
    expect(answer).toMatchObject({
      mayStart: true,
      next: `May do transfer_assistance on ${dayFromToday(0)}.`,
    });
    expect(answer.checks.find(({ code }) => code === 'BLS')).toMatchObject({
      currentUntil: dayFromToday(20),
    });
    const later = await readinessOf(school.owner, { personId, siteId, on: dayFromToday(21) });
    expect(missing(later)).toEqual(['CREDENTIAL BLS']);
    const over = await readinessOf(school.owner, { personId, siteId, on: dayFromToday(31) });
    expect(missing(over)).toEqual(
      expect.arrayContaining(['ASSIGNMENT ASSIGNMENT_IN_FORCE', 'CREDENTIAL BLS']),
    );
  });

  it('is the same for the trainee and for the clinic that hosts them, whose look is logged', async () => {
    const scene = await ready();
    const { school, clinic, trainee, supervisor, personId, siteId } = scene;
    await holdsAll(scene);
    for (const member of [trainee, supervisor, clinic.owner])
      expect(await readinessOf(member, { personId, siteId })).toMatchObject({ mayStart: true });
    const { rows } = await app.owner.query(
      'SELECT viewer_org_id FROM disclosure WHERE org_id = $1 AND person_id = $2 AND operation = $3',
      [school.orgId, personId, 'readiness'],
    );
    expect(rows).toEqual([{ viewer_org_id: clinic.orgId }, { viewer_org_id: clinic.orgId }]);
  });

  it('inv 69: tells a clinic of a clearance its status alone', async () => {
    const scene = await ready();
    const { clinic, personId, siteId } = scene;
    await holdsAll(scene);
    const answer = await readinessOf(clinic.owner, { personId, siteId });
    expect(answer.checks.find(({ code }) => code === 'TB')).toMatchObject({ kind: 'CLEARANCE', holds: true });
    expect(JSON.stringify(answer)).not.toContain('Chest film');
  });

  it('shows what was overridden, on record', async () => {
    const scene = await ready();
    const { school, personId, siteId, assignment } = scene;
    await school.owner.do(
      'overrideAssignmentGate',
      { assignmentId: assignment.id, gate: 'CLEARANCES_CURRENT', reason: 'Letter is on its way' },
      shown('id'),
    );
    const answer = await readinessOf(school.owner, { personId, siteId });
    expect(answer.checks.find(({ code }) => code === 'TB')).toMatchObject({ holds: true, overridden: true });
    expect(missing(answer)).toContain('CREDENTIAL BLS');
  });

  it('asks for what a site wants for one task, and of no other task', async () => {
    const { clinic, trainee, site } = await clinicWithTrainee(app);
    const asked = { personId: trainee.personId, siteId: site.id };
    await requirementIn(clinic, 'TRAINING', 'LIFT', {
      required_for: ['SIGN_OFF'],
      task_code: 'lift_assistance',
    });
    expect(missing(await readinessOf(clinic.owner, { ...asked, taskCode: 'lift_assistance' }))).toContain(
      'TRAINING LIFT',
    );
    expect(missing(await readinessOf(clinic.owner, asked))).not.toContain('TRAINING LIFT');
    expect(missing(await readinessOf(clinic.owner, { ...asked, taskCode: 'evaluation' }))).toContain(
      'SUPERVISION_RULE TASK_ALLOWED',
    );
  });

  it('of somebody who is not assigned there says so', async () => {
    const { clinic, site } = await clinicWithTrainee(app);
    const { personId } = await clinic.member('TRAINEE');
    const answer = await readinessOf(clinic.owner, { personId, siteId: site.id });
    expect(answer).toMatchObject({ mayStart: false, assignmentId: null });
    expect(missing(answer)).toEqual(['ASSIGNMENT ASSIGNMENT_IN_FORCE']);
  });

  it('tells a trainee nothing of another, and nobody anything of strangers', async () => {
    const { clinic, trainee, site } = await clinicWithTrainee(app);
    const other = await clinic.member('TRAINEE');
    const send = async (
      member: Member,
      personId: string,
      siteId: string,
      taskCode = 'transfer_assistance',
    ) => {
      const { errors } = await member.send(readinessQuery, { personId, siteId, taskCode });
      return errors?.[0]?.extensions.code;
    };
    const stranger = await World.create(app, { isClinic: true });
    expect(await send(other, trainee.personId, site.id)).toBe('FORBIDDEN');
    expect(await send(clinic.owner, stranger.owner.personId, site.id)).toBe('NOT_FOUND');
    expect(await send(clinic.owner, trainee.personId, newId())).toBe('NOT_FOUND');
    expect(await send(stranger.owner, trainee.personId, site.id)).toBe('NOT_FOUND');
    expect(await send(clinic.owner, trainee.personId, site.id, 'juggling')).toBe('BAD_USER_INPUT');
  });

  it('abuse 8: ends for the clinic with the placement', async () => {
    const scene = await ready();
    const { clinic, personId, siteId, assignment, school } = scene;
    await readinessOf(clinic.owner, { personId, siteId });
    await school.owner.do(
      'endAssignment',
      { assignmentId: assignment.id, endsOn: dayFromToday(-1), reason: 'Over' },
      shown('id'),
    );
    const { errors } = await clinic.owner.send(readinessQuery, {
      personId,
      siteId,
      taskCode: 'transfer_assistance',
    });
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('takes a fixed number of statements, however much is asked for', async () => {
    const scene = await ready();
    const { school, personId, siteId } = scene;
    const count = async (): Promise<number> =>
      (await app.statementsOf(() => readinessOf(school.owner, { personId, siteId }))).length;
    const few = await count();
    for (let i = 0; i < 6; i++) {
      await requirementIn(school, 'CREDENTIAL', `CARD-${i}`);
      await requirementIn(school, 'TRAINING', `TRAINING-${i}`);
      await cardTypeIn(school, `CARD-${i}`);
      await trainingIn(school, `TRAINING-${i}`);
      await trained(school, personId, `TRAINING-${i}`, dayFromToday(-5));
    }
    expect(await count()).toBe(few);
    expect(few).toBeLessThanOrEqual(27);
  });
});
