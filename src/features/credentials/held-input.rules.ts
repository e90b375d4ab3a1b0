import { badInput } from '../../platform/faults/fault.js';
import { isWithdrawn } from './standing.rules.js';
import type { Held, HeldEntry } from './held.js';
import type { TypeVersion } from './types/validity.js';
import { furthestToday, lastDayOf } from './types/validity.rules.js';

/** Throws BAD_USER_INPUT for a day that is nowhere today yet. */
export function mustHaveCome(day: string, now: Date, field: string): void {
  if (day > furthestToday(now)) throw badInput(`input.${field}`, 'must not be in the future');
}

/** Throws BAD_USER_INPUT for a day on the wrong side of another; nothing is said of one that is left out. */
export function mustNotPrecede(day: string | null, earliest: string, field: string): void {
  if (day !== null && day < earliest) throw badInput(`input.${field}`, `must not be before ${earliest}`);
}

export function mustNotFollow(day: string | null, latest: string, field: string): void {
  if (day !== null && day > latest) throw badInput(`input.${field}`, `must not be after ${latest}`);
}

/** The last day that a type allows, where what is said goes beyond it (inv 49); null: it does not. */
export function beyond(
  startsOn: string,
  said: string | null,
  { validityMonths, expiryRule }: TypeVersion,
): string | null {
  if (said === null || validityMonths === null) return null;
  const latest = lastDayOf(startsOn, validityMonths, expiryRule);
  return said > latest ? latest : null;
}

/** Whether what is held stands, as all entries say that there are. */
export const stands = ({ entries }: Pick<Held<HeldEntry>, 'entries'>): boolean => !isWithdrawn(entries, EVER);

/** Later than anything that is on record. */
export const EVER = new Date('9999-12-31T23:59:59.999Z');
