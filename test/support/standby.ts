import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { usableBinaries, type Binaries } from '../../src/platform/database/embedded/binaries.js';
import { serverSettings } from '../../src/platform/database/embedded/cluster.js';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../../src/platform/database/embedded/embedded-database.js';
import { locate, makeHome, type Location } from '../../src/platform/database/embedded/location.js';
import { startOrReattach, stopServer } from '../../src/platform/database/embedded/server.js';
import { giveTo, tree } from '../../src/platform/database/embedded/server-account.js';

const REPLICATOR = 'standby';
const PASSWORD = 'replication-of-a-test';

/** Of a base backup these are left out: what only the running server knows, and what the standby gets by streaming. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+|.*pg_internal\.init.*)$/;

/** A PostgreSQL of a test file's own, which standbys can follow. */
export interface Primary extends EmbeddedDatabase {
  readonly location: Location;
}

export async function startPrimary(): Promise<Primary> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'preceptor-primary-'));
  // A commit that is not on disk yet is not sent to standbys either.
  const settings = { synchronous_commit: 'on' };
  const database = await startEmbeddedDatabase({ dataDir, durable: false, settings });
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query(`CREATE ROLE ${REPLICATOR} LOGIN REPLICATION PASSWORD '${PASSWORD}'`);
  });
  const location = locate(makeHome(dataDir));
  const stop = async (): Promise<void> => {
    await database.stop();
    remove(location);
  };
  return { ...database, location, stop };
}

/** A server that follows another by streaming replication, made by a base backup of low level. */
export class Standby {
  private constructor(
    private readonly location: Location,
    private readonly binaries: Binaries,
    private readonly settings: Record<string, string>,
    readonly port: number,
    /** Its superuser. */
    readonly superuserUrl: string,
  ) {}

  static async of(primary: Primary, name: string): Promise<Standby> {
    const location = locate(makeHome(fs.mkdtempSync(path.join(os.tmpdir(), `preceptor-${name}-`))));
    await backUp(primary, name, location);
    const { port, hostname } = new URL(primary.superuserUrl);
    const settings = serverSettings(false, {
      primary_conninfo:
        `host=${hostname} port=${port} user=${REPLICATOR} password=''${PASSWORD}''`.replaceAll("''", "'"),
      primary_slot_name: name,
      wal_retrieve_retry_interval: '50ms',
    });
    const binaries = usableBinaries(location.account, location.place);
    const started = await startOrReattach(location, binaries, settings);
    return new Standby(
      location,
      binaries,
      settings,
      started.port,
      withPort(primary.superuserUrl, started.port),
    );
  }

  /** One row, asked of it as its superuser. */
  async ask<Row extends object>(statement: string): Promise<Row> {
    return asSuperuser(this.superuserUrl, async (client) => (await client.query<Row>(statement)).rows[0]!);
  }

  /** Keeps receiving, and shows nothing new. */
  async pauseReplay(): Promise<void> {
    await this.ask('SELECT pg_wal_replay_pause()');
  }

  async resumeReplay(): Promise<void> {
    await this.ask('SELECT pg_wal_replay_resume()');
  }

  stop(): Promise<void> {
    return stopServer(this.location, this.binaries);
  }

  /** With all that it had. */
  async discard(): Promise<void> {
    await this.stop();
    remove(this.location);
  }

  /** At the port it had. */
  async startAgain(): Promise<void> {
    await startOrReattach(this.location, this.binaries, { ...this.settings, port: String(this.port) });
  }
}

/** https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP */
async function backUp(primary: Primary, slot: string, to: Location): Promise<void> {
  await asSuperuser(primary.superuserUrl, async (client) => {
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
    await client.query('SELECT pg_backup_start($1, true)', [slot]);
    const from = primary.location.cluster;
    fs.cpSync(from, to.cluster, {
      recursive: true,
      filter: (file) => !LEFT_OUT.test(path.relative(from, file)),
    });
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    fs.writeFileSync(path.join(to.cluster, 'backup_label'), rows[0]!.labelfile);
  });
  fs.writeFileSync(path.join(to.cluster, 'standby.signal'), '');
  fs.chmodSync(to.cluster, 0o700);
  for (const file of tree(to.cluster)) giveTo(to.account, file);
}

function remove({ home, place }: Location): void {
  for (const folder of [home, place]) fs.rmSync(folder, { recursive: true, force: true });
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

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.toString();
}
