import { newId } from '../src/platform/ids/ids.js';
import { observed } from './support/sign-offs.js';
import { entryBehind, signedBehind } from './support/signed.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  insertRow,
  schoolWithPlacement,
  skillIn,
  type SkillRow,
} from './support/training.js';
import { World, type Member } from './support/world.js';

interface MySkill {
  code: string;
  status: string;
  observations: number;
  observationsRequired: number;
  dates: number;
  actionPlanOpen: boolean;
  prerequisitesMissing: string[];
  missing: string[];
  next: string;
}
interface MyAssignment {
  complete: boolean;
  because: string;
  completion: string;
  requiredMinutes: number;
  hours: { countedMinutes: number } | null;
  next: string;
  skills: MySkill[];
}

describe("a trainee's own training", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const MINE = `{ myTraining { next assignments { assignment { id siteName state } checklistTitle completion requiredMinutes complete because next
    hours { countedMinutes pendingMinutes } skills { code title required status signOffId expiresOn because observations observationsRequired dates
      datesRequired validators validatorsRequired actionPlanOpen prerequisitesMissing missing next skillVersion { steps { text } } } } } }`;
  const mine = async (member: Member) =>
    (await member.ask<{ myTraining: { next: string; assignments: MyAssignment[] } }>(MINE)).myTraining;

  async function training() {
    const scene = await clinicWithTrainee(app);
    const { clinic, site, supervisor, licenseId } = scene;
    const base = await skillIn(clinic, { code: 'A-BASE', required_observations: 3, required_dates: 2 });
    const above = await skillIn(clinic, { code: 'B-ABOVE', prerequisites: [base] });
    const checklist = await checklistIn(clinic, [above, base], {
      completion: 'HYBRID',
      requiredMinutes: 600,
    });
    const trainee = await clinic.member('TRAINEE');
    const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
    const about = (skill: SkillRow) => ({
      owner: clinic,
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
      licenseId,
    });
    const skills = async () => {
      const { assignments } = await mine(trainee);
      return Object.fromEntries(assignments[0]!.skills.map((skill) => [skill.code, skill]));
    };
    return { ...scene, base, above, checklist, trainee, assignment, about, skills };
  }

  it('says who to ask where nobody has assigned them, and what is missing where there is nothing yet', async () => {
    const world = await World.create(app, { isClinic: true });
    expect(await mine(await world.member('TRAINEE'))).toEqual({
      assignments: [],
      next: 'Nobody has assigned you to a site yet: ask your school or employer.',
    });
    const { trainee } = await training();
    const { assignments, next } = await mine(trainee);
    expect(assignments).toMatchObject([
      {
        complete: false,
        because: '0 of 2 skills are signed; 0 of 10 hours are verified.',
        hours: { countedMinutes: 0 },
        next: 'A-BASE: 0 of 3 satisfactory observations: 3 more needed.',
        skills: [
          {
            code: 'B-ABOVE',
            status: 'NOT_STARTED',
            prerequisitesMissing: ['A-BASE'],
            missing: [
              'A-BASE must be signed and current before.',
              '0 of 1 satisfactory observations: 1 more needed.',
              '0 of 1 different dates: 1 more needed.',
              '0 of 1 different validators: 1 more needed.',
              'The signature of a supervisor.',
            ],
          },
          { code: 'A-BASE', observations: 0, observationsRequired: 3 },
        ],
      },
    ]);
    expect(next).toContain('A-BASE: 0 of 3');
  });

  it('counts what was observed, tells of an open action plan, and of what is signed', async () => {
    const { about, base, above, skills, assignment, clinic, trainee } = await training();
    await observed(app, about(base), { daysAgo: 3 });
    await observed(app, about(base), { daysAgo: 3 });
    await observed(app, about(base), { daysAgo: 2, result: 'NOT_MET' });
    expect((await skills())['A-BASE']).toMatchObject({
      status: 'IN_PROGRESS',
      observations: 2,
      dates: 1,
      missing: [
        '2 of 3 satisfactory observations: 1 more needed.',
        '1 of 2 different dates: 1 more needed.',
        'The signature of a supervisor.',
      ],
    });
    await insertRow(app, 'action_plan', {
      org_id: clinic.orgId,
      id: newId(),
      assignment_id: assignment.id,
      site_org_id: clinic.orgId,
      person_id: trainee.personId,
      skill_org_id: clinic.orgId,
      skill_id: base.id,
      reason: 'Three attempts',
    });
    expect((await skills())['A-BASE']).toMatchObject({
      actionPlanOpen: true,
      next: 'The action plan must be done before anything is signed.',
    });
    const id = await signedBehind(about(base));
    await signedBehind(about(above), { expiresInDays: 3 });
    expect(await skills()).toMatchObject({
      'A-BASE': { status: 'CURRENT', missing: [], next: 'Nothing: you may use it.' },
      'B-ABOVE': {
        status: 'EXPIRING',
        prerequisitesMissing: [],
        missing: [],
        next: `Ask for it to be renewed: it counts through ${dayFromToday(3)}.`,
      },
    });
    const [one] = (await mine(trainee)).assignments;
    expect(one).toMatchObject({
      complete: false,
      because: '2 of 2 skills are signed; 0 of 10 hours are verified.',
    });
    await entryBehind(clinic, id, 'SUSPENDED');
    expect((await skills())['A-BASE']).toMatchObject({
      status: 'SUSPENDED',
      next: 'The suspension must be lifted by those who set it.',
    });
  });

  it('inv 15: does not count again what a sign-off counts already', async () => {
    const { about, base, skills, clinic } = await training();
    const used = await observed(app, about(base), { daysAgo: 9 });
    const id = await signedBehind(about(base));
    await insertRow(app, 'sign_off_observation', {
      org_id: clinic.orgId,
      sign_off_id: id,
      observation_id: used,
    });
    await entryBehind(clinic, id, 'REVOKED');
    await observed(app, about(base), { daysAgo: 1 });
    expect((await skills())['A-BASE']).toMatchObject({ status: 'REVOKED', observations: 1 });
  });

  it('shows a placed trainee what the clinic added, and nobody what is another’s', async () => {
    const { clinic, school, assignment, trainee, skill } = await schoolWithPlacement(app);
    const added = await skillIn(clinic, { code: 'OF-CLINIC' });
    await clinic.owner.do('addSkillToAssignment', { assignmentId: assignment.id, skillId: added.id }, '');
    const [one] = (await mine(trainee)).assignments;
    expect(one!.skills.map(({ code, next }) => [code, next])).toEqual([
      [skill.code, '0 of 1 satisfactory observations: 1 more needed.'],
      ['OF-CLINIC', '0 of 1 satisfactory observations: 1 more needed.'],
    ]);
    expect((await mine(await school.member('TRAINEE'))).assignments).toEqual([]);
  });

  it('takes as many statements for many skills as for one', async () => {
    const { clinic, site, trainee } = await training();
    const count = async () => (await app.statementsOf(() => mine(trainee))).length;
    const before = await count();
    const skills = [];
    for (let i = 0; i < 6; i++) skills.push(await skillIn(clinic));
    await employeeAt(clinic, trainee, site, (await checklistIn(clinic, skills)).versionId);
    expect(await count()).toBe(before);
  });
});

