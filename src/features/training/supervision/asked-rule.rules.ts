import { termsOf } from './rule-terms.rules.js';
import type { SupervisionLevel } from './supervision-rule.js';

/** What an organization asks for, as it is given. */
export interface AskedRule {
  readonly level?: SupervisionLevel | null;
  readonly licenseTypes?: readonly string[] | null;
  readonly excludedTypes?: readonly string[] | null;
  readonly evaluatorTypes?: readonly string[] | null;
  readonly taskLicenseTypes?: readonly { taskCode: string; licenseTypes: readonly string[] }[] | null;
  readonly prohibitedTasks?: readonly string[] | null;
  readonly patientTasks?: readonly string[] | null;
  readonly unsupervisedTasks?: readonly string[] | null;
  readonly ratios?:
    | readonly {
        counts: readonly string[];
        max: number;
        per?: string | null;
        onlyWhen?: 'PATIENT_RELATED' | 'NON_PATIENT' | null;
      }[]
    | null;
}

/** The same in the words of the file of rules, in which policies and agreements keep it. */
export function ruleDocument(asked: AskedRule): object {
  const given: [string, unknown][] = [
    ['level_rank', asked.level],
    ['supervisor_license_types', asked.licenseTypes],
    ['supervisor_excluded', asked.excludedTypes],
    [
      'competency_before_patient_task',
      asked.evaluatorTypes && { required: true, evaluated_and_documented_by: asked.evaluatorTypes },
    ],
    [
      'task_supervisor_license_types',
      asked.taskLicenseTypes &&
        Object.fromEntries(asked.taskLicenseTypes.map((one) => [one.taskCode, one.licenseTypes])),
    ],
    ['prohibited_task_codes', asked.prohibitedTasks],
    ['allowed_task_codes', asked.patientTasks],
    ['unsupervised_task_codes', asked.unsupervisedTasks],
    [
      'ratios',
      asked.ratios?.map(({ counts, max, per, onlyWhen }) => ({
        counts,
        max,
        ...(per ? { per } : {}),
        ...(onlyWhen ? { only_when: `${onlyWhen.toLowerCase()}_task` } : {}),
      })),
    ],
  ];
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined));
}

/** What is wrong with it, in words: codes that are no tasks. Empty: nothing. */
export const ruleProblems = (asked: AskedRule): readonly string[] =>
  termsOf(ruleDocument(asked), 'EMPLOYER', '').missing;
