import { newId } from '../src/platform/ids/ids.js';
import { observed } from './support/sign-offs.js';
import { entryBehind, signedBehind } from './support/signed.js';
import { TestApp } from './support/test-app.js';
import {
  agreementOf,
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  insertRow,
  placementAt,
  schoolWithPlacement,
  siteOf,
  skillIn,
} from './support/training.js';
import { World, type Member } from './support/world.js';

interface Cell {
  code: string;
  status: string;
  expiresOn: string | null;
  signOffId: string | null;
  because: string[];
}
interface Matrix {
  skills: { code: string; organizationId: string }[];
  people: { name: string; assignmentId: string; organizationId: string; cells: Cell[] }[];
  next: string;
}

describe('the competency matrix', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const MATRIX = `query ($siteId: ID!, $checklistId: ID, $on: Date, $knownAt: DateTime) {
    competencyMatrix(siteId: $siteId, checklistId: $checklistId, on: $on, knownAt: $knownAt) { next on skills { code organizationId }
      people { name assignmentId organizationId cells { code status expiresOn signOffId because } } } }`;
  const matrixOf = async (
    member: Member,
    siteId: string,
    given: { checklistId?: string; on?: string; knownAt?: string } = {},
  ): Promise<Matrix> =>
    (await member.ask<{ competencyMatrix: Matrix }>(MATRIX, { siteId, ...given })).competencyMatrix;
  const statusOf = ({ people }: Matrix, code: string): string | undefined =>
    people.flatMap(({ cells }) => cells).find((cell) => cell.code === code)?.status;

  /** A new hire with a skill in each status. */
  async function clinicOfAll() {
    const scene = await clinicWithTrainee(app);
    const { clinic, site, supervisor, trainee, licenseId } = scene;
    const codes = [
      'NOT_STARTED',
      'IN_PROGRESS',
      'CURRENT',
      'EXPIRING',
      'EXPIRED',
      'SUSPENDED',
      'REVOKED',
      'IN_REVIEW',
    ];
    const skills = new Map<string, Awaited<ReturnType<typeof skillIn>>>();
    for (const code of codes) skills.set(code, await skillIn(clinic, { code }));
    const checklist = await checklistIn(clinic, [...skills.values()]);
    const person = await clinic.member('TRAINEE', { givenName: 'Ana', familyName: 'Wu' });
    const assignment = await employeeAt(clinic, person, site, checklist.versionId, {
      startsOn: dayFromToday(-400),
    });
    const about = (code: string) => ({
      owner: clinic,
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill: skills.get(code)!,
      by: supervisor,
      licenseId,
    });
    await observed(app, about('IN_PROGRESS'));
    await signedBehind(about('CURRENT'));
    await signedBehind(about('EXPIRING'), { expiresInDays: 5 });
    await signedBehind(about('EXPIRED'), { daysAgo: 390, expiresInDays: -25 });
    for (const [code, kind] of [
      ['SUSPENDED', 'SUSPENDED'],
      ['REVOKED', 'REVOKED'],
      ['IN_REVIEW', 'REVIEW_OPENED'],
    ] as const)
      await entryBehind(clinic, await signedBehind(about(code)), kind, { fromDaysAgo: 2 });
    return { ...scene, codes, checklist, person, assignment, about, trainee };
  }

  it('shows everybody at the site in every status, each with its reason', async () => {
    const { clinic, site, codes, checklist, supervisor } = await clinicOfAll();
    const matrix = await matrixOf(supervisor, site.id);
    expect(matrix.people.map(({ name }) => name)).toEqual(['Ana Wu', 'Tess Nowak']);
    const [ana] = matrix.people;
    expect(ana!.cells.map(({ code, status }) => [code, status])).toEqual(codes.map((code) => [code, code]));
    for (const cell of ana!.cells) expect(cell.because.join()).not.toBe('');
    expect(ana!.cells.find(({ code }) => code === 'EXPIRING')).toMatchObject({ expiresOn: dayFromToday(5) });
    expect(matrix.skills).toHaveLength(9);
    const ofList = await matrixOf(clinic.owner, site.id, { checklistId: checklist.id });
    expect(ofList.people.map(({ name }) => name)).toEqual(['Ana Wu']);
    await expect(matrixOf(clinic.owner, site.id, { checklistId: newId() })).rejects.toThrow('NOT_FOUND');
  });

  it('inv 26, 71: tells of any day as it was known at any time: what is revoked later, back-dated, rewrites nothing', async () => {
    const { clinic, site, about } = await clinicOfAll();
    const auditor = await clinic.member('AUDITOR');
    const knownAt = new Date().toISOString();
    const on = dayFromToday(-5);
    const before = await matrixOf(auditor, site.id, { on, knownAt });
    expect(statusOf(before, 'CURRENT')).toBe('CURRENT');
    expect(statusOf(before, 'REVOKED')).toBe('CURRENT');
    expect(statusOf(await matrixOf(auditor, site.id, { on: dayFromToday(-11) }), 'CURRENT')).toBe(
      'NOT_STARTED',
    );
    const { rows } = await app.owner.query<{ id: string }>('SELECT id FROM sign_off WHERE skill_id = $1', [
      about('CURRENT').skill.id,
    ]);
    app.clock.advance({ minutes: 1 });
    await entryBehind(clinic, rows[0]!.id, 'REVOKED', { fromDaysAgo: 9, recordedDaysAgo: -1 / 1440 });
    expect(statusOf(await matrixOf(auditor, site.id, { on }), 'CURRENT')).toBe('REVOKED');
    expect(await matrixOf(auditor, site.id, { on, knownAt })).toEqual(before);
    app.clock.reset();
  });

  it('inv 71: has whoever was assigned on the day, by what was known of their dates, checklist and added skills', async () => {
    const { clinic, site, assignment } = await clinicWithTrainee(app);
    const other = await checklistIn(clinic, [await skillIn(clinic, { code: 'OTHER' })]);
    const added = await skillIn(clinic, { code: 'ADDED' });
    const knownAt = new Date().toISOString();
    const entry = (kind: string, row: object) =>
      insertRow(app, 'assignment_entry', {
        org_id: clinic.orgId,
        id: newId(),
        assignment_id: assignment.id,
        kind,
        reason: 'Because',
        recorded_at: new Date(Date.now() + 1_000),
        ...row,
      });
    await entry('CHECKLIST_CHANGED', { checklist_version_id: other.versionId });
    await insertRow(app, 'assignment_added_skill', {
      org_id: clinic.orgId,
      assignment_id: assignment.id,
      site_org_id: clinic.orgId,
      skill_org_id: clinic.orgId,
      skill_id: added.id,
      skill_version_id: added.versionId,
      added_at: new Date(Date.now() + 1_000),
    });
    app.clock.advance({ minutes: 1 });
    const codes = ({ people }: Matrix) => people.flatMap(({ cells }) => cells.map(({ code }) => code));
    expect(codes(await matrixOf(clinic.owner, site.id))).toEqual(['OTHER', 'ADDED']);
    expect(codes(await matrixOf(clinic.owner, site.id, { knownAt }))).toHaveLength(1);
    expect(codes(await matrixOf(clinic.owner, site.id, { knownAt }))).not.toContain('OTHER');
    await entry('ENDED', { ends_on: dayFromToday(-1) });
    const empty = await matrixOf(clinic.owner, site.id);
    expect(empty).toMatchObject({
      people: [],
      skills: [],
      next: expect.stringContaining('Nobody is assigned here'),
    });
    expect((await matrixOf(clinic.owner, site.id, { on: dayFromToday(-1) })).people).toHaveLength(1);
    app.clock.reset();
  });

  it('abuse 7: shows a clinic the people schools have placed there now, with what was signed elsewhere but not where', async () => {
    const {
      school,
      clinic,
      site,
      skill,
      assignment,
      supervisor,
      trainee,
      enrollmentId,
      checklist,
      licenseId,
    } = await schoolWithPlacement(app);
    const elsewhere = await World.create(app, { isClinic: true });
    const otherSite = await siteOf(elsewhere, site.jurisdiction);
    const there = await placementAt(school, elsewhere, {
      personId: trainee.personId,
      enrollmentId,
      agreementId: await agreementOf(school, elsewhere),
      site: otherSite,
      checklistVersionId: checklist.versionId,
    });
    const by = supervisor;
    await signedBehind({
      owner: school,
      assignment: there,
      site: otherSite,
      siteOrgId: elsewhere.orgId,
      skill,
      by,
      licenseId,
    });
    const own = await skillIn(clinic, { code: 'OF-CLINIC' });
    await insertRow(app, 'assignment_added_skill', {
      org_id: school.orgId,
      assignment_id: assignment.id,
      site_org_id: clinic.orgId,
      skill_org_id: clinic.orgId,
      skill_id: own.id,
      skill_version_id: own.versionId,
    });
    const matrix = await matrixOf(supervisor, site.id);
    expect(matrix.people).toMatchObject([
      {
        organizationId: school.orgId,
        cells: [
          { code: skill.code, status: 'CURRENT', signOffId: null },
          { code: 'OF-CLINIC', status: 'NOT_STARTED' },
        ],
      },
    ]);
    expect((await matrixOf(elsewhere.owner, otherSite.id)).people[0]!.cells).toMatchObject([
      { code: skill.code, status: 'CURRENT', signOffId: expect.any(String) },
    ]);
    const { rows } = await app.owner.query<{ operation: string }>(
      'SELECT DISTINCT operation FROM disclosure WHERE org_id = $1 AND person_id = $2 AND viewer_org_id = $3',
      [school.orgId, trainee.personId, clinic.orgId],
    );
    expect(rows).toEqual([{ operation: 'competencyMatrix' }]);
    await app.owner.query('UPDATE assignment_standing SET ends_on = $1 WHERE assignment_id = $2', [
      dayFromToday(-1),
      assignment.id,
    ]);
    expect((await matrixOf(supervisor, site.id)).people).toEqual([]);
    expect((await matrixOf(supervisor, site.id, { on: dayFromToday(-2) })).people).toEqual([]);
  });

  it('is of sites one may see alone: not of another organization, nor of a site a member is not limited to', async () => {
    const { clinic, site } = await clinicWithTrainee(app);
    const other = await clinicWithTrainee(app);
    const ask = (member: Member, siteId: string) => member.send(MATRIX, { siteId });
    expect(await ask(other.clinic.owner, site.id)).toEqual(await ask(other.clinic.owner, newId()));
    const limited = await clinic.member('SUPERVISOR');
    await app.owner.query('UPDATE membership SET site_limited = true WHERE id = $1', [limited.membershipId]);
    expect((await ask(limited, site.id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
    await insertRow(app, 'membership_site', {
      org_id: clinic.orgId,
      membership_id: limited.membershipId,
      site_id: site.id,
    });
    expect((await matrixOf(limited, site.id)).people).toHaveLength(1);
    expect((await ask(await clinic.member('TRAINEE'), site.id)).errors![0]!.extensions.code).toBe(
      'FORBIDDEN',
    );
  });

  it('takes one statement for each organization, however many people and skills', async () => {
    const { school, clinic, site, supervisor } = await schoolWithPlacement(app);
    const skills = [];
    for (let i = 0; i < 6; i++) skills.push(await skillIn(clinic));
    const checklist = await checklistIn(clinic, skills);
    const countAll = async () => {
      await matrixOf(supervisor, site.id); // logs the disclosure of the day
      const statements = await app.statementsOf(() => matrixOf(supervisor, site.id));
      return statements.filter((text) => /people AS MATERIALIZED/.test(text)).length;
    };
    expect(await countAll()).toBe(2);
    for (let i = 0; i < 12; i++)
      await employeeAt(clinic, await clinic.member('TRAINEE'), site, checklist.versionId);
    expect(await countAll()).toBe(2);
    const all = await app.statementsOf(() => matrixOf(supervisor, site.id));
    const reading = all.filter(
      (text) => !/enter_as_member|^BEGIN|^COMMIT|set_config|organization_statement/i.test(text),
    );
    expect(reading.filter((text) => !/INSERT INTO disclosure/.test(text))).toHaveLength(2);
    expect(school.orgId).not.toBe(clinic.orgId);
  });

  describe('who may do a task', () => {
    const WHO = `query ($siteId: ID!, $taskCode: String!, $on: Date, $knownAt: DateTime) {
      whoMayDo(siteId: $siteId, taskCode: $taskCode, on: $on, knownAt: $knownAt) { next people { mayDo permission skillId because person { name } } } }`;
    interface Who {
      mayDo: boolean;
      permission: string | null;
      because: string[];
      person: { name: string };
    }
    const whoMay = async (member: Member, siteId: string, taskCode: string, on?: string): Promise<Who[]> =>
      (await member.ask<{ whoMayDo: { people: Who[] } }>(WHO, { siteId, taskCode, on })).whoMayDo.people;

    it('inv 28: whoever has a current skill for it, and why the others may not', async () => {
      const { clinic, site, skill, assignment, supervisor, trainee, licenseId } =
        await clinicWithTrainee(app);
      expect(trainee.personId).toBe(assignment.personId);
      const [before] = await whoMay(supervisor, site.id, 'transfer_assistance');
      expect(before).toMatchObject({
        mayDo: false,
        permission: 'SUPERVISED',
        person: { name: 'Tess Nowak' },
      });
      expect(before!.because).toEqual([
        expect.stringContaining('Invented Code 1'),
        expect.stringContaining('Not observed yet.'),
      ]);
      const id = await signedBehind({
        owner: clinic,
        assignment,
        site,
        siteOrgId: clinic.orgId,
        skill,
        by: supervisor,
        licenseId,
      });
      expect(await whoMay(supervisor, site.id, 'transfer_assistance')).toMatchObject([{ mayDo: true }]);
      expect(await whoMay(supervisor, site.id, 'transfer_assistance', dayFromToday(-20))).toMatchObject([
        { mayDo: false },
      ]);
      await entryBehind(clinic, id, 'SUSPENDED');
      const [suspended] = await whoMay(supervisor, site.id, 'transfer_assistance');
      expect(suspended).toMatchObject({ mayDo: false });
      expect(suspended!.because[1]).toContain('Suspended from');
      const [other] = await whoMay(supervisor, site.id, 'walking_assistance');
      expect(other).toMatchObject({
        mayDo: false,
        because: [
          expect.any(String),
          'No skill of the checklist clears for walking_assistance: add one and have it signed.',
        ],
      });
    });

    it('inv 10, 31: nobody where it is prohibited, never theirs, or the law is not known; all where none is needed', async () => {
      const { clinic, site, jurisdiction, supervisor, assignment, skill, licenseId } =
        await clinicWithTrainee(app);
      await signedBehind({
        owner: clinic,
        assignment,
        site,
        siteOrgId: clinic.orgId,
        skill,
        by: supervisor,
        licenseId,
      });
      expect(await whoMay(supervisor, site.id, 'evaluation')).toMatchObject([
        { mayDo: false, permission: 'PROHIBITED' },
      ]);
      await app.owner.query(
        `UPDATE supervision_rule SET rule = rule || '{"prohibited_task_codes": ["transfer_assistance"], "unsupervised_task_codes": ["housekeeping"]}'
         WHERE jurisdiction = $1`,
        [jurisdiction],
      );
      expect(await whoMay(supervisor, site.id, 'transfer_assistance')).toMatchObject([
        {
          mayDo: false,
          permission: 'PROHIBITED',
          because: [expect.stringContaining('Invented Code 1'), expect.any(String)],
        },
      ]);
      await app.owner.query('DELETE FROM supervision_rule WHERE jurisdiction = $1', [jurisdiction]);
      expect(await whoMay(supervisor, site.id, 'transfer_assistance')).toMatchObject([
        {
          mayDo: false,
          permission: null,
          because: [expect.stringContaining('No supervision rule'), expect.any(String)],
        },
      ]);
      await expect(whoMay(supervisor, site.id, 'juggling')).rejects.toThrow('taskCode');
    });

    it('takes one statement more, for the rules', async () => {
      const { site, supervisor } = await clinicWithTrainee(app);
      const statements = await app.statementsOf(() => whoMay(supervisor, site.id, 'transfer_assistance'));
      expect(statements.filter((text) => /people AS MATERIALIZED|validator_facts/.test(text))).toHaveLength(
        2,
      );
    });
  });
});
