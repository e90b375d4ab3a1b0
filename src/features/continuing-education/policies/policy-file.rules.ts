import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { isDay } from '../../training/licenses/calendar-day.rules.js';
import { isWithdrawn, type PolicyRow } from './policies-in-force.rules.js';
import { termsOf } from './policy-terms.rules.js';

/** What a policy is called: upper-case letters, digits and hyphens. */
export const CE_POLICY_CODE = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$/;

/** A version as a file has it, ready to be recorded. */
export type FilePolicy = Omit<PolicyRow, 'id' | 'recordedAt'>;

export interface PolicyFile {
  readonly policies: readonly FilePolicy[];
  /** What is wrong, each with its place; with any of it nothing is recorded. */
  readonly problems: readonly string[];
}

type Fields = Record<string, unknown>;

/** Whether a file speaks of policies of continuing education at all. */
export const holdsPolicies = (content: unknown): content is Fields =>
  isFields(content) && content['ce_policies'] !== undefined;

/** Reads `ce_policies` of a file, each with code, title, where it is written and the day it was compared with that. */
export function readPolicyFile(content: Fields): PolicyFile {
  const list = content['ce_policies'];
  if (!Array.isArray(list)) return { policies: [], problems: ['ce_policies: must be a list'] };
  const problems: string[] = [];
  const policies = list.flatMap((entry: unknown, i) => {
    if (isFields(entry)) return [policyOf(entry, `ce_policies.${i}`, problems)];
    problems.push(`ce_policies.${i}: must have fields`);
    return [];
  });
  const keys = policies.map(stretchOf);
  const twice = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
  return {
    policies,
    problems: [...problems, ...[...twice].map((key) => `ce_policies: ${key} is there twice`)],
  };
}

function policyOf(fields: Fields, at: string, problems: string[]): FilePolicy {
  const { code, title, authority, verified_on: verifiedOn, effective } = fields;
  const dates = isFields(effective) ? effective : {};
  const [from, to] = [dates['from'] ?? null, dates['to'] ?? null];
  const must = (holds: boolean, message: string): void => void (holds || problems.push(`${at}.${message}`));
  const isCited = isListOfText(authority);
  must(
    typeof code === 'string' && code.length <= 60 && CE_POLICY_CODE.test(code),
    'code: must be upper-case letters and digits with hyphens, at most 60',
  );
  must(typeof title === 'string' && title !== '', 'title: must be a text');
  must(isCited, 'authority: must be a list of texts that cite where it stands; empty for an example');
  must(
    verifiedOn === null || isDay(verifiedOn),
    'verified_on: must be the day on which it was compared with its source, or null for an example',
  );
  must(
    !isDay(verifiedOn) || (isCited && authority.length > 0),
    'authority: what was verified must cite its source',
  );
  must(from === null || isDay(from), 'effective.from: must be a date or null');
  must(to === null || isDay(to), 'effective.to: must be a date or null');
  must(!(isDay(from) && isDay(to)) || to >= from, 'effective.to: must not be before effective.from');
  return {
    code: String(code),
    title: String(title),
    effectiveFrom: from as string | null,
    effectiveTo: to as string | null,
    verifiedOn: isDay(verifiedOn) ? verifiedOn : null,
    authority: isCited ? authority : [],
    policy: fields,
  };
}

/** What is to be recorded so that the file holds. */
export interface PolicyChanges {
  readonly added: readonly FilePolicy[];
  readonly changed: readonly FilePolicy[];
  /** Of codes in the file, stretches of time it no longer has. */
  readonly withdrawn: readonly FilePolicy[];
  readonly unchanged: number;
}

/** Compares a file with what is on record: of each code and beginning the version recorded last. */
export function policyChanges(file: readonly FilePolicy[], recorded: readonly PolicyRow[]): PolicyChanges {
  const last = new Map<string, PolicyRow>();
  for (const row of recorded.toSorted(
    (a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1),
  ))
    last.set(stretchOf(row), row);
  const knownAs = (policy: FilePolicy): PolicyRow | null => {
    const row = last.get(stretchOf(policy));
    return row && !isWithdrawn(row.policy) ? row : null;
  };
  const isSame = (policy: FilePolicy): boolean => saidBy(policy) === saidBy(knownAs(policy)!);
  const known = file.filter((policy) => knownAs(policy) !== null);
  const [kept, codes] = [new Set(file.map(stretchOf)), new Set(file.map(({ code }) => code))];
  const gone = [...last.values()].filter(
    (row) => codes.has(row.code) && !kept.has(stretchOf(row)) && !isWithdrawn(row.policy),
  );
  return {
    added: file.filter((policy) => knownAs(policy) === null),
    changed: known.filter((policy) => !isSame(policy)),
    withdrawn: gone.map((row) => ({ ...row, policy: { withdrawn: true } })),
    unchanged: known.filter(isSame).length,
  };
}

/** Policies that judge nobody, and what they lack. */
export const incompletePolicies = (
  policies: readonly FilePolicy[],
): { code: string; incomplete: readonly string[] }[] =>
  policies.flatMap(({ code, policy }) => {
    const { incomplete } = termsOf(policy);
    return incomplete.length ? [{ code, incomplete }] : [];
  });

const stretchOf = ({ code, effectiveFrom }: FilePolicy): string =>
  `${code}${effectiveFrom ? ` from ${effectiveFrom}` : ''}`;

const saidBy = ({ title, effectiveTo, verifiedOn, authority, policy }: FilePolicy): string =>
  canonicalJson({ title, effectiveTo, verifiedOn, authority, policy });

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfText = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
