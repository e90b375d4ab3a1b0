import { taskClassOf } from '../skills/tasks.js';
import { NO_TERMS, normalRatios, sorted, termsOf } from './rule-terms.rules.js';
import {
  SUPERVISION_LEVELS,
  type AgreementRow,
  type PolicyRow,
  type RulePart,
  type RuleRow,
  type RuleTerms,
  type SupervisionLevel,
} from './supervision-rule.js';

/** Of what day, and as it was on record when. */
export interface AsOf {
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly knownAt: Date;
}

/**
 * The law of a jurisdiction on a day: one row for each role it speaks of. Of rows about the same stretch of time (those
 * that begin on the same day) the one recorded last holds, which may say that it was withdrawn; of stretches that cover
 * the day the one that began last.
 */
export function rulesInForce(
  rows: readonly RuleRow[],
  jurisdiction: string,
  { on, knownAt }: AsOf,
): RuleRow[] {
  const known = rows.filter((row) => row.jurisdiction === jurisdiction && row.recordedAt <= knownAt);
  const last = new Map<string, RuleRow>();
  for (const row of known.toSorted(byRecording)) last.set(`${row.role} ${row.effectiveFrom ?? ''}`, row);
  const inForce = new Map<string, RuleRow>();
  for (const row of [...last.values()].toSorted(byBeginning))
    if (!isWithdrawn(row.rule) && covers(row.effectiveFrom, row.effectiveTo, on)) inForce.set(row.role, row);
  return [...inForce.values()];
}

/** The rule that holds, where the jurisdiction has one for one role; the first of them otherwise; null: none. */
export const ruleInForce = (
  rows: readonly RuleRow[],
  jurisdiction: string,
  on: string,
  knownAt: Date,
): RuleRow | null => rulesInForce(rows, jurisdiction, { on, knownAt })[0] ?? null;

/** What a file no longer has of a jurisdiction it speaks of. */
export const isWithdrawn = (rule: unknown): boolean =>
  typeof rule === 'object' && rule !== null && (rule as { withdrawn?: unknown }).withdrawn === true;

/** The employer's policies at a site on a day. One that is replaced holds until the day the other begins. */
export function policiesInForce(
  rows: readonly PolicyRow[],
  siteId: string,
  { on, knownAt }: AsOf,
): PolicyRow[] {
  const known = rows.filter(({ recordedAt }) => recordedAt <= knownAt);
  const replaced = new Set(
    known.filter(({ effectiveFrom }) => effectiveFrom <= on).map(({ supersedesId }) => supersedesId),
  );
  return known.filter(
    (row) =>
      !row.withdrawn &&
      !replaced.has(row.id) &&
      (row.siteId === null || row.siteId === siteId) &&
      covers(row.effectiveFrom, row.effectiveTo, on),
  );
}

/** All that is to be kept at a site on a day: the law, the employer's policies, the agreement. */
export function partsInForce(
  given: {
    rules: readonly RuleRow[];
    policies: readonly PolicyRow[];
    agreement: AgreementRow | null;
    jurisdiction: string;
    siteId: string;
    setting: string;
  },
  asOf: AsOf,
): RulePart[] {
  const { setting, agreement } = given;
  const law = rulesInForce(given.rules, given.jurisdiction, asOf).map(
    ({ rule, authority, verifiedOn }): RulePart => ({
      source: { source: 'JURISDICTION', citation: authority.join('; '), verifiedOn },
      terms: termsOf(rule, 'JURISDICTION', setting),
    }),
  );
  const employers = policiesInForce(given.policies, given.siteId, asOf).map(
    ({ rule, citation }): RulePart => ({
      source: { source: 'EMPLOYER', citation, verifiedOn: null },
      terms: termsOf(rule, 'EMPLOYER', setting),
    }),
  );
  const agreed: RulePart[] =
    agreement && agreement.rule !== null
      ? [
          {
            source: { source: 'AGREEMENT', citation: agreement.title, verifiedOn: null },
            terms: termsOf(agreement.rule, 'AGREEMENT', setting),
          },
        ]
      : [];
  return [...law, ...employers, ...agreed];
}

/** inv 31: of each field the strictest. Commutative, associative, idempotent; never looser than any of the parts. */
export const strictest = (list: readonly RuleTerms[]): RuleTerms => list.reduce(stricter, NO_TERMS);

