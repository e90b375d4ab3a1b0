/** What stands behind a clearance: a document that shows it, or a signed declination where the type takes one. */
export const CLEARANCE_EVIDENCE = ['DOCUMENT', 'DECLINATION'] as const;
export type ClearanceEvidence = (typeof CLEARANCE_EVIDENCE)[number];
