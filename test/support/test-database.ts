import { Client } from 'pg';
import { newId } from '../../src/platform/ids/ids.js';

export interface TestDatabase {
  databaseUrl: string;
  migrationDatabaseUrl: string;
}

interface TestServerUrls extends TestDatabase {
  superuserUrl: string;
  /** Where all tests go through a pooler. */
  poolerUrl?: string;
  logDir: string;
}

export const testServer = (): TestServerUrls =>
  JSON.parse(process.env['PRECEPTOR_TEST'] ?? '{}') as TestServerUrls;

/** The copy of the migrated database that the test files of this worker share. */
export function workerDatabase(): Promise<TestDatabase> {
  return copyOfTemplate(`test_worker_${process.env['JEST_WORKER_ID'] ?? '1'}`, true);
}

/** A copy for one test file alone: for tests that look at or change the whole database. */
export function ownDatabase(): Promise<TestDatabase> {
  return copyOfTemplate(`test_own_${newId().replaceAll('-', '')}`, false);
}

/** An empty database, for tests of migrations. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = `test_empty_${newId().replaceAll('-', '')}`;
  await asSuperuser(async (client) => {
    await client.query(`CREATE DATABASE ${name} OWNER preceptor_owner`);
    await grant(client, name);
  });
  return urlsOf(name);
}

/** What an application is told so that it reaches its database as the tests are to: through a pooler, where one stands there. */
export function connectionOf({ databaseUrl, migrationDatabaseUrl }: TestDatabase): NodeJS.ProcessEnv {
  const { poolerUrl, databaseUrl: behind } = testServer();
  const direct = { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl };
  if (!poolerUrl || new URL(behind).host !== new URL(databaseUrl).host) return direct;
  const pooled = withDatabase(poolerUrl, new URL(databaseUrl).pathname.slice(1));
  return { ...direct, ...behindPooler(pooled, databaseUrl) };
}

/** The settings behind a pooler in transaction mode, also an old one. */
export const behindPooler = (pooled: string, direct: string): NodeJS.ProcessEnv => ({
  DATABASE_URL: pooled,
  DATABASE_SESSION_URL: direct,
  NAMED_STATEMENTS: 'false',
});

/** The same database as the superuser, for tests that take its own protections apart. */
export const superuserUrlOf = ({ databaseUrl }: TestDatabase): string =>
  withDatabase(testServer().superuserUrl, new URL(databaseUrl).pathname.slice(1));

async function copyOfTemplate(name: string, keep: boolean): Promise<TestDatabase> {
  await asSuperuser(async (client) => {
    // Two workers must not copy at once: PostgreSQL refuses a template that is in use.
    await client.query('SELECT pg_advisory_lock(1)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount && keep) return;
    await client.query(`CREATE DATABASE ${name} TEMPLATE preceptor OWNER preceptor_owner`);
    await grant(client, name);
  });
  return urlsOf(name);
}

async function grant(client: Client, name: string): Promise<void> {
  await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO preceptor_runtime`);
}

async function asSuperuser(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(withDatabase(testServer().superuserUrl, 'postgres'));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

const urlsOf = (name: string): TestDatabase => ({
  databaseUrl: withDatabase(testServer().databaseUrl, name),
  migrationDatabaseUrl: withDatabase(testServer().migrationDatabaseUrl, name),
});

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
