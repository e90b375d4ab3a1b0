import { DataSource, type Logger, type MixedList, type EntitySchema } from 'typeorm';
import { NamelessClient, PooledClient } from './pooled-client.js';
import { statements } from './statement.js';

// Loaded by TypeORM through the driver option, so that no second copy of `pg` sneaks in.
type Entities = MixedList<(new () => object) | EntitySchema>;

/** How the runtime role connects, to the primary as to a replica. */
export const connectionOptions = (namedStatements: boolean) => ({
  Client: namedStatements ? PooledClient : NamelessClient,
  pipeline: true,
  connectionTimeoutMillis: 10_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  application_name: 'preceptor',
});

/** What the runtime role connects with. */
export function runtimeDataSource(
  url: string,
  poolSize: number,
  entities: Entities,
  namedStatements = true,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    synchronize: false,
    logger: new StatementAnnouncer(),
    logging: ['query'],
    poolSize,
    extra: connectionOptions(namedStatements),
  });
}

/** What the owner role connects with, for migrations only. */
export function migrationDataSource(
  url: string,
  entities: Entities,
  migrations: MixedList<new () => object>,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    migrations: migrations as never,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
    synchronize: false,
    poolSize: 2,
    extra: { application_name: 'preceptor-migrations' },
  });
}

/** Counts what entities ask for together with what statements ask for. */
class StatementAnnouncer implements Logger {
  logQuery(query: string): void {
    statements.publish(query);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
