import sql from 'sql-template-tag';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { trained, trainingIn } from './support/mandatory-training.js';
import { seen } from './support/observations.js';
import { logHours, verifyHours } from './support/ojt.js';
import {
  clinicWithSupervisor,
  GATES,
  schoolReadyToPlace,
  shown,
  type ShownAssignment,
} from './support/placements.js';
import { blocksOf, itemOf, observed } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, dayFromToday, placementAt, type AssignmentRow } from './support/training.js';
import { cardOf, cardTypeIn, clearanceOf, clearanceTypeIn, gateOf, requirementIn } from './support/work.js';
import { World, type Member } from './support/world.js';

/** A moment in the morning so many days ago, in the zone of the site. */
const morning = (daysAgo: number): Date => new Date(`${dayFromToday(-daysAgo)}T08:00:00Z`);

describe('what work asks for', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** A trainee of a school, placed at a clinic since 30 days; nothing is asked for yet. */
  async function placed() {
    const there = await clinicWithSupervisor(app);
    const ready = await schoolReadyToPlace(app, there.clinic, there.site);
    const { school, trainee, enrollmentId, agreementId, checklist } = ready;
    const assignment = await placementAt(school, there.clinic, {
      ...{ personId: trainee.personId, enrollmentId, agreementId, site: there.site },
      checklistVersionId: checklist.versionId,
    });
    return { ...there, ...ready, assignment, personId: trainee.personId };
  }

  const gates = async (member: Member, { id }: AssignmentRow): Promise<Record<string, string | null>> => {
    const { assignment } = await member.ask<{ assignment: ShownAssignment }>(
      `query ($id: ID!) { assignment(id: $id) { ${GATES} } }`,
      { id },
    );
    return Object.fromEntries(
      assignment.gates
        .filter(({ code }) => code.endsWith('_CURRENT'))
        .map(({ code, because }) => [code, because]),
    );
  };
  const observe = (
    supervisor: Member,
    assignment: AssignmentRow,
    skill: Parameters<typeof seen>[1],
    daysAgo: number,
  ) =>
    supervisor.do<Record<string, unknown>>(
      'recordObservation',
      { observation: seen(assignment, skill, { startsAt: morning(daysAgo).toISOString() }) },
      '... on Observation { result }',
    );
  const work = async (
    { trainee, supervisor, assignment }: { trainee: Member; supervisor: Member; assignment: AssignmentRow },
    daysAgo: number,
  ) => {
    const log = await logHours(trainee, assignment, morning(daysAgo), 1);
    return (await verifyHours(supervisor, assignment, [log.id])).hourLogs[0]!;
  };

  describe('before an assignment starts', () => {
    it("closes the gates of the program's cards, clearances and trainings, to both; an undefined type closes them, too", async () => {
      const scene = await placed();
      const { school, clinic, program, assignment, personId } = scene;
      await gateOf(school, program, {
        ...{ credentialsCurrent: ['BLS'], clearancesCurrent: ['TB'], trainingsCurrent: ['BBP'] },
      });
      expect(await gates(school.owner, assignment)).toEqual({
        CREDENTIALS_CURRENT: expect.stringContaining('BLS is not defined'),
        CLEARANCES_CURRENT: expect.stringContaining('TB is not defined'),
        TRAININGS_CURRENT: expect.stringContaining('has not defined the training BBP'),
      });
      await cardTypeIn(school, 'BLS');
      await clearanceTypeIn(school, 'TB');
      await trainingIn(school, 'BBP');
      expect((await gates(clinic.owner, assignment))['CREDENTIALS_CURRENT']).toContain('none is on record');
      await cardOf(school, personId, 'BLS', dayFromToday(-100), dayFromToday(300));
      await clearanceOf(school, personId, 'TB', dayFromToday(-100));
      await trained(school, personId, 'BBP', dayFromToday(-100));
      expect(Object.values(await gates(school.owner, assignment))).toEqual([null, null, null]);
    });

    it('inv 69: tells a clinic of a clearance its status alone', async () => {
      const { school, clinic, program, assignment, personId } = await placed();
      await gateOf(school, program, { clearancesCurrent: ['TB'] });
      await clearanceTypeIn(school, 'TB');
      await clearanceOf(school, personId, 'TB', dayFromToday(-500));
      const told = (await gates(clinic.owner, assignment))['CLEARANCES_CURRENT'];
      expect(told).toContain('TB');
      expect(told).not.toContain('Chest film');
    });

    it('takes no observation and counts no hour until everything is current, and both from that day', async () => {
      const scene = await placed();
      const { school, program, supervisor, assignment, skill, personId } = scene;
      await gateOf(school, program, { credentialsCurrent: ['BLS'] });
      await cardTypeIn(school, 'BLS');
      await cardOf(school, personId, 'BLS', dayFromToday(-2), dayFromToday(300));
      expect(await observe(supervisor, assignment, skill, 3)).toMatchObject({
        code: 'PLACEMENT_NOT_CLEARED',
        message: expect.stringContaining('Card BLS'),
      });
      expect(await observe(supervisor, assignment, skill, 1)).toMatchObject({ result: 'MET' });
      expect(await work(scene, 3)).toMatchObject({
        countedMinutes: 0,
        notCounted: [{ code: 'NOT_CLEARED', minutes: 60 }],
      });
      expect(await work(scene, 1)).toMatchObject({ countedMinutes: 60, notCounted: [] });
    });

    it('inv 49: a card that nobody has verified opens nothing', async () => {
      const { school, program, assignment, personId } = await placed();
      await gateOf(school, program, { credentialsCurrent: ['BLS'] });
      await cardTypeIn(school, 'BLS');
      await cardOf(school, personId, 'BLS', dayFromToday(-90), dayFromToday(300), { verified: false });
      expect((await gates(school.owner, assignment))['CREDENTIALS_CURRENT']).toContain('not verified');
    });

    it('is overridden on record by the owner, for observations, hours and what was missing on the first day', async () => {
      const scene = await placed();
      const { school, clinic, program, supervisor, assignment, skill } = scene;
      await gateOf(school, program, { credentialsCurrent: ['BLS'] });
      await cardTypeIn(school, 'BLS');
      const override = (member: Member) =>
        member.do<ShownAssignment>(
          'overrideAssignmentGate',
          { assignmentId: assignment.id, gate: 'CREDENTIALS_CURRENT', reason: 'Card is in the post' },
          shown(`id ${GATES}`),
        );
      await expect(override(clinic.owner)).rejects.toThrow('NOT_FOUND');
      const { gates: after } = await override(school.owner);
      expect(after.find(({ code }) => code === 'CREDENTIALS_CURRENT')).toMatchObject({
        ...{ holds: false, overridden: true, overrideReason: 'Card is in the post' },
      });
      expect(await observe(supervisor, assignment, skill, 1)).toMatchObject({ result: 'MET' });
      expect(await work(scene, 1)).toMatchObject({ countedMinutes: 60, notCounted: [] });
    });

    it("is asked of a clinic's own people by its requirements", async () => {
      const { clinic, supervisor, trainee, assignment, skill } = await clinicWithTrainee(app);
      await requirementIn(clinic, 'CREDENTIAL', 'BLS');
      await cardTypeIn(clinic, 'BLS');
      expect((await gates(clinic.owner, assignment))['CREDENTIALS_CURRENT']).toContain('Handbook 3');
      expect(await observe(supervisor, assignment, skill, 1)).toMatchObject({
        code: 'PLACEMENT_NOT_CLEARED',
      });
      await cardOf(clinic, trainee.personId, 'BLS', dayFromToday(-100), dayFromToday(300));
      expect(await observe(supervisor, assignment, skill, 1)).toMatchObject({ result: 'MET' });
    });
  });

  describe('at a clinic of a trainee of a school', () => {
    it('is there when the school has it on record', async () => {
      const { school, clinic, assignment, personId } = await placed();
      await requirementIn(clinic, 'CREDENTIAL', 'BLS');
      await cardTypeIn(school, 'BLS');
      expect((await gates(school.owner, assignment))['CREDENTIALS_CURRENT']).toContain(
        'The site asks for it: Handbook 3.',
      );
      await cardOf(school, personId, 'BLS', dayFromToday(-100), dayFromToday(300));
      expect((await gates(school.owner, assignment))['CREDENTIALS_CURRENT']).toBeNull();
    });

    it('is there when the clinic has it on record itself, and the school learns that and nothing else', async () => {
      const scene = await placed();
      const { school, clinic, supervisor, assignment, skill, personId } = scene;
      await requirementIn(clinic, 'TRAINING', 'BBP');
      await trainingIn(clinic, 'BBP');
      expect(await observe(supervisor, assignment, skill, 1)).toMatchObject({
        code: 'PLACEMENT_NOT_CLEARED',
      });
      expect(await work(scene, 2)).toMatchObject({
        countedMinutes: 0,
        notCounted: [{ code: 'NOT_CLEARED' }],
      });
      await trained(clinic, personId, 'BBP', dayFromToday(-100));
      for (const member of [school.owner, clinic.owner])
        expect((await gates(member, assignment))['TRAININGS_CURRENT']).toBeNull();
      expect(await observe(supervisor, assignment, skill, 1)).toMatchObject({ result: 'MET' });
      expect(await work(scene, 1)).toMatchObject({ countedMinutes: 60 });
      const { errors } = await school.owner.send(
        'query ($id: ID!) { mandatoryTrainingRecord(personId: $id) { completions { id } } }',
        { id: personId },
      );
      expect(errors).toBeUndefined();
      const { rows } = await app.owner.query(
        'SELECT 1 FROM mandatory_training_completion WHERE org_id = $1',
        [school.orgId],
      );
      expect(rows).toEqual([]);
    });

    it('is not judged there by what another clinic, or the school for its own gate, has on record', async () => {
      const { school, clinic, program, assignment, personId } = await placed();
      const other = await World.create(app, { isClinic: true });
      await trainingIn(other, 'BBP');
      await trained(other, personId, 'BBP', dayFromToday(-100));
      await requirementIn(clinic, 'TRAINING', 'BBP');
      expect((await gates(clinic.owner, assignment))['TRAININGS_CURRENT']).not.toBeNull();
      await gateOf(school, program, { trainingsCurrent: ['BBP'] });
      await trainingIn(clinic, 'BBP');
      await trained(clinic, personId, 'BBP', dayFromToday(-100));
      expect((await gates(school.owner, assignment))['TRAININGS_CURRENT']).toContain(
        'The program asks for it.',
      );
    });

    it('lets nobody over to an organization with which nobody is placed', async () => {
      const { school, clinic, trainee } = await placed();
      const other = await World.create(app, { isClinic: true });
      const go = (orgId: string) =>
        app.app
          .get(Database)
          .forOrganization(school.orgId)
          .load((tx) => tx.query(sql`SELECT enter_partner(${orgId}, ${[trainee.personId]}::uuid[])`));
      await expect(go(clinic.orgId)).resolves.toHaveLength(1);
      await expect(go(other.orgId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('before a sign-off', () => {
    it('inv 20: required training is current on the day it counts from; cards where an organization says so', async () => {
      const { school, clinic, program, supervisor, assignment, skill, personId, site } = await placed();
      await gateOf(school, program, { trainingsCurrent: ['BBP'], credentialsCurrent: ['BLS'] });
      await trainingIn(school, 'BBP', { interval_days: 20 });
      await cardTypeIn(school, 'BLS');
      await trained(school, personId, 'BBP', dayFromToday(-35));
      await cardOf(school, personId, 'BLS', dayFromToday(-60), dayFromToday(-10));
      const there = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
      const item = itemOf(assignment, skill, [await observed(app, there)]);
      expect(await blocksOf(supervisor, item)).toEqual(['TRAINING_NOT_CURRENT']);
      await trained(school, personId, 'BBP', dayFromToday(-1));
      expect(await blocksOf(supervisor, item)).toEqual([]);
      await requirementIn(clinic, 'CREDENTIAL', 'BLS', {
        required_for: ['SIGN_OFF'],
        task_code: 'transfer_assistance',
      });
      expect(await blocksOf(supervisor, item)).toEqual(['CREDENTIAL_NOT_CURRENT']);
    });
  });

  describe('as an organization says it', () => {
    const give = (more: object = {}) => ({
      ...{ kind: 'TRAINING', code: 'LIFT', requiredFor: ['SIGN_OFF'], taskCode: 'lift_assistance' },
      ...{ effectiveFrom: dayFromToday(0), citation: 'Handbook 3', ...more },
    });
    const record = (member: Member, more?: object) =>
      member.do<{ __typename: string; id: string }>(
        'recordWorkRequirement',
        give(more),
        '... on WorkRequirement { id code requiredFor taskCode effectiveFrom supersedesId }',
      );

    it('is recorded, replaced and withdrawn by later entries, each once', async () => {
      const { owner } = await World.create(app, { isClinic: true });
      const first = await record(owner);
      expect(first).toMatchObject({ code: 'LIFT', requiredFor: ['SIGN_OFF'], taskCode: 'lift_assistance' });
      const second = await record(owner, { replacesId: first.id, citation: 'Handbook 4' });
      expect(second).toMatchObject({ supersedesId: first.id });
      expect(await record(owner, { replacesId: first.id })).toMatchObject({
        code: 'WORK_REQUIREMENT_SUPERSEDED',
      });
      const gone = { workRequirementId: second.id, effectiveFrom: dayFromToday(1), reason: 'Not any more' };
      const fields = '... on WorkRequirement { withdrawn supersedesId }';
      expect(await owner.do('withdrawWorkRequirement', gone, fields)).toMatchObject({
        withdrawn: true,
        supersedesId: second.id,
      });
      expect(await owner.do('withdrawWorkRequirement', gone, fields)).toMatchObject({
        code: 'WORK_REQUIREMENT_SUPERSEDED',
      });
      const { workRequirements } = await owner.ask<{ workRequirements: object[] }>(
        '{ workRequirements { id } }',
      );
      expect(workRequirements).toHaveLength(3);
    });

    it('is refused for a task that is none, for hours of one task, and from trainees', async () => {
      const world = await World.create(app, { isClinic: true });
      await expect(record(world.owner, { taskCode: 'juggling' })).rejects.toThrow('BAD_USER_INPUT');
      await expect(record(world.owner, { requiredFor: ['HOURS'] })).rejects.toThrow('BAD_USER_INPUT');
      await expect(record(world.owner, { siteId: newId() })).rejects.toThrow('NOT_FOUND');
      await expect(record(await world.member('TRAINEE'))).rejects.toThrow('FORBIDDEN');
    });
  });
});
