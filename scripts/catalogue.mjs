// Writes test/support/catalogue.snapshot.txt from a database that the migrations of this working copy made.
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import start from '../test/support/global-setup.mjs';
import stop from '../test/support/global-teardown.mjs';

await start();
try {
  const { catalogueOf, catalogueText } = await import('../test/support/catalogue.ts');
  const client = new pg.Client(JSON.parse(process.env.PRECEPTOR_TEST).migrationDatabaseUrl);
  await client.connect();
  const text = await catalogueOf(client)
    .then(catalogueText)
    .finally(() => client.end());
  writeFileSync('test/support/catalogue.snapshot.txt', text);
} finally {
  await stop();
}
