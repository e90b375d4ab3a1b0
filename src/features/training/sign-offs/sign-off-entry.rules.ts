import type { SignOffEntryKind } from './skill-status.rules.js';

/** What is known of a sign-off when somebody wants to add to it. */
export interface SignOffSoFar {
  readonly finalApprovalRequired: boolean;
  readonly effectiveOn: string;
  /** Oldest first. */
  readonly entries: readonly { readonly kind: SignOffEntryKind; readonly effectiveFrom: string }[];
}

/** Why an entry of this kind cannot be added now; null: it can. Only one that still stands takes more (inv 23, 26, 27). */
export function entryProblem(signOff: SignOffSoFar, kind: SignOffEntryKind): string | null {
  const kinds = signOff.entries.map((entry) => entry.kind);
  const has = (...of: SignOffEntryKind[]): boolean => of.some((each) => kinds.includes(each));
  if (kind === 'ACKNOWLEDGED' || kind === 'ACKNOWLEDGEMENT_REFUSED')
    return has('ACKNOWLEDGED', 'ACKNOWLEDGEMENT_REFUSED') ? 'You have answered this sign-off already.' : null;
  if (has('REVOKED')) return 'This sign-off is revoked, for good: the skill has to be signed anew.';
  if (has('CORRECTED')) return 'This sign-off was corrected: its correction stands in its place.';
  if (has('APPROVAL_REFUSED')) return 'The final approval was refused: the skill has to be signed anew.';
  switch (kind) {
    case 'APPROVED':
    case 'APPROVAL_REFUSED':
      if (!signOff.finalApprovalRequired) return 'This sign-off needs no final approval.';
      return has('APPROVED') ? 'The final approval is given already.' : null;
    case 'SUSPENDED':
      return isSuspended(signOff) ? 'This sign-off is suspended already.' : null;
    case 'REINSTATED':
      return isSuspended(signOff) ? null : 'This sign-off is not suspended.';
    case 'REVIEW_UPHELD':
      return openReviewsOf(signOff).length > 0 ? null : 'No review of this sign-off is open.';
    default:
      return null;
  }
}

/** The days from which open reviews doubt the sign-off: those opened after the last was upheld. */
export function openReviewsOf({ entries }: SignOffSoFar): string[] {
  const upheld = entries.findLastIndex(({ kind }) => kind === 'REVIEW_UPHELD');
  return entries
    .slice(upheld + 1)
    .filter(({ kind }) => kind === 'REVIEW_OPENED')
    .map(({ effectiveFrom }) => effectiveFrom);
}

const isSuspended = ({ entries }: SignOffSoFar): boolean =>
  entries.findLast(({ kind }) => kind === 'SUSPENDED' || kind === 'REINSTATED')?.kind === 'SUSPENDED';

/**
 * The first day an entry takes effect on: as given, or today. Not ahead, and not before what it answers. Upholding
 * answers from the day the doubt began: what was doubted has held all along. An approval counts from when it is given.
 */
export function entryDay(
  signOff: SignOffSoFar,
  kind: SignOffEntryKind,
  given: string | null,
  today: string,
): { readonly day: string } | { readonly problem: string } {
  if (kind === 'REVIEW_UPHELD') return { day: openReviewsOf(signOff).toSorted()[0] ?? today };
  const day = given ?? today;
  if (day > today) return { problem: `It is ${today} at the site: nothing takes effect later than that.` };
  const since = signOff.entries.findLast((entry) => entry.kind === 'SUSPENDED')?.effectiveFrom;
  if (kind === 'REINSTATED' && since !== undefined && day < since)
    return { problem: `It is suspended from ${since}: it cannot be reinstated before.` };
  return { day };
}
