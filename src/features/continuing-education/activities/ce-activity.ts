export const CE_ACTIVITY_KINDS = [
  'COURSE',
  'WORKSHOP',
  'WEBINAR',
  'CONFERENCE',
  'IN_SERVICE',
  'CERTIFICATION',
] as const;
export type CeActivityKind = (typeof CE_ACTIVITY_KINDS)[number];

export const CE_ROLES = ['ATTENDEE', 'TEACHER'] as const;
export type CeRole = (typeof CE_ROLES)[number];

/** Minutes of an activity that are of a subject. */
export interface CategoryMinutes {
  readonly code: string;
  readonly minutes: number;
}

/** Who approved the activity, from which to which day: both inclusive, null: open. Judged on the day of completion. */
export interface Approval {
  readonly approver: string;
  readonly number: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** What makes two activities the same course, written in one way: never the title (inv 55). */
export const courseIdentity = (written: string): string => written.trim().replace(/\s+/g, ' ').toUpperCase();
