// Imports nothing of ours: the set-up of all tests loads it as it stands.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

const HOST = '127.0.0.1';

/** The version, or null where it is not installed. */
export function pgbouncerVersion(): string | null {
  const { stdout } = spawnSync('pgbouncer', ['--version'], { encoding: 'utf8' });
  return stdout ? (/PgBouncer ([\d.]+)/.exec(stdout)?.[1] ?? null) : null;
}

export interface Pooler {
  /** The same address as given, through the pooler. */
  through(url: string): string;
  stop(): Promise<void>;
}

/**
 * PgBouncer in transaction mode before the server of `databaseUrl`, for the role of that address and all databases.
 * `connections`: how many it keeps for each database.
 */
export async function startPooler(databaseUrl: string, connections: number): Promise<Pooler> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preceptor-pooler-'));
  fs.chmodSync(folder, 0o755); // as root it is run as another user, who has to read there
  const [server, port] = [new URL(databaseUrl), await freePort()];
  const users = path.join(folder, 'users.txt');
  fs.writeFileSync(users, `"${server.username}" "${decodeURIComponent(server.password)}"\n`);
  const settings = path.join(folder, 'pgbouncer.ini');
  fs.writeFileSync(settings, settingsOf(server, port, users, connections));
  const asRoot = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const pooler = spawn('pgbouncer', ['-q', ...asRoot, settings], { stdio: ['ignore', 'ignore', 'pipe'] });
  await answering(pooler, port);
  return {
    through(url) {
      const changed = new URL(url);
      changed.port = String(port);
      return changed.toString();
    },
    async stop() {
      const ended = once(pooler, 'exit');
      pooler.kill('SIGQUIT'); // at once
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What docs/scaling.md tells operators to set. */
const settingsOf = (server: URL, port: number, users: string, connections: number): string => `
[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = ${HOST}
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 1000
server_idle_timeout = 10
ignore_startup_parameters = extra_float_digits, statement_timeout, idle_in_transaction_session_timeout
`;

async function answering(pooler: ChildProcess, port: number): Promise<void> {
  let said = '';
  pooler.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; ; tries++) {
    const probe = net.connect(port, HOST);
    try {
      await once(probe, 'connect');
      return;
    } catch {
      if (pooler.exitCode !== null || tries > 200) throw new Error(`PgBouncer does not start:\n${said}`);
      await setTimeout(25);
    } finally {
      probe.destroy();
    }
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
