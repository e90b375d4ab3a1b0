/** A supervisor named for a trainee, for some days. */
export class AssignmentSupervision {
  readonly id: string;
  readonly orgId: string;
  readonly assignmentId: string;
  readonly personId: string;
  /** As it was when they were named. */
  readonly name: string;
  readonly startsOn: string;
  /** The last day; before the first: taken back; null: as long as the assignment. */
  readonly endsOn: string | null;
}

/** Somebody of another organization who is to come: what a site needs to get ready, and no more. */
export class AnnouncedPlacement {
  readonly orgId: string;
  readonly assignmentId: string;
  readonly organizationName: string;
  readonly traineeName: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}
