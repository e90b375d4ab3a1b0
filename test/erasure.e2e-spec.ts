import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importRetentionRules } from '../src/cli/import-retention-file.js';
import { anchorLedger, exportLedger } from '../src/cli/ledger-commands.js';
import { erasePerson } from '../src/cli/removal-commands.js';
import { verifyLedgerFile } from '../src/cli/verify-ledger-file.js';
import { RECORD_CLASS_CODES } from '../src/features/retention/record-class.js';
import { RECORD_TABLES } from '../src/features/retention/record-tables.js';
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
const LONG_AGO = new Date('2005-03-01T12:00:00Z');

const envOf = (database: TestDatabase, dataDir: string): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  DATA_DIR: dataDir,
  DATABASE_URL: database.databaseUrl,
  MIGRATION_DATABASE_URL: database.migrationDatabaseUrl,
});

describe('erasing a person', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'preceptor-erasure-'));
    const database = await ownDatabase();
    env = envOf(database, folder);
    app = await TestApp.start({ database, env: { DATA_DIR: folder } });
    await importRetentionRules(database.migrationDatabaseUrl, RULES);
    world = await World.create(app, { isClinic: true });
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const erase = async (personId: string, ...more: string[]): Promise<{ code: number; text: string }> => {
    const printed: string[] = [];
    const code = await erasePerson([world.orgId, personId, ...more], env, (line) => void printed.push(line));
    return { code, text: printed.join('\n') };
  };
  const contentAt = (sha256: string): boolean => existsSync(path.join(folder, 'files', placeOf(sha256)));
  const sha256Of = async (fileId: string): Promise<string> =>
    (await app.owner.query<{ sha256: string }>('SELECT sha256 FROM stored_file WHERE id = $1', [fileId]))
      .rows[0]!.sha256;

  /** Somebody who worked here long ago: a card with its picture, a training, entries in the ledger. */
  async function formerEmployee(): Promise<{ member: Member; fileId: string }> {
    app.clock.setTo(LONG_AGO);
    const member = await world.member('TRAINEE', { givenName: 'Wanda', familyName: 'Marker' });
    const fileId = await uploaded(app, member, `card of ${member.personId}`, { name: 'wanda-marker.txt' });
    await app.owner.query('UPDATE membership SET created_at = $2 WHERE person_id = $1', [
      member.personId,
      LONG_AGO,
    ]);
    await app.owner.query(
      `INSERT INTO external_credential (org_id, id, person_id, type_code, issuer, number, issued_on, front_file_id, recorded_at)
       VALUES ($1, $2, $3, 'BLS', 'Issuer', 'WM-1', '2005-03-01', $4, $5)`,
      [world.orgId, newId(), member.personId, fileId, LONG_AGO],
    );
    await app.owner.query(
      `INSERT INTO mandatory_training_completion (org_id, id, person_id, code, session_id, completed_on, general, live_questions,
         attendee_name, attendee_job_title, recorded_at) VALUES ($1, $2, $3, 'BBP', $2, '2005-03-01', true, true, 'Wanda Marker', 'Aide', $4)`,
      [world.orgId, newId(), member.personId, LONG_AGO],
    );
    await app.app
      .get(Database)
      .forOrganization(world.orgId)
      .write(async (tx) => {
        for (const kind of ['a', 'b'])
          tx.append({ personId: member.personId, kind, content: { note: 'Wanda Marker' } });
      });
    app.clock.reset();
    return { member, fileId };
  }
  const leave = ({ personId }: Member, on: string): Promise<unknown> =>
    app.owner.query('UPDATE membership SET revoked_at = $2 WHERE person_id = $1', [personId, on]);
  const nameOf = async (personId: string): Promise<string> =>
    (
      await app.owner.query<{ name: string }>(
        `SELECT given_name || ' ' || family_name AS name FROM person WHERE id = $1`,
        [personId],
      )
    ).rows[0]!.name;

  it('inv 66: is refused while they belong to the organization, a period runs or a hold stands; nothing changes', async () => {
    const { member } = await formerEmployee();
    expect(await erase(member.personId, '--yes')).toMatchObject({
      code: 1,
      text: expect.stringContaining('They are a member: revoke the membership first.'),
    });
    await leave(member, '2024-01-31');
    const running = await erase(member.personId, '--yes');
    expect(running.code).toBe(1);
    expect(running.text).toContain('Still to be kept: cards and licenses (BLS), 1, until 2031-01-31.');
    await leave(member, '2006-01-31');
    const hold = await world.owner.do<{ id: string }>(
      'placeLegalHold',
      { personId: member.personId, reason: 'A claim' },
      '... on LegalHold { id }',
    );
    expect((await erase(member.personId, '--yes')).text).toContain('A legal hold stands since');
    await world.owner.do(
      'releaseLegalHold',
      { holdId: hold.id, reason: 'Settled' },
      '... on LegalHold { id }',
    );
    // The hold itself is on record now, and so is its release.
    expect((await erase(member.personId, '--yes')).text).toMatch(
      /Still to be kept: the ledger, .*, until 20/,
    );
    expect(await nameOf(member.personId)).toBe('Wanda Marker');
  });

  it('inv 66: afterwards takes what is personal, and leaves ids, days, codes and hashes', async () => {
    const { member, fileId } = await formerEmployee();
    await leave(member, '2006-01-31');
    const sha256 = await sha256Of(fileId);
    await anchorLedger(env, () => undefined);

    const tried = await erase(member.personId);
    expect(tried).toMatchObject({ code: 0, text: expect.stringContaining('Dry run') });
    expect(await nameOf(member.personId)).toBe('Wanda Marker');
    expect(contentAt(sha256)).toBe(true);

    expect(await erase(member.personId, '--yes', '--reason', 'They asked for it')).toMatchObject({
      code: 0,
      text: expect.stringContaining(`Erased: person ${member.personId}.`),
    });
    expect(await nameOf(member.personId)).toBe('Erased ');
    expect(contentAt(sha256)).toBe(false);
    const { rows: cards } = await app.owner.query(
      'SELECT type_code, number, issued_on::text FROM external_credential WHERE person_id = $1',
      [member.personId],
    );
    expect(cards).toEqual([{ type_code: 'BLS', number: 'erased', issued_on: '2005-03-01' }]);
    const { rows: files } = await app.owner.query(
      'SELECT name, sha256, erased_at IS NOT NULL AS erased FROM stored_file WHERE id = $1',
      [fileId],
    );
    expect(files).toEqual([{ name: 'erased', sha256, erased: true }]);
    const { rows: accounts } = await app.owner.query('SELECT 1 FROM account WHERE person_id = $1', [
      member.personId,
    ]);
    expect(accounts).toEqual([]);
    const { rows: told } = await app.owner.query('SELECT reason FROM erasure WHERE person_id = $1', [
      member.personId,
    ]);
    expect(told).toEqual([{ reason: 'They asked for it' }]);
  });

  it('inv 66, 67: leaves a ledger that verifies, in the database and as a file, and says what was erased', async () => {
    const { member } = await formerEmployee();
    await leave(member, '2006-01-31');
    await anchorLedger(env, () => undefined);
    await erase(member.personId, '--yes');
    const { ledgerVerification } = await world.owner.ask<{ ledgerVerification: object }>(
      'query ($id: ID!) { ledgerVerification(personId: $id) { intact entries erased signed anchoredSeq brokenAt } }',
      { id: member.personId },
    );
    expect(ledgerVerification).toEqual({
      intact: true,
      entries: 3,
      erased: 2,
      signed: 3,
      anchoredSeq: 2,
      brokenAt: null,
    });
    const file = path.join(mkdtempSync(path.join(folder, 'export-')), 'ledger.jsonl');
    await exportLedger([file, '--person', member.personId], env, () => undefined);
    expect(readFileSync(file, 'utf8')).not.toContain('Wanda');
    const printed: string[] = [];
    const anchors = path.join(folder, 'anchors', 'ledger-anchors.jsonl');
    expect(await verifyLedgerFile([file, '--anchors', anchors], (line) => void printed.push(line))).toBe(0);
    expect(printed.join('\n')).toMatch(/2 of the entries are erased.*\n(.*\n)*Intact/);
  });

  it('inv 66: lets contents of the ledger go by that function alone, salt and content together, and nothing else', async () => {
    const { member } = await formerEmployee();
    const owner = await app.owner.connect();
    const attempt = async (begin: string, change: string): Promise<string> => {
      await owner.query('BEGIN');
      try {
        await owner.query(begin, begin ? [world.orgId, member.personId] : []);
        await owner.query(
          `UPDATE ledger_entry SET ${change} WHERE person_id = '${member.personId}' AND seq = 1`,
        );
        return 'changed';
      } catch (error) {
        return (error as Error).message;
      } finally {
        await owner.query('ROLLBACK');
      }
    };
    const named = `INSERT INTO erasure (org_id, id, person_id, reason, txid)
      VALUES ($1, gen_random_uuid(), $2, 'a test', pg_current_xact_id()::text::bigint)`;
    try {
      expect(await attempt('', 'content = NULL, salt = NULL')).toBe('ledger_entry is append-only');
      expect(await attempt(named, 'content = NULL')).toBe('ledger_entry is append-only');
      expect(await attempt(named, `content = NULL, salt = NULL, kind = 'other'`)).toBe(
        'ledger_entry is append-only',
      );
      expect(await attempt(named, `content = '{}', salt = NULL`)).toBe('ledger_entry is append-only');
      expect(await attempt(named, 'content = NULL, salt = NULL')).toBe('changed');
    } finally {
      owner.release();
    }
    await expect(
      app.app
        .get(Database)
        .forOrganization(world.orgId)
        .write((tx) => tx.executeSql('SELECT ledger_erase($1, NULL, $2)', [world.orgId, 'not mine to do'])),
    ).rejects.toThrow('permission denied for function ledger_erase');
  });

  it('inv 66: leaves name and account to another organization that knows them', async () => {
    const { member } = await formerEmployee();
    const elsewhere = await World.create(app);
    await alsoMemberOf(elsewhere, member, 'INSTRUCTOR');
    await app.owner.query('UPDATE membership SET revoked_at = $3 WHERE person_id = $1 AND org_id = $2', [
      member.personId,
      world.orgId,
      '2006-01-31',
    ]);
    expect((await erase(member.personId, '--yes')).text).toContain('Another organization knows them');
    expect(await nameOf(member.personId)).toBe('Wanda Marker');
    const { rows } = await app.owner.query(
      'SELECT attendee_name FROM mandatory_training_completion WHERE person_id = $1',
      [member.personId],
    );
    expect(rows).toEqual([{ attendee_name: 'erased' }]);
  });

  it('inv 66: keeps a content that somebody else’s file is, too, and takes it again when it is sent later', async () => {
    const { member, fileId } = await formerEmployee();
    const sha256 = await sha256Of(fileId);
    const same = `card of ${member.personId}`;
    await uploaded(app, world.owner, same);
    await leave(member, '2006-01-31');
    await erase(member.personId, '--yes');
    expect(contentAt(sha256)).toBe(true);

    const other = await formerEmployee();
    await leave(other.member, '2006-01-31');
    const gone = await sha256Of(other.fileId);
    await erase(other.member.personId, '--yes');
    expect(contentAt(gone)).toBe(false);
    await uploaded(app, world.owner, `card of ${other.member.personId}`);
    expect(contentAt(gone)).toBe(true);
  });

  it('inv 66: keeps who did something in records of others as long as those', async () => {
    const { member } = await formerEmployee();
    const trainee = await world.member('TRAINEE');
    await app.owner.query(
      `INSERT INTO mandatory_training_completion (org_id, id, person_id, code, session_id, completed_on, general, live_questions,
         attendee_name, recorded_by) VALUES ($1, $2, $3, 'BBP', $2, '2026-01-01', true, true, 'Ada Test', $4)`,
      [world.orgId, newId(), trainee.personId, member.personId],
    );
    await leave(member, '2006-01-31');
    expect(await erase(member.personId, '--yes')).toEqual({
      code: 1,
      text: expect.stringContaining('1 records of others name them as who did something'),
    });
  });

  it('says what it needs', async () => {
    const quiet = (): void => undefined;
    await expect(erasePerson([world.orgId], env, quiet)).rejects.toThrow('Name two ids');
    await expect(erasePerson([world.orgId, 'x'], env, quiet)).rejects.toThrow('x is not an id');
    await expect(erasePerson([newId(), newId()], env, quiet)).rejects.toThrow('There is no organization');
    await expect(erasePerson([world.orgId, newId()], env, quiet)).rejects.toThrow('knows no person');
    const stranger = await (await World.create(app)).member('TRAINEE');
    await expect(erasePerson([world.orgId, stranger.personId, '--yes'], env, quiet)).rejects.toThrow(
      'knows no person',
    );
    expect(await nameOf(stranger.personId)).toBe('Ada Test');
  });
});