describe('sign-offs that expire soon', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const expiring = async (member: Member, args = '') => {
    const { expiringSignOffs } = await member.ask<{
      expiringSignOffs: {
        totalCount: number;
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
        edges: { node: { code: string; name: string; expiresOn: string; because: string[] } }[];
      };
    }>(
      `{ expiringSignOffs${args} { totalCount pageInfo { endCursor hasNextPage } edges { node { signOffId assignmentId personId name skillId code title
        expiresOn because } } } }`,
    );
    return expiringSignOffs;
  };
  const codes = ({ edges }: Awaited<ReturnType<typeof expiring>>): string[] =>
    edges.map(({ node }) => node.code);

  it('come the soonest first, without what was renewed, revoked, or of people who are gone', async () => {
    const { clinic, site, supervisor, assignment, licenseId, trainee } = await clinicWithTrainee(app);
    const about = (skill: SkillRow, of = assignment) => ({
      owner: clinic,
      assignment: of,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
      licenseId,
    });
    const made = new Map<string, SkillRow>();
    for (const code of ['LATER', 'SOON', 'RENEWED', 'REVOKED', 'FAR', 'GONE'])
      made.set(code, await skillIn(clinic, { code }));
    const skill = (code: string) => made.get(code)!;
    await signedBehind(about(skill('LATER')), { expiresInDays: 20 });
    await signedBehind(about(skill('SOON')), { expiresInDays: 0 });
    await signedBehind(about(skill('RENEWED')), { expiresInDays: 5 });
    await signedBehind(about(skill('RENEWED')), { daysAgo: 1, expiresInDays: 365 });
    await entryBehind(clinic, await signedBehind(about(skill('REVOKED')), { expiresInDays: 5 }), 'REVOKED');
    await signedBehind(about(skill('FAR')), { expiresInDays: 60 });
    const left = await clinic.member('TRAINEE');
    const over = await employeeAt(
      clinic,
      left,
      site,
      (await checklistIn(clinic, [skill('GONE')])).versionId,
      {
        endsOn: dayFromToday(-1),
      },
    );
    await signedBehind(about(skill('GONE'), over), { expiresInDays: 5 });
    expect(codes(await expiring(supervisor))).toEqual(['SOON', 'LATER']);
    expect(codes(await expiring(supervisor, '(withinDays: 60)'))).toEqual(['SOON', 'LATER', 'FAR']);
    expect(codes(await expiring(supervisor, '(withinDays: 0)'))).toEqual(['SOON']);
    const first = await expiring(supervisor, '(first: 1)');
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const next = await expiring(supervisor, `(first: 1, after: "${first.pageInfo.endCursor}")`);
    expect(codes(next)).toEqual(['LATER']);
    await expect(expiring(trainee)).rejects.toThrow('FORBIDDEN');
  });

  it('inv 8: come also where a new version of the skill asks for revalidation', async () => {
    const { clinic, site, supervisor, assignment, licenseId, skill } = await clinicWithTrainee(app);
    const about = {
      owner: clinic,
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
      licenseId,
    };
    await signedBehind(about, { expiresInDays: 300 });
    expect(codes(await expiring(supervisor))).toEqual([]);
    await app.owner.query(
      `INSERT INTO skill_version (org_id, id, skill_id, number, status, title, task_code, patient_contact, risk_band, methods, cut_score_percent,
         required_observations, effect, revalidate_by, published_at)
       SELECT org_id, $2, skill_id, 2, 'PUBLISHED', title, task_code, patient_contact, risk_band, methods, cut_score_percent,
         required_observations, 'REVALIDATE_BY', current_date + 7, now() - interval '1 day' FROM skill_version WHERE id = $1`,
      [skill.versionId, newId()],
    );
    expect((await expiring(supervisor)).edges).toMatchObject([{ node: { expiresOn: dayFromToday(7) } }]);
  });

  it('abuse 7: come of placed trainees where they were signed, while these are here', async () => {
    const { school, clinic, site, supervisor, assignment, licenseId, skill } = await schoolWithPlacement(app);
    await signedBehind(
      { owner: school, assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor, licenseId },
      { expiresInDays: 5 },
    );
    expect(codes(await expiring(supervisor))).toEqual([skill.code]);
    expect(codes(await expiring(school.owner))).toEqual([skill.code]);
    const other = await clinicWithTrainee(app);
    expect(codes(await expiring(other.supervisor))).toEqual([]);
    await app.owner.query('UPDATE assignment_standing SET ends_on = $1 WHERE assignment_id = $2', [
      dayFromToday(-1),
      assignment.id,
    ]);
    expect(codes(await expiring(supervisor))).toEqual([]);
  });
});
