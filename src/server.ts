import { MIGRATIONS } from '../migrations/index.js';
import { createApp } from './app.js';
import { importReferenceRetention } from './cli/import-retention-file.js';
import { importReferenceRules } from './cli/import-rule-file.js';
import { loadDemoBeside } from './demo/in-own-process.js';
import { accountTable, certificateTable, hasDemo, hasOrganization } from './demo/load-demo.js';
import { ENTITIES } from './features/entities.js';
import { readConfig, type Config } from './platform/config/config.js';
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
    const { migrationDatabaseUrl } = database;
    if (config.demo) await importReferenceRules(migrationDatabaseUrl);
    if (config.demo) await importReferenceRetention(migrationDatabaseUrl);
    const isEmpty = config.demo && !(await hasOrganization(migrationDatabaseUrl));
    const demo = isEmpty ? loadDemoBeside(database, env) : Promise.resolve();
    const dataSource = await runtimeDataSource(
      database.databaseUrl,
      config.databasePoolSize,
      ENTITIES,
      config.namedStatements,
    ).initialize();
    const [app] = await Promise.all([createApp(config, dataSource), demo]);
    await app.get(Jobs).start();
    await app.listen(config.port, config.host);
    onceStopped(async () => {
      app.get(Health).beginStop();
      await app.get(Jobs).stop(); // while they finish, requests are still answered
      await app.close(); // lets what has begun finish
      await database.stop();
    });
    const isDemo = config.demo && (await hasDemo(migrationDatabaseUrl));
    const shown = isDemo ? await certificateTable(migrationDatabaseUrl, config.publicUrl) : [];
    [...shown, ...welcome(config, isDemo)].forEach((line) => console.log(line));
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Where to go, and as whom. */
function welcome({ host, port, graphiql }: Config, isDemo: boolean): string[] {
  return [
    ...(isDemo ? accountTable() : []),
    ...(graphiql ? [`GraphiQL: http://${host}:${port}/graphiql`] : []),
    `Preceptor listens at http://${host}:${port}/graphql`,
  ];
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
