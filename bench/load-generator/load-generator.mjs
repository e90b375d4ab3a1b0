// The harness's side of the load generator.
import { fork } from 'node:child_process';
import path from 'node:path';

/** Starts the process; every method sends it an order and answers what it did. */
export function startLoadGenerator() {
  const child = fork(path.join(import.meta.dirname, 'main.mjs'), { serialization: 'advanced' });
  const waiting = new Map();
  let last = 0;
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(`In the load generator: ${error}`));
    else resolve(answer);
  });
  child.on('exit', (code) =>
    waiting.forEach(({ reject }) => reject(new Error(`The load generator ended with ${code}`))),
  );
  const order = (name) => (about) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.send({ id: last, order: name, ...about });
    });
  return {
    prepare: order('prepare'),
    slice: order('slice'),
    some: order('some'),
    forget: order('forget'),
    stop: () => child.disconnect(),
  };
}