describe('erasing somebody who has a row in every table', () => {
  let tenants: TwoTenants;
  let records: MarkedRecords;
  beforeAll(async () => {
    tenants = await TwoTenants.open();
    records = await MarkedRecords.open(tenants);
    await importRetentionRules(tenants.app.database.migrationDatabaseUrl, NOTHING_KEPT);
  }, 120_000);
  afterAll(async () => {
    await records.close();
    await tenants.close();
  });

  it('inv 66: leaves nothing of what is personal in any table, and every row of everybody else as it was', async () => {
    const { trainee, world } = tenants.a;
    const { personId } = trainee;
    const { orgId } = world;
    const mark = 'Wanda Marker';
    await records.mark(tenants.a, personId, mark);
    await records.query(`UPDATE person SET given_name = '${mark}' WHERE id = $1`, [personId]);
    await records.query(`UPDATE account SET email = '${mark}@example.org' WHERE person_id = $1`, [personId]);
    await records.query(`UPDATE membership SET revoked_at = '2020-01-01' WHERE person_id = $1`, [personId]);
    await records.query(`UPDATE enrollment SET status = 'WITHDRAWN' WHERE person_id = $1`, [personId]);
    await records.query(
      `UPDATE assignment_standing SET starts_on = '2019-01-01', ends_on = '2020-01-01' WHERE person_id = $1`,
      [personId],
    );
    await records.query(
      `INSERT INTO legal_hold_release (org_id, hold_id, reason) SELECT org_id, id, 'x' FROM legal_hold h
      WHERE org_id = $1 AND NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id)`,
      [orgId],
    );
    await tenants.app.app
      .get(Database)
      .forOrganization(orgId)
      .write(async (tx) => tx.append({ personId, kind: 'a', content: { note: mark } }));
    const marked = await records.placesOf(mark);
    expect(marked.length).toBeGreaterThan(80);
    const before = await records.everything();
    const other = await tenants.contentsOf(tenants.b);

    tenants.app.clock.advance({ days: 30_000 });
    const printed: string[] = [];
    const env = envOf(tenants.app.database, tenants.app.dataDir);
    const code = await erasePerson(
      [orgId, personId, '--yes'],
      env,
      (line) => void printed.push(line),
      tenants.app.clock,
    );
    tenants.app.clock.reset();
    expect(printed.at(-1)).toBe(`Erased: person ${personId}.`);
    expect(code).toBe(0);

    expect(await records.placesOf(mark)).toEqual([]);
    expect(await tenants.contentsOf(tenants.b)).toEqual(other);
    // Whatever changed or went was theirs, and told of them.
    const after = await records.everything();
    const touched = [...before].flatMap(([table, rows]) => {
      const left = new Set(after.get(table));
      return rows.some((row) => !left.has(row)) ? [table] : [];
    });
    const ofPersons = [...Object.keys(RECORD_TABLES), 'person', 'stored_file'];
    expect(touched.filter((table) => !ofPersons.includes(table))).toEqual([]);
  }, 120_000);
});
