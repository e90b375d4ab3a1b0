import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { MIGRATIONS } from '../../migrations/index.js';
import {
  changesOf,
  incompleteRules,
  readRuleFile,
  type FileRule,
  type IncompleteRule,
  type RuleFile,
} from '../features/training/supervision/rule-file.rules.js';
import {
  holdsPolicies,
  readPolicyFile,
} from '../features/continuing-education/policies/policy-file.rules.js';
import { holdsFormats, readFormats } from '../features/continuing-education/reports/report-format.rules.js';
import type { RuleRow } from '../features/training/supervision/supervision-rule.js';
import { readConfig } from '../platform/config/config.js';
import { migrate } from '../platform/database/migrate.js';
import { openDatabaseForCommand } from '../platform/database/open-database.js';
import { newId } from '../platform/ids/ids.js';
import { policyLines, recordPolicies, type PolicyImport } from './import-ce-policies.js';
import { recordFormats } from './import-report-formats.js';
import { documentOf, recordAsOwner, textOf } from './data-file.js';
import { referenceFile } from './reference-file.js';

const USAGE = 'npm run rules:import -- FILE';

/** Any number that no other program takes as an advisory lock in this database. */
const RULES_LOCK = 7_236_106;

/** What became of a file of rules. */
export interface RuleImport {
  readonly problems: readonly string[];
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly unchanged: number;
  readonly licenseTypes: number;
  readonly incomplete: readonly IncompleteRule[];
  /** Of policies of continuing education; null: the file has none. */
  readonly cePolicies: PolicyImport | null;
  /** Formats of reports that were new or changed; null: the file has none. */
  readonly reportFormats: number | null;
}

/**
 * Records the rules of a file and prints what became of them. Answers the exit code: 0 when the file holds now, 1 when
 * something in it is wrong and nothing was recorded. Throws with a message for the operator when the argument, the file or
 * the database are wrong.
 */
export async function importRuleFile(
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
    const report = await importRules(opened.migrationDatabaseUrl, text);
    linesOf(file, report).forEach((line) => print(line));
    return report.problems.length ? 1 : 0;
  } finally {
    await opened.stop();
  }
}

/** The example rules that are shipped, for development and the demo: recorded where they differ from what is there. */
export async function importReferenceRules(migrationDatabaseUrl: string): Promise<void> {
  for (const name of ['supervision-rules.yaml', 'ce-policies.yaml', 'ce-report-formats.yaml'])
    await importRules(migrationDatabaseUrl, await readFile(referenceFile(name), 'utf8'));
}

/**
 * Records what is new or changed in a file of rules, as the owner role, which alone may: all of it or, when something is
 * wrong, nothing. Done twice it records nothing the second time; nothing is ever deleted.
 */
export async function importRules(migrationDatabaseUrl: string, text: string): Promise<RuleImport> {
  const document = documentOf(text);
  const policies = holdsPolicies(document) ? readPolicyFile(document) : null;
  const formats = holdsFormats(document) ? readFormats(document) : null;
  const holdsOthers = holdsPolicies(document) || holdsFormats(document);
  const file = holdsOthers && !holdsRules(document) ? NO_RULES : readRuleFile(document);
  const problems = [...file.problems, ...(policies?.problems ?? []), ...(formats?.problems ?? [])];
  if (problems.length) return { ...NOTHING, problems };
  return recordAsOwner(migrationDatabaseUrl, RULES_LOCK, async (owner) => {
    const report = await recordIn(owner, file);
    const cePolicies = policies && (await recordPolicies(owner, policies.policies));
    const reportFormats = formats && (await recordFormats(owner, formats.formats));
    return { ...report, cePolicies, reportFormats };
  });
}

const NOTHING = {
  added: 0,
  changed: 0,
  withdrawn: 0,
  unchanged: 0,
  licenseTypes: 0,
  incomplete: [],
  cePolicies: null,
  reportFormats: null,
};
const holdsRules = (content: object): boolean => 'supervision_rules' in content || 'license_types' in content;

const NO_RULES: RuleFile = { rules: [], licenseTypes: [], problems: [] };

async function recordIn(
  owner: Client,
  { rules, licenseTypes }: RuleFile,
): Promise<Omit<RuleImport, 'cePolicies' | 'reportFormats'>> {
  const { rows } = await owner.query<RuleRow>(`
    SELECT id, jurisdiction, role, effective_from::text AS "effectiveFrom", effective_to::text AS "effectiveTo",
      verified_on::text AS "verifiedOn", authority, rule, recorded_at AS "recordedAt" FROM supervision_rule`);
  const changes = changesOf(rules, rows);
  await record(owner, [...changes.added, ...changes.changed, ...changes.withdrawn]);
  await owner.query(
    `INSERT INTO license_type (code, title, is_licensed)
     SELECT code, title, "isLicensed" FROM jsonb_to_recordset($1) AS t (code text, title text, "isLicensed" boolean)
     ON CONFLICT (code) DO UPDATE SET title = excluded.title, is_licensed = excluded.is_licensed`,
    [JSON.stringify(licenseTypes)],
  );
  return {
    problems: [],
    added: changes.added.length,
    changed: changes.changed.length,
    withdrawn: changes.withdrawn.length,
    unchanged: changes.unchanged,
    licenseTypes: licenseTypes.length,
    incomplete: incompleteRules(rules),
  };
}

async function record(owner: Client, rules: readonly FileRule[]): Promise<void> {
  await owner.query(
    `INSERT INTO supervision_rule (id, jurisdiction, role, effective_from, effective_to, verified_on, authority, rule)
     SELECT id, jurisdiction, role, "effectiveFrom", "effectiveTo", "verifiedOn", authority, rule
     FROM jsonb_to_recordset($1) AS r (id uuid, jurisdiction text, role text, "effectiveFrom" date, "effectiveTo" date,
       "verifiedOn" date, authority text[], rule jsonb)`,
    [JSON.stringify(rules.map((rule) => ({ ...rule, id: newId() })))],
  );
}

function linesOf(file: string, report: RuleImport): string[] {
  if (report.problems.length)
    return [
      ...report.problems.map((problem) => `${file}: ${problem}`),
      `Nothing was recorded: ${report.problems.length} error(s).`,
    ];
  const { added, changed, withdrawn, unchanged, licenseTypes, incomplete, cePolicies, reportFormats } =
    report;
  const policies = [
    ...(cePolicies ? policyLines(cePolicies) : []),
    ...(reportFormats === null ? [] : [`Formats of reports: ${reportFormats} new or changed.`]),
  ];
  if (policies.length && added + changed + withdrawn + unchanged + licenseTypes === 0) return policies;
  return [
    ...policies,
    ...incomplete.map(({ jurisdiction, role, missing, missingForRatios }) => {
      const who = missing.length ? ` who may validate (${missing.join('; ')})` : '';
      const many = missingForRatios.length ? ` how many at a time (${missingForRatios.join('; ')})` : '';
      return `${jurisdiction}, ${role}: incomplete, so it does not decide${[who, many].filter(Boolean).join(', nor')}.`;
    }),
    `Rules: ${added} added, ${changed} changed, ${withdrawn} withdrawn, ${unchanged} as they were. Types of licenses: ${licenseTypes}.`,
  ];
}
