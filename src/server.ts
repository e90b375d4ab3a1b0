import { MIGRATIONS } from '../migrations/index.js';
import { createApp } from './app.js';
import { ENTITIES } from './features/entities.js';
import { readConfig } from './platform/config/config.js';
import { runtimeDataSource } from './platform/database/data-source.js';
import { migrate } from './platform/database/migrate.js';
import { openDatabase } from './platform/database/open-database.js';
import { Health } from './platform/health/health.js';
import { Jobs } from './platform/jobs/jobs.js';

/** Starts everything in order, and takes it down in the other order on SIGTERM or SIGINT. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env);
  const database = await openDatabase(config);
  try {
    await migrate(database.migrationDatabaseUrl, MIGRATIONS);
    const dataSource = await runtimeDataSource(
      database.databaseUrl,
      config.databasePoolSize,
      ENTITIES,
    ).initialize();
    const app = await createApp(config, dataSource);
    await app.get(Jobs).start();
    await app.listen(config.port, config.host);
    onceStopped(async () => {
      app.get(Health).beginStop();
      await app.get(Jobs).stop(); // while they finish, requests are still answered
      await app.close(); // lets what has begun finish
      await database.stop();
    });
    console.log(`Preceptor listens at http://${config.host}:${config.port}/graphql`);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** A second signal while stopping is ignored: the first is being obeyed. */
function onceStopped(stop: () => Promise<void>): void {
  let stopping: Promise<void> | undefined;
  const begin = (): void => {
    stopping ??= stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}
