import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import type { CitedSource } from './eligibility.js';
import { NO_TERMS } from './rule-terms.rules.js';
import { strictest } from './supervision.rules.js';
import type { Ratio, RulePart, RuleTerms } from './supervision-rule.js';

export const TERM_NAMES = [
  'LEVEL',
  'LICENSE_TYPES',
  'EXCLUDED_TYPES',
  'EVALUATOR_TYPES',
  'TASK_LICENSE_TYPES',
  'PROHIBITED_TASKS',
  'PATIENT_TASKS',
  'UNSUPERVISED_TASKS',
  'NON_PATIENT_TASKS',
  'RATIOS',
  'MINIMUM_AGE',
  'ENTRUSTMENT_CEILINGS',
  'REQUIREMENTS',
] as const;
export type TermName = (typeof TERM_NAMES)[number];

const FIELD_OF = {
  LEVEL: 'level',
  LICENSE_TYPES: 'licenseTypes',
  EXCLUDED_TYPES: 'excluded',
  EVALUATOR_TYPES: 'evaluatorTypes',
  TASK_LICENSE_TYPES: 'taskLicenseTypes',
  PROHIBITED_TASKS: 'prohibitedTasks',
  PATIENT_TASKS: 'patientTasks',
  UNSUPERVISED_TASKS: 'unsupervisedTasks',
  NON_PATIENT_TASKS: 'nonPatientTasks',
  RATIOS: 'ratios',
  MINIMUM_AGE: 'minimumAge',
  ENTRUSTMENT_CEILINGS: 'entrustmentCeilings',
  REQUIREMENTS: 'requirements',
} as const satisfies Record<TermName, keyof RuleTerms>;

/** One field of the combined rule, in words, with who decided it. */
export interface DecidedTerm {
  readonly name: TermName;
  readonly values: readonly string[];
  readonly decidedBy: readonly CitedSource[];
}

/** inv 31: every field that some source says something about: what holds, and the sources it holds by. */
export function decidedTerms(parts: readonly RulePart[]): DecidedTerm[] {
  const terms = strictest(parts.map((part) => part.terms));
  return TERM_NAMES.flatMap((name) => {
    const decidedBy = decidingSources(parts, FIELD_OF[name]);
    return decidedBy.length ? [{ name, values: valuesOf(terms[FIELD_OF[name]]), decidedBy }] : [];
  });
}

/** The sources that alone ask for as much as all together; where none does, all that say something about it. */
export function decidingSources(parts: readonly RulePart[], field: keyof RuleTerms): CitedSource[] {
  const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
  const strict = strictest(parts.map((part) => part.terms))[field];
  const speaking = parts.filter(({ terms }) => !same(terms[field], NO_TERMS[field]));
  const deciding = speaking.filter(({ terms }) => same(terms[field], strict));
  return (deciding.length ? deciding : speaking).map(({ source }) => source);
}

function valuesOf(value: RuleTerms[keyof RuleTerms]): string[] {
  if (value === null) return [];
  if (Array.isArray(value))
    return (value as (string | Ratio)[]).map((one) => (typeof one === 'string' ? one : ratioText(one)));
  if (typeof value === 'object')
    return Object.entries(value).map(([task, types]) => `${task}: ${(types as string[]).join(', ')}`);
  return [String(value)];
}

/** A ratio as a person reads it. */
export function ratioText({ per, counts, max, onlyWhen, whenTotalEquals, minOf }: Ratio): string {
  const who = counts?.join(', ') ?? 'personnel';
  const limits = [
    ...(max === null ? [] : [`at most ${max} of ${who}`]),
    ...Object.entries(minOf).map(([each, least]) => `at least ${least} ${each}`),
  ];
  return [
    `per ${per}: ${limits.join(' and ') || 'no limit'}`,
    ...(onlyWhen === null ? [] : [`counted in ${onlyWhen.replaceAll('_', ' ')}s`]),
    ...(whenTotalEquals === null ? [] : [`when there are ${whenTotalEquals} in all`]),
  ].join(', ');
}
