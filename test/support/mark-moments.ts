import type { ItemMoments } from '../../src/features/quizzes/statistics/item-statistics.rules.js';
import type { TotalMoments } from '../../src/features/quizzes/statistics/quiz-statistics.rules.js';

/** What one attempt has for an item, what it has beside it, and in all. */
export interface Marked {
  mark: number;
  rest: number;
  total: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const deviations = (numbers: readonly number[]): number[] => {
  const mean = sum(numbers) / numbers.length;
  return numbers.map((each) => each - mean);
};

const productSum = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((each, i) => each * b[i]!));

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** By the definitions, one attempt after the other: what the statement must find, and what rules are tested with. */
export function itemMoments(marked: readonly Marked[], points = 1): ItemMoments {
  const marks = deviations(marked.map(({ mark }) => mark));
  const rests = deviations(marked.map(({ rest }) => rest));
  return {
    attempts: marked.length,
    points,
    meanShare: sum(marked.map(({ mark }) => mark / points)) / marked.length,
    markSquares: productSum(marks, marks),
    restSquares: productSum(rests, rests),
    products: productSum(marks, rests),
    sortedProducts: productSum(ascending(marks), ascending(rests)),
    totalProducts: productSum(marks, deviations(marked.map(({ total }) => total))),
  };
}

export function totalMoments(totals: readonly number[]): TotalMoments {
  const sorted = ascending(totals);
  const middle = sorted.length / 2;
  const powers = (exponent: number): number => sum(deviations(totals).map((each) => each ** exponent));
  return {
    attempts: totals.length,
    mean: sum(totals) / totals.length,
    median: (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2,
    squares: powers(2),
    cubes: powers(3),
    fourths: powers(4),
  };
}
