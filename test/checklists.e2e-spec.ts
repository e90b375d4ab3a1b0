import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { importChecklistFile } from '../src/cli/import-checklist-file.js';
import { newId } from '../src/platform/ids/ids.js';
import { importDocument, publish as publishProgram } from './support/drafts.js';
import { agreed, Author, type VersionAnswer } from './support/skills.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const SAMPLE = readFileSync('src/demo/content/program.yaml', 'utf8');

describe('checklists', () => {
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
    const world = await World.create(app);
    return { world, author: new Author(world.owner) };
  };
  const withSkills = async () => {
    const { world, author } = await authored();
    const a = await author.publishedSkill('A');
    const b = await author.publishedSkill('B', { prerequisiteSkillIds: [a.skill.id] });
    return { world, author, a, b };
  };
  const publishFaults = async (author: Author, draft: VersionAnswer): Promise<string[]> =>
    (await author.publishChecklist(draft)).problems!.map(({ field, message }) => `${field}: ${message}`);

  describe('are written', () => {
    it('as drafts with skills in their order and versions, edited, published, copied and retired', async () => {
      const { author, a, b } = await withSkills();
      const draft = await author.createChecklist('NEW', [{ skillVersionId: b.id }]);
      expect(await author.createChecklist('NEW', [])).toMatchObject({ code: 'CHECKLIST_CODE_TAKEN' });
      expect(await publishFaults(author, draft)).toEqual([
        'skills[0]: B builds on A, which is not on the checklist',
      ]);
      const edited = await author.editChecklist(draft, {
        completion: 'HYBRID',
        requiredMinutes: 600,
        skills: [{ skillVersionId: b.id }, { skillVersionId: a.id }],
      });
      expect(await author.editChecklist(draft, { title: 'Late' })).toMatchObject({ code: 'DRAFT_CHANGED' });
      const published = await author.publishChecklist(edited);
      expect(published).toMatchObject({ status: 'PUBLISHED', number: 1 });
      const copy = await author.member.do<VersionAnswer>(
        'copyChecklistVersion',
        { checklistVersionId: published.id },
        '... on ChecklistVersion { id number status revision checklist { code } }',
      );
      expect(copy).toMatchObject({ number: 2, status: 'DRAFT' });
      const { checklist } = await author.member.ask(
        `query ($id: ID!) { checklist(id: $id) { code versionInForce { number completion requiredMinutes
          skills { position required version { number skill { code } } } } latestVersion { number draftProblems { field }
          skills { version { skill { code } } } } } }`,
        { id: published.checklist.id },
      );
      expect(checklist).toEqual({
        code: 'NEW',
        versionInForce: {
          number: 1,
          completion: 'HYBRID',
          requiredMinutes: 600,
          skills: [
            { position: 1, required: true, version: { number: 1, skill: { code: 'B' } } },
            { position: 2, required: true, version: { number: 1, skill: { code: 'A' } } },
          ],
        },
        latestVersion: {
          number: 2,
          draftProblems: [],
          skills: [{ version: { skill: { code: 'B' } } }, { version: { skill: { code: 'A' } } }],
        },
      });
      const discard = { checklistVersionId: copy.id, revision: 1 };
      expect(
        await author.member.do('discardChecklistDraft', discard, '... on Checklist { code }'),
      ).toMatchObject({
        code: 'NEW',
      });
      const retire = { checklistVersionId: published.id };
      expect(
        await author.member.do('retireChecklistVersion', retire, '... on ChecklistVersion { status }'),
      ).toMatchObject({ status: 'RETIRED' });
    });

    it('with each skill once, of their own organization', async () => {
      const { author, a } = await withSkills();
      const twice = [{ skillVersionId: a.id }, { skillVersionId: a.id }];
      await expect(author.createChecklist('X', twice)).rejects.toThrow('skills[1]');
      const foreign = await (await authored()).author.publishedSkill('A');
      await expect(author.createChecklist('X', [{ skillVersionId: foreign.id }])).rejects.toThrow(
        'NOT_FOUND',
      );
      await expect(author.createChecklist('X', [], { requiredMinutes: 5 })).rejects.toThrow(
        'requiredMinutes',
      );
    });

    it('keep a draft of a skill from being thrown away while it stands on one', async () => {
      const { author } = await authored();
      const skill = await author.createSkill('A');
      const list = await author.createChecklist('X', [{ skillVersionId: skill.id }]);
      const discard = () =>
        author.member.do(
          'discardSkillDraft',
          { skillVersionId: skill.id, revision: skill.revision },
          '... on DefinitionInUse { checklistCodes }',
        );
      expect(await discard()).toMatchObject({ code: 'DEFINITION_IN_USE', checklistCodes: ['X'] });
      expect(await publishFaults(author, list)).toEqual([
        'skills[0]: A version 1 is a draft: publish it first',
      ]);
    });
  });

  it('inv 7: never change once they are published, whoever asks', async () => {
    const { world, author, a, b } = await withSkills();
    const draft = await author.createChecklist('X', [{ skillVersionId: a.id }]);
    const { id } = await author.publishChecklist(draft);
    const attempts = [
      `UPDATE checklist_version SET title = 'Other' WHERE id = '${id}'`,
      `UPDATE checklist_version SET status = 'DRAFT' WHERE id = '${id}'`,
      `DELETE FROM checklist_version WHERE id = '${id}'`,
      `UPDATE checklist_skill SET required = false WHERE checklist_version_id = '${id}'`,
      `DELETE FROM checklist_skill WHERE checklist_version_id = '${id}'`,
      `INSERT INTO checklist_skill (org_id, checklist_version_id, skill_id, skill_version_id, position)
       VALUES ('${world.orgId}', '${id}', '${b.skill.id}', '${b.id}', 2)`,
    ];
    await runtime.query(`SELECT set_config('app.org_id', $1, false)`, [world.orgId]);
    for (const attempt of attempts) {
      await expect(runtime.query(attempt)).rejects.toMatchObject({ code: '42501' });
      await expect(app.owner.query(attempt)).rejects.toMatchObject({ code: '42501' });
    }
    const { id: other } = await author.createChecklist('Y', []);
    const moved = `UPDATE checklist_skill SET checklist_version_id = '${other}' WHERE checklist_version_id = '${id}'`;
    await expect(app.owner.query(moved)).rejects.toMatchObject({ code: '42501' });
  });

  interface ImportAnswer {
    applied: boolean;
    errors: { path: string; line: number; message: string }[];
    beforePublishing: { path: string; line: number; message: string }[];
    newSkills: string[];
    keptSkills: string[];
    checklistVersionId: string | null;
    version: { number: number; status: string } | null;
  }
  const importChecklist = async (member: Member, document: string, wish: object = { publish: true }) =>
    (
      await member.ask<{ importChecklist: ImportAnswer }>(
        `mutation ($input: ImportChecklistInput!) { importChecklist(input: $input) { applied errors { path line message }
          beforePublishing { path line message } newSkills keptSkills checklistVersionId version { number status } } }`,
        { input: { operationId: newId(), document, ...wish } },
      )
    ).importChecklist;
  const exported = async (member: Member, id: string): Promise<string> =>
    (
      await member.ask<{ exportChecklistVersion: string }>(
        'query ($id: ID!) { exportChecklistVersion(checklistVersionId: $id) }',
        { id },
      )
    ).exportChecklistVersion;

  describe('as documents', () => {
    it('the sample comes in with 18 skills, 102 steps, 44 critical, 48 observations, and goes out as it came', async () => {
      const { author } = await authored();
      const report = await importChecklist(author.member, SAMPLE);
      expect(report).toMatchObject({
        applied: true,
        errors: [],
        keptSkills: [],
        version: { number: 3, status: 'PUBLISHED' },
      });
      expect(report.newSkills).toHaveLength(18);
      const { checklistVersion } = await author.member.ask<{
        checklistVersion: {
          skills: {
            version: { status: string; requiredObservations: number; steps: { critical: boolean }[] };
          }[];
        };
      }>(
        `query ($id: ID!) { checklistVersion(checklistVersionId: $id) { skills { version { status requiredObservations
          steps { critical } } } } }`,
        { id: report.checklistVersionId },
      );
      const versions = checklistVersion.skills.map(({ version }) => version);
      const steps = versions.flatMap((version) => version.steps);
      const observations = versions.map((v) => v.requiredObservations).reduce((sum, n) => sum + n, 0);
      expect([
        versions.length,
        steps.length,
        steps.filter((step) => step.critical).length,
        observations,
      ]).toEqual([18, 102, 44, 48]);
      const text = await exported(author.member, report.checklistVersionId!);
      const elsewhere = (await authored()).author;
      const again = await importChecklist(elsewhere.member, text);
      expect(again).toMatchObject({ applied: true, version: { number: 3 } });
      expect(await exported(elsewhere.member, again.checklistVersionId!)).toBe(text);
    });

    it('say the same twice: nothing changes', async () => {
      const { author } = await authored();
      const first = await importChecklist(author.member, SAMPLE);
      const text = await exported(author.member, first.checklistVersionId!);
      for (const document of [SAMPLE, text])
        expect(await importChecklist(author.member, document)).toMatchObject({
          applied: true,
          newSkills: [],
          checklistVersionId: first.checklistVersionId,
        });
    });

    it('inv 7: make new versions of only the skills that changed', async () => {
      const { author } = await authored();
      const first = await importChecklist(author.member, SAMPLE);
      const changed = SAMPLE.replace(
        'Restocks and returns items',
        'Restocks, returns and notes items',
      ).replace('Base open and wheels as maker says', 'Base open, wheels as the maker says');
      expect((await importChecklist(author.member, changed)).errors).toEqual([
        {
          path: 'checklist.version',
          line: 3043,
          message:
            'OJT-CORE has a version 3 already that says otherwise: give this one the number 4, or none',
        },
      ]);
      const next = await importChecklist(author.member, changed.replace('version: 3', 'version: 4'));
      expect(next).toMatchObject({ applied: true, newSkills: ['SK05', 'SK10'], version: { number: 4 } });
      expect(next.keptSkills).toHaveLength(16);
      expect(next.checklistVersionId).not.toBe(first.checklistVersionId);
      expect(await exported(author.member, first.checklistVersionId!)).toContain(
        'Restocks and returns items',
      );
    });

    it('come in as drafts where nobody asks to publish them, and are published by the same document', async () => {
      const { author } = await authored();
      const dry = await importChecklist(author.member, SAMPLE, { dryRun: true });
      expect(dry).toMatchObject({ applied: false, errors: [], checklistVersionId: null });
      const drafts = await importChecklist(author.member, SAMPLE, {});
      expect(drafts).toMatchObject({ applied: true, beforePublishing: [], version: { status: 'DRAFT' } });
      const otherwise = SAMPLE.replace('Writes the cleaning log', 'Fills in the cleaning log');
      expect((await importChecklist(author.member, otherwise)).errors).toMatchObject([
        {
          path: 'checklist.skills[2]',
          message: 'SK03 has a draft that says otherwise: publish it or discard it first',
        },
      ]);
      const published = await importChecklist(author.member, SAMPLE);
      expect(published).toMatchObject({
        newSkills: [],
        checklistVersionId: drafts.checklistVersionId,
        version: { status: 'PUBLISHED' },
      });
      const { skills } = await author.member.ask<{ skills: { edges: { node: { versions: object[] } }[] } }>(
        '{ skills(first: 100) { edges { node { versions { number status } } } } }',
      );
      expect(new Set(skills.edges.map(({ node }) => JSON.stringify(node.versions)))).toEqual(
        new Set(['[{"number":1,"status":"PUBLISHED"}]']),
      );
    });

    it('with faults are refused whole, each with its line', async () => {
      const { author } = await authored();
      const document = `checklist:
  code: OJT
  cut_score_pct: 101
  entrustment_scale: [S1_watch, S2_do]
  color: red
  skills:
    - {code: A, task: hand_hygiene, patient_contact: false, title: Hands, band: pink, methods: [magic], obs: 0, valid: 12, steps: [One]}
    - {code: A, task: hand_hygiene, patient_contact: maybe, title: 7, band: red, methods: [test], obs: 2, days: 3, min_entrustment: S9,
       steps: ["!", {text: "! Reads", measure: {unit: mmHg}}]}
`;
      const { errors } = await importChecklist(author.member, document);
      expect(errors.map(({ path, line }) => `${line} ${path}`)).toEqual([
        '3 checklist.cut_score_pct',
        '7 checklist.skills[0].band',
        '7 checklist.skills[0].methods[0]',
        '7 checklist.skills[0].obs',
        '8 checklist.skills[1].title',
        '8 checklist.skills[1].patient_contact',
        '8 checklist.skills[1].min_entrustment',
        '9 checklist.skills[1].steps[0]',
        '9 checklist.skills[1].steps[1].measure.tolerance',
        '8 checklist.skills[1]',
        '5 checklist.color',
      ]);
      const { skills } = await author.member.ask<{ skills: { totalCount: number } }>(
        '{ skills { totalCount } }',
      );
      expect(skills.totalCount).toBe(0);
    });

    it('inv 9, 10: say everything that stands in the way of publishing, in the words of the document', async () => {
      const { author } = await authored();
      const document = `checklist:
  code: OJT
  cut_score_pct: 77
  skills:
    - {code: A, task: evaluation, patient_contact: true, title: A, band: red, methods: [test], obs: 1, prereq: [B], steps: ["! One"]}
    - {code: B, task: fall_response, patient_contact: false, title: B, band: red, methods: [peer_review], obs: 1, prereq: [A], steps: [One]}
`;
      const published = await importChecklist(author.member, document);
      expect(published.errors.map(({ path, line }) => `${line} ${path}`)).toEqual([
        '5 checklist.skills[0].task',
        '5 checklist.skills[0].prereq',
        '6 checklist.skills[1].patient_contact',
        '6 checklist.skills[1].methods',
        '6 checklist.skills[1].prereq',
        '5 checklist.skills[0]',
        '6 checklist.skills[1]',
      ]);
      const draft = await importChecklist(author.member, document, {});
      expect(draft).toMatchObject({ applied: true, beforePublishing: published.errors });
      const unknown = document.replace('prereq: [B]', 'prereq: [Z]');
      expect((await importChecklist(author.member, unknown)).errors[0]!.message).toMatch(
        'there is no such skill',
      );
    });
  });

  describe('at the command line', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'preceptor-checklist-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const run = async (text: string, ...args: string[]) => {
      const file = path.join(folder, 'checklist.yaml');
      writeFileSync(file, text);
      const lines: string[] = [];
      const { databaseUrl, migrationDatabaseUrl } = app.database;
      const env = {
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl,
        MIGRATION_DATABASE_URL: migrationDatabaseUrl,
      };
      const exitCode = await importChecklistFile([file, ...args], env, (line) => lines.push(line));
      return { exitCode, printed: lines.join('\n').replaceAll(file, 'FILE') };
    };

    it('are tried dry, imported, published, and refused with the lines to mend', async () => {
      const { world } = await authored();
      const into = ['--organization', world.orgId];
      expect(await run(SAMPLE, '--dry-run', ...into)).toEqual({
        exitCode: 0,
        printed:
          'Dry run: it would be imported, 18 skill(s) with a new version, 0 as before. Nothing was kept.',
      });
      expect((await run(SAMPLE, ...into)).printed).toMatch(/^Imported as version .*: 18 skill/);
      expect((await run(SAMPLE, '--publish', ...into)).printed).toMatch(
        /^Published as version .*, 18 as before\.$/,
      );
      const wrong = await run(SAMPLE.replace('band: green', 'band: pink'), ...into);
      expect(wrong).toMatchObject({
        exitCode: 1,
        printed: expect.stringContaining('Nothing was imported: 1 error(s).'),
      });
      expect(wrong.printed).toMatch(
        /FILE:3047:\d+ {2}checklist\.skills\[0\]\.band: must be green or yellow or orange or red/,
      );
      await expect(importChecklistFile([], {}, () => undefined)).rejects.toThrow('Name one file');
    });
  });

  describe('stand behind the courses that ask for them', () => {
    const requirement = async (member: Member, versionId: string) => {
      const { programVersion } = await member.ask<{
        programVersion: {
          courses: {
            requirements: { unresolvedBecause: string | null; checklistVersion: object | null }[];
          }[];
        };
      }>(
        `query ($id: ID!) { programVersion(id: $id) { courses { requirements { resolved unresolvedBecause
          checklistVersion { number checklist { code } } } } } }`,
        { id: versionId },
      );
      return programVersion.courses.at(-1)!.requirements[0]!;
    };
    const resolved = {
      resolved: true,
      unresolvedBecause: null,
      checklistVersion: { number: 3, checklist: { code: 'OJT-CORE' } },
    };

    it('of a program that was published before', async () => {
      const { author } = await authored();
      const { versionId } = await importDocument(author.member, SAMPLE);
      await publishProgram(author.member, versionId!);
      expect(await requirement(author.member, versionId!)).toMatchObject({ resolved: false });
      await importChecklist(author.member, SAMPLE);
      expect(await requirement(author.member, versionId!)).toEqual(resolved);
      const next = SAMPLE.replace('version: 3', 'version: 4');
      expect(await importChecklist(author.member, next)).toMatchObject({ version: { number: 4 } });
      expect(await requirement(author.member, versionId!)).toEqual(resolved);
    });

    it('of a program that is published later, and of a draft, as the newest there is', async () => {
      const { author } = await authored();
      await importChecklist(author.member, SAMPLE);
      const { versionId } = await importDocument(author.member, SAMPLE);
      expect(await requirement(author.member, versionId!)).toMatchObject({ resolved: false });
      await publishProgram(author.member, versionId!);
      expect(await requirement(author.member, versionId!)).toEqual(resolved);
      const second = await importDocument(
        author.member,
        SAMPLE.replace('version: "2026.1"', 'version: "2026.2"'),
      );
      await importChecklist(author.member, SAMPLE.replace('version: 3', 'version: 4'));
      const newest = { ...resolved, checklistVersion: { number: 4, checklist: { code: 'OJT-CORE' } } };
      expect(await requirement(author.member, second.versionId!)).toEqual(newest);
      await importChecklist(author.member, SAMPLE.replace('version: 3', 'version: 5'));
      await publishProgram(author.member, second.versionId!);
      expect(await requirement(author.member, second.versionId!)).toMatchObject({
        checklistVersion: { number: 5 },
      });
      expect(await requirement(author.member, versionId!)).toEqual(resolved);
    });

    it('of their own organization alone', async () => {
      const [{ author }, { author: other }] = [await authored(), await authored()];
      await importChecklist(other.member, SAMPLE);
      const { versionId } = await importDocument(author.member, SAMPLE);
      await publishProgram(author.member, versionId!);
      expect(await requirement(author.member, versionId!)).toMatchObject({
        resolved: false,
        checklistVersion: null,
      });
    });
  });

  it('are read by a clinic that has an agreement with the school: what it has published, and nothing else', async () => {
    const { world: school, author, a } = await withSkills();
    await author.publishChecklist(await author.createChecklist('IN-FORCE', [{ skillVersionId: a.id }]));
    const draft = await author.createChecklist('DRAFT', [{ skillVersionId: a.id }]);
    const clinic = await World.create(app, { isClinic: true });
    await agreed(school, clinic);
    const { checklists } = await clinic.owner.ask<{ checklists: object }>(
      `query ($org: ID!) { checklists(organizationId: $org) { totalCount edges { node { code organizationId latestVersion { number
        skills { version { skill { code } steps { text } } } } } } } }`,
      { org: school.orgId },
    );
    expect(checklists).toMatchObject({
      totalCount: 1,
      edges: [
        {
          node: {
            code: 'IN-FORCE',
            organizationId: school.orgId,
            latestVersion: { skills: [{ version: { skill: { code: 'A' } } }] },
          },
        },
      ],
    });
    const read = (id: string) =>
      clinic.owner.send(
        'query ($id: ID!, $org: ID!) { checklistVersion(checklistVersionId: $id, organizationId: $org) { id } }',
        {
          id,
          org: school.orgId,
        },
      );
    expect(await read(draft.id)).toEqual(await read(newId()));
  });
});
