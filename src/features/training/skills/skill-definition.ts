import type { ChecklistCompletionRule } from './checklist.entity.js';
import type { RiskBand, ValidationMethod, VersionEffect } from './skill.entity.js';

export interface StepDefinition {
  readonly text: string;
  /** Not met or not observed, it fails the whole observation (inv 11). */
  readonly critical: boolean;
  /** Whether "not applicable" may be answered though it is critical. */
  readonly mayBeNotApplicable: boolean;
  /** Trainee and observer both read; the readings may lie `tolerance` apart, that included (inv 17). */
  readonly measure: { readonly unit: string; readonly tolerance: string } | null;
}

/** What a version of a skill asks for. */
export interface SkillDefinition {
  readonly code: string;
  readonly title: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  readonly riskBand: RiskBand;
  readonly methods: readonly ValidationMethod[];
  readonly simulationAllowed: boolean;
  /** Of the observed, applicable steps: 0 to 100, two decimals. */
  readonly cutScorePercent: string;
  readonly requiredObservations: number;
  readonly requiredDates: number;
  readonly requiredValidators: number;
  readonly consecutive: boolean;
  readonly maxAttempts: number;
  /** From most to least help. */
  readonly entrustmentScale: readonly string[];
  readonly minEntrustment: string | null;
  /** Calendar months; null: does not expire. */
  readonly validityMonths: number | null;
  readonly renewalWindowDays: number;
  readonly lateEntryDays: number;
  readonly inactivityMonths: number | null;
  readonly finalApproval: boolean;
  /** Codes of skills of the same organization. */
  readonly prerequisites: readonly string[];
  readonly steps: readonly StepDefinition[];
}

/** What becomes of earlier sign-offs when the version is published: of the change, not of the skill. */
export interface DeclaredEffect {
  readonly effect: VersionEffect;
  readonly revalidateBy: string | null;
}

export interface ChecklistDefinition {
  readonly code: string;
  readonly title: string;
  readonly completion: ChecklistCompletionRule;
  readonly requiredMinutes: number;
  readonly skills: readonly { readonly code: string; readonly required: boolean }[];
}

/** Bounds, the same for documents and for the API. */
export const BOUNDS = {
  title: 300,
  stepText: 500,
  steps: 100,
  prerequisites: 50,
  skills: 200,
  observations: 100,
  attempts: 100,
  levels: 10,
  level: 60,
  unit: 40,
  months: 120,
  days: 366,
  /** 10,000 hours. */
  minutes: 600_000,
} as const;
