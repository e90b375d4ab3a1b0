// What the steps beyond one process cost and relieve, on one machine: the same reads straight to the database, through PgBouncer
// (where it is installed) and from a streaming replica, taking turns; then reads right after writes. `npm run bench:scaling`.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import 'reflect-metadata';
import * as binaries from '../dist/src/platform/database/embedded/binaries.js';
import * as cluster from '../dist/src/platform/database/embedded/cluster.js';
import * as location from '../dist/src/platform/database/embedded/location.js';
import * as server from '../dist/src/platform/database/embedded/server.js';
import * as account from '../dist/src/platform/database/embedded/server-account.js';
import { pgbouncerVersion, startPooler } from '../test/support/pooler.ts';
import { startStandby } from '../test/support/standby.ts';
import { startLoadGenerator } from './load-generator/load-generator.mjs';
import { processorMs } from './measure/processes.mjs';
import { HOT } from './operations/hot.mjs';
import { requests, start } from './peers/preceptor.mjs';
import { freePort } from './peers/settings.mjs';
import { processesOf } from './server.mjs';
import { openWorld, SETTINGS } from './world/world.mjs';

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '0.01' },
    seconds: { type: 'string', default: '1.5' },
    slices: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
    ops: { type: 'string', default: 'Q1,Q2' },
    writes: { type: 'string', default: '400' },
  },
});
const [seconds, slices, connections] = [values.seconds, values.slices, values.connections].map(Number);
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const rounded = (number) => Number(number.toFixed(2));
const READ = 'query ($id: ID!) { quizAttempt(id: $id) { questions { answer { revision } } } }';
/** Reads after writes that open connections and make plans. */
const WARM_UP = 30;
const MODULE = path.join(import.meta.dirname, 'peers/preceptor.mjs');

const folder = path.join(tmpdir(), `preceptor-scaling-${values.scale}`); // not that of other benches: they may have it open
mkdirSync(folder, { recursive: true });
const world = await openWorld({ scale: Number(values.scale), folder });
const closing = [() => world.stop()];
const load = startLoadGenerator();
closing.push(() => load.stop());
try {
  const standby = await follow();
  const places = await startPlaces(standby);
  for (const operation of values.ops.split(',').filter(Boolean)) await compare(operation, places, standby);
  await readAfterWrite(
    places.find(({ key }) => key === 'replica'),
    standby,
  );
} finally {
  for (const close of closing.reverse()) await close();
}

async function follow() {
  const embedded = { ...binaries, ...cluster, ...location, ...server, ...account };
  const primary = { dataDir: path.join(folder, 'postgres'), superuserUrl: world.ownerUrl };
  const standby = await startStandby(embedded, primary, `replica_${process.pid}`, {
    ...SETTINGS,
    shared_buffers: '512MB',
    fsync: 'on',
  });
  closing.push(async () => {
    await standby.discard();
    const owner = new pg.Client(world.ownerUrl);
    await owner.connect();
    await owner.query(`SELECT pg_drop_replication_slot('replica_${process.pid}')`);
    await owner.end();
  });
  return { ...standby, pids: () => processesOf(standby.dataDir) };
}

/** The same server in each place, with its own processes and connections. */
async function startPlaces(standby) {
  const replica = Object.assign(new URL(world.databaseUrl), { port: standby.port }).toString();
  const envs = { direct: {}, replica: { REPLICA_DATABASE_URLS: replica } };
  const version = pgbouncerVersion();
  if (version) {
    const pooler = await startPooler(world.databaseUrl, 10);
    closing.push(() => pooler.stop());
    envs[`PgBouncer ${version}`] = {
      DATABASE_URL: pooler.through(world.databaseUrl),
      DATABASE_SESSION_URL: world.databaseUrl,
      NAMED_STATEMENTS: String(Number(version.split('.')[1]) >= 21),
    };
  }
  const places = [];
  for (const [key, env] of Object.entries(envs)) {
    const running = await start({ world, port: await freePort(), env });
    closing.push(() => running.stop());
    places.push({ key, running });
  }
  return places;
}

