// Writes test/support/catalogue.snapshot.txt and docs/citus.sql from a database that the migrations of this working copy made.
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import start from '../test/support/global-setup.mjs';
import stop from '../test/support/global-teardown.mjs';

await start();
try {
  const { catalogueOf, catalogueText } = await import('../test/support/catalogue.ts');
  const client = new pg.Client(JSON.parse(process.env.PRECEPTOR_TEST).migrationDatabaseUrl);
  await client.connect();
  const { citusScript } = await import('../test/support/distribution.ts');
  const catalogue = await catalogueOf(client).finally(() => client.end());
  writeFileSync('test/support/catalogue.snapshot.txt', catalogueText(catalogue));
  writeFileSync('docs/citus.sql', citusScript(catalogue));
} finally {
  await stop();
}
