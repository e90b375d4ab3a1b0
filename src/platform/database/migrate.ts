import type { PoolClient } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { migrateJobTables } from '../jobs/job-tables.js';
import { migrationDataSource } from './data-source.js';

/** Any number that no other program takes as an advisory lock in this database. */
const MIGRATION_LOCK = 7_236_104;

/**
 * Brings the schema up to date, as the owner role. Processes that start together wait for one another.
 * Answers the names of the migrations that were run.
 */
export async function migrate(
  url: string,
  migrations: readonly (new () => MigrationInterface)[],
): Promise<string[]> {
  const dataSource = await migrationDataSource(url, [], [...migrations]).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const run = await dataSource.runMigrations();
    await lock.query('GRANT SELECT ON migration TO preceptor_runtime'); // readiness looks there
    await migrateJobTables((await lock.connect()) as PoolClient);
    return run.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}
