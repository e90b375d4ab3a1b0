const NUMERIC = /^([+-]?)(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,2}))?$/i;

/** A decimal as a whole number of so many decimal places: `1.25` is 125 of 2. */
interface Scaled {
  readonly units: bigint;
  readonly places: number;
}

/** What a file writes for a number, such as `.5` or `1e-3`, as a plain decimal; null where it is none. */
export function decimalOf(text: string): string | null {
  const scaled = scaledOf(text);
  return scaled && written(scaled);
}

/** The middle of a range and how far its ends are from there; null where these are no numbers in order. */
export function middleOf(low: string, high: string): { number: string; tolerance: string } | null {
  const [a, b] = [scaledOf(low), scaledOf(high)];
  if (!a || !b) return null;
  const places = Math.max(a.places, b.places) + 1;
  const at = ({ units, places: own }: Scaled) => units * 10n ** BigInt(places - own);
  const [least, most] = [at(a), at(b)];
  if (least > most) return null;
  return {
    number: written({ units: (least + most) / 2n, places }),
    tolerance: written({ units: (most - least) / 2n, places }),
  };
}

/** The product of two decimals, exactly; null where these are none. */
export function productOf(one: string, other: string): string | null {
  const [a, b] = [scaledOf(one), scaledOf(other)];
  return a && b ? written({ units: a.units * b.units, places: a.places + b.places }) : null;
}

function scaledOf(text: string): Scaled | null {
  const found = NUMERIC.exec(text.trim());
  if (!found) return null;
  const [, sign, digits = '', exponent = '0'] = found;
  const [whole = '', fraction = ''] = digits.split('.');
  const units = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const places = fraction.length - Number(exponent);
  return places < 0 ? { units: units * 10n ** BigInt(-places), places: 0 } : { units, places };
}

function written({ units, places }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const sign = units < 0n ? '-' : '';
  return fraction ? `${sign}${whole}.${fraction}` : `${sign}${whole}`;
}
