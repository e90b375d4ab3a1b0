import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { writeSettings } from './cluster.js';
import type { Location } from './location.js';
import { commandContext, runCommand } from './postgres-command.js';
import { commandLine } from './running-process.js';

/** Recovery after a crash may replay up to max_wal_size of log. */
const READY_WITHIN_MS = 120_000;
const POLL_MS = 20;
const START_ATTEMPTS = 3;

interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/**
 * Starts the server of the cluster, or finds it running: a killed node process leaves its server behind.
 * One that is still starting or already stopping is waited for.
 *
 * @throws Error with the end of the server's log when it does not become ready.
 */
export async function startOrReattach(
  location: Location,
  binaries: Binaries,
  settings: Record<string, string>,
): Promise<{ port: number; reattached: boolean }> {
  const running = await settledPostmaster(location);
  if (running) {
    // Settings that can change while the server runs do so now (fsync among them), the others at its next start.
    writeSettings(location, { ...settings, port: String(running.port) });
    await runCommand(binaries.pgCtl, ['reload', '-s', '-D', location.cluster], location.account);
    return { port: running.port, reattached: true };
  }
  return { port: await start(location, binaries, settings), reattached: false };
}

/** The port of the server that runs in this cluster now, or null. */
export async function runningPort(location: Location): Promise<number | null> {
  return (await settledPostmaster(location))?.port ?? null;
}

/** Ends the server's sessions, writes all to disk and returns when the server is gone; also when it was gone before. */
export async function stopServer(location: Location, binaries: Binaries): Promise<void> {
  const postmaster = livePostmaster(location.cluster);
  if (!postmaster) return;
  try {
    await runCommand(
      binaries.pgCtl,
      ['stop', '-s', '-w', '-m', 'fast', '-D', location.cluster],
      location.account,
    );
  } catch (error) {
    // Somebody else, or the system's shutdown, may have stopped it meanwhile.
    if (livePostmaster(location.cluster)) throw withLog(location, 'PostgreSQL did not stop', error);
  }
}

async function start(
  location: Location,
  binaries: Binaries,
  settings: Record<string, string>,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = settings.port ?? String(await freePort());
    const settingsFile = writeSettings(location, { ...settings, port });
    try {
      return await launch(location, binaries, settingsFile);
    } catch (error) {
      // The free port may be taken in the meantime; the children of a killed server take a moment to end.
      const mayPass = /could not bind|still in use/.test(String(error));
      if (!mayPass || attempt === START_ATTEMPTS) throw error;
      await pause(300);
    }
  }
}

async function launch(location: Location, binaries: Binaries, settingsFile: string): Promise<number> {
  const { cluster, account } = location;
  // PostgreSQL itself believes this file whenever a process with that pid exists, be it a zombie or a stranger.
  fs.rmSync(path.join(cluster, 'postmaster.pid'), { force: true });

  const log = fs.openSync(logFile(location), 'w', 0o600);
  // On Windows only pg_ctl can give up an administrator's rights, with which the server refuses to run. Elsewhere the
  // server is started without it, as pg_ctl would pass the paths through a shell.
  const [program, args] =
    process.platform === 'win32'
      ? [binaries.pgCtl, ['start', '-s', '-W', '-D', cluster, '-o', `--config-file="${settingsFile}"`]]
      : [binaries.postgres, ['-D', cluster, `--config-file=${settingsFile}`]];
  // Detached: Ctrl-C reaches node alone, which finishes its requests before it stops the server.
  const child = spawn(program, args, {
    ...commandContext(account),
    detached: true,
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  child.on('exit', (code) => {
    if (code !== 0) failure = new Error(`${program} ended with ${code}`);
  });
  child.unref();

  const postmaster = await readyPostmaster(location, () => failure);
  return postmaster.port;
}

async function readyPostmaster(location: Location, failure: () => Error | undefined): Promise<Postmaster> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const postmaster = livePostmaster(location.cluster);
    if (postmaster?.ready) return postmaster;
    const reason = failure();
    if (reason) throw withLog(location, 'PostgreSQL did not start', reason);
    if (Date.now() > deadline) throw withLog(location, `PostgreSQL was not ready in ${READY_WITHIN_MS} ms`);
    await pause(POLL_MS);
  }
}

/** The running server once it is ready, or undefined once there is none. */
async function settledPostmaster(location: Location): Promise<Postmaster | undefined> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const postmaster = livePostmaster(location.cluster);
    if (!postmaster || postmaster.ready) return postmaster;
    if (Date.now() > deadline)
      throw withLog(location, `PostgreSQL (process ${postmaster.pid}) is neither ready nor gone`);
    await pause(POLL_MS);
  }
}

/** Reads postmaster.pid: lines are pid, data folder, start time, port, socket folder, address, shared memory, status. */
function livePostmaster(cluster: string): Postmaster | undefined {
  const file = path.join(cluster, 'postmaster.pid');
  if (!fs.existsSync(file)) return undefined;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  // The file outlives a server that was killed, and its pid may since belong to another program.
  const command = commandLine(pid);
  if (!command?.includes(`-D ${cluster} `) && !command?.includes(`"${cluster}"`)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function logFile({ home }: Location): string {
  return path.join(home, 'server.log');
}

function withLog(location: Location, message: string, cause?: unknown): Error {
  const file = logFile(location);
  const end = fs.existsSync(file)
    ? fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
    : '';
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new Error(`${message}${reason}. The end of ${file}:\n${end}`, { cause });
}
