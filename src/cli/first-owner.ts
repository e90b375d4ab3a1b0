import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { isEmail } from 'class-validator';
import sql from 'sql-template-tag';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../features/entities.js';
import { grantMembership } from '../features/organizations/membership-grant.js';
import { PasswordHasher } from '../features/people/password-hasher.js';
import { normalEmail, passwordProblem } from '../features/people/password.rules.js';
import { Clock } from '../platform/clock/clock.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabase } from '../platform/database/open-database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { isPrintable, tidy } from '../platform/graphql/text.js';
import { newId } from '../platform/ids/ids.js';
import { LedgerKeys } from '../platform/ledger/ledger-keys.js';
import { LedgerSigner } from '../platform/ledger/ledger-signer.js';

const USAGE = `npm run admin:create -- [--organization NAME] [--kind school|clinic|both] [--given-name NAME]
  [--family-name NAME] [--email ADDRESS]
What is not given is asked for. The password is asked for last, or read from standard input.`;

/** The first organization of a system, and who owns it. */
interface FirstOwner {
  organization: string;
  kind: string;
  givenName: string;
  familyName: string;
  email: string;
  password: string;
}

/** Answers a question of the command line. */
export type Ask = (question: string) => Promise<string>;

/**
 * Makes an organization with its first owner, all or nothing, and prints what was made. Runs as the owner role,
 * before anybody could sign in. Throws with a message for the operator when something given is wrong or the
 * address has an account.
 */
export async function createFirstOwner(
  args: string[],
  env: NodeJS.ProcessEnv,
  ask: Ask,
  print: (line: string) => void,
): Promise<void> {
  const owner = await askedFor(args, ask);
  refuseProblems(owner);
  const config = readConfig(env);
  const opened = await openDatabase(config);
  try {
    await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
    await createIn(opened.migrationDatabaseUrl, owner, new LedgerKeys(config));
  } finally {
    await opened.stop();
  }
  print(`${owner.organization} is made. ${owner.email} owns it and can sign in.`);
}

async function askedFor(args: string[], ask: Ask): Promise<FirstOwner> {
  const given = optionsOf(args);
  const or = async (value: string | undefined, question: string): Promise<string> =>
    tidy(value ?? (await ask(question)));
  return {
    organization: await or(given.organization, 'Name of the organization: '),
    kind: (await or(given.kind, 'Kind (school, clinic or both): ')).toLowerCase(),
    givenName: await or(given['given-name'], "Owner's given name: "),
    familyName: await or(given['family-name'], "Owner's family name (may be empty): "),
    email: normalEmail(await or(given.email, "Owner's email address: ")),
    password: await ask('Password (12 characters or more): '),
  };
}

function optionsOf(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { organization: text, kind: text, 'given-name': text, 'family-name': text, email: text };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

/** Names everything that is wrong at once. */
function refuseProblems(owner: FirstOwner): void {
  const name = (what: string, text: string, least: number): string | null =>
    text.length < least || text.length > 200 || !isPrintable(text)
      ? `${what} must be one line of ${least} to 200 characters.`
      : null;
  const problems = [
    name('The name of the organization', owner.organization, 1),
    name('The given name', owner.givenName, 1),
    name('The family name', owner.familyName, 0),
    ['school', 'clinic', 'both'].includes(owner.kind) ? null : 'The kind is school, clinic or both.',
    isEmail(owner.email) && owner.email.length <= 254 ? null : 'The email address is not one.',
    passwordProblem(owner.password, owner),
  ].filter((problem) => problem !== null);
  if (problems.length) throw new Error(problems.join('\n'));
}

async function createIn(ownerUrl: string, owner: FirstOwner, keys: LedgerKeys): Promise<void> {
  const hash = await new PasswordHasher().hash(owner.password);
  const dataSource = await runtimeDataSource(ownerUrl, 2, ENTITIES).initialize();
  try {
    const database = new Database(dataSource, new Clock());
    const signer = new LedgerSigner(database, keys, new Logger('ledger'));
    await database.forOrganization(newId()).write((tx) => writeIn(tx, owner, hash));
    await signer.signPending();
  } finally {
    await dataSource.destroy();
  }
}

async function writeIn(tx: Transaction, owner: FirstOwner, hash: string): Promise<void> {
  const { organization, kind, givenName, familyName, email } = owner;
  await tx.lock(`account ${email}`);
  const [taken] = await tx.query(sql`SELECT 1 FROM account WHERE email = ${email}`);
  if (taken) throw new Error(`${email} has an account already: nothing was made.`);
  const [personId, accountId] = [newId(), newId()];
  await tx.query(sql`INSERT INTO organization (id, name, is_school, is_clinic)
    VALUES (${tx.orgId}, ${organization}, ${kind !== 'clinic'}, ${kind !== 'school'})`);
  await tx.query(
    sql`INSERT INTO person (id, given_name, family_name) VALUES (${personId}, ${givenName}, ${familyName})`,
  );
  await tx.query(
    sql`INSERT INTO account (id, person_id, email) VALUES (${accountId}, ${personId}, ${email})`,
  );
  await tx.query(
    sql`INSERT INTO account_password (account_id, person_id, hash) VALUES (${accountId}, ${personId}, ${hash})`,
  );
  const everywhere = {
    lineManagerId: null,
    siteIds: null,
    cohortIds: null,
    externalSource: null,
    externalId: null,
  };
  await grantMembership(tx, {
    ...everywhere,
    personId,
    role: 'OWNER',
    expiresAt: null,
    origin: { firstOwner: true },
  });
}

/**
 * Asks at a terminal, without showing what is typed as a password; otherwise reads an answer from each line of
 * standard input. Call `close` when all is asked.
 */
export function asker(input: NodeJS.ReadStream, output: NodeJS.WriteStream): { ask: Ask; close(): void } {
  const lines = createInterface({ input, output, terminal: input.isTTY === true });
  const waiting = lines[Symbol.asyncIterator]();
  const ask: Ask = async (question) => {
    if (input.isTTY) output.write(question);
    const hidden = input.isTTY && question.startsWith('Password');
    const write = output.write.bind(output);
    if (hidden) output.write = () => true;
    const { value, done } = await waiting.next();
    output.write = write;
    if (hidden) output.write('\n');
    if (done) throw new Error(`Nothing was answered to "${question.trim()}".\n${USAGE}`);
    return value as string;
  };
  return { ask, close: () => lines.close() };
}
