import type { CitedSource } from './eligibility.js';

/** Presence of a supervisor, from least to most. Jurisdictions name their levels otherwise; the rank orders them. */
export const SUPERVISION_LEVELS = ['REMOTE', 'ON_PREMISES', 'IMMEDIATELY_AVAILABLE', 'IN_SESSION'] as const;
export type SupervisionLevel = (typeof SUPERVISION_LEVELS)[number];

/** How many may be supervised at the same time, and who counts. */
export interface Ratio {
  /** The license type of whom it counts per supervisor; `licensee`: of any. */
  readonly per: string;
  /** Classes of personnel that count; null: those that the other ratios of the rule count. */
  readonly counts: readonly string[] | null;
  /** At most so many at a time: 0 allows none; null: no limit. */
  readonly max: number | null;
  /** Only while they do what is patient-related, or what is not; null: whatever they do. */
  readonly onlyWhen: 'patient_related_task' | 'non_patient_task' | null;
  /** Only while so many are supervised in all; null: always. */
  readonly whenTotalEquals: number | null;
  /** At least so many of these classes then. */
  readonly minOf: Readonly<Record<string, number>>;
}

/**
 * What one source asks for, or several together. Null where it says nothing, which restricts nothing; lists are sorted
 * and hold everything once, so that equal terms are equal texts.
 */
export interface RuleTerms {
  readonly level: SupervisionLevel | null;
  readonly licenseTypes: readonly string[] | null;
  readonly excluded: readonly string[];
  /** Who evaluates a trainee's competency before patient-related tasks. */
  readonly evaluatorTypes: readonly string[] | null;
  /** Accepted types for single tasks, besides. */
  readonly taskLicenseTypes: Readonly<Record<string, readonly string[]>>;
  readonly prohibitedTasks: readonly string[];
  /** The only patient-related tasks there are. */
  readonly patientTasks: readonly string[] | null;
  /** Tasks without a supervisor present. */
  readonly unsupervisedTasks: readonly string[] | null;
  /** Tasks that do not count as patient-related although a patient is there. */
  readonly nonPatientTasks: readonly string[] | null;
  readonly ratios: readonly Ratio[];
  readonly minimumAge: number | null;
  /** Levels of entrustment none above which a sign-off may give, by their codes on the skills' scales (inv 19). */
  readonly entrustmentCeilings: readonly string[];
  /** What else is asked for, as the source words it: shown, not decided here. */
  readonly requirements: readonly string[];
  /** Why it cannot decide who may validate: fields that are missing, or not understood. */
  readonly missing: readonly string[];
  /** Why it cannot decide how many may be supervised at a time. */
  readonly missingForRatios: readonly string[];
}

/** The terms of one source. */
export interface RulePart {
  readonly source: CitedSource;
  readonly terms: RuleTerms;
}

/** A row of `supervision_rule`: the law of a jurisdiction as a file had it. */
export interface RuleRow {
  readonly id: string;
  readonly jurisdiction: string;
  readonly role: string;
  /** Both inclusive; null: without a known beginning or end. */
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  readonly verifiedOn: string;
  readonly authority: readonly string[];
  readonly rule: unknown;
  readonly recordedAt: Date;
}

/** A row of `supervision_policy`: what an employer asks for besides. */
export interface PolicyRow {
  readonly id: string;
  /** Null: at all its sites. */
  readonly siteId: string | null;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly citation: string;
  readonly rule: unknown;
  readonly supersedesId: string | null;
  readonly withdrawn: boolean;
  readonly recordedAt: Date;
}

/** What an affiliation agreement says of supervision. */
export interface AgreementRow {
  readonly id: string;
  readonly title: string;
  readonly startsOn: string;
  readonly rule: unknown;
}
