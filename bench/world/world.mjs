import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import 'reflect-metadata';
import { MIGRATIONS } from '../../dist/migrations/index.js';
import { startEmbeddedDatabase } from '../../dist/src/platform/database/embedded/embedded-database.js';
import { migrate } from '../../dist/src/platform/database/migrate.js';
import { keysFrom, newKeyText } from '../../dist/src/platform/ledger/keys.js';
import { processesOf } from '../server.mjs';
import { load } from './load.mjs';
import { openSamples } from './samples.mjs';

const SECRET = 'the benches sign with this 0123456789 and nobody else';
const SCHEMA = MIGRATIONS.at(-1).name;

/** Of a machine that the database shares with the server: told with every result. */
export const SETTINGS = {
  shared_buffers: '2GB',
  effective_cache_size: '6GB',
  max_connections: '400',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
};
const WHILE_LOADING = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
};

/**
 * The bench's own database, loaded once and kept. Throws FolderInUse while another process has it open, and when the folder
 * holds another world.
 */
export async function openWorld({ scale = 0.01, folder = folderOf(scale), progress } = {}) {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // started as root, the database runs as another user, who must come in
  const dataDir = path.join(folder, 'postgres');
  const file = path.join(folder, 'world.json');
  if (!existsSync(file)) await make({ scale, folder, dataDir, file, progress });
  const made = JSON.parse(readFileSync(file, 'utf8'));
  if (made.schema !== SCHEMA || made.scale !== scale)
    throw new Error(`${folder} holds another world: ${made.schema}, scale ${made.scale}`);
  const database = await startEmbeddedDatabase({ dataDir, settings: SETTINGS });
  const { databaseUrl, migrationDatabaseUrl } = database;
  const ownerUrl = made.superuserUrl.replace(/:\d+\//, `:${new URL(databaseUrl).port}/`);
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const samples = openSamples({ owner, databaseUrl, secret: SECRET });
  return {
    scale,
    folder,
    databaseUrl,
    ownerUrl,
    secret: SECRET,
    sizes: made.sizes,
    loadedIn: made.seconds,
    settings: SETTINGS,
    /** For a server of the product on this database; the ledger verifies with these keys alone. */
    env: {
      DATABASE_URL: databaseUrl,
      MIGRATION_DATABASE_URL: migrationDatabaseUrl,
      TOKEN_SECRET: SECRET,
      LEDGER_KEYS: made.ledgerKeys,
      RECURRING_JOBS: 'false',
    },
    postgresPids: () => processesOf(dataDir),
    ...samples,
    async stop() {
      await samples.close();
      await owner.end();
      await database.stop();
    },
  };
}

export const folderOf = (scale) => path.join(tmpdir(), `preceptor-world-${scale}-${SCHEMA}`);

/** Loads into an empty folder; what was left half loaded goes first. */
async function make({ scale, dataDir, file, progress }) {
  rmSync(dataDir, { recursive: true, force: true });
  const database = await startEmbeddedDatabase({
    dataDir,
    durable: false,
    settings: { ...SETTINGS, ...WHILE_LOADING },
  });
  try {
    await migrate(database.migrationDatabaseUrl, MIGRATIONS);
    const url = new URL(database.superuserUrl);
    url.pathname = new URL(database.databaseUrl).pathname;
    const ledgerKeys = newKeyText();
    const { seconds } = await load({ url: url.href, scale, key: keysFrom(ledgerKeys)[0], progress });
    const sizes = await sizesOf(url.href);
    writeFileSync(
      file,
      JSON.stringify({ schema: SCHEMA, scale, seconds, sizes, ledgerKeys, superuserUrl: url.href }, null, 2),
      { mode: 0o600 },
    );
  } finally {
    await database.stop();
  }
}

async function sizesOf(url) {
  const client = new pg.Client(url);
  await client.connect();
  const tables = [
    'organization',
    'person',
    'enrollment',
    'quiz_attempt',
    'quiz_mark',
    'observation',
    'sign_off',
    'ledger_entry',
  ];
  const { rows } = await client.query(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ')}, pg_database_size(current_database())::float8 AS bytes`,
  );
  await client.end();
  return rows[0];
}
