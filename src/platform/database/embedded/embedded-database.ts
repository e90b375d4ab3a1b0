import { usableBinaries } from './binaries.js';
import { createCluster, serverSettings, SUPERUSER } from './cluster.js';
import { readOrCreateCredentials, type Credentials } from './credentials.js';
import { locate, makeHome, type Location } from './location.js';
import { lockFolder } from './lock.js';
import { OWNER, provision, RUNTIME } from './roles.js';
import { runningPort, startOrReattach, stopServer } from './server.js';

export { FolderInUse } from './lock.js';

export interface EmbeddedDatabase {
  /** For the application: a role without superuser rights, bound by row-level security, that can create nothing. */
  databaseUrl: string;
  /** For migrations: the role that owns the database, no superuser, not bound by row-level security. */
  migrationDatabaseUrl: string;
  /** For making and dropping whole databases (test templates). The application never uses it. */
  superuserUrl: string;
  /** Whether the server was found running, left behind by a process that was killed. */
  reattached: boolean;
  /** Stops the server (open sessions are ended, nothing committed is lost) and gives the folder free. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of our own in `dataDir` from the binaries that npm installed: nothing else needs to be on the
 * machine. It listens on 127.0.0.1 only, on a free port, and lets nobody in without a password.
 *
 * The server outlives a node process that is killed, and the next start attaches to it; every orderly end of the process
 * must call `stop`.
 *
 * @param options.dataDir made when missing; everything of the database lies in it (as root, see locate for where else).
 * @param options.durable false switches fsync off: faster, and lost when the machine crashes. For tests.
 * @param options.settings PostgreSQL settings over the defaults (shared_buffers, port, …). On a server found running,
 *   those that need a restart take effect at its next start.
 * @throws FolderInUse when another live process holds the folder; Error when the platform's binaries are missing, or
 *   with the end of the server's log when the server does not start.
 */
export async function startEmbeddedDatabase(options: {
  dataDir: string;
  database?: string;
  durable?: boolean;
  settings?: Record<string, string>;
}): Promise<EmbeddedDatabase> {
  const home = makeHome(options.dataDir);
  const lock = await lockFolder(home);
  try {
    return await open(locate(home), lock.release, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Joins the server that another process of ours started in `dataDir` and keeps; `stop` leaves it running. For
 * commands that are run beside the application. Null when no server runs there.
 */
export async function joinEmbeddedDatabase(options: {
  dataDir: string;
  database?: string;
}): Promise<Pick<EmbeddedDatabase, 'databaseUrl' | 'migrationDatabaseUrl' | 'stop'> | null> {
  const location = locate(makeHome(options.dataDir));
  const port = await runningPort(location);
  if (port === null) return null;
  const { databaseUrl, migrationDatabaseUrl } = urlsOf(
    port,
    options.database,
    readOrCreateCredentials(location),
  );
  return { databaseUrl, migrationDatabaseUrl, stop: async () => {} };
}

function urlsOf(port: number, database = 'preceptor', { superuser, runtime, owner }: Credentials) {
  const url = (role: string, password: string, name: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}`;
  return {
    databaseUrl: url(RUNTIME, runtime, database),
    migrationDatabaseUrl: url(OWNER, owner, database),
    superuserUrl: url(SUPERUSER, superuser, 'postgres'),
  };
}

async function open(
  location: Location,
  release: () => void,
  options: { database?: string; durable?: boolean; settings?: Record<string, string> },
): Promise<EmbeddedDatabase> {
  const { database = 'preceptor', durable = true, settings = {} } = options;
  const binaries = usableBinaries(location.account, location.place);
  const credentials = readOrCreateCredentials(location);
  await createCluster(location, binaries, { superuserPassword: credentials.superuser, durable });
  const start = async () => {
    const { port, reattached } = await startOrReattach(location, binaries, serverSettings(durable, settings));
    const urls = urlsOf(port, database, credentials);
    await provision(urls.superuserUrl, database, credentials);
    return { urls, reattached };
  };
  const { urls, reattached } = await start()
    .catch((error: unknown) => {
      // A server that was dying when it was found is gone by now: the second try starts another.
      if (!isConnectionLost(error)) throw error;
      return start();
    })
    .catch(async (error: unknown) => {
      await stopServer(location, binaries);
      throw error;
    });

  let stopping: Promise<void> | undefined;
  return {
    ...urls,
    reattached,
    stop: () => (stopping ??= stopServer(location, binaries).then(release)),
  };
}

const isConnectionLost = (error: unknown): boolean =>
  ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', '57P01', '57P03'].includes(
    (error as { code?: string }).code ?? '',
  ) || /terminated unexpectedly/.test(String(error));
