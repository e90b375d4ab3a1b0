/** What an award asks for, one requirement at a time. */
export const AWARD_REQUIREMENT_KINDS = [
  'COURSE_PASSED',
  'CLOCK_HOURS',
  'CHECKLIST_COMPLETE',
  'CREDENTIAL_CURRENT',
  'NO_HOLD',
  'ENROLLMENT',
  'BASE_AWARD',
  'UNKNOWN',
] as const;
export type AwardRequirementKind = (typeof AWARD_REQUIREMENT_KINDS)[number];

/** A requirement of an award, decided on a day: kept with the award as it was decided. */
export interface DecidedAwardRequirement {
  readonly kind: AwardRequirementKind;
  /** The course, checklist or credential; the word itself where nobody knows it. Unique with the kind. */
  readonly code: string;
  readonly title: string;
  readonly met: boolean;
  /** Why it is met or what is missing and would help, as a sentence. */
  readonly because: string;
}
