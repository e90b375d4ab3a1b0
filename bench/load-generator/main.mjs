// The load generator, a process of its own so that its processor time is nobody else's. It is told by messages what to
// prepare and when to send it.
import { pathToFileURL } from 'node:url';
import { Checks } from './checks.mjs';
import { Clients } from './clients.mjs';
import { slice } from './slice.mjs';

/** Of reads: each sample is asked for in so many ways. */
const VARIANTS = 3;

/** Connections and prepared requests of the peers, by peer and operation. */
const connections = new Map();
const prepared = new Map();

const ORDERS = {
  /** Makes the requests, so that nothing is left to do in a slice but to send them. */
  async prepare({ peer, module, operation, url, samples, timesEach, used }) {
    const { requests } = await import(pathToFileURL(module).href);
    const { request, check } = requests[operation];
    const times = used ? timesEach : VARIANTS;
    const turns = samples.flatMap((sample) =>
      Array.from({ length: times }, (_, n) => ({ sample, request: asSent(request(sample, n)) })),
    );
    if (!connections.has(peer)) connections.set(peer, new Clients(url));
    const key = `${peer} ${operation}`;
    const checks = prepared.get(key)?.checks ?? new Checks(check);
    const next = used ? () => turns.pop() : () => turns[Math.floor(Math.random() * turns.length)];
    if (used && timesEach > 1) shuffle(turns);
    prepared.set(key, { checks, next, left: () => turns.length });
    return { turns: turns.length };
  },

  async slice({ peer, operation, connections: count, seconds, checkAll }) {
    const { checks, next } = prepared.get(`${peer} ${operation}`);
    const before = process.cpuUsage();
    const done = await slice({ clients: connections.get(peer).take(count), next, checks, seconds, checkAll });
    const { user, system } = process.cpuUsage(before);
    const sorted = Float64Array.from(done.latencies).sort();
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
    return {
      ...done,
      latencies: undefined,
      p50: at(0.5),
      p99: at(0.99),
      clientCpuMs: (user + system) / 1000,
      checked: checks.checked,
    };
  },

  /** Sends so many, one after the other. */
  async some({ peer, operation, count }) {
    const { checks, next } = prepared.get(`${peer} ${operation}`);
    let left = count;
    const turn = () => (left-- > 0 ? next() : undefined);
    const clients = connections.get(peer).take(1);
    return slice({ clients, next: turn, checks, seconds: 60, checkAll: true });
  },

  async forget({ peer }) {
    await connections.get(peer)?.close();
    connections.delete(peer);
    for (const key of prepared.keys()) if (key.startsWith(`${peer} `)) prepared.delete(key);
  },
};

function asSent({ path, headers, body }) {
  const bytes = Buffer.from(body);
  return { path, headers: { 'content-type': 'application/json', ...headers }, body: bytes };
}

function shuffle(list) {
  for (let i = list.length - 1; i > 0; i--) {
    const other = Math.floor(Math.random() * (i + 1));
    [list[i], list[other]] = [list[other], list[i]];
  }
}

process.on('message', async ({ id, order, ...about }) => {
  try {
    process.send({ id, answer: await ORDERS[order](about) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});
process.on('disconnect', () => process.exit());
