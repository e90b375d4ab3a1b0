import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { type DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../../src/features/entities.js';
import { migrationDataSource } from '../../src/platform/database/data-source.js';
import { catalogueOf, catalogueText, type Catalogue } from '../support/catalogue.js';
import { emptyDatabase, testServer } from '../support/test-database.js';

async function catalogue(): Promise<Catalogue> {
  const client = new Client(testServer().migrationDatabaseUrl);
  await client.connect();
  return catalogueOf(client).finally(() => client.end());
}

describe('the migrated database', () => {
  it('is what the committed catalogue says: run `npm run schema:catalogue` and read the diff when this fails', async () => {
    expect(catalogueText(await catalogue())).toBe(
      readFileSync('test/support/catalogue.snapshot.txt', 'utf8'),
    );
  });

  it('has what the entities declare: TypeORM would change nothing', async () => {
    const dataSource = await migrationDataSource(
      testServer().migrationDatabaseUrl,
      ENTITIES,
      [],
    ).initialize();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    const declared = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
    await dataSource.destroy();
    // A key to a table that has no entity cannot be declared.
    const undeclarable = (await catalogue()).tables.flatMap(({ constraints }) =>
      constraints
        .filter(({ references }) => references && !declared.has(references))
        .map(({ name }) => `"${name}"`),
    );
    const changes = upQueries.map(({ query }) => query);
    expect(changes.filter((change) => !undeclarable.some((name) => change.endsWith(name)))).toEqual([]);
  });
});

describe('every migration', () => {
  let dataSource: DataSource;
  let runner: QueryRunner;
  let client: Client;
  beforeAll(async () => {
    const { migrationDatabaseUrl } = await emptyDatabase();
    dataSource = await migrationDataSource(migrationDatabaseUrl, [], []).initialize();
    runner = dataSource.createQueryRunner();
    client = new Client(migrationDatabaseUrl);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await runner.release();
    await dataSource.destroy();
  });

  const text = async (): Promise<string> => catalogueText(await catalogueOf(client));
  const run = async (direction: 'up' | 'down', migration: MigrationInterface): Promise<void> => {
    await runner.startTransaction();
    await migration[direction](runner);
    await runner.commitTransaction();
  };

  it('is undone by its down without a trace, and can be run again, at every point of the history', async () => {
    const migrations: MigrationInterface[] = MIGRATIONS.map((Migration) => new Migration());
    const before: string[] = [];
    for (const migration of migrations) {
      before.push(await text());
      await run('up', migration);
      const after = await text();
      expect(after).not.toBe(before.at(-1));
      await run('down', migration);
      expect(await text()).toBe(before.at(-1));
      await run('up', migration);
      expect(await text()).toBe(after);
    }
    for (const migration of migrations.reverse()) {
      await run('down', migration);
      expect(await text()).toBe(before.pop());
    }
  });

  it('is named in the index in the order of its time', () => {
    const times = MIGRATIONS.map(({ name }) => Number(name.slice(-13)));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
  });
});
