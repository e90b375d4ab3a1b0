import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../features/entities.js';
import { MAX_DOCUMENT_BYTES } from '../features/programs/document/source.js';
import { ProgramRequirements } from '../features/programs/program-requirements.service.js';
import { ChecklistCatalog } from '../features/training/skills/checklist-catalog.service.js';
import { ChecklistPublication } from '../features/training/skills/checklist-publication.service.js';
import { ChecklistTransfer } from '../features/training/skills/document/checklist-transfer.service.js';
import type { ChecklistImport } from '../features/training/skills/document/checklist-transfer.type.js';
import { Clock } from '../platform/clock/clock.js';
import { readConfig } from '../platform/config/config.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand, type OpenDatabase } from '../platform/database/open-database.js';
import { organizationNamed } from './organization-named.js';

const USAGE = 'npm run checklist:import -- FILE [--publish] [--dry-run] [--organization ID]';

interface Wish {
  readonly file: string;
  readonly publish: boolean;
  readonly dryRun: boolean;
  readonly organization: string | undefined;
}

/**
 * Imports a checklist with its skills into one organization and prints what became of it. Answers the exit code: 0 when
 * it was (or as a dry run would be) imported, 1 when there are errors and nothing was kept. Throws with a message for
 * the operator when the arguments, the file or the database are wrong.
 */
export async function importChecklistFile(
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
    reportLines(wish, report).forEach(print);
    return report.errors.length ? 1 : 0;
  } finally {
    await opened.stop();
  }
}

async function importInto(
  opened: OpenDatabase,
  poolSize: number,
  { organization, ...wish }: Wish,
  text: string,
): Promise<ChecklistImport> {
  await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
  const orgId = await organizationNamed(opened.migrationDatabaseUrl, organization);
  const dataSource = await runtimeDataSource(opened.databaseUrl, poolSize, ENTITIES).initialize();
  try {
    const db = new Database(dataSource, new Clock()).forOrganization(orgId);
    const catalog = new ChecklistCatalog();
    const publication = new ChecklistPublication(catalog, new ProgramRequirements());
    return await new ChecklistTransfer(catalog, publication).importBySystem(db, text, wish);
  } finally {
    await dataSource.destroy();
  }
}

function wishOf(args: string[]): Wish {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { publish: flag, 'dry-run': flag, organization: { type: 'string' } },
  });
  const [file, ...others] = positionals;
  if (!file || others.length) throw new Error(`Name one file: ${USAGE}`);
  const { publish, organization } = values;
  return { file, publish, dryRun: values['dry-run'], organization };
}

async function readDocument(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new Error(`There is no file ${file}`);
  if (found.size > MAX_DOCUMENT_BYTES)
    throw new Error(`${file} is larger than ${MAX_DOCUMENT_BYTES / 1_000_000} MB`);
  return readFile(file, 'utf8');
}

function reportLines(wish: Wish, report: ChecklistImport): string[] {
  const told = (title: string, problems: ChecklistImport['errors']): string[] =>
    problems.length
      ? [
          title,
          ...problems.map(
            ({ line, column, path, message }) => `  ${wish.file}:${line}:${column}  ${path}: ${message}`,
          ),
        ]
      : [];
  return [
    ...told('Errors:', report.errors),
    ...told('To be mended before it can be published:', report.beforePublishing),
    outcomeLine(wish, report),
  ];
}

function outcomeLine({ publish, dryRun }: Wish, report: ChecklistImport): string {
  const { errors, newSkills, keptSkills, checklistVersionId } = report;
  if (errors.length) return `Nothing was imported: ${errors.length} error(s).`;
  const counts = `${newSkills.length} skill(s) with a new version, ${keptSkills.length} as before`;
  if (dryRun) return `Dry run: it would be imported, ${counts}. Nothing was kept.`;
  return `${publish ? 'Published' : 'Imported'} as version ${checklistVersionId}: ${counts}.`;
}