async function compare(operation, places, standby) {
  const samples = await HOT[operation].samples(world, HOT[operation].pool);
  const taken = new Map(places.map(({ key }) => [key, []]));
  for (let turn = -1; turn < slices; turn++)
    for (const { key, running } of places) {
      await load.prepare({ peer: key, module: MODULE, operation, url: running.url, samples, timesEach: 1 });
      const pids = () => [running.nodePids(), world.postgresPids(), standby.pids()];
      const before = pids().map(processorMs);
      const done = await load.slice({ peer: key, operation, connections, seconds, checkAll: turn < 0 });
      const spent = pids().map((each, i) => (processorMs(each) - before[i]) / done.requests);
      if (done.wrong) throw new Error(`${key} answered wrong: ${done.problems[0]}`);
      if (turn >= 0) taken.get(key).push([done.requests / done.seconds, done.p50, ...spent]);
    }
  console.log(
    `${operation}, ${HOT[operation].title}, at ${connections} connections; processor time per request`,
  );
  table(
    Object.fromEntries(
      [...taken].map(([key, list]) => {
        const [rps, p50, node, primary, replica] = list[0].map((_, i) => median(list.map((each) => each[i])));
        return [
          key,
          {
            'requests/s': Math.round(rps),
            'p50 ms': rounded(p50),
            'node ms': rounded(node),
            'primary ms': rounded(primary),
            'replica ms': rounded(replica),
          },
        ];
      }),
    ),
  );
}

/** One trainee after the other saves an answer and looks at the attempt at once: by the same process, then by another with the token. */
async function readAfterWrite({ running }, standby) {
  const replica = Object.assign(new URL(world.databaseUrl), { port: standby.port }).toString();
  const other = await start({ world, port: await freePort(), env: { REPLICA_DATABASE_URLS: replica } });
  closing.push(() => other.stop());
  const attempts = await HOT.M3.samples(world, Number(values.writes) + WARM_UP);
  const ways = {
    'the same process': (sample) => read(running.url, null, sample),
    'another process, with the token': (sample, token) => read(other.url, token, sample),
    'another process, without it': (sample) => read(other.url, null, sample),
  };
  const found = Object.fromEntries(Object.keys(ways).map((way) => [way, { stale: 0, ms: [] }]));
  for (const [n, sample] of attempts.entries()) {
    const { path: to, headers, body } = requests.M3.request(sample, 0);
    const saved = await fetch(running.url + to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const { revision } = (await saved.json()).data.saveAnswer;
    const way = Object.keys(ways)[n % 3];
    const begun = performance.now();
    const seen = await ways[way](sample, saved.headers.get('preceptor-lsn'));
    if (n >= WARM_UP) found[way].ms.push(performance.now() - begun);
    if (!seen.some(({ answer }) => answer?.revision === revision)) found[way].stale++;
  }
  console.log('Reads right after a write, one after the other');
  table(
    Object.fromEntries(
      Object.entries(found).map(([way, { stale, ms }]) => [
        way,
        {
          reads: ms.length,
          stale,
          'p50 ms': rounded(median(ms)),
          'p99 ms': rounded(ms.toSorted((a, b) => a - b)[Math.floor(ms.length * 0.99)]),
        },
      ]),
    ),
  );
}

/** What was saved, as somebody sees who presents the token or does not. */
async function read(url, token, sample) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${sample.token}`,
      ...(token ? { 'preceptor-lsn': token } : {}),
    },
    body: JSON.stringify({ query: READ, variables: { id: sample.attemptId } }),
  });
  return (await response.json()).data.quizAttempt.questions;
}

/** Rows by their names, with one line for each. */
function table(rows) {
  const columns = ['', ...Object.keys(Object.values(rows)[0])];
  const lines = [
    columns,
    ...Object.entries(rows).map(([name, row]) => [name, ...Object.values(row).map(String)]),
  ];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  for (const line of lines) console.log(line.map((cell, i) => cell.padEnd(widths[i])).join('  '));
}
