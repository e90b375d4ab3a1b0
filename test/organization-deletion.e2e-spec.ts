import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importRetentionRules } from '../src/cli/import-retention-file.js';
import { anchorLedger, exportLedger } from '../src/cli/ledger-commands.js';
import { deleteOrganization } from '../src/cli/removal-commands.js';
import { verifyLedgerFile } from '../src/cli/verify-ledger-file.js';
import { RECORD_CLASS_CODES } from '../src/features/retention/record-class.js';
import { Database } from '../src/platform/database/database.js';
import { placeOf } from '../src/platform/files/content-store.js';
import { newId } from '../src/platform/ids/ids.js';
import { MarkedRecords } from './support/marked-records.js';
import { alsoMemberOf } from './support/second-membership.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase, type TestDatabase } from './support/test-database.js';
import { TwoTenants } from './support/two-tenants.js';
import { uploaded } from './support/uploads.js';
import { World, type Member } from './support/world.js';

const RULES = readFileSync('migrations/reference/retention-rules.yaml', 'utf8');
/** Rules that keep nothing, for what comes after keeping. */
const NOTHING_KEPT = `retention_rules:${RECORD_CLASS_CODES.map(
  (code) => `
  - { code: ${code}, class: ${code}, keep: 0mo, counts_from: RECORD, lawful_basis: CONTRACT, authority: [a test], verified_on: 2026-01-01 }`,
).join('')}`;

const envOf = (database: TestDatabase, dataDir: string): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  DATA_DIR: dataDir,
  DATABASE_URL: database.databaseUrl,
  MIGRATION_DATABASE_URL: database.migrationDatabaseUrl,
});

describe('deleting an organization', () => {
  let app: TestApp;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const database = await ownDatabase();
    app = await TestApp.start({ database });
    env = envOf(database, app.dataDir);
    await importRetentionRules(database.migrationDatabaseUrl, RULES);
  });
  afterAll(() => app.stop());

  const remove = async ({ orgId }: World, ...more: string[]): Promise<{ code: number; text: string }> => {
    const printed: string[] = [];
    const code = await deleteOrganization([orgId, ...more], env, (line) => void printed.push(line));
    return { code, text: printed.join('\n') };
  };
  const isThere = async (table: string, id: string): Promise<boolean> =>
    (await app.owner.query(`SELECT 1 FROM ${table} WHERE id = $1`, [id])).rows.length === 1;

  it('inv 66: is refused while anything of anybody is to be kept', async () => {
    const world = await World.create(app);
    await world.enrolled(await world.program());
    expect(await remove(world, '--yes')).toEqual({
      code: 1,
      text: expect.stringMatching(
        /Nothing was deleted.*\n.*Still to be kept: enrollments, courses and grades, 2, without an end/,
      ),
    });
    expect(await isThere('organization', world.orgId)).toBe(true);
  });

  it('takes a trial, in which nothing was ever recorded of anybody, at once; a dry run changes nothing', async () => {
    const [trial, other] = [await World.create(app), await World.create(app)];
    const program = await trial.program();
    await trial.cohort(program);
    const trainee = await trial.member('TRAINEE');
    const shared = await alsoMemberOf(other, await trial.member('INSTRUCTOR'), 'INSTRUCTOR');
    expect(await remove(trial)).toMatchObject({ code: 0, text: expect.stringContaining('Dry run') });
    expect(await isThere('organization', trial.orgId)).toBe(true);
    expect(await remove(trial, '--yes')).toMatchObject({
      code: 0,
      text: expect.stringContaining('2 people whom nobody else knows'),
    });
    expect(await isThere('organization', trial.orgId)).toBe(false);
    expect(await isThere('person', trainee.personId)).toBe(false);
    expect(await isThere('person', shared.personId)).toBe(true);
    expect(
      (await shared.ask<{ myRetention: { personId: string } }>('{ myRetention { personId } }')).myRetention
        .personId,
    ).toBe(shared.personId);
    const { errors } = await trial.owner.send('{ myRetention { personId } }');
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('inv 66: is refused while a legal hold stands', async () => {
    const world = await World.create(app);
    await world.owner.do('placeLegalHold', { reason: 'A claim' }, '... on LegalHold { id }');
    expect(await remove(world, '--yes')).toMatchObject({
      code: 1,
      text: expect.stringContaining('A legal hold stands'),
    });
  });

  it('abuse 70: is refused while records of another organization rest on something of its own', async () => {
    const [clinic, school] = [await World.create(app, { isClinic: true }), await World.create(app)];
    await app.owner.query(
      `INSERT INTO affiliation_agreement (org_id, id, site_org_id, title, starts_on) VALUES ($1, $2, $3, 'Agreement', '2026-01-01')`,
      [school.orgId, newId(), clinic.orgId],
    );
    expect(await remove(clinic, '--yes')).toEqual({
      code: 1,
      text: expect.stringContaining(
        '1 rows of affiliation_agreement of other organizations lead to its organization.',
      ),
    });
    expect(await remove(school, '--yes')).toMatchObject({ code: 0 });
    expect(await remove(clinic, '--yes')).toMatchObject({ code: 0 });
  });

  it('says what it needs', async () => {
    await expect(deleteOrganization([], env, () => undefined)).rejects.toThrow('Name one id');
    await expect(deleteOrganization([newId()], env, () => undefined)).rejects.toThrow(
      'There is no organization',
    );
  });
});

