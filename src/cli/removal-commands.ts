import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import sql from 'sql-template-tag';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../features/entities.js';
import {
  deleteOrganizationIn,
  type OrganizationDeletion,
} from '../features/retention/organization-deletion.js';
import { erasePersonIn, type PersonErasure } from '../features/retention/person-erasure.js';
import { inWords } from '../features/retention/obstacles.rules.js';
import { Clock } from '../platform/clock/clock.js';
import { readConfig, type Config } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand } from '../platform/database/open-database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { contentLock, placeOf, type ContentStore } from '../platform/files/content-store.js';
import { contentStore } from '../platform/files/files.module.js';
import { isId } from '../platform/ids/ids.js';
import { LedgerKeys } from '../platform/ledger/ledger-keys.js';
import { LedgerSigner } from '../platform/ledger/ledger-signer.js';
import { organizationNamed } from './organization-named.js';

const PERSON_USAGE = 'npm run person:erase -- ORGANIZATION PERSON [--reason TEXT] [--yes]';
const ORGANIZATION_USAGE = 'npm run organization:delete -- ORGANIZATION [--reason TEXT] [--yes]';

type Print = (line: string) => void;

interface Wish {
  readonly ids: readonly string[];
  readonly reason: string;
  /** Without it everything is tried, and nothing is kept. */
  readonly yes: boolean;
}

/**
 * inv 66: erases a person from an organization, or says what stands in the way; without `--yes` it only says what it would
 * do. Answers the exit code: 1 when something stands in the way. Throws with a message for the operator.
 */
export async function erasePerson(
  args: string[],
  env: NodeJS.ProcessEnv,
  print: Print,
  clock = new Clock(),
): Promise<0 | 1> {
  const wish = wishOf(args, 2, PERSON_USAGE);
  const [orgId, personId] = wish.ids;
  return withOwner(env, clock, async (owner) => {
    await organizationNamed(owner.migrationDatabaseUrl, orgId);
    const done = await owner.tryOut(orgId!, wish, (tx) => erasePersonIn(tx, personId!, wish.reason));
    if (!done) throw new Error(`The organization knows no person ${personId}`);
    const left = await owner.forget(wish, done.contents);
    [...personLines(done, wish), ...left].forEach(print);
    return done.obstacles.length || left.length ? 1 : 0;
  });
}

/** abuse 70: deletes an organization in the same way, and nothing of any other. */
export async function deleteOrganization(
  args: string[],
  env: NodeJS.ProcessEnv,
  print: Print,
  clock = new Clock(),
): Promise<0 | 1> {
  const wish = wishOf(args, 1, ORGANIZATION_USAGE);
  const [orgId] = wish.ids;
  return withOwner(env, clock, async (owner) => {
    await organizationNamed(owner.migrationDatabaseUrl, orgId);
    const done = await owner.tryOut(orgId!, wish, (tx) => deleteOrganizationIn(tx, wish.reason));
    const left = await owner.forget(wish, done.contents);
    [...organizationLines(done, wish), ...left].forEach(print);
    return done.obstacles.length || left.length ? 1 : 0;
  });
}

