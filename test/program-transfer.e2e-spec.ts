import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { importProgramFile } from '../src/cli/import-program-file.js';
import { writeProgram } from '../src/features/programs/document/write-program.js';
import { ProgramRequirements } from '../src/features/programs/program-requirements.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { importDocument, importDraft, publish } from './support/drafts.js';
import { course, program, quiz } from './support/outlines.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { World, type Member } from './support/world.js';

const SAMPLE = readFileSync('src/demo/content/program.yaml', 'utf8');

describe('program documents', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ database: await ownDatabase() });
  });
  afterAll(() => app.stop());

  const exported = async (member: Member, id: string, format = 'YAML'): Promise<string> =>
    (
      await member.ask<{ exportProgramVersion: string }>(
        'query ($id: ID!, $format: DocumentFormat!) { exportProgramVersion(versionId: $id, format: $format) }',
        { id, format },
      )
    ).exportProgramVersion;
  const codesOf = async (member: Member): Promise<string[]> =>
    (
      await member.ask<{ programs: { edges: { node: { code: string; versions: { label: string }[] } }[] } }>(
        '{ programs { edges { node { code versions { label } } } } }',
      )
    ).programs.edges.flatMap(({ node }) => [node.code, ...node.versions.map(({ label }) => label)]);

  it('of the sample: tried dry, imported, published, and exported with the same content', async () => {
    const { owner } = await World.create(app);
    expect(await importDocument(owner, SAMPLE, { dryRun: true })).toMatchObject({
      applied: false,
      errors: [],
      versionId: null,
    });
    expect(await codesOf(owner)).toEqual([]);
    const report = await importDocument(owner, SAMPLE);
    expect(report).toMatchObject({
      applied: true,
      errors: [],
      beforePublishing: [],
      notImported: { length: 6 },
    });
    const versionId = report.versionId!;
    const { program: header, courses, final_award } = parse(SAMPLE) as Record<string, unknown>;
    for (const format of ['YAML', 'JSON'])
      expect(parse(await exported(owner, versionId, format))).toEqual({
        program: header,
        courses,
        final_award,
      });
    expect(await publish(owner, versionId)).toMatchObject({ status: 'PUBLISHED' });
    const { programVersion } = await owner.ask<{
      programVersion: { requiredMinutes: number; courses: { code: string; requirements: { code: string; unresolvedBecause: string | null }[]; modules: { lessons: { creditMinutes: number }[] }[] }[] };
    }>(
      'query ($id: ID!) { programVersion(id: $id) { requiredMinutes courses { code requirements { code unresolvedBecause } modules { lessons { creditMinutes } } } } }',
      { id: versionId },
    ); // prettier-ignore
    const modules = programVersion.courses.flatMap((c) => c.modules);
    expect([programVersion.courses.length, modules.length, modules.flatMap((m) => m.lessons).length]).toEqual(
      [6, 24, 91],
    );
    expect(programVersion.requiredMinutes).toBe(24_000);
    expect(programVersion.courses.at(-1)!.requirements).toEqual([
      { code: 'OJT-CORE', unresolvedBecause: 'There is no checklist OJT-CORE yet: nobody can meet this.' },
    ]);
  });

  it('with any error are refused whole, with the place of each', async () => {
    const { owner } = await World.create(app);
    const wrong = SAMPLE.replace('code: PTT-105', 'code: PTT-104').replace(
      'normal_weeks: 20',
      'normal_weeks: soon',
    );
    const report = await importDocument(owner, wrong);
    expect(report).toMatchObject({
      applied: false,
      versionId: null,
      errors: [{ path: 'program.normal_weeks', line: 8, column: 3 }],
    });
    expect(await importDocument(owner, wrong.replace('soon', '20'))).toMatchObject({
      errors: [{ path: 'courses[4].code', message: 'there are two courses PTT-104' }],
    });
    expect(await codesOf(owner)).toEqual([]);
  });

  it('make one draft, however often they are sent, and each label once', async () => {
    const { owner } = await World.create(app);
    const document = writeProgram(program(), 'JSON');
    const operationId = newId();
    const [first, again] = await Promise.all(
      [1, 2].map(() => importDocument(owner, document, { format: 'JSON', operationId })),
    );
    expect(again).toEqual(first);
    expect(first!.applied).toBe(true);
    const taken = {
      applied: false,
      errors: [{ path: 'program.version', line: 5, message: expect.stringContaining('another label') }],
    };
    for (const dryRun of [true, false])
      expect(await importDocument(owner, document, { format: 'JSON', dryRun })).toMatchObject(taken);
    await importDraft(owner, program({ label: '2' }));
    expect(await codesOf(owner)).toEqual(['P', '2', '1']);
    const racing = await Promise.all(
      [1, 2, 3].map(() => importDocument(owner, writeProgram(program({ label: '3' }), 'YAML'))),
    );
    expect(racing.filter(({ applied }) => applied)).toHaveLength(1);
  });

  it('are for those who write programs, and nothing of another school', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const { versionId } = await importDraft(a.owner, program());
    await expect(exported(b.owner, versionId)).rejects.toThrow('NOT_FOUND');
    await expect(exported(await a.member('TRAINEE'), versionId)).rejects.toThrow('FORBIDDEN');
    expect(parse(await exported(await a.member('AUDITOR'), versionId))).toMatchObject({
      program: { code: 'P' },
    });
    for (const role of ['TRAINEE', 'AUDITOR', 'SUPERVISOR'] as const)
      await expect(
        importDocument(await a.member(role), writeProgram(program({ label: '9' }), 'YAML')),
      ).rejects.toThrow('FORBIDDEN');
  });

  it.each([
    ['document', { document: '' }],
    ['document', { document: 'a\0b' }],
    ['dryRun', { document: 'x', dryRun: 'yes' }],
    ['format', { document: 'x', format: 'XML' }],
  ])('need a well-formed request: %s', async (_, input) => {
    const { owner } = await World.create(app);
    await expect(importDocument(owner, 'x', input as object)).rejects.toThrow('BAD_USER_INPUT');
  });

  describe('requirements', () => {
    const requirementOf = async (member: Member, versionId: string) =>
      (
        await member.ask<{
          programVersion: { courses: { requirements: { id: string; resolved: boolean }[] }[] };
        }>(
          'query ($id: ID!) { programVersion(id: $id) { courses { requirements { id resolved unresolvedBecause } } } }',
          { id: versionId },
        )
      ).programVersion.courses[0]!.requirements[0]!;

    it('are pointed anywhere in a draft, and once in a published version', async () => {
      const world = await World.create(app);
      const requirements = app.app.get(ProgramRequirements);
      const db = app.app.get(Database).forOrganization(world.orgId);
      const resolve = (id: string, quizId: string) =>
        db.write(async (tx) => (await requirements.resolve(tx, id, quizId)) ?? { done: true });
      const outline = program({ courses: [course('A', { requirements: [quiz('Q')] })] });
      const { versionId } = await importDraft(world.owner, outline);
      const { id } = await requirementOf(world.owner, versionId);
      await resolve(id, newId());
      await resolve(id, newId());
      await publish(world.owner, versionId);
      expect(await resolve(id, newId())).toMatchObject({ code: 'REQUIREMENT_RESOLVED' });
      const later = await importDraft(world.owner, { ...outline, label: '2' });
      await publish(world.owner, later.versionId);
      const open = await requirementOf(world.owner, later.versionId);
      expect(open).toMatchObject({ resolved: false, unresolvedBecause: expect.any(String) });
      const quizId = newId();
      expect(await resolve(open.id, quizId)).toEqual({ done: true });
      expect(await resolve(open.id, quizId)).toEqual({ done: true });
      expect(await resolve(open.id, newId())).toMatchObject({ requirementId: open.id });
      expect(await requirementOf(world.owner, later.versionId)).toMatchObject({
        resolved: true,
        unresolvedBecause: null,
      });
      await expect(resolve(newId(), quizId)).rejects.toThrow('may see');
    });
  });

  describe('on the command line', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'preceptor-import-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const file = (name: string, text: string): string => {
      const at = path.join(folder, name);
      writeFileSync(at, text);
      return at;
    };
    const run = async (...args: string[]) => {
      const lines: string[] = [];
      const { databaseUrl, migrationDatabaseUrl } = app.database;
      const env = {
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl,
        MIGRATION_DATABASE_URL: migrationDatabaseUrl,
      };
      const exitCode = await importProgramFile(args, env, (line) => lines.push(line));
      return { exitCode, printed: lines.join('\n') };
    };

    it('are tried dry, imported, and refused with the lines to mend', async () => {
      const world = await World.create(app);
      const into = ['--organization', world.orgId];
      const sample = file('sample.yaml', SAMPLE);
      const dry = await run(sample, '--dry-run', ...into);
      expect(dry).toMatchObject({ exitCode: 0, printed: expect.stringContaining('Nothing was kept.') });
      expect(dry.printed).toContain('the section trainings is imported by importMandatoryTrainings');
      expect(await codesOf(world.owner)).toEqual([]);
      expect(await run(sample, ...into)).toMatchObject({
        exitCode: 0,
        printed: expect.stringContaining('Imported as draft'),
      });
      expect(await codesOf(world.owner)).toEqual(['PTT-CERT', '2026.1']);
      const twice = await run(sample, ...into);
      expect(twice.exitCode).toBe(1);
      expect(twice.printed).toContain(
        `${sample}:5:3  program.version: PTT-CERT has a version 2026.1 already`,
      );
      const wrong = file('wrong.json', '{"program": 1}');
      expect(await run(wrong, ...into)).toMatchObject({
        exitCode: 1,
        printed: expect.stringContaining(`${wrong}:1:2`),
      });
    });

    it('say what is wrong with the call', async () => {
      await World.create(app);
      await World.create(app);
      const sample = file('sample.yaml', SAMPLE);
      await expect(run()).rejects.toThrow('Name one file');
      await expect(run(path.join(folder, 'none.yaml'))).rejects.toThrow('There is no file');
      await expect(run(sample)).rejects.toThrow('Name the organization with --organization:');
      await expect(run(sample, '--organization', newId())).rejects.toThrow('There is no organization');
      await expect(run(sample, '--wet-run')).rejects.toThrow('--wet-run');
    });
  });
});
