import 'reflect-metadata';
import { createApp } from '../app.js';
import { loadDemo } from '../demo/load-demo.js';
import { ENTITIES } from '../features/entities.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';

/** Loads the demo into the empty database that the environment names. */
async function main(): Promise<void> {
  const config = { ...readConfig(process.env), logLevel: 'warn' };
  const { databaseUrl, migrationDatabaseUrl } = config;
  if (!databaseUrl || !migrationDatabaseUrl)
    throw new Error('DATABASE_URL and MIGRATION_DATABASE_URL are needed');
  const dataSource = await runtimeDataSource(databaseUrl, 2, ENTITIES).initialize();
  const app = await createApp(config, dataSource);
  await loadDemo(app, migrationDatabaseUrl, console.log);
  await app.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