function wishOf(args: string[], count: number, usage: string): Wish {
  const options = { yes: { type: 'boolean', default: false }, reason: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  if (positionals.length !== count) throw new Error(`Name ${count === 1 ? 'one id' : 'two ids'}: ${usage}`);
  for (const id of positionals) if (!isId(id)) throw new Error(`${id} is not an id`);
  const ids = positionals.map((id) => id.toLowerCase());
  return { ids, reason: values.reason ?? 'No longer to be kept', yes: values.yes };
}

async function withOwner<T>(
  env: NodeJS.ProcessEnv,
  clock: Clock,
  work: (owner: Owner) => Promise<T>,
): Promise<T> {
  const config = { ...readConfig(env), logLevel: 'warn' };
  const opened = await openDatabaseForCommand(config);
  try {
    await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
    const dataSource = await runtimeDataSource(opened.migrationDatabaseUrl, 2, ENTITIES).initialize();
    try {
      return await work(new Owner(config, new Database(dataSource, clock), opened.migrationDatabaseUrl));
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await opened.stop();
  }
}

/** Undoes what was tried. */
class OnlyTried extends Error {}

/** The owner role at work: it alone may change what is append-only for everybody else. */
class Owner {
  private readonly signer: LedgerSigner;
  private readonly contents: ContentStore;

  constructor(
    config: Config,
    private readonly database: Database,
    readonly migrationDatabaseUrl: string,
  ) {
    this.signer = new LedgerSigner(database, new LedgerKeys(config), new Logger('ledger'));
    this.contents = contentStore(config);
  }

  /** One transaction, which is kept with `yes` alone. What it answers is what it did, or would do. */
  async tryOut<T>(orgId: string, { yes }: Wish, work: (tx: Transaction) => Promise<T>): Promise<T> {
    let tried: T;
    try {
      await this.database.forOrganization(orgId).write(async (tx) => {
        await tx.query(sql`SET LOCAL statement_timeout = 0`);
        tried = await work(tx);
        if (!yes) throw new OnlyTried();
      });
    } catch (error) {
      if (!(error instanceof OnlyTried)) throw error;
    }
    await this.signer.signPending();
    return tried!;
  }

  /** Removes contents that no row names any more; answers which could not be, for whoever has to do it by hand then. */
  async forget({ yes }: Wish, contents: readonly string[]): Promise<string[]> {
    const left: string[] = [];
    for (const sha256 of yes ? contents : [])
      await this.forgetOne(sha256).catch((error: Error) =>
        left.push(`Not removed from the store, remove it by hand: ${placeOf(sha256)} (${error.message})`),
      );
    return left;
  }

  /** Unless a row of any organization names it. Whoever names it at this moment goes first. */
  private forgetOne(sha256: string): Promise<void> {
    return this.database.forVisitor().write(async (tx) => {
      await tx.lock(contentLock(sha256));
      const [named] = await tx.query(
        sql`SELECT 1 FROM stored_file WHERE sha256 = ${sha256} AND erased_at IS NULL LIMIT 1`,
      );
      if (!named) await this.contents.remove(sha256);
    });
  }
}

function personLines({ obstacles, retention, ...done }: PersonErasure, { yes, ids }: Wish): string[] {
  const who = `person ${ids[1]}`;
  const kinds = retention.keepings.map((keeping) => `  ${inWords(keeping)}`);
  if (obstacles.length)
    return [`Nothing was erased of ${who}:`, ...obstacles.map(({ message }) => `  ${message}`)];
  return [
    'On record:',
    ...kinds,
    ...rowLines(done.rows),
    `${done.ledgerEntries} entries of the ledger lose what they say; their hashes stay.`,
    ...(done.isKnownElsewhere
      ? ['Another organization knows them: name, accounts and licenses stay with it.']
      : []),
    yes ? `Erased: ${who}.` : `Dry run: ${who} would be erased. Nothing was changed; add --yes to do it.`,
  ];
}

function organizationLines({ obstacles, ...done }: OrganizationDeletion, { yes, ids }: Wish): string[] {
  const which = `organization ${ids[0]}`;
  if (obstacles.length)
    return [`Nothing was deleted of ${which}:`, ...obstacles.map((message) => `  ${message}`)];
  return [
    ...rowLines(done.rows),
    `${done.persons} people whom nobody else knows; ${done.ledgerEntries} entries of the ledger lose what they say, their hashes stay.`,
    yes
      ? `Deleted: ${which}.`
      : `Dry run: ${which} would be deleted. Nothing was changed; add --yes to do it.`,
  ];
}

const rowLines = (rows: Readonly<Record<string, number>>): string[] =>
  Object.entries(rows).map(([table, count]) => `  ${table}: ${count}`);
