import { Client } from 'pg';
import { newId } from '../src/platform/ids/ids.js';
import { draftOf, importDraft, publish, TREE, type Tree } from './support/drafts.js';
import { course, courseModule, lesson, program, quiz } from './support/outlines.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('programs', () => {
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

  const createProgram = (member: Member, code: string, title = 'A program') =>
    member.do<{ __typename: string; id: string }>(
      'createProgram',
      { code, title },
      '... on Program { id code title } ... on ProgramCodeTaken { takenCode }',
    );
  const read = (member: Member, id: string) =>
    member.ask<{ programVersion: Tree }>(`query ($id: ID!) { programVersion(id: $id) { ${TREE} } }`, { id });

  /** The small program, with an optional lesson, an own file as image and a quiz. */
  const outline = () =>
    program({
      courses: [
        course('A', {
          modules: [
            courseModule({
              clockMinutes: 60,
              lessons: [lesson({ title: 'One', body: '# One' }), lesson({ title: 'Two', required: false })],
              requirements: [quiz('A-M1', { title: 'Quiz', category: 'quizzes' })],
            }),
          ],
        }),
        course('B', {
          prerequisites: ['A'],
          modules: [],
          lectureMinutes: 0,
          placementMinutes: 600,
          grading: 'PASS_FAIL',
          categories: [],
          requirements: [quiz('OJT', { kind: 'CHECKLIST' })],
        }),
      ],
    });

  describe('are found', () => {
    it('by code, searched by code or title, page by page', async () => {
      const { owner } = await World.create(app);
      for (const [code, title] of [['P-2', 'Second'], ['P-1', "First 100% '"], ['X', 'Other']] as const)
        await createProgram(owner, code, title); // prettier-ignore
      const list = async (args: string) =>
        (
          await owner.ask<{
            programs: {
              totalCount: number;
              edges: { node: { code: string } }[];
              pageInfo: { endCursor: string };
            };
          }>(`{ programs(${args}) { totalCount edges { node { code } } pageInfo { endCursor } } }`)
        ).programs;
      const first = await list('search: "p-", first: 1');
      expect(first).toMatchObject({ totalCount: 2, edges: [{ node: { code: 'P-1' } }] });
      const next = await list(`search: "p-", first: 1, after: "${first.pageInfo.endCursor}"`);
      expect(next.edges).toEqual([{ node: { code: 'P-2' } }]);
      expect((await list('search: "100% \'"')).edges).toEqual([{ node: { code: 'P-1' } }]);
      expect((await list('search: "%"')).totalCount).toBe(1);
      expect((await list('search: "SECOND"')).edges).toEqual([{ node: { code: 'P-2' } }]);
    });

    it('abuse 67: no search or cursor is ever SQL', async () => {
      const { owner } = await World.create(app);
      await createProgram(owner, 'P-1');
      const list = (variables: object) =>
        owner.send<{ programs: { totalCount: number } }>(
          'query ($search: String, $after: String) { programs(search: $search, after: $after) { totalCount } }',
          variables,
        );
      for (const search of ["' OR 1=1 --", "'; DROP TABLE program; --", '\\', '%_', "x') OR ('1'='1"])
        expect((await list({ search })).data).toEqual({ programs: { totalCount: 0 } });
      const cursor = Buffer.from(JSON.stringify(["' OR true --"])).toString('base64url');
      expect((await list({ after: cursor })).errors).toBeUndefined();
      for (const after of [
        'x',
        Buffer.from('[{}]').toString('base64url'),
        Buffer.from('[1,2]').toString('base64url'),
      ])
        expect((await list({ after })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    });

    it('abuse 52: in pages of at most 100', async () => {
      const { owner } = await World.create(app);
      for (const first of [1_000_000_000, 101, 0, -1]) {
        const { errors } = await owner.send(
          'query ($first: Int) { programs(first: $first) { totalCount } }',
          { first },
        );
        expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      }
    });

    it('with the whole tree of a version in a fixed number of statements', async () => {
      const { owner } = await World.create(app);
      const many = program({
        courses: ['A', 'B', 'C'].map((code) =>
          course(code, {
            lectureMinutes: 240,
            prerequisites: code === 'A' ? [] : ['A'],
            modules: Array.from({ length: 4 }, () =>
              courseModule({ lessons: [lesson(), lesson({ title: 'Two' })] }),
            ),
          }),
        ),
      });
      for (const size of [many, outline()]) {
        const { versionId } = await importDraft(owner, { ...size, code: `P-${size.courses.length}` });
        expect(await app.statementsOf(() => read(owner, versionId))).toHaveLength(8);
      }
    });
  });

  describe('tell a trainee', () => {
    it('what they are enrolled in, and nothing else', async () => {
      const world = await World.create(app);
      const [mine, other] = [await world.program(), await world.program()];
      const { trainee } = await world.enrolled(mine);
      const { programVersion } = await read(trainee, mine.versionId);
      expect(programVersion.courses).toHaveLength(2);
      expect(programVersion.courses[0]!.modules[0]!.requirements).toEqual([
        expect.objectContaining({
          resolved: false,
          unresolvedBecause: expect.stringContaining('nobody can meet this'),
        }),
      ]);
      const lessonOf = (id: string) =>
        trainee.send('query ($id: ID!) { lesson(id: $id) { title body bodyHtml } }', { id });
      expect((await lessonOf(mine.courses[0]!.lessonIds[0]!)).data).toEqual({
        lesson: { title: 'Lesson 1.1', body: null, bodyHtml: '' },
      });
      const nothing = await lessonOf(newId());
      expect(nothing.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await lessonOf(other.courses[0]!.lessonIds[0]!)).toEqual(nothing);
      const version = (id: string) =>
        trainee.send('query ($id: ID!) { programVersion(id: $id) { title } }', { id });
      expect(await version(other.versionId)).toEqual(await version(newId()));
      for (const query of ['{ programs { totalCount } }', `{ program(id: "${mine.programId}") { code } }`])
        expect((await trainee.send(query)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    });

    it('abuse 2: no other version by way of the program', async () => {
      const world = await World.create(app);
      const sample = await world.program();
      const { trainee } = await world.enrolled(sample);
      const copy = { versionId: sample.versionId, label: 'secret draft' };
      await world.owner.do('copyProgramVersion', copy, '... on ProgramVersion { id }');
      const versions = async (member: Member) =>
        (
          await member.ask<{ programVersion: { program: { versions: { label: string }[] } } }>(
            'query ($id: ID!) { programVersion(id: $id) { program { versions { label courses { code } } } } }',
            { id: sample.versionId },
          )
        ).programVersion.program.versions.map(({ label }) => label);
      expect(await versions(world.owner)).toEqual(['secret draft', '2026.1']);
      expect(await versions(trainee)).toEqual(['2026.1']);
    });

    it('nothing of another school', async () => {
      const [a, b] = [await World.create(app), await World.create(app)];
      const sample = await a.program();
      const asked = async (query: string, id: string) =>
        b.owner.send(`query ($id: ID!) { ${query} }`, { id });
      for (const [query, id] of [
        ['program(id: $id) { code }', sample.programId],
        ['programVersion(id: $id) { title }', sample.versionId],
        ['lesson(id: $id) { title }', sample.courses[0]!.lessonIds[0]!],
        ['exportProgramVersion(versionId: $id)', sample.versionId],
      ] as const) {
        expect(await asked(query, id)).toEqual(await asked(query, newId()));
        expect((await asked(query, id)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      }
    });

    it('abuse 57: lessons whose markup does nothing', async () => {
      const world = await World.create(app);
      const body =
        '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\n<svg onload=alert(1)>';
      const title = '<img src=x onerror=alert(1)>';
      const lessons = [lesson({ title, body })];
      const { versionId } = await importDraft(
        world.owner,
        program({ courses: [course('A', { modules: [courseModule({ lessons })] })] }),
      );
      await publish(world.owner, versionId);
      const [shown] = (
        await world.owner.ask<{ programVersion: { courses: { modules: { lessons: { title: string; body: string; bodyHtml: string }[] }[] }[] } }>(
          'query ($id: ID!) { programVersion(id: $id) { courses { modules { lessons { title body bodyHtml } } } } }',
          { id: versionId },
        )
      ).programVersion.courses[0]!.modules[0]!.lessons; // prettier-ignore
      expect(shown).toMatchObject({ title, body }); // kept as written: a client shows text as text
      expect(shown!.bodyHtml).not.toMatch(/<(script|img|svg|a)\b/);
    });
  });

  describe('are published', () => {
    it('with credit for every lesson and quiz, and the sums progress is measured against', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, outline());
      expect(await publish(owner, versionId)).toMatchObject({
        __typename: 'ProgramVersion',
        status: 'PUBLISHED',
      });
      const { programVersion } = await read(owner, versionId);
      expect(programVersion).toMatchObject({
        requiredMinutes: 660,
        courses: [
          {
            requiredMinutes: 60,
            lessonsRequired: 1,
            requirementsRequired: 1,
            modules: [
              {
                lessons: [{ creditMinutes: 30 }, { creditMinutes: 0 }],
                requirements: [{ creditMinutes: 30, code: 'A-M1' }],
              },
            ],
          },
          {
            requiredMinutes: 600,
            lessonsRequired: 0,
            requirementsRequired: 1,
            prerequisites: [{ code: 'A' }],
          },
        ],
      });
    });

    it('inv 40: only when hours and weights add up, and say all that stands in the way', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, {
        ...outline(),
        totalClockMinutes: 1,
        courses: [
          course('A', { lectureMinutes: 61, categories: [{ code: 'quizzes', weightPercent: '99.99' }] }),
        ],
      });
      expect(await publish(owner, versionId)).toMatchObject({
        __typename: 'VersionIncomplete',
        code: 'VERSION_INCOMPLETE',
        problems: [
          { path: 'program.total_clock_hours' },
          { path: 'courses[0].hours' },
          { path: 'courses[0].gradebook', message: 'A: the weights add up to 99.99, not 100' },
        ],
      });
      expect((await read(owner, versionId)).programVersion).toMatchObject({ status: 'DRAFT', revision: 1 });
    });

    it('once: a second time, and any edit after it, is refused', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, outline());
      const operationId = newId();
      const first = await publish(owner, versionId, { operationId });
      expect(await publish(owner, versionId, { operationId })).toEqual(first);
      expect(await publish(owner, versionId, { revision: 2 })).toMatchObject({
        __typename: 'VersionNotDraft',
        status: 'PUBLISHED',
      });
      const draft = draftOf(owner, versionId, 2);
      const { courses } = (await read(owner, versionId)).programVersion;
      const refused = [
        await draft.edit('updateProgramVersion', { title: 'New' }),
        await draft.edit('addCourse', { code: 'C', title: 'C' }),
        await draft.edit('updateLesson', { lessonId: courses[0]!.modules[0]!.lessons[0]!.id, body: 'New' }),
        await draft.edit('moveInDraft', { part: 'COURSE', id: courses[0]!.id, position: 1 }),
        await draft.edit('removeFromDraft', { part: 'COURSE', id: courses[0]!.id }),
      ];
      for (const answer of refused)
        expect(answer).toMatchObject({ __typename: 'VersionNotDraft', status: 'PUBLISHED' });
    });

    it('inv 38: and never change again, not by SQL either', async () => {
      const world = await World.create(app);
      const { versionId } = await importDraft(world.owner, outline());
      const { versionId: draftId } = await importDraft(world.owner, { ...outline(), label: '2' });
      const published = (await read(world.owner, versionId)).programVersion;
      const draft = (await read(world.owner, draftId)).programVersion;
      await publish(world.owner, versionId);
      const [a, b] = published.courses as [Tree['courses'][0], Tree['courses'][0]];
      const m = a.modules[0]!;
      const draftModule = draft.courses[0]!.modules[0]!;
      const key = `org_id = '${world.orgId}' AND id =`;
      const run = async (statement: string) => {
        await runtime.query(`BEGIN; SELECT set_config('app.org_id', '${world.orgId}', true)`);
        try {
          return (await runtime.query(statement)).rowCount;
        } finally {
          await runtime.query('ROLLBACK');
        }
      };
      for (const statement of [
        `UPDATE lesson SET body = 'x' WHERE ${key} '${m.lessons[0]!.id}'`,
        `DELETE FROM lesson WHERE ${key} '${m.lessons[0]!.id}'`,
        `UPDATE lesson SET program_version_id = '${draftId}', course_id = '${draft.courses[0]!.id}', module_id = '${draftModule.id}' WHERE ${key} '${m.lessons[0]!.id}'`,
        `UPDATE lesson SET program_version_id = '${versionId}', course_id = '${a.id}', module_id = '${m.id}' WHERE ${key} '${draftModule.lessons[0]!.id}'`,
        `INSERT INTO lesson (org_id, id, program_version_id, course_id, module_id, position, title) VALUES ('${world.orgId}', '${newId()}', '${versionId}', '${a.id}', '${m.id}', 9, 'x')`,
        `INSERT INTO lesson (org_id, id, program_version_id, course_id, module_id, position, title) VALUES ('${world.orgId}', '${newId()}', '${draftId}', '${a.id}', '${m.id}', 9, 'x')`,
        `UPDATE module SET clock_minutes = 1 WHERE ${key} '${m.id}'`,
        `UPDATE course SET required = false WHERE ${key} '${a.id}'`,
        `UPDATE gradebook_category SET weight_percent = 1 WHERE org_id = '${world.orgId}' AND course_id = '${a.id}'`,
        `DELETE FROM course_prerequisite WHERE org_id = '${world.orgId}' AND course_id = '${b.id}'`,
        `UPDATE course_requirement SET required = false WHERE ${key} '${m.requirements[0]!.id}'`,
        `UPDATE program_version SET title = 'x' WHERE ${key} '${versionId}'`,
        `UPDATE program_version SET status = 'DRAFT' WHERE ${key} '${versionId}'`,
        `DELETE FROM program_version WHERE ${key} '${versionId}'`,
      ])
        await expect(run(statement)).rejects.toMatchObject({
          code: expect.stringMatching(/^(42501|23503)$/),
        });
      expect(await run(`UPDATE lesson SET body = 'x' WHERE ${key} '${draftModule.lessons[0]!.id}'`)).toBe(1);
      const resolve = `UPDATE course_requirement SET resolved_id = '${newId()}' WHERE ${key} '${m.requirements[0]!.id}'`;
      expect(await run(resolve)).toBe(1);
      await expect(run(`${resolve}; ${resolve}`)).rejects.toMatchObject({ code: '42501' });
    });

    it('also when an edit runs against publishing: one of them wins, and nothing is in between', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, outline());
      const lessonId = (await read(owner, versionId)).programVersion.courses[0]!.modules[0]!.lessons[0]!.id;
      const draft = draftOf(owner, versionId, 1);
      const answers = await Promise.all([
        publish(owner, versionId),
        draft.edit('updateLesson', { lessonId, title: 'Late' }),
        draft.edit('updateLesson', { lessonId, title: 'Later' }),
      ]);
      const done = answers.filter(({ __typename }) => ['ProgramVersion', 'DraftEdit'].includes(__typename));
      expect(done).toHaveLength(1);
    });

    it('and retired, which closes them and changes nothing else', async () => {
      const { owner } = await World.create(app);
      const { versionId } = await importDraft(owner, outline());
      const retire = () =>
        owner.do<{ __typename: string }>('retireProgramVersion', { versionId }, '... on ProgramVersion { status retiredAt } ... on VersionNotPublished { status }');
      expect(await retire()).toMatchObject({ __typename: 'VersionNotPublished', status: 'DRAFT' });
      await publish(owner, versionId);
      expect(await retire()).toMatchObject({ __typename: 'ProgramVersion', status: 'RETIRED', retiredAt: expect.any(String) });
      expect(await retire()).toMatchObject({ __typename: 'VersionNotPublished', status: 'RETIRED' });
    }); // prettier-ignore
  });

  it('are written by who may write them, and under a code of their own', async () => {
    const world = await World.create(app);
    expect(await createProgram(world.owner, 'P')).toMatchObject({ __typename: 'Program', code: 'P' });
    expect(await createProgram(world.owner, 'P')).toMatchObject({
      __typename: 'ProgramCodeTaken',
      takenCode: 'P',
    });
    for (const role of ['TRAINEE', 'AUDITOR', 'RECORDS', 'SUPERVISOR'] as const)
      await expect(createProgram(await world.member(role), 'Q')).rejects.toThrow('FORBIDDEN');
    const racing = await Promise.all([1, 2, 3].map(() => createProgram(world.owner, 'R')));
    expect(racing.map(({ __typename }) => __typename).sort()).toEqual([
      'Program',
      'ProgramCodeTaken',
      'ProgramCodeTaken',
    ]);
  });
});
