import type { CeTerms } from '../policies/policy.js';
import type { AllocationReason, CompletedPart, Completion } from './allocation.js';

/** Minutes of a completion that do not count, and why. */
export interface Loss {
  readonly minutes: number;
  readonly reason: AllocationReason;
  readonly because: string;
}

/** A completion with what of it may count by itself, before cycles and maximums. */
export interface Countable {
  readonly completion: Completion;
  /** What is left of its parts; empty when nothing may count. */
  readonly parts: readonly CompletedPart[];
  readonly losses: readonly Loss[];
}

export const minutesOf = (parts: readonly CompletedPart[]): number =>
  parts.reduce((minutes, part) => minutes + part.minutes, 0);

/** The one order in which completions are looked at, whatever order they come in: by day, course, id. */
export const inOrder = (completions: readonly Completion[]): Completion[] =>
  completions.toSorted(
    (a, b) =>
      compare(a.completedOn, b.completedOn) || compare(a.courseKey, b.courseKey) || compare(a.id, b.id),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** inv 53, 60: what of a completion may count under the policy at all, judged on its day. */
export function countableOf(completion: Completion, terms: CeTerms): Countable {
  const earned = minutesOf(completion.parts);
  const no = refusalOf(completion, terms);
  if (no) return { completion, parts: [], losses: [{ minutes: earned, ...no }] };
  const left = Math.max(0, earned - completion.usedMinutes);
  const rounded = left - (left % terms.roundingStepMinutes);
  const losses: Loss[] = [
    {
      minutes: earned - left,
      reason: 'ALREADY_USED',
      because: 'They count elsewhere already: in another cycle, or as hours of a program.',
    },
    {
      minutes: left - rounded,
      reason: 'ROUNDED_OFF',
      because: `Minutes are rounded down, once, to a multiple of ${terms.roundingStepMinutes}.`,
    },
  ];
  return {
    completion,
    parts: first(completion.parts, rounded),
    losses: losses.filter((loss) => loss.minutes),
  };
}

/** The first so many minutes of the parts. */
function first(parts: readonly CompletedPart[], minutes: number): CompletedPart[] {
  let left = minutes;
  return parts.flatMap((part) => {
    const kept = Math.min(part.minutes, left);
    left -= kept;
    return kept > 0 ? [{ ...part, minutes: kept }] : [];
  });
}

type No = Pick<Loss, 'reason' | 'because'>;

function refusalOf(completion: Completion, terms: CeTerms): No | null {
  const { completedOn: on, nature, approvals, role } = completion;
  if (completion.standing === 'REJECTED')
    return { reason: 'REJECTED', because: 'It was rejected in review: see the reason there.' };
  if (completion.standing === 'PENDING')
    return { reason: 'PENDING_REVIEW', because: 'It waits for review and counts once it is accepted.' };
  if (terms.evidenceRequired && !completion.hasEvidence)
    return { reason: 'NO_EVIDENCE', because: 'The policy asks for evidence: add the certificate.' };
  if (nature !== 'EDUCATION' && !terms.counts.includes(nature))
    return {
      reason: 'EXCLUDED_KIND',
      because: `The policy does not count ${nature.toLowerCase().replaceAll('_', ' ')}.`,
    };
  if (role === 'TEACHER' && !terms.teaching.counts)
    return { reason: 'TEACHING_NOT_COUNTED', because: 'The policy does not count teaching.' };
  const { acceptedApprovers: accepted } = terms;
  const isApproved = approvals.some(
    ({ approver, from, to }) =>
      (accepted?.includes(approver) ?? true) && from <= on && (to === null || on <= to),
  );
  if (accepted !== null && !isApproved)
    return {
      reason: 'NOT_APPROVED_ON_DAY',
      because: `None of ${accepted.join(', ')} had approved the provider or the activity on ${on}.`,
    };
  if (!terms.partialCredit && minutesOf(completion.parts) < completion.offeredMinutes)
    return {
      reason: 'PARTIAL_NOT_ACCEPTED',
      because: `The policy does not count part of an activity of ${completion.offeredMinutes} minutes.`,
    };
  return null;
}

/** To teach a course and to take it are two. */
export const courseOf = ({ completion }: Countable): string => `${completion.role} ${completion.courseKey}`;

/**
 * inv 55: of completions of the same course, told by its identity, those that repeat another. The earliest counts or, where
 * any one of them may, the one with the most minutes.
 */
export function repeatsAmong(countables: readonly Countable[], counts: 'EARLIEST' | 'MOST'): Set<Countable> {
  const best = new Map<string, Countable>();
  const acceptable = countables.filter(
    ({ parts, losses }) => parts.length > 0 || losses.some(({ reason }) => reason === 'ALREADY_USED'),
  );
  for (const one of acceptable) {
    const known = best.get(courseOf(one));
    if (!known || (counts === 'MOST' && minutesOf(one.parts) > minutesOf(known.parts)))
      best.set(courseOf(one), one);
  }
  return new Set(acceptable.filter((one) => one.parts.length > 0 && best.get(courseOf(one)) !== one));
}
