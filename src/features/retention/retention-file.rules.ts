import { canonicalJson } from '../../platform/ids/canonical-json.js';
import { isDay } from '../training/licenses/calendar-day.rules.js';
import { JURISDICTION_CODE } from '../training/licenses/license.js';
import { RECORD_CLASS_CODES, type RecordClass } from './record-class.js';
import {
  COUNTS_FROM,
  LAWFUL_BASES,
  type CountsFrom,
  type FileRetentionRule,
  type LawfulBasis,
  type RetentionRuleRow,
} from './retention-rule.js';

export interface RetentionFile {
  readonly rules: readonly FileRetentionRule[];
  /** What is wrong, each with its place; with any of it nothing is recorded. */
  readonly problems: readonly string[];
}

type Fields = Record<string, unknown>;

const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
const FIELDS = [
  'code',
  'class',
  'item',
  'jurisdiction',
  'keep',
  'counts_from',
  'lawful_basis',
  'authority',
  'verified_on',
  'effective',
];

/** Reads a file of rules of retention: `retention_rules`, each with its class, period, source and the day it was checked. */
export function readRetentionFile(content: unknown): RetentionFile {
  const list = isFields(content) ? content['retention_rules'] : undefined;
  if (!Array.isArray(list)) return { rules: [], problems: ['The file has no list retention_rules.'] };
  const problems: string[] = [];
  const rules = list.flatMap((entry: unknown, i) => {
    if (isFields(entry)) return [ruleOf(entry, `retention_rules.${i}`, problems)];
    problems.push(`retention_rules.${i}: must have fields`);
    return [];
  });
  const keys = rules.map(stretchOf);
  const twice = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
  return {
    rules,
    problems: [...problems, ...[...twice].map((key) => `retention_rules: ${key} is there twice`)],
  };
}

function ruleOf(fields: Fields, at: string, problems: string[]): FileRetentionRule {
  const must = (holds: boolean, message: string): void => void (holds || problems.push(`${at}.${message}`));
  const {
    code,
    item = null,
    jurisdiction = null,
    keep,
    authority,
    verified_on: verifiedOn,
    effective,
  } = fields;
  const dates = isFields(effective) ? effective : {};
  const [from, to] = [dates['from'] ?? null, dates['to'] ?? null];
  const keepMonths = monthsOf(keep);
  for (const name of Object.keys(fields))
    must(FIELDS.includes(name), `${name}: is no field of a rule of retention`);
  must(typeof code === 'string' && CODE.test(code), 'code: must be capitals, digits and _');
  must(
    isOneOf(fields['class'], RECORD_CLASS_CODES),
    `class: must be one of ${RECORD_CLASS_CODES.join(', ')}`,
  );
  must(item === null || (typeof item === 'string' && item !== ''), 'item: must be a code, or left out');
  must(
    jurisdiction === null || (typeof jurisdiction === 'string' && JURISDICTION_CODE.test(jurisdiction)),
    'jurisdiction: must be an ISO 3166 code, or left out',
  );
  must(keepMonths !== undefined, 'keep: must be permanent, or a number of months or years like 36mo or 3y');
  must(isOneOf(fields['counts_from'], COUNTS_FROM), `counts_from: must be one of ${COUNTS_FROM.join(', ')}`);
  must(
    isOneOf(fields['lawful_basis'], LAWFUL_BASES),
    `lawful_basis: must be one of ${LAWFUL_BASES.join(', ')}`,
  );
  must(isListOfText(authority), 'authority: must cite where the rule stands, as a list of texts');
  must(
    isDay(verifiedOn),
    'verified_on: must be the day on which it was compared with its source, like 2026-02-28',
  );
  must(from === null || isDay(from), 'effective.from: must be a date or null');
  must(to === null || isDay(to), 'effective.to: must be a date or null');
  must(!(isDay(from) && isDay(to)) || to >= from, 'effective.to: must not be before effective.from');
  return {
    code: String(code),
    recordClass: fields['class'] as RecordClass,
    itemCode: item as string | null,
    jurisdiction: jurisdiction as string | null,
    keepMonths: keepMonths ?? null,
    countsFrom: fields['counts_from'] as CountsFrom,
    lawfulBasis: fields['lawful_basis'] as LawfulBasis,
    authority: isListOfText(authority) ? authority : [],
    effectiveFrom: from as string | null,
    effectiveTo: to as string | null,
    verifiedOn: String(verifiedOn),
  };
}

/** Months of `permanent` (null), `36mo` or `3y`; undefined for anything else. */
function monthsOf(keep: unknown): number | null | undefined {
  if (keep === 'permanent') return null;
  const [, count, unit] = /^(\d{1,3})(mo|y)$/.exec(typeof keep === 'string' ? keep : '') ?? [];
  if (count === undefined) return undefined;
  return Number(count) * (unit === 'y' ? 12 : 1);
}

/** What is to be recorded so that the file holds: rules that are new or changed, and that others are withdrawn. */
export interface RetentionChanges {
  readonly added: readonly FileRetentionRule[];
  readonly changed: readonly FileRetentionRule[];
  /** What is on record and no longer in the file. */
  readonly withdrawn: readonly RetentionRuleRow[];
  readonly unchanged: number;
}

/** Compares a file, which holds all rules there are, with those on record. */
export function retentionChanges(
  file: readonly FileRetentionRule[],
  recorded: readonly RetentionRuleRow[],
): RetentionChanges {
  const standing = new Map(rulesOnRecord(recorded).map((row) => [stretchOf(row), row]));
  const added = file.filter((rule) => !standing.has(stretchOf(rule)));
  const known = file.filter((rule) => standing.has(stretchOf(rule)));
  const changed = known.filter((rule) => saidBy(rule) !== saidBy(standing.get(stretchOf(rule))!));
  const kept = new Set(file.map(stretchOf));
  const withdrawn = [...standing.values()].filter((row) => !kept.has(stretchOf(row)));
  return { added, changed, withdrawn, unchanged: known.length - changed.length };
}

/** Of each code and beginning what was recorded last, unless that withdrew it. */
export function rulesOnRecord<Row extends RetentionRuleRow>(recorded: readonly Row[]): Row[] {
  const inOrder = recorded.toSorted(
    (a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  const last = new Map(inOrder.map((row) => [stretchOf(row), row]));
  return [...last.values()].filter(({ withdrawn }) => !withdrawn);
}

const stretchOf = ({ code, effectiveFrom }: FileRetentionRule): string =>
  `${code}${effectiveFrom ? ` from ${effectiveFrom}` : ''}`;

const saidBy = (rule: FileRetentionRule): string => {
  const { recordClass, itemCode, jurisdiction, keepMonths, countsFrom, lawfulBasis } = rule;
  const { authority, effectiveTo, verifiedOn } = rule;
  const said = { recordClass, itemCode, jurisdiction, keepMonths, countsFrom, lawfulBasis };
  return canonicalJson({ ...said, authority, effectiveTo, verifiedOn });
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOneOf = (value: unknown, list: readonly string[]): boolean =>
  typeof value === 'string' && list.includes(value);

const isListOfText = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '');
