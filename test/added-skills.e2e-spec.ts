import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { clinicWithTrainee, schoolWithPlacement, skillIn } from './support/training.js';
import type { Member } from './support/world.js';

describe('skills that a clinic adds', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const change = (member: Member, mutation: string, assignmentId: string, skillId: string) =>
    member.do(
      mutation,
      { assignmentId, skillId },
      '... on AddedSkill { skillId removedAt skillVersion { number skill { code } } }',
    );
  const add = (member: Member, assignmentId: string, skillId: string) =>
    change(member, 'addSkillToAssignment', assignmentId, skillId);
  const remove = (member: Member, assignmentId: string, skillId: string) =>
    change(member, 'removeSkillFromAssignment', assignmentId, skillId);
  const added = async (member: Member, assignmentId: string): Promise<string[]> => {
    const { addedSkills } = await member.ask<{
      addedSkills: { skillVersion: { skill: { code: string } } }[];
    }>('query ($id: ID!) { addedSkills(assignmentId: $id) { skillVersion { skill { code } } } }', {
      id: assignmentId,
    });
    return addedSkills.map(({ skillVersion }) => skillVersion.skill.code);
  };

  it("stand beside a school's checklist, which does not change, and are seen by school and trainee", async () => {
    const { school, clinic, assignment, trainee, checklist } = await schoolWithPlacement(app);
    const own = await skillIn(clinic, { code: 'CLINIC-1' });
    const listed = () =>
      app.owner.query('SELECT * FROM checklist_skill WHERE checklist_version_id = $1', [checklist.versionId]);
    const before = (await listed()).rows;
    expect(await add(clinic.owner, assignment.id, own.id)).toMatchObject({
      __typename: 'AddedSkill',
      removedAt: null,
      skillVersion: { number: 1, skill: { code: 'CLINIC-1' } },
    });
    expect((await listed()).rows).toEqual(before);
    for (const member of [clinic.owner, school.owner, trainee])
      expect(await added(member, assignment.id)).toEqual(['CLINIC-1']);
    expect(await add(clinic.owner, assignment.id, own.id)).toMatchObject({ code: 'SKILL_ASKED_FOR_ALREADY' });
    expect(await remove(clinic.owner, assignment.id, own.id)).toMatchObject({ skillId: own.id });
    expect(await added(school.owner, assignment.id)).toEqual([]);
    expect(await remove(clinic.owner, assignment.id, own.id)).toMatchObject({ code: 'SKILL_NOT_ADDED' });
    expect(await add(clinic.owner, assignment.id, own.id)).toMatchObject({ removedAt: null });
    const { rows } = await app.owner.query<{ kind: string; content: string }>(
      'SELECT kind, content FROM ledger_entry WHERE org_id = $1 AND person_id = $2 ORDER BY seq',
      [school.orgId, trainee.personId],
    );
    expect(
      rows.map(({ kind, content }) => [kind, (JSON.parse(content) as { change: string }).change]),
    ).toEqual([
      ['assignment.changed', 'SKILL_ADDED'],
      ['assignment.changed', 'SKILL_REMOVED'],
      ['assignment.changed', 'SKILL_ADDED'],
    ]);
    const { rows: stretches } = await app.owner.query<{ over: boolean }>(
      'SELECT removed_at IS NOT NULL AS over FROM assignment_added_skill WHERE assignment_id = $1 ORDER BY added_at',
      [assignment.id],
    );
    expect(stretches).toEqual([{ over: true }, { over: false }]);
  });

  it('are their own, published, and what they build on is asked for first', async () => {
    const { school, clinic, assignment, skill } = await schoolWithPlacement(app);
    const base = await skillIn(clinic, { code: 'BASE' });
    const above = await skillIn(clinic, { code: 'ABOVE', prerequisites: [base] });
    expect(await add(clinic.owner, assignment.id, above.id)).toMatchObject({
      code: 'SKILL_BUILDS_ON_OTHERS',
      message: 'ABOVE builds on BASE, which the assignment does not ask for: add that first.',
    });
    await add(clinic.owner, assignment.id, base.id);
    expect(await add(clinic.owner, assignment.id, above.id)).toMatchObject({ __typename: 'AddedSkill' });
    expect(await remove(clinic.owner, assignment.id, base.id)).toMatchObject({ code: 'ADDED_SKILL_NEEDED' });
    await expect(add(clinic.owner, assignment.id, skill.id)).rejects.toThrow('NOT_FOUND');
    await expect(add(clinic.owner, assignment.id, newId())).rejects.toThrow('NOT_FOUND');
    expect(await add(school.owner, assignment.id, skill.id)).toMatchObject({ code: 'SITE_ADDS_SKILLS' });
    const draft = await skillIn(clinic, { code: 'RETIRED' });
    await app.owner.query(`UPDATE skill_version SET status = 'RETIRED' WHERE id = $1`, [draft.versionId]);
    expect(await add(clinic.owner, assignment.id, draft.id)).toMatchObject({ code: 'SKILL_NOT_IN_FORCE' });
  });

  it('inv 10: are not for a task that is prohibited at the site', async () => {
    const { clinic, assignment, jurisdiction } = await clinicWithTrainee(app);
    await app.owner.query(
      `UPDATE supervision_rule SET rule = rule || '{"prohibited_task_codes": ["exercise_assistance"]}' WHERE jurisdiction = $1`,
      [jurisdiction],
    );
    const skill = await skillIn(clinic, { task_code: 'exercise_assistance' });
    expect(await add(clinic.owner, assignment.id, skill.id)).toMatchObject({
      code: 'SKILL_TASK_PROHIBITED',
      message: 'Invented Code 1 leaves exercise_assistance to licensed persons.',
    });
  });

  it('abuse 1: are added by nobody else: not by another clinic, nor by who only observes', async () => {
    const { clinic, assignment, supervisor } = await schoolWithPlacement(app);
    const skill = await skillIn(clinic);
    await expect(add(supervisor, assignment.id, skill.id)).rejects.toThrow('FORBIDDEN');
    const other = await clinicWithTrainee(app);
    await expect(add(other.clinic.owner, assignment.id, other.skill.id)).rejects.toThrow('NOT_FOUND');
    await expect(add(clinic.owner, other.assignment.id, skill.id)).rejects.toThrow('NOT_FOUND');
  });

  it('are added once, however often two ask for the same at once', async () => {
    const { clinic, assignment } = await clinicWithTrainee(app);
    const skill = await skillIn(clinic);
    const answers = await Promise.all([1, 2, 3].map(() => add(clinic.owner, assignment.id, skill.id)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'AddedSkill',
      'SkillAskedForAlready',
      'SkillAskedForAlready',
    ]);
  });
});
