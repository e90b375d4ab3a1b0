// A real server process with a database of its own in a folder that is thrown away, and the owner's connection to it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import 'reflect-metadata';
import { AccessTokens } from '../dist/src/platform/access/access-tokens.js';
import { Viewer } from '../dist/src/platform/access/viewer.js';
import { Clock } from '../dist/src/platform/clock/clock.js';
import { joinEmbeddedDatabase } from '../dist/src/platform/database/embedded/embedded-database.js';
import { newId } from '../dist/src/platform/ids/ids.js';

const SECRET = 'the benches sign with this 0123456789 and nobody else';
const MAIN = path.join(import.meta.dirname, '../dist/src/main.js');

/** With a database of its own, or, where `env` names one by DATABASE_URL and MIGRATION_DATABASE_URL, on that one. */
export async function startServer(env = {}, databasePids) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'preceptor-bench-'));
  chmodSync(dataDir, 0o755); // started as root, the database runs as another user, who must come in
  const port = await freePort();
  const server = spawn(process.execPath, ['--max-semi-space-size=8', MAIN], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      PORT: String(port),
      DEMO: 'false',
      TOKEN_SECRET: SECRET,
      LOG_LEVEL: 'error',
      REQUESTS_PER_MINUTE: '1000000',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await Promise.race([
    ended.then(() => Promise.reject(new Error('The server ended before it listened'))),
    new Promise((resolve) => server.stdout.on('data', (text) => /listens at/.test(text) && resolve())),
  ]);
  const own = path.join(dataDir, 'postgres');
  const ownerUrl =
    env.MIGRATION_DATABASE_URL ?? (await joinEmbeddedDatabase({ dataDir: own })).migrationDatabaseUrl;
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  return {
    port,
    pid: server.pid,
    owner,
    /** Processor time so far of each part, in seconds: what a busy machine does not change. Linux only. */
    processorSeconds() {
      const { user, system } = process.cpuUsage();
      const [node, database] = [[server.pid], databasePids?.() ?? processesOf(own)].map((pids) =>
        pids.reduce((sum, pid) => sum + secondsOf(pid), 0),
      );
      return { server: node, database, client: (user + system) / 1e6 };
    },
    async stop() {
      await owner.end();
      server.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Persons with accounts, memberships and sessions, arranged behind the API; each with a token. */
export async function people(owner, orgId, role, count) {
  const tokens = new AccessTokens({ tokenSecret: SECRET, accessTokenMinutes: 60 }, new Clock());
  const viewers = Array.from(
    { length: count },
    () => new Viewer(orgId, newId(), newId(), newId(), newId(), role),
  );
  const rows = JSON.stringify(viewers.map(({ ...ids }) => ids));
  const from = `jsonb_to_recordset($1::jsonb) AS v ("personId" uuid, "accountId" uuid, "membershipId" uuid, "sessionId" uuid)`;
  await owner.query(
    `INSERT INTO person (id, given_name, family_name) SELECT "personId", 'Ada', 'Bench' FROM ${from}`,
    [rows],
  );
  await owner.query(
    `INSERT INTO account (id, person_id, email) SELECT "accountId", "personId", "personId" || '@example.org' FROM ${from}`,
    [rows],
  );
  await owner.query(
    `INSERT INTO membership (org_id, id, person_id, role) SELECT $2, "membershipId", "personId", $3 FROM ${from}`,
    [rows, orgId, role],
  );
  await owner.query(
    `INSERT INTO session (id, person_id, account_id, org_id, membership_id)
     SELECT "sessionId", "personId", "accountId", $2, "membershipId" FROM ${from}`,
    [rows, orgId],
  );
  return Promise.all(
    viewers.map(async (viewer) => ({ ...viewer, token: (await tokens.sign(viewer)).token })),
  );
}

/** The postmaster of a data folder and its children. */
export function processesOf(folder) {
  const named = readdirSync(folder, { recursive: true }).find((name) => name.endsWith('postmaster.pid'));
  if (!named) return [];
  const postmaster = readFileSync(path.join(folder, named), 'utf8').split('\n')[0];
  const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && statOf(pid)?.[1] === postmaster);
  return [postmaster, ...children];
}

/** Ticks of a hundredth of a second. */
const secondsOf = (pid) => ((stat) => (stat ? (Number(stat[11]) + Number(stat[12])) / 100 : 0))(statOf(pid));

/** The fields of /proc/PID/stat after the name. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
