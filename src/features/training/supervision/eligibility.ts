/** Whether a person may validate (observe, sign, verify) for a trainee: the question, for one day and one task. */
export interface EligibilityQuestion {
  /** Names the question in the answer; unique among those asked together. */
  readonly key: string;
  readonly validatorPersonId: string;
  readonly traineePersonId: string;
  /** Whose site it is. */
  readonly siteOrgId: string;
  readonly siteId: string;
  /** Code of the site's jurisdiction. */
  readonly jurisdiction: string;
  /** Setting of the site, as `site.setting` has it. */
  readonly setting: string;
  /** The affiliation agreement of a placement; null for an organization's own employee. */
  readonly agreementId: string | null;
  /** Whose records they are: the school of a placement, the clinic of an employee. */
  readonly ownerOrgId: string;
  /** The day of the observation, in the zone of the site, as YYYY-MM-DD. */
  readonly on: string;
  /** What was on record at this moment; the transaction's time when left out. */
  readonly knownAt?: Date;
  /** Null: no particular task, as for hours. */
  readonly taskCode: string | null;
  readonly patientContact: boolean;
  /** Null: no particular skill, as for hours. */
  readonly skillCode: string | null;
}

export const INELIGIBILITIES = [
  'SELF',
  'NOT_AUTHORIZED_AT_SITE',
  'ASSESSOR_NOT_TRAINED',
  'SKILL_NOT_AUTHORIZED',
  'NO_LICENSE',
  'LICENSE_NOT_ACTIVE',
  'LICENSE_TYPE_NOT_ACCEPTED',
  'LICENSE_EXCLUDED',
  'LICENSE_NOT_VERIFIED',
  'RULE_MISSING',
  'RULE_INCOMPLETE',
  'TASK_PROHIBITED',
] as const;
export type Ineligibility = (typeof INELIGIBILITIES)[number];

export const RULE_SOURCES = ['JURISDICTION', 'EMPLOYER', 'AGREEMENT'] as const;
export type RuleSource = (typeof RULE_SOURCES)[number];

/** Where a rule stands, for a person to look it up. */
export interface CitedSource {
  readonly source: RuleSource;
  readonly citation: string;
  /** When somebody last compared it with its text; null where nobody says. */
  readonly verifiedOn: string | null;
}

/** The license as it stood on the day: what a signature keeps of it. */
export interface LicenseSnapshot {
  readonly id: string;
  readonly typeCode: string;
  readonly jurisdiction: string;
  readonly number: string;
  readonly status: string;
  /** Last day of the status; null: open. */
  readonly expiresOn: string | null;
  readonly verifiedOn: string;
}

/** The rule that was applied: what a signature keeps of it. */
export interface RuleSnapshot {
  readonly sources: readonly CitedSource[];
  readonly jurisdiction: string;
  /** Least presence of a supervisor it asks for. */
  readonly levelRank: string;
  readonly licenseTypes: readonly string[];
  /** Levels of entrustment none above which a sign-off may give (inv 19). */
  readonly entrustmentCeilings: readonly string[];
}

export interface Eligible {
  readonly key: string;
  readonly eligible: true;
  readonly license: LicenseSnapshot;
  readonly rule: RuleSnapshot;
  /** The validator's name as it is printed beside the signature. */
  readonly printedName: string;
  /** Whether the authorization at the site includes final approval of others' sign-offs. */
  readonly mayApprove: boolean;
}

export interface NotEligible {
  readonly key: string;
  readonly eligible: false;
  readonly reason: Ineligibility;
  /** The rule that decided; null when it was no rule of supervision. */
  readonly source: CitedSource | null;
  /** What decided and what would help, for a person. */
  readonly message: string;
}

export type Eligibility = Eligible | NotEligible;
