/** Something that must hold on the first day of an assignment. */
export interface Gate {
  readonly code: string;
  /** What must hold, for a person. */
  readonly title: string;
  /** Who sees to it, and so who is told why it does not hold: the owner of the records, or both. */
  readonly toldTo: 'OWNER' | 'BOTH';
  /** Whether the owner may let somebody start although it does not hold. */
  readonly overridable: boolean;
}

/** A gate that does not hold. */
export interface ClosedGate {
  readonly assignmentId: string;
  readonly code: string;
  /** What is missing and what would help, for a person. */
  readonly because: string;
}

/** How a gate of an assignment stands. */
export class AssignmentGate {
  readonly code: string;
  readonly title: string;
  readonly overridable: boolean;
  readonly holds: boolean;
  /** Why it does not; null where it holds. */
  readonly because: string | null;
  /** Whether the owner lets them start all the same, and why. */
  readonly overridden: boolean;
  readonly overrideReason: string | null;
}

/** Whether somebody may start, and what stands in the way. */
export interface AssignmentReadiness {
  readonly assignmentId: string;
  readonly gates: readonly AssignmentGate[];
  readonly mayStart: boolean;
}
