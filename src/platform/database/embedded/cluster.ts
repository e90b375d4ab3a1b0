import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import type { Location } from './location.js';
import { runCommand } from './postgres-command.js';
import { giveTo } from './server-account.js';

export const SUPERUSER = 'postgres';

/**
 * Makes the cluster unless it is there. It is made under another name and renamed when whole, so an initdb that was
 * interrupted leaves nothing that could be taken for a database; what it left is removed. Each attempt has a name of its
 * own, because the initdb of a killed node process may still be writing (what it adds after its folder was removed goes at the
 * next start).
 */
export async function createCluster(
  location: Location,
  binaries: Binaries,
  options: { superuserPassword: string; durable: boolean },
): Promise<void> {
  const { account, home, place, cluster } = location;
  removeUnfinished(place);
  if (fs.existsSync(cluster)) return;

  const begun = fs.mkdtempSync(path.join(place, 'cluster.incomplete-'));
  giveTo(account, begun);
  const passwordFile = path.join(place, `password.incomplete-${randomUUID()}`);
  fs.writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600, flag: 'wx' });
  giveTo(account, passwordFile);

  await runCommand(
    binaries.initdb,
    [
      `--pgdata=${begun}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Compares by code point (the same on every system), yet knows the letters of all languages in upper and lower.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(options.durable ? [] : ['--no-sync']),
    ],
    account,
  );
  fs.rmSync(passwordFile);
  fs.renameSync(begun, cluster);
  syncFolder(place);
  // In a place other than home, a link says where. Only now: it must never lead to nothing.
  if (path.dirname(cluster) !== fs.realpathSync(home)) fs.symlinkSync(cluster, path.join(home, 'cluster'));
}

/** Otherwise a machine that crashes now could come up with the old name, and the database would pass for unfinished. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = fs.openSync(folder, 'r');
  fs.fsyncSync(opened);
  fs.closeSync(opened);
}

function removeUnfinished(place: string): void {
  for (const name of fs.readdirSync(place).filter((entry) => entry.includes('.incomplete-'))) {
    fs.rmSync(path.join(place, name), { recursive: true, force: true, maxRetries: 10 });
  }
}

/**
 * Writes the server's settings outside the cluster: not to be changed by the server's user, and free of the shell's
 * quoting that settings on pg_ctl's command line go through.
 *
 * @returns the path of the settings file.
 */
export function writeSettings({ place }: Location, settings: Record<string, string>): string {
  const file = path.join(place, 'postgresql.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  fs.writeFileSync(file, `# Written at every start.\n${lines.join('\n')}\n`);
  fs.chmodSync(file, 0o644);
  return file;
}

/** Sized for one application on a small machine. `durable: false` gives up crash safety for speed: tests only. */
export function serverSettings(durable: boolean, overrides: Record<string, string>): Record<string, string> {
  return {
    shared_buffers: '64MB',
    max_connections: '60',
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Loopback only: no other machine, and no socket file, whose path may not be longer than about 100 characters.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...overrides,
  };
}
