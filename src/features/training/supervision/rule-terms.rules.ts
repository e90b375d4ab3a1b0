import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { taskClassOf } from '../skills/tasks.js';
import type { RuleSource } from './eligibility.js';
import { SUPERVISION_LEVELS, type Ratio, type RuleTerms, type SupervisionLevel } from './supervision-rule.js';

/** A source that asks for nothing. */
export const NO_TERMS: RuleTerms = {
  level: null,
  licenseTypes: null,
  excluded: [],
  evaluatorTypes: null,
  taskLicenseTypes: {},
  prohibitedTasks: [],
  patientTasks: null,
  unsupervisedTasks: null,
  nonPatientTasks: null,
  ratios: [],
  minimumAge: null,
  entrustmentCeilings: [],
  requirements: [],
  missing: [],
  missingForRatios: [],
};

/** What a rule must say to be able to decide who may validate. */
const NEEDED = ['supervisor_license_types', 'level_rank'] as const;

/** Fields that say what is asked for besides: shown, and not decided here. */
const SHOWN = ['proximity', 'record', 'badge', 'aide_definition_requires', 'procedure_written_by'];

/** Fields that say what the rule is, not what it asks for. */
const ABOUT = [
  'jurisdiction',
  'role',
  'authority',
  'effective',
  'verified_on',
  'level_patient_related',
  'title_recognised_in_statute',
];

/** In the words of the file, with all that is read from it. */
type Fields = Record<string, unknown>;

/**
 * Reads a rule, as the file or an organization words it, for one setting: what the rule says of that setting takes the
 * place of what it says otherwise. What it does not understand it names, and such a rule decides nothing. The law lets
 * nobody do without a supervisor what it does not name; another source that is silent restricts nothing.
 */
export function termsOf(rule: unknown, source: RuleSource, setting: string): RuleTerms {
  if (!isFields(rule)) return { ...NO_TERMS, missing: ['rule'], missingForRatios: ['rule'] };
  const reading = new Reading(forSetting(rule, setting));
  const isLaw = source === 'JURISDICTION';
  const unsupervised = reading.tasks('unsupervised_task_codes') ?? (isLaw ? [] : null);
  const ratios = reading.ratios();
  const terms = {
    level: reading.level(),
    licenseTypes: reading.codes('supervisor_license_types'),
    excluded: reading.codes('supervisor_excluded') ?? [],
    evaluatorTypes: reading.evaluators(),
    taskLicenseTypes: reading.typesByTask(),
    prohibitedTasks: reading.tasks('prohibited_task_codes') ?? [],
    patientTasks: reading.patientTasks(unsupervised ?? []),
    unsupervisedTasks: unsupervised,
    nonPatientTasks: reading.tasks('non_patient_task_codes') ?? (isLaw ? [] : null),
    ratios: ratios ?? [],
    minimumAge: reading.age(),
    entrustmentCeilings: reading.codes('entrustment_ceilings') ?? [],
    requirements: reading.requirements(),
  };
  const absent = isLaw ? NEEDED.filter((name) => reading.lacks(name)) : [];
  const unknownRatios = isLaw && reading.lacks('ratios') ? ['ratios'] : [];
  return {
    ...terms,
    missing: sorted([...absent, ...reading.gaps()]),
    missingForRatios: sorted([...unknownRatios, ...reading.ratioGaps]),
  };
}

/** The rule as it is in the setting. Prohibitions add up; everything else that the override names takes the place. */
function forSetting(rule: Fields, setting: string): Fields {
  const { setting_overrides: overrides, ...general } = rule;
  if (overrides === undefined) return general;
  if (!Array.isArray(overrides) || !overrides.every(isFields))
    return { ...general, 'setting_overrides (not a list)': true };
  return overrides
    .filter((each) => String(each['setting']).toUpperCase() === setting.toUpperCase())
    .reduce<Fields>((merged, { setting: _, ...override }) => {
      const prohibited = [merged['prohibited_task_codes'], override['prohibited_task_codes']];
      const { default_allowed: silent, ...kept } = merged;
      return {
        ...kept,
        ...(override['allowed_task_codes'] === undefined && silent !== undefined
          ? { default_allowed: silent }
          : {}),
        ...override,
        ...(prohibited.some((list) => list !== undefined)
          ? { prohibited_task_codes: prohibited.flatMap((list) => list ?? []) }
          : {}),
      };
    }, general);
}

/** One rule being read: takes note of what it was not asked for and of what it does not understand. */
class Reading {
  private readonly asked = new Set(ABOUT);
  private readonly notUnderstood: string[] = [];
  readonly ratioGaps: string[] = [];

  constructor(private readonly rule: Fields) {}

  lacks(name: string): boolean {
    return this.rule[name] === undefined || this.rule[name] === null;
  }

  gaps(): string[] {
    const unknown = Object.keys(this.rule).filter((name) => !this.asked.has(name));
    return [...this.notUnderstood, ...unknown.map((name) => `${name} (not understood)`)];
  }

  codes(name: string): string[] | null {
    return this.codesIn(this.take(name), name);
  }

  /** Codes of the vocabulary of tasks: a rule that speaks of others cannot be held against ours. */
  tasks(name: string): string[] | null {
    const codes = this.codes(name);
    for (const code of codes ?? [])
      if (taskClassOf(code) === null) this.notUnderstood.push(`${name}: ${code} (no task of the vocabulary)`);
    return codes;
  }

