import type { AssignmentEntry, MadeAssignment } from '../placements/assignment-standing.rules.js';

/** Times are UTC as text, days as YYYY-MM-DD. What an id points to outside the packet is not told. */
export interface AssignmentEvidence {
  readonly id: string;
  readonly kind: string;
  readonly site: {
    readonly name: string;
    readonly organization: string;
    readonly jurisdiction: string;
    readonly timeZone: string;
  };
  readonly made: MadeAssignment & { readonly at: string };
  readonly entries: readonly (AssignmentEntry & { readonly reason: string; readonly recordedAt: string })[];
  readonly supervisors: readonly {
    readonly name: string;
    readonly startsOn: string;
    readonly endsOn: string | null;
  }[];
}

export interface ChecklistEvidence {
  readonly versionId: string;
  readonly code: string;
  readonly number: number;
  readonly title: string;
  readonly completion: string;
  readonly requiredMinutes: number;
  readonly publishedAt: string;
  readonly skills: readonly {
    readonly skillId: string;
    readonly skillVersionId: string;
    readonly required: boolean;
  }[];
}

export interface SkillEvidence {
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly versionId: string;
  readonly code: string;
  readonly number: number;
  readonly title: string;
  readonly taskCode: string;
  readonly patientContact: boolean;
  readonly riskBand: string;
  readonly methods: readonly string[];
  readonly cutScorePercent: string;
  readonly requiredObservations: number;
  readonly requiredDates: number;
  readonly requiredValidators: number;
  readonly validityMonths: number | null;
  readonly finalApproval: boolean;
  readonly publishedAt: string;
  readonly steps: readonly {
    readonly id: string;
    readonly position: number;
    readonly text: string;
    readonly critical: boolean;
  }[];
}

export interface ObservationEvidence {
  readonly id: string;
  readonly assignmentId: string;
  readonly skillVersionId: string;
  readonly kind: string;
  readonly observedOn: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly method: string | null;
  readonly simulated: boolean;
  readonly entrustmentLevel: string | null;
  readonly performanceRating: number | null;
  readonly result: string | null;
  readonly scorePercent: string | null;
  readonly criticalMet: boolean | null;
  readonly note: string | null;
  readonly observer: string;
  readonly eligibility: object;
  readonly late: boolean;
  readonly contentHash: string;
  readonly recordedAt: string;
  readonly steps: readonly {
    readonly stepId: string;
    readonly position: number;
    readonly text: string | null;
    readonly critical: boolean | null;
    readonly result: string;
    readonly reading: string | null;
    readonly referenceReading: string | null;
    readonly tolerance: string | null;
    readonly reason: string | null;
  }[];
  readonly voiding: {
    readonly reasonCode: string;
    readonly reason: string;
    readonly recordedAt: string;
  } | null;
}

export interface LicenseSnapshot {
  readonly typeCode?: string;
  readonly jurisdiction?: string;
  readonly number?: string;
  readonly status?: string;
  readonly expiresOn?: string | null;
  readonly verifiedOn?: string | null;
}

export interface SignOffEvidence {
  readonly id: string;
  readonly assignmentId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
  readonly skillVersionId: string;
  readonly kind: string;
  readonly effectiveOn: string;
  readonly expiresOn: string | null;
  readonly timeZone: string;
  readonly entrustmentLevel: string | null;
  readonly previousId: string | null;
  readonly finalApprovalRequired: boolean;
  readonly late: boolean;
  readonly meaning: string;
  readonly printedName: string;
  readonly license: LicenseSnapshot;
  readonly supervision: object;
  readonly authentication: string;
  /** Exactly what was signed. */
  readonly content: string;
  readonly contentHash: string;
  readonly signedAt: string;
  readonly observationIds: readonly string[];
  readonly entries: readonly {
    readonly kind: string;
    readonly effectiveFrom: string;
    readonly reasonCode: string | null;
    readonly note: string | null;
    readonly signature: object | null;
    readonly recordedAt: string;
  }[];
}

export interface ActionPlanEvidence {
  readonly id: string;
  readonly assignmentId: string;
  readonly skillCode: string;
  readonly observationId: string | null;
  readonly reason: string;
  readonly plan: string;
  readonly dueOn: string | null;
  readonly openedAt: string;
  readonly entries: readonly {
    readonly kind: string;
    readonly plan: string | null;
    readonly dueOn: string | null;
    readonly note: string | null;
    readonly recordedAt: string;
  }[];
}

export interface HoursEvidence {
  readonly id: string;
  readonly assignmentId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly breakMinutes: number;
  readonly patientRelated: boolean;
  readonly supersedesId: string | null;
  readonly withdrawn: boolean;
  readonly note: string | null;
  readonly recordedAt: string;
  readonly decisions: readonly {
    readonly decision: string;
    readonly reason: string | null;
    readonly countedMinutes: number | null;
    readonly notCounted: readonly object[];
    readonly decidedBy: string;
    readonly license: LicenseSnapshot | null;
    readonly recordedAt: string;
  }[];
}

/** What was on record at a time, of what takes effect by a day. */
export interface EvidenceRecords {
  readonly person: { readonly id: string; readonly ids: readonly string[]; readonly name: string };
  readonly organization: { readonly id: string; readonly name: string };
  readonly assignments: readonly AssignmentEvidence[];
  readonly checklists: readonly ChecklistEvidence[];
  readonly skills: readonly SkillEvidence[];
  readonly observations: readonly ObservationEvidence[];
  readonly actionPlans: readonly ActionPlanEvidence[];
  readonly signOffs: readonly SignOffEvidence[];
  readonly hours: readonly HoursEvidence[];
}
