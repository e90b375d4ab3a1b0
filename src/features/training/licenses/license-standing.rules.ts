import { activeUntil, confirmationOn, statusEntryOn } from './license-status.rules.js';
import type { LicenseStatusCode, StatusEntry, Verification } from './license.js';

export interface Standing {
  readonly on: string;
  readonly status: LicenseStatusCode | null;
  readonly counts: boolean;
  readonly activeUntil: string | null;
  readonly verifiedOn: string | null;
  readonly because: string;
}

/** What a license is worth to an organization on a day: active and confirmed by it, or why not. */
export function licenseStanding(
  entries: readonly StatusEntry[],
  verifications: readonly Verification[],
  on: string,
  knownAt: Date,
): Standing {
  const status = statusEntryOn(entries, on, knownAt)?.status ?? null;
  const until = status === 'ACTIVE' ? activeUntil(entries, on, knownAt) : null;
  const verifiedOn = confirmationOn(verifications, on, knownAt)?.verifiedOn ?? null;
  const counts = status === 'ACTIVE' && verifiedOn !== null;
  return {
    on,
    status,
    counts,
    activeUntil: until,
    verifiedOn,
    because: reason(on, status, until, verifiedOn),
  };
}

function reason(
  on: string,
  status: LicenseStatusCode | null,
  until: string | null,
  verifiedOn: string | null,
): string {
  if (status === null) return `Nothing on record says what it was on ${on}: enter what the board says.`;
  if (status !== 'ACTIVE') return `It was ${status.toLowerCase()} on ${on}: only an active license counts.`;
  if (verifiedOn === null)
    return 'It is active by what was entered, but not verified by us: look it up at the issuing board.';
  return until === null
    ? `Active without an end on record, confirmed by the board on ${verifiedOn}.`
    : `Active through ${until}, confirmed by the board on ${verifiedOn}.`;
}

/** Through which day a license is active from today on: `9999-12-31` without an end; null when it is not active today. */
export function activeThrough(entries: readonly StatusEntry[], today: string, knownAt: Date): string | null {
  if (statusEntryOn(entries, today, knownAt)?.status !== 'ACTIVE') return null;
  return activeUntil(entries, today, knownAt) ?? '9999-12-31';
}

/** Calendar dates of licenses belong to no site: a day begins with the one in UTC. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
