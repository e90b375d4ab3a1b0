import fc from 'fast-check';
import { itemMoments, totalMoments, type Marked } from '../../../../test/support/mark-moments.js';
import {
  agree,
  EXPECTED_OF_QUIZ,
  ITEM_TOLERANCE,
  QUIZ_TOLERANCE,
  statisticsOracle,
  type ExpectedItem,
} from '../../../../test/support/statistics-oracle.js';
import { effectiveWeights, intendedWeight, itemStatistics } from './item-statistics.rules.js';
import { totalStatistics } from './quiz-statistics.rules.js';

/** Marks and rests as they are: at most four decimals. */
const amount = fc.integer({ min: 0, max: 100_000 }).map((ten_thousandths) => ten_thousandths / 10_000);
const marked = fc
  .array(fc.record({ mark: amount, rest: amount }), { minLength: 1, maxLength: 40 })
  .map((list) => list.map(({ mark, rest }): Marked => ({ mark, rest, total: mark + rest })));
const of = (list: readonly Marked[], points = 10) => itemStatistics(itemMoments(list, points));
const numbersOf = (statistics: object): number[] => Object.values(statistics).filter((each) => each !== null);

describe('item statistics', () => {
  it('stay within their bounds and are never NaN', () => {
    fc.assert(
      fc.property(marked, (list) => {
        const statistics = of(list);
        expect(numbersOf(statistics).every(Number.isFinite)).toBe(true);
        expect(statistics.facility).toBeGreaterThanOrEqual(0);
        expect(statistics.facility).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.abs(statistics.discriminationIndex ?? 0)).toBeLessThanOrEqual(100);
        expect(statistics.discriminativeEfficiency ?? 0).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('do not depend on the order of attempts', () => {
    fc.assert(
      fc.property(marked, (list) => {
        const [one, other] = [of(list), of(list.toReversed())];
        expect(numbersOf(one)).toHaveLength(numbersOf(other).length);
        numbersOf(one).forEach((each, i) => expect(each).toBeCloseTo(numbersOf(other)[i]!, 6));
      }),
    );
  });

  it('discriminate the same when every rest grows by a constant or is scaled', () => {
    fc.assert(
      fc.property(marked, fc.integer({ min: 1, max: 9 }), amount, (list, factor, constant) => {
        const changed = list.map((each) => ({ ...each, rest: each.rest * factor + constant }));
        const [before, after] = [of(list), of(changed)];
        expect(agree(after.discriminationIndex, before.discriminationIndex, 1e-5)).toBe(true);
        expect(agree(after.discriminativeEfficiency, before.discriminativeEfficiency, 1e-5)).toBe(true);
      }),
    );
  });

  it('scale with the points: facility and discrimination stay, the deviation grows along', () => {
    fc.assert(
      fc.property(marked, fc.integer({ min: 1, max: 9 }), (list, factor) => {
        const scaled = of(
          list.map((each) => ({ ...each, mark: each.mark * factor })),
          10 * factor,
        );
        const before = of(list);
        expect(scaled.facility).toBeCloseTo(before.facility!, 9);
        expect(agree(scaled.discriminationIndex, before.discriminationIndex, 1e-5)).toBe(true);
        expect(scaled.standardDeviation ?? 0).toBeCloseTo((before.standardDeviation ?? 0) * factor, 6);
      }),
    );
  });

  it('discriminate perfectly where the mark follows from the rest', () => {
    const list = [0, 1, 2, 3].map((mark) => ({ mark, rest: 2 * mark + 1, total: 3 * mark + 1 }));
    expect(of(list)).toMatchObject({ discriminationIndex: 100, discriminativeEfficiency: 100 });
  });

  it('are null where nothing can be said: no attempt, one, or no variance', () => {
    const nobody = { attempts: 0, points: 1, meanShare: 0, markSquares: 0, restSquares: 0, products: 0 };
    expect(itemStatistics({ ...nobody, sortedProducts: 0, totalProducts: 0 })).toMatchObject({
      facility: null,
      standardDeviation: null,
    });
    expect(of([{ mark: 5, rest: 3, total: 8 }])).toMatchObject({
      facility: 0.5,
      standardDeviation: null,
      discriminationIndex: null,
      discriminativeEfficiency: null,
    });
    const alike = [1, 2, 3].map((rest) => ({ mark: 0.1, rest, total: rest + 0.1 }));
    expect(of(alike)).toMatchObject({
      standardDeviation: 0,
      covarianceWithTotal: 0,
      discriminationIndex: null,
      discriminativeEfficiency: null,
    });
  });
});

describe('weights', () => {
  it('that are effective are percents which add up, but for items that work against the quiz', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { maxLength: 20 }),
        (covariances) => {
          const weights = effectiveWeights(covariances);
          const given = weights.filter((weight) => weight !== null);
          if (given.length) expect(given.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 6);
          covariances.forEach((covariance, i) => {
            if (covariance < 0) expect(weights[i]).toBeNull();
          });
        },
      ),
    );
    expect(effectiveWeights([4, 1, null, -1])).toEqual([200 / 3, 100 / 3, null, null]);
    expect(effectiveWeights([0, 0])).toEqual([null, null]);
  });

  it('that are intended follow from the points', () => {
    expect(intendedWeight(2, 8)).toBe(25);
    expect(intendedWeight(2, 0)).toBeNull();
  });
});

