// What all peers have in common.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** Connections to the database, of each peer: what Preceptor has by default. */
export const POOL_SIZE = 10;

/**
 * Runs a script of node as a process of its own, until it says that it listens.
 * @param {string[]} args of node
 * @param {Record<string, string>} env
 * @param {RegExp} ready what it prints then
 * @returns {Promise<{ pid: number, stop(): Promise<void> }>}
 */
export async function serverProcess(args, env, ready) {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const listening = new Promise((resolve) =>
    child.stdout.on('data', (text) => ready.test(text) && resolve()),
  );
  await Promise.race([
    listening,
    ended.then((code) => {
      throw new Error(`${args.at(-1)} ended with ${code} before it listened`);
    }),
  ]);
  return {
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** @returns {Promise<number>} */
export const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
