// What a run found: as a table, as JSON and as a chart.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chartOf } from './chart.mjs';
import { machine, versions } from './machine.mjs';
import { tableOf } from './table.mjs';

const RESULTS = path.join(import.meta.dirname, '../results');

/** The peers that ratios are taken to. */
const RATIOS = { ratioPostgraphile: 'postgraphile', ratioBare: 'bare', ratioAutocommit: 'autocommit' };

/**
 * @param {object} run
 * @param {object[]} run.peers
 * @param {Record<string, Record<string, Record<string, import('../measure/measuring.mjs').Figures>>>} run.operations
 *   by operation, connections and peer
 * @param {object} run.titles of operations
 * @param {string | undefined} run.json where the figures also go
 */
export async function report({ world, peers, operations, titles, pgbench, options, json, began }) {
  const result = {
    date: new Date().toISOString(),
    minutes: Math.round((performance.now() - began) / 6_000) / 10,
    machine: machine(),
    versions: await versions(world),
    options,
    sizes: world.sizes,
    peers: Object.fromEntries(peers.map(({ key, name, running }) => [key, { name, note: running.note }])),
    titles,
    operations: summary(operations),
    reads: readsOf(operations),
    pgbench,
    measured: operations,
  };
  const text = JSON.stringify(result, (_, value) => (typeof value === 'number' ? rounded(value) : value), 1);
  const name = `${result.date.slice(0, 16).replace(':', '')}-scale-${options.scale}`;
  mkdirSync(RESULTS, { recursive: true });
  for (const file of [`${name}.json`, 'latest.json']) writeFileSync(path.join(RESULTS, file), `${text}\n`);
  for (const file of [`${name}.svg`, 'latest.svg']) writeFileSync(path.join(RESULTS, file), chartOf(result));
  if (json) writeFileSync(json, `${text}\n`);
  console.log(tableOf(result));
  console.log(`\nbench/results/${name}.json and .svg, also as latest`);
}

/** Preceptor's own figures with the ratios of requests/s: `operations.Q1["64"]`. */
function summary(operations) {
  const ofPeers = ({ preceptor, ...others }) => {
    if (!preceptor) return undefined;
    const { rps, p50, p99, cpuMs, statements } = preceptor;
    const ratios = Object.entries(RATIOS).map(([ratio, peer]) => [
      ratio,
      others[peer] ? rps / others[peer].rps : null,
    ]);
    return { rps, p50, p99, cpuMs, statements, ...Object.fromEntries(ratios) };
  };
  return mapped(operations, (byConnections) => mapped(byConnections, ofPeers));
}

/** The sample of other reads as one: median and lowest ratio. */
function readsOf(operations) {
  const ratios = Object.entries(operations)
    .filter(([id]) => /^R\d/.test(id))
    .flatMap(([id, byConnections]) => Object.values(byConnections).map((each) => [id, each]))
    .filter(([, { preceptor, postgraphile }]) => preceptor && postgraphile)
    .map(([id, { preceptor, postgraphile }]) => ({ id, ratio: preceptor.rps / postgraphile.rps }))
    .sort((a, b) => a.ratio - b.ratio);
  if (!ratios.length) return null;
  return {
    documents: ratios.length,
    median: ratios[ratios.length >> 1].ratio,
    lowest: ratios[0],
    below1: ratios.filter(({ ratio }) => ratio < 1).map(({ id }) => id),
  };
}

const mapped = (record, of) =>
  Object.fromEntries(Object.entries(record).map(([key, each]) => [key, of(each)]));

/** Four digits say all that a measurement knows. */
const rounded = (value) => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));
