import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { secretsIn } from './log-secrets.mjs';
import { build } from '../../scripts/build.mjs';

/** One PostgreSQL for the whole run; its migrated database is the template that workers copy. */
export default async function setup() {
  await build();
  const { startEmbeddedDatabase } =
    await import('../../dist/src/platform/database/embedded/embedded-database.js');
  const { migrate } = await import('../../dist/src/platform/database/migrate.js');
  const { MIGRATIONS } = await import('../../dist/migrations/index.js');

  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'preceptor-test-'));
  const logDir = path.join(dataDir, 'logs');
  mkdirSync(logDir);
  const database = await startEmbeddedDatabase({
    dataDir,
    durable: false,
    settings: { max_connections: '200' },
  });
  await migrate(database.migrationDatabaseUrl, MIGRATIONS);
  const owner = new pg.Client(database.migrationDatabaseUrl);
  await owner.connect();
  await owner.query('INSERT INTO clock_adjustable VALUES (true)');
  await owner.end();

  const { databaseUrl, migrationDatabaseUrl, superuserUrl } = database;
  const pooler = process.env.TEST_POOLER ? await pgbouncerBefore(databaseUrl) : undefined;

  globalThis.stopTestServer = async () => {
    await pooler?.stop();
    await database.stop();
    const secrets = secretsIn(logDir);
    rmSync(dataDir, { recursive: true, force: true });
    if (secrets.length)
      throw new Error(`abuse 69: the log of the tests tells too much:\n${secrets.slice(0, 20).join('\n')}`);
  };
  process.env.PRECEPTOR_TEST = JSON.stringify({
    databaseUrl,
    migrationDatabaseUrl,
    superuserUrl,
    poolerUrl: pooler?.through(databaseUrl),
    logDir,
  });
}

/** For `npm run test:pgbouncer`: the application of every test then reaches its database through it. */
async function pgbouncerBefore(databaseUrl) {
  const { pgbouncerVersion, startPooler } = await import('./pooler.ts');
  const version = pgbouncerVersion();
  if (!version) throw new Error('PgBouncer is not installed (on Debian: apt-get install pgbouncer)');
  console.log(`Through PgBouncer ${version}, in transaction mode.`);
  return startPooler(databaseUrl, 10);
}
