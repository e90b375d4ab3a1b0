// One slice of load: so many connections, for so many seconds or until all that was prepared is sent.
import { send } from './clients.mjs';

/** More problems than these say nothing new. */
const PROBLEMS_KEPT = 5;

/**
 * @param {object} load
 * @param {import('undici').Client[]} load.clients
 * @param {() => { sample: object, request: object } | undefined} load.next what to send; undefined when all is sent
 * @param {import('./checks.mjs').Checks} load.checks
 * @param {number} load.seconds
 * @param {boolean} [load.checkAll] parses every body
 * @returns {Promise<{ requests: number, seconds: number, latencies: number[], bytes: number, wrong: number, problems: string[] }>}
 *   latencies in milliseconds
 */
export async function slice({ clients, next, checks, seconds, checkAll }) {
  const latencies = [];
  const problems = [];
  let [bytes, wrong] = [0, 0];
  const began = performance.now();
  const until = began + seconds * 1000;
  let ended = began;

  await Promise.all(
    clients.map(
      (client) =>
        new Promise((resolve) => {
          const go = () => {
            const turn = performance.now() < until ? next() : undefined;
            if (!turn) return resolve();
            send(client, turn.request, (error, answer) => {
              ended = performance.now();
              try {
                if (error) throw error;
                checks.look(turn.sample, answer, checkAll || undefined);
                latencies.push(answer.milliseconds);
                bytes += answer.body.length;
              } catch (problem) {
                wrong++;
                if (problems.length < PROBLEMS_KEPT) problems.push(problem.message);
              }
              go();
            });
          };
          go();
        }),
    ),
  );
  return { requests: latencies.length, seconds: (ended - began) / 1000, latencies, bytes, wrong, problems };
}
