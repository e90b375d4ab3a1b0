import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anchorLedger, exportLedger } from '../src/cli/ledger-commands.js';
import { verifyLedgerFile } from '../src/cli/verify-ledger-file.js';
import { Database } from '../src/platform/database/database.js';
import { LedgerKeys } from '../src/platform/ledger/ledger-keys.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase, type TestDatabase } from './support/test-database.js';
import { World } from './support/world.js';

describe('the commands of the ledger', () => {
  let folder: string;
  let database: TestDatabase;
  let app: TestApp;
  let world: World;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'preceptor-ledger-'));
    database = await ownDatabase();
    env = {
      NODE_ENV: 'test',
      DATA_DIR: folder,
      DATABASE_URL: database.databaseUrl,
      MIGRATION_DATABASE_URL: database.migrationDatabaseUrl,
    };
    app = await TestApp.start({ database, env: { DATA_DIR: folder } });
    world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    await app.app
      .get(Database)
      .forViewer(world.owner.viewer)
      .write(async (tx) => {
        for (const personId of [world.owner.personId, trainee.personId])
          for (const kind of ['a', 'b']) tx.append({ personId, kind, content: { note: 'Łukasz Nguyễn' } });
      });
    await anchorLedger(env, () => undefined);
  });
  afterAll(() => app.stop());

  const anchors = () => path.join(folder, 'anchors', 'ledger-anchors.jsonl');
  const run = async (command: (print: (line: string) => void) => Promise<0 | 1>) => {
    const printed: string[] = [];
    const code = await command((line) => void printed.push(line));
    return { code, text: printed.join('\n') };
  };
  const exported = async (...args: string[]) => {
    const file = path.join(mkdtempSync(path.join(folder, 'export-')), 'ledger.jsonl');
    await run((print) => exportLedger([file, ...args], env, print));
    return file;
  };
  const verify = (...args: string[]) => run((print) => verifyLedgerFile(args, print));

  it('inv 67: export an organization, verified without the database', async () => {
    const file = await exported();
    const [key] = app.app.get(LedgerKeys).all;
    const { code, text } = await verify(file, '--key', key!.id, '--anchors', anchors());
    expect(text).toContain('4 entries of 2 chains, 4 signed');
    expect(text).toMatch(/Anchor 1 of .*\nIntact/);
    expect(code).toBe(0);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('export one person', async () => {
    const file = await exported('--person', world.owner.personId, '--organization', world.orgId);
    const { code, text } = await verify(file);
    expect(text).toContain('2 entries of 1 chains');
    expect(text).toContain(
      `Keys, to be compared with those that were published: ${app.app.get(LedgerKeys).signing.id}`,
    );
    expect(code).toBe(0);
  });

  it('name the first broken entry, and exit with 1', async () => {
    const file = await exported('--person', world.owner.personId);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/("seq":2,"kind":"b".*?)Łukasz/, '$1Lukas'));
    const { code, text } = await verify(file);
    expect(text).toContain(
      `BROKEN at entry 2 of person ${world.owner.personId}: its content is not what was recorded (CONTENT)`,
    );
    expect(code).toBe(1);
  });

  it('do not trust a key that nobody published', async () => {
    const { code, text } = await verify(await exported(), '--key', 'ab'.repeat(16));
    expect(text).toContain('BROKEN: its anchor is not signed by a trusted key');
    expect(code).toBe(1);
  });

  it('notice an anchor file that was edited', async () => {
    const edited = path.join(folder, 'edited.jsonl');
    writeFileSync(edited, readFileSync(anchors(), 'utf8').replace(/"([0-9a-f-]{36})",(\d),"/, '"$1",1,"'));
    const { code, text } = await verify(await exported(), '--anchors', edited);
    expect(text).toContain('do not lead to the root of anchor');
    expect(code).toBe(1);
  });

  it('say what they need', async () => {
    await expect(verify()).rejects.toThrow('Name one file');
    await expect(verify('nowhere')).rejects.toThrow('There is no file nowhere');
    const taken = await exported();
    await expect(run((print) => exportLedger([taken], env, print))).rejects.toThrow('EEXIST');
    await expect(run((print) => exportLedger(['x', '--person', 'y'], env, print))).rejects.toThrow(
      'is not the id',
    );
    expect(existsSync('x')).toBe(false);
  });

  it('anchor at once', async () => {
    const { text } = await run((print) => anchorLedger(env, print));
    expect(text).toMatch(/^Anchor 2, /);
  });
});
