import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MIGRATIONS } from '../../migrations/index.js';
import { createApp } from '../app.js';
import { ENTITIES } from '../features/entities.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand } from '../platform/database/open-database.js';
import { isId } from '../platform/ids/ids.js';
import { LedgerAnchors } from '../platform/ledger/ledger-anchors.js';
import { LedgerExport } from '../platform/ledger/ledger-export.js';
import { organizationNamed } from './organization-named.js';

const EXPORT_USAGE = 'npm run ledger:export -- FILE [--organization ID] [--person ID]';

type Print = (line: string) => void;

/** Writes the chains of one organization, or of one person in it, to a new file. Throws with a message for the operator. */
export async function exportLedger(args: string[], env: NodeJS.ProcessEnv, print: Print): Promise<0> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { organization: text, person: text },
  });
  const [file, ...others] = positionals;
  if (!file || others.length) throw new Error(`Name one file: ${EXPORT_USAGE}`);
  if (values.person && !isId(values.person)) throw new Error(`${values.person} is not the id of a person`);
  await withApp(env, async (app, migrationDatabaseUrl) => {
    const orgId = await organizationNamed(migrationDatabaseUrl, values.organization);
    const db = app.get(Database).forOrganization(orgId);
    const lines = app.get(LedgerExport).lines(db, values.person?.toLowerCase() ?? null);
    await pipeline(
      Readable.from(lines).map((line: object) => `${JSON.stringify(line)}\n`),
      createWriteStream(file, { flags: 'wx', mode: 0o600 }), // it says what people did
    );
    print(
      `${file} holds the ledger of organization ${orgId}. Verify it with: npm run ledger:verify -- ${file}`,
    );
  });
  return 0;
}

/** Anchors the whole ledger now, and prints the anchor. */
export async function anchorLedger(env: NodeJS.ProcessEnv, print: Print): Promise<0> {
  await withApp(env, async (app) => {
    const anchor = await app.get(LedgerAnchors).anchor();
    print(
      anchor ? `Anchor ${anchor.number}, ${anchor.at}: ${anchor.root}` : 'There is nothing to anchor yet.',
    );
  });
  return 0;
}

async function withApp(
  env: NodeJS.ProcessEnv,
  work: (app: NestFastifyApplication, migrationDatabaseUrl: string) => Promise<void>,
): Promise<void> {
  const config = { ...readConfig(env), logLevel: 'warn' };
  const opened = await openDatabaseForCommand(config);
  try {
    await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
    const dataSource = await runtimeDataSource(opened.databaseUrl, 2, ENTITIES).initialize();
    const app = await createApp(config, dataSource);
    try {
      await work(app, opened.migrationDatabaseUrl);
    } finally {
      await app.close();
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  } finally {
    await opened.stop();
  }
}
