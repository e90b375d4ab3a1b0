import { Fault } from '../../../platform/faults/fault.js';
import { isRefusal, type Refusal } from '../../../platform/graphql/refusal.js';

export const SYNC_STATES = ['APPLIED', 'ALREADY_APPLIED', 'REFUSED', 'NEEDS_ATTENTION'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** What the server says of one operation a device brought. */
export interface SyncVerdict {
  readonly state: SyncState;
  /** Of REFUSED and NEEDS_ATTENTION: why, for a program and for a person. */
  readonly code: string | null;
  readonly message: string | null;
}

export const APPLIED: SyncVerdict = { state: 'APPLIED', code: null, message: null };
export const ALREADY_APPLIED: SyncVerdict = { state: 'ALREADY_APPLIED', code: null, message: null };

/** Refusals about which a person can still do something; everything else stays refused however often it comes. */
const FOR_A_PERSON = [
  'OBSERVATION_IN_FUTURE',
  'OBSERVATION_TOO_LATE',
  'OBSERVED_VERSION_NOT_PINNED',
  'OBSERVER_ELSEWHERE',
  'PLACEMENT_NOT_CLEARED',
  'TRAINEE_ELSEWHERE',
  'TRAINEE_NOT_ENROLLED',
];

/** That something was voided before is what a second voiding wants. */
const DONE_BEFORE = 'OBSERVATION_ALREADY_VOIDED';

/** An outcome in the words of a device's queue. */
export function verdictOf(outcome: { readonly isNew: boolean } | Refusal | Fault): SyncVerdict {
  if (outcome instanceof Fault) return said('REFUSED', outcome);
  if (!isRefusal(outcome)) return outcome.isNew ? APPLIED : ALREADY_APPLIED;
  if (outcome.code === DONE_BEFORE) return ALREADY_APPLIED;
  return said(FOR_A_PERSON.includes(outcome.code) ? 'NEEDS_ATTENTION' : 'REFUSED', outcome);
}

/** A voiding may come before its observation: it waits on the device, which sends it again. */
export const NOTHING_TO_VOID_YET: SyncVerdict = {
  state: 'NEEDS_ATTENTION',
  code: 'OBSERVATION_NOT_RECORDED',
  message:
    'The observation to void is not on record for this assignment. Keep the operation and send it again after the observation.',
};

const said = (state: SyncState, { code, message }: { code: string; message: string }): SyncVerdict => ({
  state,
  code,
  message,
});
