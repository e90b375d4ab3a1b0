/** Digits and capitals that are not mistaken for each other when read out: without 0, 1, I, O and U. A prime number of them. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTVWXYZ';
const CHARACTERS = 16;

/** How many values a random character has, and how many are drawn: 15 × log2(31) ≈ 74 bits that nobody can guess. */
export const NUMBER_RADIX = ALPHABET.length;
export const NUMBER_DRAWS = CHARACTERS - 1;

/** The number of a certificate from {@link NUMBER_DRAWS} random values below {@link NUMBER_RADIX}, with its check character. */
export function awardNumber(draws: readonly number[]): string {
  if (draws.length !== NUMBER_DRAWS || draws.some((draw) => !(draw >= 0 && draw < NUMBER_RADIX)))
    throw new Error('Not the draws of a number');
  const sum = weighted(draws);
  // The last character's weight is its place, as of the others: the whole then sums up to 0.
  const check = draws.length + 1;
  const last = [...ALPHABET].findIndex((_, value) => (sum + check * value) % NUMBER_RADIX === 0);
  return inFours([...draws, last].map((value) => ALPHABET[value]).join(''));
}

/**
 * A number as somebody typed it, in the one form it is kept in; null when it cannot be one. One wrong character, or two
 * that changed places, are always noticed: every place has a weight of its own modulo a prime.
 */
export function awardNumberFrom(typed: string): string | null {
  const characters = typed.toUpperCase().replace(/[\s‐-―-]/g, '');
  const values = [...characters].map((character) => ALPHABET.indexOf(character));
  if (values.length !== CHARACTERS || values.includes(-1)) return null;
  return weighted(values) % NUMBER_RADIX === 0 ? inFours(characters) : null;
}

const weighted = (values: readonly number[]): number =>
  values.reduce((sum, value, place) => sum + value * (place + 1), 0);

const inFours = (characters: string): string => characters.match(/.{4}/g)!.join('-');
