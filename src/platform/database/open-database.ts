import type { Config } from '../config/config.js';
import { FolderInUse, joinEmbeddedDatabase, startEmbeddedDatabase } from './embedded/embedded-database.js';

export interface OpenDatabase {
  databaseUrl: string;
  migrationDatabaseUrl: string;
  stop(): Promise<void>;
}

/** The configured PostgreSQL, or one of our own in the data folder. Throws FolderInUse when that is taken. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  const { databaseUrl, migrationDatabaseUrl } = config;
  if (databaseUrl && migrationDatabaseUrl) return { databaseUrl, migrationDatabaseUrl, stop: async () => {} };
  return startEmbeddedDatabase({ dataDir: `${config.dataDir}/postgres` });
}

/** The same for a command: past a pooler, and where the application runs already, its embedded database is joined. */
export async function openDatabaseForCommand(config: Config): Promise<OpenDatabase> {
  try {
    return await openDatabase({ ...config, databaseUrl: config.databaseSessionUrl ?? config.databaseUrl });
  } catch (error) {
    const joined =
      error instanceof FolderInUse
        ? await joinEmbeddedDatabase({ dataDir: `${config.dataDir}/postgres` })
        : null;
    if (!joined) throw error;
    return joined;
  }
}
