import { ticketFor } from './support/signing.js';
import { itemOf, observed, sign, signedOff, type Item } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  agreementOf,
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  licenseOf,
  placementAt,
  siteOf,
  skillIn,
  validatorAt,
} from './support/training.js';
import { World, type Member } from './support/world.js';

interface Queued extends Item {
  ownerId: string;
  traineeName: string;
  skillCode: string;
  status: string;
  contentHash: string | null;
  payloadHash: string | null;
  blocks: { code: string }[];
}

interface Queue {
  ready: { ownerId: string; payloadHash: string; items: Queued[] }[];
  blocked: Queued[];
  approvals: { id: string }[];
  requests: { edges: { node: { skillCode: string } }[] };
  trainees: number;
  next: string;
}

describe('the queue of a supervisor', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const ITEM = `ownerId assignmentId skillId effectiveOn observationIds meaning traineeName skillCode status contentHash payloadHash blocks { code }`;
  const queueOf = async (member: Member, siteId: string | null = null): Promise<Queue> =>
    (
      await member.ask<{ signOffQueue: Queue }>(
        `query ($siteId: ID) { signOffQueue(siteId: $siteId) { ready { ownerId payloadHash items { ${ITEM} } } blocked { ${ITEM} }
          approvals { id } requests(first: 5) { edges { node { skillCode } } } trainees next } }`,
        { siteId },
      )
    ).signOffQueue;
  const given = ({ assignmentId, skillId, effectiveOn, observationIds, meaning }: Queued): Item => ({
    assignmentId,
    skillId,
    effectiveOn,
    observationIds,
    meaning,
  });

  /** A clinic with a new hire, and a trainee of a school placed there; one skill of each was observed. */
  async function clinicAndSchool() {
    const scene = await clinicWithTrainee(app);
    const { clinic, site, supervisor, assignment, skill } = scene;
    const school = await World.create(app, { isSchool: true });
    const schoolSkill = await skillIn(school);
    const { versionId } = await checklistIn(school, [schoolSkill]);
    const { trainee: student, enrollmentId } = await school.enrolled(await school.program());
    const agreementId = await agreementOf(school, clinic);
    const placement = await placementAt(school, clinic, {
      ...{ personId: student.personId, enrollmentId, agreementId, site },
      checklistVersionId: versionId,
    });
    const seen = { site, siteOrgId: clinic.orgId, by: supervisor };
    await observed(app, { ...seen, assignment, skill });
    await observed(app, { ...seen, assignment: placement, skill: schoolSkill });
    return { ...scene, school, schoolSkill, student, placement };
  }

  it('brings everything needed to sign, of own people and those placed here, in one request: sign and next', async () => {
    const { clinic, school, supervisor, skill, schoolSkill } = await clinicAndSchool();
    const queue = await queueOf(supervisor);
    expect(queue).toMatchObject({
      ready: [
        {
          ownerId: clinic.orgId,
          items: [{ skillCode: skill.code, status: 'IN_PROGRESS', traineeName: 'Tess Nowak' }],
        },
        { ownerId: school.orgId, items: [{ skillCode: schoolSkill.code, traineeName: 'Ada Test' }] },
      ],
      blocked: [],
      trainees: 2,
      next: 'Look at what is ready, ask for a ticket with its hash, and sign.',
    });
    for (const { payloadHash, items } of queue.ready)
      expect(
        await sign(supervisor, items.map(given), await ticketFor(app, supervisor, payloadHash)),
      ).toMatchObject({
        __typename: 'SignOffsMade',
      });
    expect(await queueOf(supervisor)).toMatchObject({
      ready: [],
      blocked: [],
      next: 'Nothing waits to be signed: observe a skill, and it comes here once enough was seen.',
    });
  });

  it('takes a ticket for one of them alone, too', async () => {
    const { supervisor } = await clinicAndSchool();
    const [one] = (await queueOf(supervisor)).ready.flatMap(({ items }) => items);
    const ticket = await ticketFor(app, supervisor, one!.payloadHash!);
    expect(await sign(supervisor, [given(one!)], ticket)).toMatchObject({ __typename: 'SignOffsMade' });
  });

  it('says what is in the way of the others', async () => {
    const { clinic, site, supervisor, trainee } = await clinicWithTrainee(app);
    const first = await skillIn(clinic);
    const second = await skillIn(clinic, { required_observations: 2, prerequisites: [first] });
    const { versionId } = await checklistIn(clinic, [first, second]);
    const assignment = await employeeAt(clinic, trainee, site, versionId);
    await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill: second, by: supervisor });
    const queue = await queueOf(supervisor);
    expect(queue.ready).toEqual([]);
    expect(queue.blocked).toMatchObject([
      {
        skillCode: second.code,
        payloadHash: null,
        blocks: [{ code: 'OBSERVATIONS_MISSING' }, { code: 'PREREQUISITE_NOT_CURRENT' }],
      },
    ]);
  });

  it('brings what expires soon, before it does', async () => {
    const { clinic, site, supervisor, assignment, skill } = await clinicWithTrainee(app);
    const seen = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
    const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [await observed(app, seen)])]);
    expect((await queueOf(supervisor)).blocked).toEqual([]);
    await app.owner.query('UPDATE sign_off SET expires_on = $2 WHERE id = $1', [id, dayFromToday(20)]);
    expect((await queueOf(supervisor)).blocked).toMatchObject([
      { status: 'EXPIRING', blocks: [{ code: 'OBSERVATIONS_MISSING' }] },
    ]);
    await observed(app, seen);
    expect((await queueOf(supervisor)).ready).toMatchObject([{ items: [{ status: 'EXPIRING' }] }]);
  });

  it('inv 23: brings final approvals to those who did not sign', async () => {
    const { clinic, site, jurisdiction, supervisor, trainee } = await clinicWithTrainee(app);
    const skill = await skillIn(clinic, { final_approval: true });
    const { versionId } = await checklistIn(clinic, [skill]);
    const assignment = await employeeAt(clinic, trainee, site, versionId);
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [seen])]);
    const approver = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, approver.personId, jurisdiction);
    await validatorAt(clinic, approver.personId, site.id, { mayApprove: true });
    expect((await queueOf(approver)).approvals).toEqual([{ id }]);
    expect((await queueOf(supervisor)).approvals).toEqual([]);
  });

  it('abuse 8, 9: holds nobody of another clinic, nor anybody whose placement is over', async () => {
    const { supervisor, placement, site, clinic } = await clinicAndSchool();
    const elsewhere = await clinicWithTrainee(app);
    expect(await queueOf(elsewhere.supervisor)).toMatchObject({ ready: [], blocked: [], trainees: 1 });
    const other = await siteOf(clinic, site.jurisdiction);
    expect(await queueOf(supervisor, other.id)).toMatchObject({
      trainees: 0,
      next: 'Nobody trains at your sites today: assignments and placements bring them here.',
    });
    await app.owner.query('UPDATE assignment_standing SET ends_on = $2 WHERE assignment_id = $1', [
      placement.id,
      dayFromToday(-1),
    ]);
    expect((await queueOf(supervisor, site.id)).ready).toMatchObject([{ ownerId: clinic.orgId }]);
  });

  it('takes as many statements for many trainees as for one', async () => {
    const { clinic, site, supervisor, checklist, assignment, skill } = await clinicWithTrainee(app);
    const seen = { site, siteOrgId: clinic.orgId, skill, by: supervisor };
    await observed(app, { ...seen, assignment });
    const one = await app.statementsOf(() => queueOf(supervisor));
    for (let i = 0; i < 3; i++) {
      const hire = await clinic.member('TRAINEE');
      await observed(app, { ...seen, assignment: await employeeAt(clinic, hire, site, checklist.versionId) });
    }
    const many = await app.statementsOf(async () => {
      expect((await queueOf(supervisor)).ready[0]!.items).toHaveLength(4);
    });
    expect(many).toHaveLength(one.length);
  });
});
