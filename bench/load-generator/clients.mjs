// Keep-alive connections to a server, each with one request at a time: a client that waits for its answer.
import { Client } from 'undici';

/** A body that is not what the sample expects, or none at all. */
export class WrongAnswer extends Error {}

/**
 * @typedef {{ path: string, headers: Record<string, string>, body: Buffer }} Request
 * @typedef {{ status: number, body: Buffer, milliseconds: number }} Answer
 */

/** So many connections to a server; more are opened when they are asked for. */
export class Clients {
  #clients = [];
  #url;

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
  }

  /** @param {number} count */
  take(count) {
    while (this.#clients.length < count)
      this.#clients.push(
        new Client(this.#url, { pipelining: 1, keepAliveTimeout: 600_000, headersTimeout: 60_000 }),
      );
    return this.#clients.slice(0, count);
  }

  async close() {
    await Promise.all(this.#clients.splice(0).map((client) => client.close()));
  }
}

/**
 * Sends a request and calls back with the answer, or with the reason why there is none. No promise: of the two processors the
 * servers are to have as much as can be.
 * @param {Client} client
 * @param {Request} request
 * @param {(error: Error | null, answer: Answer | null) => void} done
 */
export function send(client, { path, headers, body }, done) {
  const began = performance.now();
  const parts = [];
  let status = 0;
  client.dispatch(
    { path, method: 'POST', headers, body },
    {
      onRequestStart() {},
      onResponseStart(_, code) {
        status = code;
      },
      onResponseData(_, part) {
        parts.push(part);
      },
      onResponseEnd() {
        const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts);
        done(null, { status, body: whole, milliseconds: performance.now() - began });
      },
      onResponseError(_, error) {
        done(error, null);
      },
    },
  );
}
