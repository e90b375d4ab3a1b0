import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { MIGRATIONS } from '../../migrations/index.js';
import { readRetentionFile, retentionChanges } from '../features/retention/retention-file.rules.js';
import type { FileRetentionRule, RetentionRuleRow } from '../features/retention/retention-rule.js';
import { readConfig } from '../platform/config/config.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand } from '../platform/database/open-database.js';
import { newId } from '../platform/ids/ids.js';
import { documentOf, recordAsOwner, textOf } from './data-file.js';
import { referenceFile } from './reference-file.js';

const USAGE = 'npm run retention:import -- FILE';

/** Any number that no other program takes as an advisory lock in this database. */
const RETENTION_LOCK = 7_236_108;

/** What became of a file of rules of retention. */
export interface RetentionImport {
  readonly problems: readonly string[];
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly unchanged: number;
}

/**
 * Records the rules of a file and prints what became of them. Answers the exit code: 0 when the file holds now, 1 when
 * something in it is wrong and nothing was recorded. Throws with a message for the operator when the argument, the file or
 * the database are wrong.
 */
export async function importRetentionFile(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<0 | 1> {
  const [file, ...others] = args;
  if (!file || others.length) throw new Error(`Name one file: ${USAGE}`);
  const text = await textOf(file);
  const opened = await openDatabaseForCommand(readConfig(env));
  try {
    await migrate(opened.migrationDatabaseUrl, MIGRATIONS);
    const report = await importRetentionRules(opened.migrationDatabaseUrl, text);
    linesOf(file, report).forEach((line) => print(line));
    return report.problems.length ? 1 : 0;
  } finally {
    await opened.stop();
  }
}

/** The example rules that are shipped, for the demo: recorded where they differ from what is there. */
export const importReferenceRetention = async (migrationDatabaseUrl: string): Promise<RetentionImport> =>
  importRetentionRules(migrationDatabaseUrl, await readFile(referenceFile('retention-rules.yaml'), 'utf8'));

/**
 * Records what is new or changed in a file of rules and withdraws what it no longer has, as the owner role, which alone
 * may: all of it or, when something is wrong, nothing. Done twice it records nothing the second time; nothing is deleted.
 */
export async function importRetentionRules(
  migrationDatabaseUrl: string,
  text: string,
): Promise<RetentionImport> {
  const { rules, problems } = readRetentionFile(documentOf(text));
  if (problems.length) return { problems, added: 0, changed: 0, withdrawn: 0, unchanged: 0 };
  return recordAsOwner(migrationDatabaseUrl, RETENTION_LOCK, (owner) => recordIn(owner, rules));
}

async function recordIn(owner: Client, file: readonly FileRetentionRule[]): Promise<RetentionImport> {
  const { rows } = await owner.query<RetentionRuleRow>(`
    SELECT id, code, record_class AS "recordClass", item_code AS "itemCode", jurisdiction, keep_months AS "keepMonths",
      counts_from AS "countsFrom", lawful_basis AS "lawfulBasis", authority, effective_from::text AS "effectiveFrom",
      effective_to::text AS "effectiveTo", verified_on::text AS "verifiedOn", withdrawn, recorded_at AS "recordedAt"
    FROM retention_rule`);
  const { added, changed, withdrawn, unchanged } = retentionChanges(file, rows);
  await record(owner, [...added, ...changed], false);
  await record(owner, withdrawn, true);
  return {
    problems: [],
    added: added.length,
    changed: changed.length,
    withdrawn: withdrawn.length,
    unchanged,
  };
}

async function record(owner: Client, rules: readonly FileRetentionRule[], withdrawn: boolean): Promise<void> {
  await owner.query(
    `INSERT INTO retention_rule (id, code, record_class, item_code, jurisdiction, keep_months, counts_from, lawful_basis,
       authority, effective_from, effective_to, verified_on, withdrawn)
     SELECT id, code, "recordClass", "itemCode", jurisdiction, "keepMonths", "countsFrom", "lawfulBasis", authority,
       "effectiveFrom", "effectiveTo", "verifiedOn", $2
     FROM jsonb_to_recordset($1) AS r (id uuid, code text, "recordClass" text, "itemCode" text, jurisdiction text, "keepMonths" int,
       "countsFrom" text, "lawfulBasis" text, authority text[], "effectiveFrom" date, "effectiveTo" date, "verifiedOn" date)`,
    [JSON.stringify(rules.map((rule) => ({ ...rule, id: newId() }))), withdrawn],
  );
}

function linesOf(file: string, report: RetentionImport): string[] {
  const { problems, added, changed, withdrawn, unchanged } = report;
  if (problems.length)
    return [
      ...problems.map((problem) => `${file}: ${problem}`),
      `Nothing was recorded: ${problems.length} error(s).`,
    ];
  return [
    `Rules of retention: ${added} added, ${changed} changed, ${withdrawn} withdrawn, ${unchanged} as they were.`,
  ];
}