function stricter(a: RuleTerms, b: RuleTerms): RuleTerms {
  return {
    level: higher(a.level, b.level),
    licenseTypes: both(a.licenseTypes, b.licenseTypes),
    excluded: either(a.excluded, b.excluded),
    evaluatorTypes: both(a.evaluatorTypes, b.evaluatorTypes),
    taskLicenseTypes: bothByTask(a.taskLicenseTypes, b.taskLicenseTypes),
    prohibitedTasks: either(a.prohibitedTasks, b.prohibitedTasks),
    patientTasks: both(a.patientTasks, b.patientTasks),
    unsupervisedTasks: both(a.unsupervisedTasks, b.unsupervisedTasks),
    nonPatientTasks: both(a.nonPatientTasks, b.nonPatientTasks),
    ratios: normalRatios([...a.ratios, ...b.ratios]),
    minimumAge:
      a.minimumAge === null && b.minimumAge === null ? null : Math.max(a.minimumAge ?? 0, b.minimumAge ?? 0),
    entrustmentCeilings: either(a.entrustmentCeilings, b.entrustmentCeilings),
    requirements: either(a.requirements, b.requirements),
    missing: either(a.missing, b.missing),
    missingForRatios: either(a.missingForRatios, b.missingForRatios),
  };
}

const either = (a: readonly string[], b: readonly string[]): string[] => sorted([...a, ...b]);

const both = (a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null => {
  if (a === null || b === null) return a ?? b;
  return sorted(a.filter((code) => b.includes(code)));
};

const bothByTask = (
  a: RuleTerms['taskLicenseTypes'],
  b: RuleTerms['taskLicenseTypes'],
): RuleTerms['taskLicenseTypes'] =>
  Object.fromEntries(
    either(Object.keys(a), Object.keys(b)).map((task) => [task, both(a[task] ?? null, b[task] ?? null)!]),
  );

const higher = (a: SupervisionLevel | null, b: SupervisionLevel | null): SupervisionLevel | null => {
  const rank = (level: SupervisionLevel | null): number => (level ? SUPERVISION_LEVELS.indexOf(level) : -1);
  return rank(a) >= rank(b) ? a : b;
};

/**
 * The same parts, with one idea of which tasks are patient-related: the one all of them share. What each says of such tasks
 * then adds up to what they say together.
 */
export function inOneClass(parts: readonly RulePart[]): RulePart[] {
  const { nonPatientTasks } = strictest(parts.map(({ terms }) => terms));
  return parts.map(({ source, terms }) => ({ source, terms: { ...terms, nonPatientTasks } }));
}

/** How a rule takes a task: not at all, with a supervisor, or without one. */
export type TaskPermission = 'PROHIBITED' | 'SUPERVISED' | 'UNSUPERVISED';

/** Whether the task counts as patient-related there. */
export const isPatientRelated = (
  terms: RuleTerms,
  taskCode: string | null,
  patientContact: boolean,
): boolean => patientContact && !(taskCode !== null && (terms.nonPatientTasks ?? []).includes(taskCode));

/** inv 10: a skill for a task that is prohibited in a jurisdiction is not assigned there. */
export function taskPermission(
  terms: RuleTerms,
  taskCode: string | null,
  patientContact: boolean,
): TaskPermission {
  if (taskCode === null) return 'SUPERVISED';
  if (taskClassOf(taskCode) === 'NEVER_A_TECHNICIANS' || terms.prohibitedTasks.includes(taskCode))
    return 'PROHIBITED';
  if (
    terms.patientTasks &&
    !terms.patientTasks.includes(taskCode) &&
    isPatientRelated(terms, taskCode, patientContact)
  )
    return 'PROHIBITED';
  return (terms.unsupervisedTasks ?? []).includes(taskCode) ? 'UNSUPERVISED' : 'SUPERVISED';
}

/** The license types that may validate a task; null where nothing restricts them. */
export function acceptedTypes(
  terms: RuleTerms,
  taskCode: string | null,
  patientContact: boolean,
): readonly string[] | null {
  const forTask = taskCode === null ? null : (terms.taskLicenseTypes[taskCode] ?? null);
  const evaluators = isPatientRelated(terms, taskCode, patientContact) ? terms.evaluatorTypes : null;
  return both(both(terms.licenseTypes, forTask), evaluators);
}

const covers = (from: string | null, to: string | null, on: string): boolean =>
  (from === null || from <= on) && (to === null || on <= to);

const byRecording = (a: RuleRow, b: RuleRow): number =>
  a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1);

const byBeginning = (a: RuleRow, b: RuleRow): number =>
  (a.effectiveFrom ?? '').localeCompare(b.effectiveFrom ?? '') || byRecording(a, b);
