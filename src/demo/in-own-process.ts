import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { OpenDatabase } from '../platform/database/open-database.js';

/**
 * Loads the demo in a process of its own, beside the start of the application: what loading takes in memory
 * goes back to the machine when it is done. Throws when it fails.
 */
export async function loadDemoBeside(database: OpenDatabase, env: NodeJS.ProcessEnv): Promise<void> {
  const { databaseUrl, migrationDatabaseUrl } = database;
  const script = path.join(path.dirname(process.argv[1]!), 'cli', 'load-demo.js');
  const loader = spawn(process.execPath, [...process.execArgv, script], {
    env: { ...env, DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(loader, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The demo could not be loaded; DEMO=false starts without it');
}
