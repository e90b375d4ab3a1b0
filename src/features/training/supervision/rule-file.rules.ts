import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { isDay } from '../licenses/calendar-day.rules.js';
import { JURISDICTION_CODE, LICENSE_TYPE_CODE } from '../licenses/license.js';
import { termsOf } from './rule-terms.rules.js';
import { isWithdrawn } from './supervision.rules.js';
import type { RuleRow } from './supervision-rule.js';

/** A rule as a file has it, ready to be recorded. */
export type FileRule = Omit<RuleRow, 'id' | 'recordedAt'>;

export interface FileLicenseType {
  readonly code: string;
  readonly title: string;
  readonly isLicensed: boolean;
}

export interface RuleFile {
  readonly rules: readonly FileRule[];
  readonly licenseTypes: readonly FileLicenseType[];
  /** What is wrong, each with its place; with any of it nothing is recorded. */
  readonly problems: readonly string[];
}

/** A rule that is loaded and refuses, because it cannot decide everything. */
export interface IncompleteRule {
  readonly jurisdiction: string;
  readonly role: string;
  /** Without these it does not decide who may validate. */
  readonly missing: readonly string[];
  /** Without these it does not decide how many may be supervised at a time. */
  readonly missingForRatios: readonly string[];
}

type Fields = Record<string, unknown>;

/** Reads a file of rules: `supervision_rules`, each with jurisdiction, role, source and the day it was checked; `license_types`. */
export function readRuleFile(content: unknown): RuleFile {
  if (!isFields(content) || !Array.isArray(content['supervision_rules'] ?? content['license_types']))
    return {
      rules: [],
      licenseTypes: [],
      problems: ['The file has neither a list supervision_rules nor a list license_types.'],
    };
  const problems: string[] = [];
  const read = <T>(name: string, one: (fields: Fields, at: string, problems: string[]) => T): T[] => {
    const list = content[name] ?? [];
    if (!Array.isArray(list)) {
      problems.push(`${name}: must be a list`);
      return [];
    }
    return list.flatMap((entry: unknown, i) => {
      if (isFields(entry)) return [one(entry, `${name}.${i}`, problems)];
      problems.push(`${name}.${i}: must have fields`);
      return [];
    });
  };
  const rules = read('supervision_rules', ruleOf);
  const licenseTypes = read('license_types', licenseTypeOf);
  problems.push(
    ...repeated(rules.map(stretchOf)).map((key) => `supervision_rules: ${key} is there twice`),
    ...repeated(licenseTypes.map(({ code }) => code)).map((code) => `license_types: ${code} is there twice`),
  );
  return { rules, licenseTypes, problems };
}

function ruleOf(fields: Fields, at: string, problems: string[]): FileRule {
  const { jurisdiction, role, authority, verified_on: verifiedOn, effective } = fields;
  const dates = isFields(effective) ? effective : {};
  const [from, to] = [dates['from'] ?? null, dates['to'] ?? null];
  const must = (holds: boolean, message: string): void => void (holds || problems.push(`${at}.${message}`));
  must(
    typeof jurisdiction === 'string' && JURISDICTION_CODE.test(jurisdiction),
    'jurisdiction: must be an ISO 3166 code',
  );
  must(typeof role === 'string' && role !== '', 'role: must name whom the rule speaks of');
  must(isListOfText(authority), 'authority: must cite where the rule stands, as a list of texts');
  must(
    isDay(verifiedOn),
    'verified_on: must be the day on which it was compared with its source, like 2026-02-28',
  );
  must(from === null || isDay(from), 'effective.from: must be a date or null');
  must(to === null || isDay(to), 'effective.to: must be a date or null');
  must(!(isDay(from) && isDay(to)) || to >= from, 'effective.to: must not be before effective.from');
  return {
    jurisdiction: String(jurisdiction),
    role: String(role),
    effectiveFrom: from as string | null,
    effectiveTo: to as string | null,
    verifiedOn: String(verifiedOn),
    authority: isListOfText(authority) ? authority : [],
    rule: fields,
  };
}

function licenseTypeOf(fields: Fields, at: string, problems: string[]): FileLicenseType {
  const { code, title, licensed } = fields;
  if (typeof code !== 'string' || !LICENSE_TYPE_CODE.test(code))
    problems.push(`${at}.code: must be letters, digits and _, beginning with a letter`);
  if (typeof title !== 'string' || title === '') problems.push(`${at}.title: must be a text`);
  if (typeof licensed !== 'boolean') problems.push(`${at}.licensed: must be true or false`);
  return { code: String(code), title: String(title), isLicensed: licensed === true };
}

/** What is to be recorded so that the file holds: rules that are new or changed, and that others are withdrawn. */
export interface RuleChanges {
  readonly added: readonly FileRule[];
  readonly changed: readonly FileRule[];
  /** Of jurisdictions in the file, what it no longer has. */
  readonly withdrawn: readonly FileRule[];
  readonly unchanged: number;
}

/** Compares a file with the rules on record: of each jurisdiction, role and beginning the one recorded last. */
export function changesOf(file: readonly FileRule[], recorded: readonly RuleRow[]): RuleChanges {
  const last = new Map<string, RuleRow>();
  for (const row of recorded.toSorted(
    (a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1),
  ))
    last.set(stretchOf(row), row);
  const isNew = (rule: FileRule): boolean => {
    const known = last.get(stretchOf(rule));
    return !known || isWithdrawn(known.rule);
  };
  const isSame = (rule: FileRule): boolean => saidBy(rule) === saidBy(last.get(stretchOf(rule))!);
  const known = file.filter((rule) => !isNew(rule));
  const [kept, jurisdictions] = [
    new Set(file.map(stretchOf)),
    new Set(file.map((rule) => rule.jurisdiction)),
  ];
  const gone = [...last.values()].filter(
    (row) => jurisdictions.has(row.jurisdiction) && !kept.has(stretchOf(row)) && !isWithdrawn(row.rule),
  );
  return {
    added: file.filter(isNew),
    changed: known.filter((rule) => !isSame(rule)),
    withdrawn: gone.map((row) => ({ ...row, rule: { withdrawn: true } })),
    unchanged: known.filter(isSame).length,
  };
}

/** Rules that refuse, and why. */
export const incompleteRules = (rules: readonly FileRule[]): IncompleteRule[] =>
  rules.flatMap(({ jurisdiction, role, rule }) => {
    const { missing, missingForRatios } = termsOf(rule, 'JURISDICTION', '');
    return missing.length || missingForRatios.length
      ? [{ jurisdiction, role, missing, missingForRatios }]
      : [];
  });

const stretchOf = ({ jurisdiction, role, effectiveFrom }: FileRule): string =>
  `${jurisdiction} ${role}${effectiveFrom ? ` from ${effectiveFrom}` : ''}`;

const saidBy = ({ effectiveTo, verifiedOn, authority, rule }: FileRule): string =>
  canonicalJson({ effectiveTo, verifiedOn, authority, rule });

const repeated = (keys: readonly string[]): string[] => [
  ...new Set(keys.filter((key, i) => keys.indexOf(key) !== i)),
];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfText = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '');
