import type { StandingKind } from '../../credentials/standing.js';
import type { PlacementGate } from '../../programs/program.entity.js';

/** What something may have to be current for. */
export const REQUIRED_FOR = ['ASSIGNMENT_START', 'SIGN_OFF', 'HOURS'] as const;
export type RequiredFor = (typeof REQUIRED_FOR)[number];

/** Who asks for it. */
export const REQUIRED_BY = ['PROGRAM', 'OWNER', 'SITE'] as const;
export type RequiredBy = (typeof REQUIRED_BY)[number];

/** What an organization asks for, as it is on record. */
export interface WorkRequirementFact {
  readonly orgId: string;
  readonly id: string;
  readonly kind: StandingKind;
  readonly code: string;
  readonly requiredFor: readonly RequiredFor[];
  readonly siteId: string | null;
  readonly taskCode: string | null;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly citation: string;
  readonly supersedesId: string | null;
  readonly withdrawn: boolean;
  /** As JSON has it. */
  readonly recordedAt: string;
}

/** Everything that asks for something in the work of one assignment: what `work_asked` of the database answers. */
export interface WorkAsked {
  /** The first day of the assignment. */
  readonly startsOn: string;
  /** Of the program; null: an employee, or it asks for nothing. */
  readonly gate: PlacementGate | null;
  /** Codes of the gates that its owner has overridden. */
  readonly overridden: readonly string[];
  /** Of the organization that owns the records, and of that of the site. */
  readonly rows: readonly WorkRequirementFact[];
}

/** Whose work, where, when and which. */
export interface WorkPlace {
  readonly personId: string;
  /** Who owns the records, and whose site it is. */
  readonly orgId: string;
  readonly siteOrgId: string;
  readonly siteId: string;
}

/** Something that has to be current. */
export interface RequiredItem {
  readonly kind: StandingKind;
  readonly code: string;
  readonly by: RequiredBy;
  /** Where it is written; null: in the program. */
  readonly citation: string | null;
}

/** The gate at the start of an assignment that looks at each kind. */
export const GATE_OF = {
  CREDENTIAL: 'CREDENTIALS_CURRENT',
  CLEARANCE: 'CLEARANCES_CURRENT',
  TRAINING: 'TRAININGS_CURRENT',
} as const satisfies Record<StandingKind, string>;
