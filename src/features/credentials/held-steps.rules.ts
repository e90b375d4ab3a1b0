import type { Standing, StandingKind } from './standing.js';

/** What somebody holds of one type. */
export interface HeldStanding {
  readonly kind: StandingKind;
  readonly code: string;
  readonly standing: Standing;
}

export interface Step {
  readonly kind: StandingKind | null;
  readonly code: string | null;
  readonly by: string | null;
  readonly what: string;
}

/** What presses first: what does not count and could, what soon does not, and then what only waits for others. */
const ORDER = ['EXPIRED', 'REJECTED', 'EXPIRING', 'PENDING'] as const;

/**
 * What is to be done about what somebody holds. Where nothing is on record at all, what could be: the codes that the
 * organization has defined.
 */
export function nextSteps(held: readonly HeldStanding[], defined: readonly string[]): Step[] {
  if (!held.length) return [{ kind: null, code: null, by: null, what: nothingYet(defined) }];
  return ORDER.flatMap((status) =>
    held
      .filter(({ standing }) => standing.status === status)
      .toSorted((a, b) => ((a.standing.currentUntil ?? '') < (b.standing.currentUntil ?? '') ? -1 : 1))
      .map(({ kind, code, standing }) => ({
        kind,
        code,
        by: standing.currentUntil,
        what: standing.because,
      })),
  );
}

const nothingYet = (defined: readonly string[]): string =>
  defined.length
    ? `Nothing is on record yet. Record what is held of: ${defined.join(', ')}.`
    : 'Nothing is on record yet, and no type of card or clearance is defined: whoever keeps the records does that first.';