  level(): SupervisionLevel | null {
    const given = this.take('level_rank');
    if (given === undefined) return null;
    const level = SUPERVISION_LEVELS.find((each) => each === given);
    if (!level) this.notUnderstood.push(`level_rank (none of ${SUPERVISION_LEVELS.join(', ')})`);
    return level ?? null;
  }

  evaluators(): string[] | null {
    const given = this.take('competency_before_patient_task');
    if (given === undefined) return null;
    if (!isFields(given)) {
      this.notUnderstood.push('competency_before_patient_task');
      return null;
    }
    const name = 'competency_before_patient_task.evaluated_and_documented_by';
    return this.codesIn(given['evaluated_and_documented_by'] ?? undefined, name);
  }

  typesByTask(): Record<string, string[]> {
    const given = this.take('task_supervisor_license_types');
    if (given === undefined) return {};
    if (!isFields(given)) {
      this.notUnderstood.push('task_supervisor_license_types');
      return {};
    }
    return Object.fromEntries(
      Object.entries(given).map(([task, types]) => {
        const name = `task_supervisor_license_types.${task}`;
        if (taskClassOf(task) === null) this.notUnderstood.push(`${name} (no task of the vocabulary)`);
        return [task, this.codesIn(types, name) ?? []];
      }),
    );
  }

  /** What is allowed besides without a supervisor is allowed with one, too. */
  patientTasks(unsupervised: readonly string[]): string[] | null {
    const allowed = this.tasks('allowed_task_codes');
    const otherwise = this.take('default_allowed');
    if (allowed) return sorted([...allowed, ...unsupervised]);
    if (otherwise === undefined) return null;
    if (otherwise !== 'non_patient_related_only') this.notUnderstood.push('default_allowed');
    return sorted(unsupervised);
  }

  age(): number | null {
    const given = this.take('aide_min_age');
    if (given === undefined) return null;
    if (isCount(given)) return given;
    this.notUnderstood.push('aide_min_age');
    return null;
  }

  requirements(): string[] {
    const credential = this.take('prerequisite_credential');
    if (credential !== undefined)
      this.notUnderstood.push(`prerequisite_credential: ${String(credential)} (cannot be confirmed)`);
    const before = this.rule['competency_before_patient_task'];
    const given = SHOWN.map((name): [string, unknown] => [name, this.take(name)]);
    const said = [...given, ['competency_before_patient_task', before] as const];
    return sorted(
      said.flatMap(([name, value]) =>
        value === undefined || value === null ? [] : [`${name}: ${canonicalJson(value)}`],
      ),
    );
  }

  ratios(): Ratio[] | null {
    const given = this.take('ratios');
    if (given === undefined) return null;
    if (!Array.isArray(given)) {
      this.ratioGaps.push('ratios');
      return null;
    }
    const read = given.map((each) => ratioOf(each, this.perOf(given)));
    read.forEach((ratio, i) => {
      if (ratio === null) this.ratioGaps.push(`ratios.${i}: ${canonicalJson(given[i])} (not understood)`);
    });
    return normalRatios(read.filter((ratio) => ratio !== null));
  }

  /** Further conditions speak of the supervisor whom the first one names. */
  private perOf(ratios: readonly unknown[]): string {
    const [first] = ratios;
    return isFields(first) && typeof first['per'] === 'string' ? first['per'] : 'licensee';
  }

  private take(name: string): unknown {
    this.asked.add(name);
    return this.rule[name] ?? undefined;
  }

  private codesIn(given: unknown, name: string): string[] | null {
    if (given === undefined) return null;
    if (Array.isArray(given) && given.every((code) => typeof code === 'string' && code !== ''))
      return sorted(given as string[]);
    this.notUnderstood.push(`${name} (not a list of codes)`);
    return null;
  }
}

const RATIO_FIELDS = ['counts', 'max', 'per', 'only_when', 'when_total_equals', 'min_of'];
const TASK_KINDS = ['patient_related_task', 'non_patient_task'] as const;

/** Null for a form that is not understood. */
function ratioOf(given: unknown, otherwisePer: string): Ratio | null {
  if (!isFields(given) || Object.keys(given).some((name) => !RATIO_FIELDS.includes(name))) return null;
  const { counts, max = null, per = otherwisePer, only_when, when_total_equals = null, min_of = {} } = given;
  const onlyWhen = only_when === undefined ? null : TASK_KINDS.find((kind) => kind === only_when);
  if (onlyWhen === undefined || typeof per !== 'string') return null;
  if (counts !== undefined && !(Array.isArray(counts) && counts.every((one) => typeof one === 'string')))
    return null;
  if (!(max === null || isCount(max)) || !(when_total_equals === null || isCount(when_total_equals)))
    return null;
  if (!isFields(min_of) || !Object.values(min_of).every(isCount)) return null;
  if (counts === undefined && max !== null) return null; // a limit of nobody knows whom
  return {
    per,
    counts: counts === undefined ? null : sorted(counts as string[]),
    max,
    onlyWhen,
    whenTotalEquals: when_total_equals,
    minOf: min_of as Record<string, number>,
  };
}

/** Of limits that count the same the lowest, in one order. */
export function normalRatios(ratios: readonly Ratio[]): Ratio[] {
  const lowest = new Map<string, Ratio>();
  for (const ratio of ratios) {
    const key = canonicalJson({ ...ratio, max: null });
    const known = lowest.get(key);
    if (!known || (ratio.max ?? Infinity) < (known.max ?? Infinity)) lowest.set(key, ratio);
  }
  return [...lowest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ratio]) => ratio);
}

export const sorted = <T extends string>(list: readonly T[]): T[] => [...new Set(list)].sort();

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
