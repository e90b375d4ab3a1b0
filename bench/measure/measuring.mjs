// Takes the figures of one operation: the peers take turns in slices, so that what the machine does besides meets them all.
import { processorMs, residentMb } from './processes.mjs';
import { statementsPerRequest } from './statements.mjs';

/** Seconds in which each peer warms up before a number of connections is measured; all bodies are checked then. */
const WARM_UP = 1;
/** Requests sent to count statements. */
const COUNTED = 40;
/** Of samples that are used up, more than the peer was seen to need. */
const SPARE = 1.4;

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

/**
 * @typedef {object} Figures of one peer, medians over the slices
 * @property {number} rps
 * @property {number} p50 milliseconds
 * @property {number} p99
 * @property {number} cpuMs of node and PostgreSQL together, per request
 * @property {number} nodeMs
 * @property {number} postgresMs
 * @property {number} clientMs of the load generator
 * @property {number | null} statements per request, without those that begin, arrange and end the transaction
 * @property {number | null} messages with them
 * @property {number} bytes of a body
 * @property {number} memoryMb resident, all processes of the peer
 * @property {number} requests sent in all slices
 * @property {number} checked bodies that were parsed and compared
 * @property {number} wrong answers
 * @property {number[]} slices requests/s of each
 */

export class Measuring {
  wrong = 0;
  #statements = new Map();

  constructor({ world, load, peers, seconds, slices, bar }) {
    Object.assign(this, { world, load, peers, seconds, slices, bar });
  }

  /**
   * @param {string} id
   * @param {import('../operations/hot.mjs').Operation} operation
   * @param {number} connections
   * @param {object[]} peers
   * @returns {Promise<Record<string, Figures>>} by the key of the peer
   */
  async measure(id, operation, connections, peers) {
    const turns = new Map(peers.map((peer) => [peer.key, []]));
    const rates = new Map();
    const samples = operation.kind === 'read' ? await operation.samples(this.world, operation.pool) : null;
    for (const peer of peers)
      rates.set(peer.key, await this.#warmUp(id, operation, peer, samples, connections));
    for (let turn = 0; turn < this.slices; turn++)
      for (const peer of rotated(peers, turn)) {
        const needed = Math.ceil(rates.get(peer.key) * this.seconds * SPARE) + connections;
        if (!samples) await this.#prepare(id, operation, peer, needed);
        const taken = await this.#slice(id, peer, connections);
        rates.set(peer.key, Math.max(rates.get(peer.key), taken.rps));
        turns.get(peer.key).push(taken);
      }
    return Object.fromEntries(peers.map((peer) => [peer.key, this.#figures(id, peer, turns.get(peer.key))]));
  }

  /** @returns {Promise<number>} requests/s that are to be expected */
  async #warmUp(id, operation, peer, samples, connections) {
    if (samples) await this.#prepare(id, operation, peer, samples);
    else await this.#prepare(id, operation, peer, 20 * connections * WARM_UP + COUNTED);
    const about = { peer: peer.key, operation: id };
    const warm = await this.load.slice({ ...about, connections, seconds: WARM_UP, checkAll: true });
    this.#noteWrong(id, peer, warm);
    if (!this.#statements.has(`${id} ${peer.key}`)) {
      if (!samples) await this.#prepare(id, operation, peer, COUNTED);
      const counted = await statementsPerRequest(this.world, () =>
        this.load.some({ ...about, count: COUNTED }),
      );
      this.#statements.set(`${id} ${peer.key}`, counted);
    }
    return warm.requests / Math.max(warm.seconds, 0.05);
  }

  /** Samples that are given, or as many new ones as such requests need. */
  async #prepare(id, operation, peer, wanted) {
    const { timesEach = 1 } = operation;
    const samples =
      typeof wanted === 'number'
        ? await operation.samples(this.world, Math.ceil(wanted / timesEach))
        : wanted;
    const { module, running, key } = peer;
    const used = operation.kind === 'write';
    await this.load.prepare({ peer: key, module, operation: id, url: running.url, samples, timesEach, used });
  }

  async #slice(id, peer, connections) {
    const [node, postgres] = [peer.running.nodePids(), this.world.postgresPids()];
    const before = [processorMs(node), processorMs(postgres)];
    const done = await this.load.slice({ peer: peer.key, operation: id, connections, seconds: this.seconds });
    const after = [processorMs(node), processorMs(postgres)];
    this.#noteWrong(id, peer, done);
    const each = (ms) => ms / Math.max(1, done.requests);
    return {
      rps: done.requests / done.seconds,
      p50: done.p50,
      p99: done.p99,
      nodeMs: each(after[0] - before[0]),
      postgresMs: each(after[1] - before[1]),
      clientMs: each(done.clientCpuMs),
      bytes: each(done.bytes),
      requests: done.requests,
      checked: done.checked,
      wrong: done.wrong,
    };
  }

  #figures(id, peer, taken) {
    const of = (name) => median(taken.map((each) => each[name]));
    const sum = (name) => taken.reduce((all, each) => all + each[name], 0);
    return {
      rps: of('rps'),
      p50: of('p50'),
      p99: of('p99'),
      cpuMs: median(taken.map(({ nodeMs, postgresMs }) => nodeMs + postgresMs)),
      nodeMs: of('nodeMs'),
      postgresMs: of('postgresMs'),
      clientMs: of('clientMs'),
      ...(this.#statements.get(`${id} ${peer.key}`) ?? { statements: null, messages: null }),
      bytes: Math.round(of('bytes')),
      memoryMb: residentMb(peer.running.nodePids()),
      requests: sum('requests'),
      checked: taken.at(-1).checked,
      wrong: sum('wrong'),
      slices: taken.map(({ rps }) => rps),
    };
  }

  #noteWrong(id, peer, { wrong, problems }) {
    if (!wrong) return;
    this.wrong += wrong;
    this.bar.say(`${id}: ${wrong} wrong answers of ${peer.name}, such as: ${problems[0]}`);
  }
}

/** Each turn begins with another peer: none always comes after the same one. */
const rotated = (peers, turn) => peers.map((_, i) => peers[(i + turn) % peers.length]);
