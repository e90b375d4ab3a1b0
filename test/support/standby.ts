// Imports nothing of ours but types: a bench loads it as it stands.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { usableBinaries } from '../../src/platform/database/embedded/binaries.js';
import type { serverSettings } from '../../src/platform/database/embedded/cluster.js';
import type { locate, Location, makeHome } from '../../src/platform/database/embedded/location.js';
import type { startOrReattach, stopServer } from '../../src/platform/database/embedded/server.js';
import type { giveTo, tree } from '../../src/platform/database/embedded/server-account.js';

/** How embedded servers are run. */
export interface Embedded {
  usableBinaries: typeof usableBinaries;
  serverSettings: typeof serverSettings;
  locate: typeof locate;
  makeHome: typeof makeHome;
  startOrReattach: typeof startOrReattach;
  stopServer: typeof stopServer;
  giveTo: typeof giveTo;
  tree: typeof tree;
}

/** The server to follow: its data folder, and its superuser. */
export interface Followed {
  dataDir: string;
  superuserUrl: string;
}

/** A server that follows another by streaming replication. */
export interface Standby {
  readonly port: number;
  readonly dataDir: string;
  /** One row, asked of it as its superuser. */
  ask<Row extends object>(statement: string): Promise<Row>;
  /** It keeps receiving, and shows nothing new. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  stop(): Promise<void>;
  /** At the port it had. */
  startAgain(): Promise<void>;
  /** Stopped, with all that it had. */
  discard(): Promise<void>;
}

const REPLICATOR = 'standby';
const PASSWORD = 'replication-of-a-test';

/** Of a base backup these are left out: what only the running server knows, and what the standby gets by streaming. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+|.*pg_internal\.init.*)$/;

/** Made by a base backup of low level, because PostgreSQL from npm has no pg_basebackup. */
export async function startStandby(
  embedded: Embedded,
  primary: Followed,
  name: string,
  settings: Record<string, string> = {},
): Promise<Standby> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), `preceptor-${name}-`));
  const location = embedded.locate(embedded.makeHome(dataDir));
  await backUp(embedded, primary, name, location);
  const { port: primaryPort, hostname } = new URL(primary.superuserUrl);
  const all = embedded.serverSettings(false, {
    ...settings,
    primary_conninfo: `host=${hostname} port=${primaryPort} user=${REPLICATOR} password=${PASSWORD}`,
    primary_slot_name: name,
    wal_retrieve_retry_interval: '50ms',
  });
  const binaries = embedded.usableBinaries(location.account, location.place);
  const { port } = await embedded.startOrReattach(location, binaries, all);
  const superuserUrl = Object.assign(new URL(primary.superuserUrl), { port: String(port) }).toString();
  const ask = <Row extends object>(statement: string): Promise<Row> =>
    asSuperuser(superuserUrl, async (client) => (await client.query<Row>(statement)).rows[0]!);
  const stop = (): Promise<void> => embedded.stopServer(location, binaries);
  return {
    port,
    dataDir,
    ask,
    pauseReplay: async () => void (await ask('SELECT pg_wal_replay_pause()')),
    resumeReplay: async () => void (await ask('SELECT pg_wal_replay_resume()')),
    stop,
    async startAgain() {
      await embedded.startOrReattach(location, binaries, { ...all, port: String(port) });
    },
    async discard() {
      await stop();
      for (const folder of [location.home, location.place])
        fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP */
async function backUp(embedded: Embedded, primary: Followed, slot: string, to: Location): Promise<void> {
  const from = embedded.locate(embedded.makeHome(primary.dataDir)).cluster;
  await asSuperuser(primary.superuserUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [REPLICATOR]);
    if (!rowCount) await client.query(`CREATE ROLE ${REPLICATOR} LOGIN REPLICATION PASSWORD '${PASSWORD}'`);
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
    await client.query('SELECT pg_backup_start($1, true)', [slot]);
    fs.cpSync(from, to.cluster, {
      recursive: true,
      filter: (file) => !LEFT_OUT.test(path.relative(from, file)),
    });
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    fs.writeFileSync(path.join(to.cluster, 'backup_label'), rows[0]!.labelfile);
  });
  fs.writeFileSync(path.join(to.cluster, 'standby.signal'), '');
  fs.chmodSync(to.cluster, 0o700);
  for (const file of embedded.tree(to.cluster)) embedded.giveTo(to.account, file);
}

async function asSuperuser<A>(url: string, work: (client: Client) => Promise<A>): Promise<A> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
