import type { Held } from '../held.js';
import type { HeldKind } from '../standing.rules.js';
import type { TypeVersion } from '../types/validity.js';
import type { ClearanceEvidence } from './clearance.js';

/** What decides about a clearance besides its days. */
export interface HeldClearance extends Held {
  readonly evidence: ClearanceEvidence;
}

export interface ClearanceTerms extends TypeVersion {
  readonly acceptsDeclination: boolean;
}

/** inv 69: what is told of a clearance that does not count is that it does not, and never what stands behind it. */
export const CLEARANCES: HeldKind<HeldClearance, ClearanceTerms> = {
  flawOf: ({ evidence }, _, { acceptsDeclination }) =>
    evidence === 'DECLINATION' && !acceptsDeclination ? DOES_NOT_CLEAR : null,
  notConfirmed: () => DOES_NOT_CLEAR,
};

const DOES_NOT_CLEAR =
  'what is on record does not clear. Those who keep the records can tell the person why.';
