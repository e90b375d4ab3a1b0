import { type StatusHistory, statusOn } from '../../enrollments/enrollment-status.rules.js';

/** A history as JSON gave it, to be folded. */
export const historyOf = (entries: readonly { readonly recordedAt: string }[]): StatusHistory =>
  entries.map((entry) => ({ ...entry, recordedAt: new Date(entry.recordedAt) })) as unknown as StatusHistory;

/** Why nothing of that day belongs to the enrollment, as the end of a sentence about it; null where it was active. */
export function inactiveOn(history: StatusHistory, on: string): string | null {
  const status = statusOn(history, on)?.status ?? null;
  if (status === 'ACTIVE') return null;
  return status === null ? 'had not begun' : `was ${status.toLowerCase().replace('_', ' ')}`;
}
