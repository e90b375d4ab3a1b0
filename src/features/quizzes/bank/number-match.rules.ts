import type { AcceptedNumber } from './question-content.js';

/** A number and how far from it an answer may be. */
export type NumberRange = Pick<AcceptedNumber, 'number' | 'tolerance' | 'toleranceKind'>;

const MILLION = 1_000_000n;

/**
 * Whether the answer, times the factor of its unit, lies within the tolerance, the edges included: exactly, without
 * floating point. An ABSOLUTE tolerance is a distance; a RELATIVE one a share of the right number, as the
 * "nominal" and "relative" tolerances of Moodle's numerical questions. False when one of them is no decimal.
 */
export function isNear(
  answer: string,
  { number, tolerance, toleranceKind = 'ABSOLUTE' }: NumberRange,
  factor = '1',
): boolean {
  const [given, right, within, times] = [answer, number, tolerance, factor].map(millionths);
  if (given === undefined || right === undefined || within === undefined || times === undefined) return false;
  const distance = size(given * times - right * MILLION);
  return toleranceKind === 'RELATIVE' ? distance <= size(right) * within : distance <= within * MILLION;
}

/** A decimal of at most nine digits before the point and six after it, in whole millionths; undefined for any other text. */
export function millionths(text: string): bigint | undefined {
  const parts = /^(-?)(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign, whole, fraction = ''] = parts;
  const value = BigInt(whole + fraction.padEnd(6, '0'));
  return sign ? -value : value;
}

const size = (value: bigint): bigint => (value < 0n ? -value : value);
