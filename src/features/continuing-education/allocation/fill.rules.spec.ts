import fc from 'fast-check';
import { fill, type Bucket, type Filling, type Supply } from './fill.rules.js';

interface Case {
  supplies: Supply[];
  classes: Bucket[];
  categories: Bucket[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const buckets = (count: number): fc.Arbitrary<Bucket[]> =>
  fc.array(
    fc.record({
      minimum: fc.integer({ min: 0, max: 4 }),
      maximum: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 5 })),
    }),
    { minLength: count, maxLength: count },
  );

const cases: fc.Arbitrary<Case> = fc
  .record({ classes: fc.integer({ min: 1, max: 3 }), categories: fc.integer({ min: 1, max: 3 }) })
  .chain((count) =>
    fc.record({
      classes: buckets(count.classes),
      categories: buckets(count.categories),
      supplies: fc.array(
        fc.record({
          minutes: fc.integer({ min: 0, max: 3 }),
          inClass: fc.nat(count.classes - 1),
          categories: fc.uniqueArray(fc.nat(count.categories - 1), { minLength: 1 }),
        }),
        { maxLength: 4 },
      ),
    }),
  );

const ofClasses = ({ supplies, classes }: Case, filling: Filling): number[] =>
  classes.map((_, c) => sum(supplies.map(({ inClass }, s) => (inClass === c ? sum(filling[s]!) : 0))));
const ofCategories = ({ categories }: Case, filling: Filling): number[] =>
  categories.map((_, k) => sum(filling.map((of) => of[k]!)));

const lacking = (of: readonly Bucket[], minutes: readonly number[]): number[] =>
  of.map(({ minimum }, i) => Math.max(0, minimum - minutes[i]!));

/** In all; missing to categories, how many unmet; the same of classes. Less is better but for the first. */
function worthOf(one: Case, filling: Filling): number[] {
  const sides = [
    lacking(one.categories, ofCategories(one, filling)),
    lacking(one.classes, ofClasses(one, filling)),
  ];
  return [
    -sum(filling.flat()),
    ...sides.flatMap((missing) => [sum(missing), missing.filter((each) => each > 0).length]),
  ];
}

function isLawful(one: Case, filling: Filling): boolean {
  const fits = (of: readonly Bucket[], minutes: readonly number[]): boolean =>
    of.every(({ maximum }, i) => minutes[i]! <= maximum);
  return (
    fits(one.categories, ofCategories(one, filling)) &&
    fits(one.classes, ofClasses(one, filling)) &&
    one.supplies.every(
      ({ minutes, categories }, s) =>
        sum(filling[s]!) <= minutes &&
        filling[s]!.every((m, k) => Number.isInteger(m) && m >= 0 && (m === 0 || categories.includes(k))),
    )
  );
}

/** Every way to divide the minutes of every supply over its categories, and not to count some. */
function* allFillings({ supplies, categories }: Case, s = 0): Generator<number[][]> {
  if (s === supplies.length) return yield [];
  for (const one of divisions(supplies[s]!, categories.length))
    for (const rest of allFillings({ supplies, categories, classes: [] }, s + 1)) yield [one, ...rest];
}

function* divisions(supply: Supply, count: number, k = 0, left = supply.minutes): Generator<number[]> {
  if (k === count) return yield [];
  const most = supply.categories.includes(k) ? left : 0;
  for (let minutes = 0; minutes <= most; minutes++)
    for (const rest of divisions(supply, count, k + 1, left - minutes)) yield [minutes, ...rest];
}

describe('minutes fill classes and categories', () => {
  it('as no other way would fill them better in any respect, by exhaustive search', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const filling = fill(one.supplies, one.classes, one.categories);
        expect(isLawful(one, filling)).toBe(true);
        const worth = worthOf(one, filling);
        const best = worth.map(() => Infinity);
        for (const other of allFillings(one))
          if (isLawful(one, other)) {
            const others = worthOf(one, other);
            // The fewest unmet are sought where as little as possible is missing on that side.
            [0, 1, 3].forEach((i) => (best[i] = Math.min(best[i]!, others[i]!)));
          }
        for (const other of allFillings(one))
          if (isLawful(one, other)) {
            const others = worthOf(one, other);
            [1, 3].forEach((i) => {
              if (others[i] === best[i]) best[i + 1] = Math.min(best[i + 1]!, others[i + 1]!);
            });
          }
        expect(worth).toEqual(best);
      }),
      { numRuns: 400 },
    );
  });

  it('counting the earlier first, in the category named first', () => {
    const supply = (minutes: number): Supply => ({ minutes, inClass: 0, categories: [0, 1] });
    const open = { minimum: 0, maximum: Infinity };
    expect(fill([supply(30), supply(30)], [{ minimum: 0, maximum: 40 }], [open, open])).toEqual([
      [30, 0],
      [10, 0],
    ]);
  });

  it('meeting one minimum rather than half of two', () => {
    const supply: Supply = { minutes: 60, inClass: 0, categories: [0, 1] };
    const [large, small] = [
      { minimum: 120, maximum: Infinity },
      { minimum: 60, maximum: Infinity },
    ];
    expect(fill([supply], [{ minimum: 0, maximum: Infinity }], [large, small])).toEqual([[0, 60]]);
  });
});
