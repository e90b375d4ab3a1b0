import type { CategoryMinutes, CeRole } from '../activities/ce-activity.js';

export const CE_ENTRY_KINDS = [
  'CLAIMED',
  'RECORDED',
  'CREDITED',
  'CORRECTED',
  'WITHDRAWN',
  'UNCREDITED',
  'SUBMITTED',
  'ACCEPTED',
  'MORE_ASKED',
  'REFUSED',
] as const;
export type CeEntryKind = (typeof CE_ENTRY_KINDS)[number];

/** Whether a completion counts: claimed by the person, it waits for somebody else's review. */
export const CE_COMPLETION_STATES = [
  'CLAIMED',
  'SUBMITTED',
  'MORE_ASKED',
  'ACCEPTED',
  'REFUSED',
  'WITHDRAWN',
] as const;
export type CeCompletionState = (typeof CE_COMPLETION_STATES)[number];

/** What was done, as an entry says it. */
export interface CompletionFacts {
  readonly role: CeRole;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string | null;
  readonly completedOn: string;
  readonly minutes: number;
  readonly categories: readonly CategoryMinutes[];
}
