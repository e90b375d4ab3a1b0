const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** A number as a file may write it (`1e3`, `.5`, `+7`, `007.10`) as a plain decimal, exactly; null: none. */
export function plainDecimal(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    FORM.exec(text.trim().replace(/^\u2212/, '-')) ?? [];
  if (sign === undefined || whole + fraction === '') return null;
  const scaled = {
    digits: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`),
    places: fraction.length - Number(exponent),
  };
  return written(scaled);
}

interface Scaled {
  readonly digits: bigint;
  /** How many of the digits follow the point. */
  readonly places: number;
}

function written({ digits, places }: Scaled): string {
  const whole = places < 0 ? digits * 10n ** BigInt(-places) : digits;
  const after = Math.max(0, places);
  const text = (whole < 0n ? -whole : whole).toString().padStart(after + 1, '0');
  const decimal = after ? `${text.slice(0, -after)}.${text.slice(-after)}`.replace(/\.?0+$/, '') : text;
  return whole < 0n && decimal !== '0' ? `-${decimal}` : decimal;
}

const scaledOf = (decimal: string): Scaled => {
  const [whole = '', fraction = ''] = decimal.split('.');
  return { digits: BigInt(whole + fraction), places: fraction.length };
};

/** The middle of two plain decimals, and how far each is from it, exactly. */
export function middleOf(low: string, high: string): { middle: string; distance: string } {
  const [a, b] = [scaledOf(low), scaledOf(high)];
  const places = Math.max(a.places, b.places);
  const at = ({ digits, places: own }: Scaled) => digits * 10n ** BigInt(places - own) * 5n;
  const [low5, high5] = [at(a), at(b)];
  const distance = high5 - low5;
  return {
    middle: written({ digits: low5 + high5, places: places + 1 }),
    distance: written({ digits: distance < 0n ? -distance : distance, places: places + 1 }),
  };
}
