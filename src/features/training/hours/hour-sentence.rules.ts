import type { HoursNotCounted } from './counted-hours.rules.js';
import type { HourLogState } from './hour-log.rules.js';

interface Standing {
  readonly state: HourLogState;
  readonly claimedMinutes: number;
  readonly countedMinutes: number;
  readonly notCounted: readonly HoursNotCounted[];
  /** Of the last decision. */
  readonly reason: string | null;
}

/** Where hours stand and why, for a person. */
export function hourSentence({
  state,
  claimedMinutes,
  countedMinutes,
  notCounted,
  reason,
}: Standing): string {
  switch (state) {
    case 'PENDING':
      return reason === null
        ? 'Waits for a supervisor to verify it.'
        : `Waits for a supervisor to decide it again: ${reason}`;
    case 'VERIFIED': {
      const lost = notCounted.filter(({ code }) => code !== 'UNPAID_BREAK');
      const reasons = lost.map(({ minutes, message }) => `${minutes} minutes do not count: ${message}`);
      return [`Verified: ${countedMinutes} of ${claimedMinutes} minutes count.`, ...reasons].join(' ');
    }
    case 'REJECTED':
      return `Rejected: ${reason ?? ''} Correct it, if it can be corrected.`;
    case 'CORRECTED':
      return 'A later claim has taken its place.';
    case 'WITHDRAWN':
      return 'Taken back.';
  }
}

/** What to do next about the hours of an assignment. */
export function nextAboutHours(hours: {
  readonly claimedMinutes: number;
  readonly pendingMinutes: number;
  readonly rejectedMinutes: number;
}): string {
  if (hours.claimedMinutes === 0) return 'No hours yet: log them when they are worked.';
  if (hours.rejectedMinutes > 0) return 'Some hours were rejected: read why, and correct them.';
  if (hours.pendingMinutes > 0) return 'Some hours wait for a supervisor to verify them.';
  return 'All hours are decided: log more when they are worked.';
}
