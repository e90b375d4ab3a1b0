import {
  compare,
  decimal,
  divide,
  multiply,
  roundHalfUp,
  sum,
  type Rational,
} from '../../records/rational.js';

/** Places a question can stand at, each worth the same before its section is weighed. */
export interface PointedSlots {
  readonly position: number;
  readonly section: number | null;
  /** 1 for a fixed question. */
  readonly count: number;
  /** Of each; above 0, at most two decimals. */
  readonly points: string;
}

export interface SectionWeight {
  readonly position: number;
  /** What the whole section is worth; null: the sum of its questions' points. */
  readonly points: string | null;
}

/** Points are stored with four decimals. */
const PLACES = 4;
const SMALLEST_PARTS = 10n ** BigInt(PLACES);

/**
 * What each position is worth, with four decimals. The questions of a section that has a weight share it in
 * proportion to their points, by largest remainder (Hamilton's method), ties to the earlier position: the sum is
 * exactly the weight. The same in every attempt, whichever questions are drawn.
 */
export function pointsByPosition(
  slots: readonly PointedSlots[],
  sections: readonly SectionWeight[],
): Map<number, string> {
  const weights = new Map(sections.map(({ position, points }) => [position, points]));
  const bySection = Map.groupBy(slots.flatMap(positionsOf), ({ section }) => section);
  return new Map(
    [...bySection].flatMap(([section, positions]) => {
      const weight = section === null ? null : weights.get(section);
      return weight ? shared(positions, decimal(weight)) : positions.map(plain);
    }),
  );
}

/** What the whole quiz is worth, with two decimals. */
export const possibleOf = (slots: readonly PointedSlots[], sections: readonly SectionWeight[]): string =>
  roundHalfUp(sum([...pointsByPosition(slots, sections).values()].map(decimal)));

interface Position {
  readonly position: number;
  readonly section: number | null;
  readonly points: Rational;
}

const positionsOf = ({ position, section, count, points }: PointedSlots): Position[] =>
  Array.from({ length: count }, (_, i) => ({ position: position + i, section, points: decimal(points) }));

const plain = ({ position, points }: Position): [number, string] => [position, roundHalfUp(points, PLACES)];

function shared(positions: readonly Position[], weight: Rational): [number, string][] {
  const total = sum(positions.map(({ points }) => points));
  const shares = positions.map(({ position, points }) => {
    const exact = divide(multiply(multiply(weight, points), whole(SMALLEST_PARTS)), total);
    const parts = exact.numerator / exact.denominator;
    return { position, parts, remainder: fractionOf(exact) };
  });
  const given = shares.reduce((parts, share) => parts + share.parts, 0n);
  const left = Number((weight.numerator * SMALLEST_PARTS) / weight.denominator - given);
  const larger = new Set(shares.toSorted(byRemainder).slice(0, left));
  return shares.map((share) => {
    const parts = share.parts + (larger.has(share) ? 1n : 0n);
    return [share.position, roundHalfUp({ numerator: parts, denominator: SMALLEST_PARTS }, PLACES)];
  });
}

const whole = (numerator: bigint): Rational => ({ numerator, denominator: 1n });

const fractionOf = ({ numerator, denominator }: Rational): Rational => ({
  numerator: numerator % denominator,
  denominator,
});

type Share = { readonly position: number; readonly remainder: Rational };
const byRemainder = (a: Share, b: Share): number =>
  compare(b.remainder, a.remainder) || a.position - b.position;
