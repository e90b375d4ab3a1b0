import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../features/entities.js';
import { MAX_DOCUMENT_BYTES } from '../features/programs/document/source.js';
import { ProgramTransferService } from '../features/programs/program-transfer.service.js';
import type { ProgramImport } from '../features/programs/program-transfer.type.js';
import { ProgramService } from '../features/programs/program.service.js';
import { Clock } from '../platform/clock/clock.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand, type OpenDatabase } from '../platform/database/open-database.js';
import { organizationNamed } from './organization-named.js';

const USAGE = 'npm run program:import -- FILE [--dry-run] [--organization ID]';

interface Wish {
  file: string;
  dryRun: boolean;
  organization?: string;
}

/**
 * Imports a program document into one organization and prints what became of it. Answers the exit code: 0 when
 * it was (or as a dry run would be) imported, 1 when there are errors and nothing was kept. Throws with a
 * message for the operator when the arguments, the file or the database are wrong.
 */
export async function importProgramFile(
  args: string[],
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<0 | 1> {
  const wish = wishOf(args);
  const text = await readDocument(wish.file);
  const config = readConfig(env);
  const opened = await openDatabaseForCommand(config);
  try {
    const report = await importInto(opened, config.databasePoolSize, wish, text);
    reportLines(wish, report).forEach((line) => print(line));
    return report.errors.length ? 1 : 0;
  } finally {
    await opened.stop();
  }
}

async function importInto(
  opened: OpenDatabase,
  poolSize: number,
  { file, dryRun, organization }: Wish,
  text: string,
): Promise<ProgramImport> {
  await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
  const orgId = await organizationNamed(opened.migrationDatabaseUrl, organization);
  const dataSource = await runtimeDataSource(opened.databaseUrl, poolSize, ENTITIES).initialize();
  try {
    const db = new Database(dataSource, new Clock()).forOrganization(orgId);
    const format = /\.json$/i.test(file) ? 'JSON' : 'YAML';
    return await new ProgramTransferService(new ProgramService()).importBySystem(db, text, format, dryRun);
  } finally {
    await dataSource.destroy();
  }
}

function wishOf(args: string[]): Wish {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, organization: { type: 'string' } },
  });
  const [file, ...others] = positionals;
  if (!file || others.length) throw new Error(`Name one file: ${USAGE}`);
  return { file, dryRun: values['dry-run'], organization: values.organization };
}

async function readDocument(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new Error(`There is no file ${file}`);
  if (found.size > MAX_DOCUMENT_BYTES)
    throw new Error(`${file} is larger than ${MAX_DOCUMENT_BYTES / 1_000_000} MB`);
  return readFile(file, 'utf8');
}

function reportLines({ file, dryRun }: Wish, report: ProgramImport): string[] {
  const { errors, notImported, unresolved, beforePublishing } = report;
  const told = (
    title: string,
    list: { path: string; line: number; column: number; text: string }[],
  ): string[] =>
    list.length
      ? [
          title,
          ...list.map(({ line, column, path, text }) => `  ${file}:${line}:${column}  ${path}: ${text}`),
        ]
      : [];
  const wrong = (list: ProgramImport['errors']) => list.map((entry) => ({ ...entry, text: entry.message }));
  const remarks = (list: ProgramImport['notImported']) =>
    list.map((entry) => ({ ...entry, text: entry.what }));
  return [
    ...told('Errors:', wrong(errors)),
    ...told('Not imported, because nothing reads it yet:', remarks(notImported)),
    ...told('Kept, and not met by anything yet:', remarks(unresolved)),
    ...told('To be mended before it can be published:', wrong(beforePublishing)),
    outcomeLine(report, dryRun),
  ];
}

function outcomeLine({ applied, errors, versionId }: ProgramImport, dryRun: boolean): string {
  if (errors.length) return `Nothing was imported: ${errors.length} error(s).`;
  if (applied) return `Imported as draft ${versionId}.`;
  return dryRun ? 'Dry run: it would be imported. Nothing was kept.' : 'Nothing was imported.';
}
