/**
 * Exact fractions for marks. Binary floating point cannot hold 0.1, so a grade computed with it may fall on
 * the wrong side of a pass mark; a fraction of two whole numbers cannot.
 */
export interface Rational {
  readonly numerator: bigint;
  /** Always above 0. */
  readonly denominator: bigint;
}

/** Up to seven digits before the point and four after: larger marks are slips of the keyboard. */
const DECIMAL = /^\d{1,7}(\.\d{1,4})?$/;

export const ZERO: Rational = { numerator: 0n, denominator: 1n };
export const HUNDRED: Rational = { numerator: 100n, denominator: 1n };

/** True for a plain, non-negative decimal such as `77` or `92.5`: no sign, exponent, NaN or Infinity. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** @throws RangeError when the text is not such a decimal. */
export function decimal(text: string): Rational {
  if (!isDecimal(text)) throw new RangeError(`Not a decimal: ${JSON.stringify(text)}`);
  const [whole = '0', fraction = ''] = text.split('.');
  return reduced(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

export function add(a: Rational, b: Rational): Rational {
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function sum(values: readonly Rational[]): Rational {
  return values.reduce(add, ZERO);
}

export function multiply(a: Rational, b: Rational): Rational {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError on division by zero. */
export function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new RangeError('Division by zero');
  return reduced(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Below 0 when a < b, 0 when equal, above 0 when a > b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isPositive(value: Rational): boolean {
  return value.numerator > 0n;
}

export function smaller(a: Rational, b: Rational): Rational {
  return compare(a, b) <= 0 ? a : b;
}

/** The value as a decimal with exactly `places` digits, halves upward. For values of 0 and above. */
export function roundHalfUp(value: Rational, places = 2): string {
  const scaled = value.numerator * 10n ** BigInt(places);
  const rounded = (2n * scaled + value.denominator) / (2n * value.denominator);
  const digits = rounded.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function reduced(numerator: bigint, denominator: bigint): Rational {
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a < 0n ? -a : a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}
