import fc from 'fast-check';
import { totalMoments } from '../../../../test/support/mark-moments.js';
import { agree } from '../../../../test/support/statistics-oracle.js';
import { totalStatistics, type TotalStatistics } from './quiz-statistics.rules.js';

/** The marks of attempts, by position. */
const attempts = fc.integer({ min: 1, max: 6 }).chain((positions) =>
  fc.array(
    fc.array(
      fc.integer({ min: 0, max: 20 }).map((quarters) => quarters / 4),
      { minLength: positions, maxLength: positions },
    ),
    { minLength: 1, maxLength: 40 },
  ),
);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function of(marks: readonly number[][], change = (total: number): number => total): TotalStatistics {
  const variances = marks[0]!.map((_, position) => {
    const { squares } = totalMoments(marks.map((attempt) => attempt[position]!));
    return marks.length > 1 ? squares / (marks.length - 1) : null;
  });
  return totalStatistics(totalMoments(marks.map((attempt) => change(sum(attempt)))), variances);
}

describe('quiz statistics', () => {
  it('stay within their bounds and are never NaN', () => {
    fc.assert(
      fc.property(attempts, (marks) => {
        const statistics = of(marks);
        const given = Object.values(statistics).filter((each) => each !== null);
        expect(given.every(Number.isFinite)).toBe(true);
        expect(statistics.internalConsistency ?? 0).toBeLessThanOrEqual(100);
        expect(statistics.errorRatio ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('keep their shape when every total grows by a constant', () => {
    fc.assert(
      fc.property(attempts, fc.integer({ min: 0, max: 50 }), (marks, constant) => {
        const [before, after] = [of(marks), of(marks, (total) => total + constant)];
        expect(after.mean).toBeCloseTo(before.mean! + constant, 6);
        expect(after.median).toBeCloseTo(before.median! + constant, 6);
        for (const name of ['standardDeviation', 'skewness', 'kurtosis', 'internalConsistency'] as const)
          expect(agree(after[name], before[name], 1e-5)).toBe(true);
      }),
    );
  });

  it('know neither skewness nor kurtosis of units', () => {
    fc.assert(
      fc.property(attempts, fc.integer({ min: 2, max: 9 }), (marks, factor) => {
        const [before, after] = [of(marks), of(marks, (total) => total * factor)];
        expect(agree(after.skewness, before.skewness, 1e-5)).toBe(true);
        expect(agree(after.kurtosis, before.kurtosis, 1e-5)).toBe(true);
      }),
    );
  });

  it('find a quiz fully consistent whose positions all say the same', () => {
    expect(of([0, 1, 1, 2].map((mark) => [mark, mark, mark]))).toMatchObject({
      internalConsistency: 100,
      errorRatio: 0,
      standardError: 0,
    });
  });

  it('are null where nothing can be said', () => {
    expect(of([[3, 1]])).toEqual({
      attempts: 1,
      mean: 4,
      median: 4,
      standardDeviation: null,
      skewness: null,
      kurtosis: null,
      internalConsistency: null,
      errorRatio: null,
      standardError: null,
    });
    expect(of([1, 1, 1, 1].map((mark) => [mark, 1]))).toMatchObject({
      standardDeviation: 0,
      skewness: null,
      internalConsistency: null,
    });
    expect(of([[1], [2], [3], [5]])).toMatchObject({ internalConsistency: null, errorRatio: null });
  });
});
