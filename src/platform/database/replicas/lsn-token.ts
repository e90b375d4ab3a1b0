import type { Lsn } from './lsn.js';

/** Answered after writes, and sent back by clients with what they ask next: their reads then come after their writes, wherever. */
export const LSN_HEADER = 'preceptor-lsn';

/** Seconds. Longer than a replica may be behind, by as much as the clocks of two processes may differ. */
const LIFE = 120;

/** In lower-case hexadecimal: the position, and the second until which it matters. */
const FORM = /^([0-9a-f]{1,16})\.([0-9a-f]{1,9})$/;

/** What a client hands from one process to another: that its reads are to come after this position. */
export const tokenOf = (lsn: Lsn, now: Date): string =>
  `${lsn.toString(16)}.${(secondsOf(now) + LIFE).toString(16)}`;

/**
 * The position that a token names; null for one that has ended, because every replica that is asked has long passed it;
 * undefined for what was never a token of ours.
 */
export function positionIn(token: string, now: Date): Lsn | null | undefined {
  const [, lsn, until] = FORM.exec(token) ?? [];
  if (lsn === undefined) return undefined;
  const left = Number.parseInt(until!, 16) - secondsOf(now);
  if (left > 2 * LIFE) return undefined;
  return left < 0 ? null : BigInt(`0x${lsn}`);
}

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1_000);