const oracle = statisticsOracle();

(oracle ? describe : describe.skip)('the statistics another system expects of the same marks', () => {
  const { attempts, items } = oracle ?? { attempts: [], items: [] };
  const totals = attempts.map(({ marks }) => marks.reduce((a, b) => a + b, 0));
  const isAbout = ({ slot, question, variant }: ExpectedItem, i: number): boolean =>
    (question === null || attempts[i]!.drawn.get(slot) === question) &&
    (variant === null || attempts[i]!.variants.get(slot) === variant);
  const statisticsOf = (item: ExpectedItem) =>
    itemStatistics(
      itemMoments(
        attempts.flatMap(({ marks }, i): Marked[] => {
          const [mark, total] = [marks[item.slot - 1]!, totals[i]!];
          return isAbout(item, i)
            ? [{ mark, total, rest: item.question === null ? total - mark : total }]
            : [];
        }),
      ),
    );
  const positions = items.filter(({ question, variant }) => question === null && variant === null);

  it.each(
    items.map((item) => [`slot ${item.slot} ${item.question ?? ''} ${item.variant ?? ''}`, item] as const),
  )('of %s', (_, item) => {
    const statistics = statisticsOf(item);
    expect(statistics.attempts).toBe(item.attempts);
    for (const name of [
      'facility',
      'standardDeviation',
      'discriminationIndex',
      'discriminativeEfficiency',
    ] as const)
      expect([name, statistics[name], agree(statistics[name], item[name], ITEM_TOLERANCE)]).toEqual([
        name,
        statistics[name],
        true,
      ]);
  });

  it('of the weights', () => {
    const weights = effectiveWeights(positions.map((item) => statisticsOf(item).covarianceWithTotal));
    weights.forEach((weight, i) =>
      expect(agree(weight, positions[i]!.effectiveWeight, ITEM_TOLERANCE)).toBe(true),
    );
    expect(weights).toHaveLength(7);
  });

  it('of the whole quiz', () => {
    const variances = positions.map((item) => statisticsOf(item).markVariance);
    const statistics = totalStatistics(totalMoments(totals), variances);
    for (const [name, expected] of Object.entries(EXPECTED_OF_QUIZ)) {
      const actual = statistics[name as keyof typeof EXPECTED_OF_QUIZ]!;
      expect([name, Math.abs(actual / expected - 1) <= QUIZ_TOLERANCE]).toEqual([name, true]);
    }
  });
});
