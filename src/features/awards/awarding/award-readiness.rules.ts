import type { AwardStanding } from './award.js';
import type { DecidedAwardRequirement } from './award-requirement.rules.js';
import { standingSentence } from './award-standing.rules.js';

/** What decides what somebody is told about an award. */
export interface ReadinessFacts {
  readonly requirements: readonly DecidedAwardRequirement[];
  readonly automatic: boolean;
  /** The last certificate; null before the first. */
  readonly award: { readonly number: string; readonly standing: AwardStanding } | null;
}

/** Where somebody stands with an award and what comes next, in a sentence. */
export function nextOfAward({ requirements, automatic, award }: ReadinessFacts): string {
  if (award && award.standing.status !== 'REVOKED')
    return `Certificate ${award.number}. ${standingSentence(award.standing)}`;
  const before = award ? `Certificate ${award.number}: ${standingSentence(award.standing)} ` : '';
  const missing = requirements.filter(({ met }) => !met);
  if (missing.length > 0)
    return `${before}${missing.length} of ${requirements.length} requirements are open. ${missing[0]!.title}: ${missing[0]!.because}`;
  return automatic && !award
    ? 'Everything is met: it is awarded within the hour.'
    : `${before}Everything is met: it can be awarded.`;
}
