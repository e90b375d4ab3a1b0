// Preceptor beside its peers, in one run over one database: see bench/README.md.
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startLoadGenerator } from './load-generator/load-generator.mjs';
import { Measuring } from './measure/measuring.mjs';
import { runPgbench } from './peers/pgbench.mjs';
import { freePort } from './peers/settings.mjs';
import { HOT } from './operations/hot.mjs';
import { staffSamples } from './operations/read-samples.mjs';
import { READS } from './operations/reads.mjs';
import { progressBar } from './report/progress.mjs';
import { report } from './report/report.mjs';
import { openWorld } from './world/world.mjs';

const PEERS = {
  preceptor: 'peers/preceptor.mjs',
  postgraphile: 'peers/postgraphile/index.mjs',
  bare: 'peers/bare.mjs',
  autocommit: 'peers/bare-autocommit.mjs',
};
/** Reads for which there is the bare server without a transaction, beside the one with it. */
const AUTOCOMMIT = ['Q1', 'Q2', 'Q3', 'Q4'];

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    ops: { type: 'string', default: [...Object.keys(HOT), 'reads'].join() },
    seconds: { type: 'string', default: '1.5' },
    slices: { type: 'string', default: '5' },
    connections: { type: 'string', default: '1,16,64' },
    peers: { type: 'string', default: Object.keys(PEERS).join() },
    folder: { type: 'string' },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const quick = values.quick ? { seconds: '0.5', slices: '3', connections: '1,64' } : {};
const options = { ...values, ...quick };
const seconds = Number(options.seconds);
const slices = Number(options.slices);
const connections = options.connections.split(',').map(Number);
const operations = options.ops
  .split(',')
  .flatMap((id) => (id === 'reads' ? READS.map((read) => read.id) : [id]));
const unknown = operations.find((id) => !operationOf(id));
if (unknown) throw new Error(`There is no operation ${unknown}`);

const began = performance.now();
const bar = progressBar(process.stderr);
const world = await openWorld({ scale: Number(values.scale), folder: values.folder, progress: bar.loading });
const load = startLoadGenerator();
const peers = [];
try {
  for (const key of values.peers.split(',')) peers.push(await startPeer(key));
  const there = peers.filter(Boolean);
  const measuring = new Measuring({ world, load, peers: there, seconds, slices, bar });
  const plan = operations.flatMap((id) => connectionsFor(id).map((count) => ({ id, count })));
  bar.total(plan.length);
  const measured = {};
  for (const { id, count } of plan) {
    const among = there.filter((peer) => peer.requests[id] && (peer.key !== 'autocommit' || count > 1));
    (measured[id] ??= {})[count] = await measuring.measure(id, operationOf(id), count, among);
    bar.step(`${id} at ${count}`);
  }
  const pgbench = await runPgbench({
    world,
    seconds: 2 * seconds,
    sample: (await staffSamples(world, 1))[0],
  });
  bar.end();
  await report({
    world,
    peers: there,
    operations: measured,
    titles: Object.fromEntries(operations.map((id) => [id, operationOf(id).title])),
    pgbench,
    options: { ...options, scale: world.scale },
    json: values.json,
    began,
  });
  if (measuring.wrong) process.exitCode = 1;
} finally {
  bar.end();
  load.stop();
  for (const peer of peers) await peer?.running.stop();
  await world.stop();
}

function operationOf(id) {
  return HOT[id] ?? READS.find((read) => read.id === id);
}

/** Reads of the sample are compared where the machine is busy; the hot operations everywhere. */
function connectionsFor(id) {
  return HOT[id] ? connections : [Math.max(...connections)];
}

/** Null for a peer that is not there, which is said. */
async function startPeer(key) {
  if (!PEERS[key]) throw new Error(`There is no peer ${key}`);
  const module = path.join(import.meta.dirname, PEERS[key]);
  if (!existsSync(module)) {
    console.error(`${key} is left out: there is no bench/${PEERS[key]}`);
    return null;
  }
  const { start, requests, name } = await import(module);
  bar.say(`Starts ${name} (load ${loadavg()[0].toFixed(1)})`);
  const running = await start({ world, port: await freePort() });
  return { key, name, module, requests: only(key, requests), running };
}

const only = (key, requests) =>
  key === 'autocommit'
    ? Object.fromEntries(Object.entries(requests).filter(([id]) => AUTOCOMMIT.includes(id)))
    : requests;