describe('deleting one of two organizations that are full of records', () => {
  let tenants: TwoTenants;
  let records: MarkedRecords;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    tenants = await TwoTenants.open();
    records = await MarkedRecords.open(tenants);
    const { database, dataDir } = tenants.app;
    env = envOf(database, dataDir);
    await importRetentionRules(database.migrationDatabaseUrl, NOTHING_KEPT);
    for (const tenant of [tenants.a, tenants.b])
      await records.mark(tenant, tenant.trainee.personId, 'Marker');
    await records.query(`INSERT INTO legal_hold_release (org_id, hold_id, reason) SELECT org_id, id, 'x' FROM legal_hold h
      WHERE NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id)`);
  }, 120_000);
  afterAll(async () => {
    await records.close();
    await tenants.close();
  });

  it('abuse 70: touches no row and no file of the other, nor of people whom it knows', async () => {
    const { a, b, app } = tenants;
    const write = (orgId: string, personId: string): Promise<unknown> =>
      app.app
        .get(Database)
        .forOrganization(orgId)
        .write(async (tx) => tx.append({ personId, kind: 'a', content: { note: 'Marker' } }));
    const shared: Member = await alsoMemberOf(b.world, await a.world.member('INSTRUCTOR'), 'INSTRUCTOR');
    for (const { world, trainee } of [a, b]) await write(world.orgId, trainee.personId);
    const both = 'what both have';
    const contents = new Map<string, string>();
    for (const [member, text] of [
      [a.world.owner, both],
      [b.world.owner, both],
      [a.world.owner, 'what a alone has'],
      [b.world.owner, 'what b alone has'],
    ] as const) {
      const fileId = await uploaded(app, member, text);
      const { rows } = await records.query<{ sha256: string }>(
        'SELECT sha256 FROM stored_file WHERE id = $1',
        [fileId],
      );
      contents.set(text, rows[0]!.sha256);
    }
    await anchorLedger(env, () => undefined);
    const before = await records.everything();
    const ofA = await records.query<{ id: string }>(
      'SELECT person_id AS id FROM membership WHERE org_id = $1 EXCEPT SELECT person_id FROM membership WHERE org_id <> $1',
      [a.world.orgId],
    );

    app.clock.advance({ days: 30_000 });
    const printed: string[] = [];
    const code = await deleteOrganization(
      [a.world.orgId, '--yes'],
      env,
      (line) => void printed.push(line),
      app.clock,
    );
    app.clock.reset();
    expect(printed.at(-1)).toBe(`Deleted: organization ${a.world.orgId}.`);
    expect(code).toBe(0);

    const after = await records.everything();
    const licenses = before
      .get('license')!
      .map((row) => JSON.parse(row) as { id: string; person_id: string });
    const ownPeople = new Set(ofA.rows.map(({ id }) => id));
    const own = new Set([
      ...ownPeople,
      ...licenses.filter((license) => ownPeople.has(license.person_id)).map(({ id }) => id),
    ]);
    const ofTheDeleted = (row: string): boolean => {
      const {
        org_id: orgId,
        person_id,
        into_person_id,
        license_id,
        id,
      } = JSON.parse(row) as Record<string, string>;
      return (
        orgId === a.world.orgId ||
        (orgId === undefined &&
          [id, person_id, into_person_id, license_id].some((one) => one === a.world.orgId || own.has(one!)))
      );
    };
    const ofOthers = (all: Map<string, string[]>, table: string): string[] =>
      all.get(table)!.filter((row) => !ofTheDeleted(row));
    for (const table of before.keys()) {
      if (APART.includes(table)) continue;
      expect({ table, rows: ofOthers(after, table) }).toEqual({ table, rows: ofOthers(before, table) });
    }
    const left = [...after].flatMap(([table, rows]) =>
      rows.some((row) => row.includes(a.world.orgId)) ? [table] : [],
    );
    expect(left.filter((table) => !['operation'].includes(table)).sort()).toEqual([
      'erasure',
      'ledger_entry',
      'ledger_head',
      'ledger_signature',
    ]);
    expect(after.get('person')!.some((row) => row.includes(shared.personId))).toBe(true);
    expect(after.get('person')!.some((row) => row.includes(a.trainee.personId))).toBe(false);

    const isKept = (text: string): boolean =>
      existsSync(path.join(app.dataDir, 'files', placeOf(contents.get(text)!)));
    expect([isKept(both), isKept('what b alone has'), isKept('what a alone has')]).toEqual([
      true,
      true,
      false,
    ]);
  }, 120_000);

  it('abuse 70, inv 67: leaves a ledger in which nothing is missing: of the other as it was, of the deleted without what it said', async () => {
    const { a, b, app } = tenants;
    await anchorLedger(env, () => undefined);
    const lines = readFileSync(path.join(app.dataDir, 'anchors', 'ledger-anchors.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { diverged: unknown[] }).diverged)).toEqual(
      lines.map(() => []),
    );
    const file = path.join(app.dataDir, `${newId()}.jsonl`);
    await exportLedger([file, '--organization', b.world.orgId], env, () => undefined);
    expect(await verifyLedgerFile([file], () => undefined)).toBe(0);
    const { rows } = await records.query<{ content: string | null; salt: Buffer | null }>(
      'SELECT content, salt FROM ledger_entry WHERE org_id = $1',
      [a.world.orgId],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ content, salt }) => content === null && salt === null)).toBe(true);
  });
});

/** Of the whole installation, or counted anew by whoever asks next. */
const APART = ['ledger_anchor'];
