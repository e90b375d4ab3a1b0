import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MIGRATIONS } from '../../migrations/index.js';
import { createApp } from '../app.js';
import { ENTITIES } from '../features/entities.js';
import { EXCHANGE_FORMATS, type ExchangeFormat } from '../features/quizzes/exchange/exchanged-question.js';
import type {
  QuestionImport,
  QuestionImportItem,
} from '../features/quizzes/exchange/question-import.entity.js';
import { QuestionImports } from '../features/quizzes/exchange/question-import.service.js';
import { QuestionIntake } from '../features/quizzes/exchange/question-intake.service.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand } from '../platform/database/open-database.js';
import type { TenantDb } from '../platform/database/tenant-db.js';
import { organizationNamed } from './organization-named.js';

const USAGE = `npm run questions:import -- FILE [--dry-run] [--organization ID] [--category PATH] [--format ${EXCHANGE_FORMATS.join('|')}]`;

/** Milliseconds between two lines of progress. */
const PROGRESS = 2_000;

interface Wish {
  readonly file: string;
  readonly dryRun: boolean;
  readonly organization: string | undefined;
  readonly category: string | null;
  readonly format: ExchangeFormat | null;
}

/**
 * Brings the questions of a file into the bank of one organization and prints what became of each. Answers the
 * exit code: 0 when each was brought in (or would be, or is there), 1 when one or all of them were refused.
 * Throws with a message for the operator when the arguments, the file or the database are wrong.
 */
export async function importQuestionFile(
  args: string[],
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<0 | 1> {
  const wish = wishOf(args);
  if (!(await stat(wish.file).catch(() => null))?.isFile()) throw new Error(`There is no file ${wish.file}`);
  const config = { ...readConfig(env), logLevel: 'warn' };
  const opened = await openDatabaseForCommand(config);
  try {
    await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
    const orgId = await organizationNamed(opened.migrationDatabaseUrl, wish.organization);
    const dataSource = await runtimeDataSource(opened.databaseUrl, 4, ENTITIES).initialize();
    const app = await createApp(config, dataSource);
    try {
      const db = app.get(Database).forOrganization(orgId);
      return await importInto(db, app.get(QuestionIntake), app.get(QuestionImports), wish, print);
    } finally {
      await app.close();
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  } finally {
    await opened.stop();
  }
}

async function importInto(
  db: TenantDb,
  intake: QuestionIntake,
  imports: QuestionImports,
  { file, dryRun, category, format }: Wish,
  print: (line: string) => void,
): Promise<0 | 1> {
  const importId = await intake.begin(db, { fileName: path.basename(file), dryRun, category, format });
  const progress = setInterval(() => {
    imports.import(db, importId).then(
      ({ done, total }) => total && print(`${done} of ${total} questions`),
      () => undefined, // the next line tells
    );
  }, PROGRESS);
  try {
    await intake.work(db, importId, file);
  } finally {
    clearInterval(progress);
  }
  const result = await imports.import(db, importId);
  let refused = 0;
  for await (const item of itemsOf(db, imports, importId)) {
    linesOf(file, item).forEach((line) => print(line));
    if (item.outcome === 'REFUSED') refused += 1;
  }
  print(await outcomeLine(db, imports, result));
  return refused || result.status === 'REFUSED' ? 1 : 0;
}

async function* itemsOf(
  db: TenantDb,
  imports: QuestionImports,
  importId: string,
): AsyncGenerator<QuestionImportItem> {
  let after: string | null = null;
  do {
    const page = await imports.items(db, importId, { first: 100, after });
    for (const { node } of page.edges) yield node;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

/** What was brought in whole needs no line of its own. */
function linesOf(
  file: string,
  { line, element, title, outcome, losses, refusal }: QuestionImportItem,
): string[] {
  const place = [file, line, ...(line === null && element ? [` ${element}`] : [])]
    .filter((part) => part !== null)
    .join(':');
  if (refusal !== null) return [`${place}  ${title}: refused. ${refusal}`];
  if (outcome === 'ALREADY_THERE') return [`${place}  ${title}: already there.`];
  return losses.map((loss) => `${place}  ${title}: ${loss}`);
}

async function outcomeLine(
  db: TenantDb,
  imports: QuestionImports,
  { id, refusal, format }: QuestionImport,
): Promise<string> {
  if (refusal !== null) return `Nothing was imported: ${refusal}`;
  const counts = await imports.counts.load(db, id);
  const told = counts.map(({ outcome, count }) => `${count} ${outcome.toLowerCase().replaceAll('_', ' ')}`);
  return `${format}: ${told.join(', ')}.`;
}

function wishOf(args: string[]): Wish {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      organization: text,
      category: text,
      format: text,
    },
  });
  const [file, ...others] = positionals;
  if (!file || others.length) throw new Error(`Name one file: ${USAGE}`);
  const format = EXCHANGE_FORMATS.find((name) => name === values.format?.toUpperCase());
  if (values.format && !format) throw new Error(`There is no format ${values.format}: ${USAGE}`);
  const { organization, category = null } = values;
  return { file, dryRun: values['dry-run'], organization, category, format: format ?? null };
}
