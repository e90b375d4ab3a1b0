import { Client } from 'pg';
import { newId } from '../src/platform/ids/ids.js';
import { agreed, Author, skillInput, type VersionAnswer } from './support/skills.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('skills', () => {
  let app: TestApp;
  let runtime: Client;
  beforeAll(async () => {
    app = await TestApp.start();
    runtime = new Client(app.database.databaseUrl);
    await runtime.connect();
  });
  afterAll(async () => {
    await runtime.end();
    await app.stop();
  });

  const authored = async () => {
    const world = await World.create(app, { isClinic: true });
    return { world, author: new Author(world.owner) };
  };

  describe('are written', () => {
    it('as drafts, with everything an observer needs', async () => {
      const { author } = await authored();
      const base = await author.publishedSkill('SK04');
      const draft = await author.createSkill('SK09', { prerequisiteSkillIds: [base.skill.id] });
      expect(draft).toMatchObject({ __typename: 'SkillVersion', number: 1, status: 'DRAFT', revision: 1 });
      const { skillVersion } = await author.member.ask<{ skillVersion: object }>(
        `query ($id: ID!) { skillVersion(skillVersionId: $id) {
          title taskCode taskClass cutScorePercent requiredObservations requiredDates requiredValidators maxAttempts minEntrustment
          effect draftProblems { field } prerequisites { code }
          steps { position text critical mayBeNotApplicable measureUnit measureTolerance } } }`,
        { id: draft.id },
      );
      expect(skillVersion).toEqual({
        title: 'Skill SK09',
        taskCode: 'transfer_assistance',
        taskClass: 'PATIENT_RELATED',
        cutScorePercent: '77.00',
        requiredObservations: 3,
        requiredDates: 2,
        requiredValidators: 1,
        maxAttempts: 3,
        minEntrustment: 'S3',
        effect: 'NONE',
        draftProblems: [],
        prerequisites: [{ code: 'SK04' }],
        steps: [
          {
            position: 1,
            text: 'Explains and agrees a count',
            critical: false,
            mayBeNotApplicable: false,
            measureUnit: null,
            measureTolerance: null,
          },
          {
            position: 2,
            text: 'Belt on snug over clothing',
            critical: true,
            mayBeNotApplicable: false,
            measureUnit: null,
            measureTolerance: null,
          },
          {
            position: 3,
            text: 'Pulse reading',
            critical: true,
            mayBeNotApplicable: false,
            measureUnit: 'beats_per_minute',
            measureTolerance: '4',
          },
        ],
      });
    });

    it('under a code of their own, and the code of a draft that was thrown away is free again', async () => {
      const { author } = await authored();
      const draft = await author.createSkill('SK01');
      expect(await author.createSkill('SK01')).toMatchObject({ code: 'SKILL_CODE_TAKEN' });
      const discarded = await author.member.do(
        'discardSkillDraft',
        { skillVersionId: draft.id, revision: 1 },
        '... on Skill { id latestVersion { id } }',
      );
      expect(discarded).toMatchObject({ id: draft.skill.id, latestVersion: null });
      expect(await list(author.member)).toEqual([]);
      expect(await author.createSkill('SK01')).toMatchObject({ number: 1, skill: draft.skill });
    });

    it('one revision after the other', async () => {
      const { author } = await authored();
      const draft = await author.createSkill('SK01');
      const edited = await author.editSkill(draft, { title: 'Another', steps: [{ text: 'One' }] });
      expect(edited).toMatchObject({ revision: 2 });
      expect(await author.editSkill(draft, { title: 'Late' })).toMatchObject({
        code: 'DRAFT_CHANGED',
        currentRevision: 2,
      });
      const { skillVersion } = await author.member.ask(
        'query ($id: ID!) { skillVersion(skillVersionId: $id) { title requiredDates steps { text } } }',
        { id: draft.id },
      );
      expect(skillVersion).toEqual({ title: 'Another', requiredDates: 2, steps: [{ text: 'One' }] });
    });

    it('with figures that fit together: else each field says what is wrong', async () => {
      const { author } = await authored();
      const wrong = {
        requiredDates: 4,
        requiredValidators: 5,
        entrustmentScale: ['S1', 'S1'],
        effect: 'REVALIDATE_BY',
      };
      const query = 'mutation ($input: CreateSkillInput!) { createSkill(input: $input) { __typename } }';
      const draft = await author.createSkill('SK01');
      const { errors } = await author.member.send(query, {
        input: { operationId: newId(), ...skillInput('SK02', wrong) },
      });
      expect(errors![0]!.extensions.fields!.map(({ field }) => field)).toEqual([
        'input.requiredDates',
        'input.requiredValidators',
        'input.entrustmentScale[1]',
        'input.revalidateBy',
      ]);
      await expect(author.editSkill(draft, { requiredObservations: 1 })).rejects.toThrow('requiredDates');
      await expect(
        author.editSkill(draft, { steps: [{ text: '! A critical one' }], cutScorePercent: '100.5' }),
      ).rejects.toThrow(/cutScorePercent.*|text must not begin/);
    });

    it('by those who may, with prerequisites of their own organization', async () => {
      const { world, author } = await authored();
      const supervisor = new Author(await world.member('SUPERVISOR'));
      await expect(supervisor.createSkill('SK01')).rejects.toThrow('FORBIDDEN');
      const other = (await authored()).author;
      const foreign = await other.publishedSkill('SK01');
      await expect(author.createSkill('SK02', { prerequisiteSkillIds: [foreign.skill.id] })).rejects.toThrow(
        'NOT_FOUND',
      );
    });
  });

  describe('are published', () => {
    it('inv 9, 10, 16: only once nothing stands in the way, all of which is said at once', async () => {
      const { author } = await authored();
      const draft = await author.createSkill('SK02');
      const other = await author.createSkill('SK01', {
        taskCode: 'evaluation',
        methods: ['SELF_ASSESSMENT'],
        steps: [{ text: 'Looks' }],
        minEntrustment: 'S9',
        effect: 'REVALIDATE_AT_EXPIRY',
        prerequisiteSkillIds: [draft.skill.id],
      });
      const refused = await author.publishSkill(other);
      expect(refused).toMatchObject({ code: 'DEFINITION_INCOMPLETE' });
      expect(refused.problems!.map(({ field }) => field)).toEqual([
        'taskCode',
        'methods',
        'steps',
        'minEntrustment',
        'effect',
        'prerequisites[0]',
      ]);
      const { skillVersion } = await author.member.ask<{ skillVersion: { draftProblems: object[] } }>(
        'query ($id: ID!) { skillVersion(skillVersionId: $id) { draftProblems { field message } } }',
        { id: other.id },
      );
      expect(skillVersion.draftProblems).toEqual(refused.problems);
    });

    it('inv 10: without a circle of prerequisites among the versions in force', async () => {
      const { author } = await authored();
      const a = await author.publishedSkill('A');
      const b = await author.publishedSkill('B', { prerequisiteSkillIds: [a.skill.id] });
      const next = await author.copySkill(a);
      const circular = await author.editSkill(next, { prerequisiteSkillIds: [b.skill.id] });
      const refused = await author.publishSkill(circular);
      expect(refused.problems).toEqual([
        {
          field: 'prerequisites',
          message: 'A builds on B builds on A: prerequisites must not go in a circle',
        },
      ]);
    });

    it('inv 10: two that would make a circle together, at once: one of them is refused', async () => {
      const { author } = await authored();
      const [a, b] = [await author.publishedSkill('A'), await author.publishedSkill('B')];
      const nextA = await author.editSkill(await author.copySkill(a), { prerequisiteSkillIds: [b.skill.id] });
      const nextB = await author.editSkill(await author.copySkill(b), { prerequisiteSkillIds: [a.skill.id] });
      const answers = await Promise.all([author.publishSkill(nextA), author.publishSkill(nextB)]);
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'DefinitionIncomplete',
        'SkillVersion',
      ]);
    });

    it('inv 7: for good, whoever asks: nothing of them changes but that they are retired', async () => {
      const { world, author } = await authored();
      const version = await author.publishedSkill('SK01');
      expect(await author.editSkill(version, { title: 'New' })).toMatchObject({
        code: 'DEFINITION_NOT_DRAFT',
      });
      const discard = { skillVersionId: version.id, revision: version.revision };
      expect(await author.member.do('discardSkillDraft', discard, '')).toMatchObject({
        code: 'DEFINITION_NOT_DRAFT',
      });
      const attempts = [
        `UPDATE skill_version SET cut_score_percent = 0 WHERE id = '${version.id}'`,
        `UPDATE skill_version SET status = 'DRAFT' WHERE id = '${version.id}'`,
        `UPDATE skill_version SET status = 'RETIRED', title = 'Other' WHERE id = '${version.id}'`,
        `DELETE FROM skill_version WHERE id = '${version.id}'`,
        `UPDATE skill_step SET critical = false WHERE skill_version_id = '${version.id}'`,
        `DELETE FROM skill_step WHERE skill_version_id = '${version.id}'`,
        `INSERT INTO skill_step (org_id, id, skill_version_id, position, text) VALUES ('${world.orgId}', '${newId()}', '${version.id}', 9, 'New')`,
        `INSERT INTO skill_prerequisite (org_id, skill_version_id, prerequisite_skill_id) VALUES ('${world.orgId}', '${version.id}', '${version.skill.id}')`,
      ];
      await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [world.orgId]);
      for (const attempt of attempts) {
        await expect(runtime.query(attempt)).rejects.toMatchObject({ code: '42501' });
        await expect(app.owner.query(attempt)).rejects.toMatchObject({ code: '42501' });
      }
    });

    it('and retired, only then', async () => {
      const { author } = await authored();
      const draft = await author.createSkill('SK01');
      const retire = () =>
        author.member.do(
          'retireSkillVersion',
          { skillVersionId: draft.id },
          '... on SkillVersion { status }',
        );
      expect(await retire()).toMatchObject({ code: 'DEFINITION_NOT_PUBLISHED' });
      await expect(
        app.owner.query(`UPDATE skill_version SET status = 'RETIRED' WHERE id = $1`, [draft.id]),
      ).rejects.toMatchObject({ code: '42501' });
      await author.publishSkill(draft);
      expect(await retire()).toMatchObject({ status: 'RETIRED' });
      expect(await retire()).toMatchObject({ code: 'DEFINITION_NOT_PUBLISHED' });
    });

    it('inv 7, 8: and changed in a next version, which says what sign-offs of the earlier ones are worth', async () => {
      const { author } = await authored();
      const first = await author.publishedSkill('SK01');
      const draft = await author.copySkill(first);
      expect(draft).toMatchObject({ number: 2, status: 'DRAFT', revision: 1 });
      expect(await author.copySkill(first)).toMatchObject({ code: 'DEFINITION_DRAFT_EXISTS' });
      const past = await author.editSkill(draft, { effect: 'REVALIDATE_BY', revalidateBy: '2020-01-01' });
      expect((await author.publishSkill(past)).problems).toMatchObject([{ field: 'revalidateBy' }]);
      const ready = await author.editSkill(
        { ...past, revision: past.revision },
        { revalidateBy: '2099-01-01' },
      );
      expect(await author.publishSkill(ready)).toMatchObject({ number: 2, status: 'PUBLISHED' });
      const { skill } = await author.member.ask(
        `query ($id: ID!) { skill(id: $id) { versionInForce { number effect revalidateBy steps { text } } versions { number effect } } }`,
        { id: first.skill.id },
      );
      expect(skill).toMatchObject({
        versionInForce: {
          number: 2,
          effect: 'REVALIDATE_BY',
          revalidateBy: '2099-01-01',
          steps: expect.any(Array) as object[],
        },
        versions: [
          { number: 2, effect: 'REVALIDATE_BY' },
          { number: 1, effect: 'NONE' },
        ],
      });
    });
  });

  const list = async (member: Member, args = ''): Promise<string[]> => {
    const { skills } = await member.ask<{ skills: { edges: { node: { code: string } }[] } }>(
      `{ skills${args} { totalCount edges { node { code } } } }`,
    );
    return skills.edges.map(({ node }) => node.code);
  };

  describe('are read', () => {
    it('by code, searched by code and title', async () => {
      const { world, author } = await authored();
      await author.createSkill('B', { title: 'Wheelchair' });
      await author.publishedSkill('A', { title: 'Hand hygiene' });
      expect(await list(author.member)).toEqual(['A', 'B']);
      expect(await list(author.member, '(search: "WHEEL")')).toEqual(['B']);
      expect(await list(author.member, '(first: 1)')).toEqual(['A']);
      await expect(list(await world.member('TRAINEE'))).rejects.toThrow('FORBIDDEN');
    });

    it('by a clinic that has an agreement with the school: what it has published, and nothing else', async () => {
      const { world: clinic } = await authored();
      const school = await World.create(app);
      const author = new Author(school.owner);
      const base = await author.publishedSkill('A');
      const draft = await author.createSkill('B', { prerequisiteSkillIds: [base.skill.id] });
      const next = await author.copySkill(base);
      const supervisor = await clinic.member('SUPERVISOR');
      const ofSchool = `(organizationId: "${school.orgId}")`;
      const skill = (id: string) =>
        supervisor.send<{ skill: { versions: { number: number; steps: object[] }[] } | null }>(
          'query ($id: ID!, $org: ID!) { skill(id: $id, organizationId: $org) { code versions { number steps { text } } } }',
          { id, org: school.orgId },
        );
      expect(await list(supervisor, ofSchool)).toEqual([]);
      expect((await skill(base.skill.id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
      await agreed(school, clinic);
      expect(await list(supervisor, ofSchool)).toEqual(['A']);
      const { data } = await skill(base.skill.id);
      expect(data!.skill!.versions).toEqual([{ number: 1, steps: expect.any(Array) as object[] }]);
      expect(await skill(draft.skill.id)).toEqual(await skill(newId()));
      for (const { id } of [draft, next]) {
        const { errors } = await supervisor.send(
          'query ($id: ID!, $org: ID!) { skillVersion(skillVersionId: $id, organizationId: $org) { id } }',
          { id, org: school.orgId },
        );
        expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
      }
      await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [clinic.orgId]);
      const seen = await Promise.all(
        ['skill', 'skill_version', 'skill_step', 'skill_prerequisite'].map((table) =>
          runtime.query(`SELECT 1 FROM ${table} WHERE org_id = $1`, [school.orgId]),
        ),
      );
      expect(seen.map(({ rowCount }) => rowCount)).toEqual([1, 1, 3, 0]);
      const trainee = await school.member('TRAINEE');
      await expect(list(trainee, ofSchool)).rejects.toThrow('FORBIDDEN');
    });

    it('with the vocabulary of tasks, by class', async () => {
      const { author } = await authored();
      const { taskCodes } = await author.member.ask<{ taskCodes: { code: string; taskClass: string }[] }>(
        '{ taskCodes { code taskClass } }',
      );
      expect(taskCodes).toHaveLength(30);
      expect(taskCodes).toContainEqual({ code: 'evaluation', taskClass: 'NEVER_A_TECHNICIANS' });
    });
  });

  it('answer a retry of their publication with the first answer', async () => {
    const { author } = await authored();
    const draft = await author.createSkill('SK01');
    const input = { operationId: newId(), skillVersionId: draft.id, revision: 1 };
    const publish = () =>
      author.member.do<VersionAnswer>(
        'publishSkillVersion',
        input,
        '... on SkillVersion { id status revision }',
      );
    const first = await publish();
    expect(first).toMatchObject({ status: 'PUBLISHED', revision: 2 });
    expect(await publish()).toEqual(first);
  });
});
