/**
 * What the marks of one item (a position of the quiz, a question, a variant of a calculated question) sum up to over
 * the attempts that held it. Squares and products are of deviations from the mean, so that nothing is lost in large
 * sums. The *rest* is what an attempt earned beside the item.
 */
export interface ItemMoments {
  readonly attempts: number;
  /** What the item is worth. */
  readonly points: number;
  /** Mean of mark ÷ points. */
  readonly meanShare: number;
  /** Σ (mark − mean)². */
  readonly markSquares: number;
  /** Σ (rest − mean)². */
  readonly restSquares: number;
  /** Σ (mark − mean)(rest − mean). */
  readonly products: number;
  /** The same of both in ascending order, the lowest mark beside the lowest rest: as large as it could be. */
  readonly sortedProducts: number;
  /** Σ (mark − mean)(total − mean). */
  readonly totalProducts: number;
}

/** Null: not defined, because there are too few attempts or all are alike. */
export interface ItemStatistics {
  readonly attempts: number;
  readonly points: number;
  readonly facility: number | null;
  readonly standardDeviation: number | null;
  readonly markVariance: number | null;
  readonly covarianceWithTotal: number | null;
  readonly discriminationIndex: number | null;
  readonly discriminativeEfficiency: number | null;
}

/** Marks have four decimals, so sums of squares that are no rounding are larger than this. */
const ROUNDING = 1e-10;

/**
 * The statistics of an item. Source: Moodle, "Quiz statistics calculations", position statistics
 * (https://docs.moodle.org/dev/Quiz_statistics_calculations), for s attempts:
 * - facility = mean mark ÷ points, 0 to 1;
 * - standard deviation, in points = √V(mark), V(x) = Σ (x − mean)² ÷ (s − 1);
 * - discrimination index, −100 to 100 = 100 · C(mark, rest) ÷ √(V(mark) · V(rest)), the correlation of the item with
 *   the rest of the quiz, C(x, y) = Σ (x − mean)(y − mean) ÷ (s − 1);
 * - discriminative efficiency, at most 100 = 100 · C(mark, rest) ÷ Cmax(mark, rest), Cmax that of both sorted.
 *
 * Of a drawn question, and of its variants, the rest is the whole total, as there.
 */
export function itemStatistics(moments: ItemMoments): ItemStatistics {
  const { attempts, points, meanShare, markSquares, restSquares, products, sortedProducts } = moments;
  const perFreedom = (sum: number): number | null => (attempts > 1 ? sum / (attempts - 1) : null);
  const markVariance = perFreedom(varies(markSquares) ? markSquares : 0);
  return {
    attempts,
    points,
    facility: attempts > 0 ? meanShare : null,
    standardDeviation: markVariance === null ? null : Math.sqrt(markVariance),
    markVariance,
    covarianceWithTotal: perFreedom(Math.abs(moments.totalProducts) > ROUNDING ? moments.totalProducts : 0),
    discriminationIndex:
      attempts > 1 && varies(markSquares) && varies(restSquares)
        ? Math.max(-100, Math.min(100, (100 * products) / Math.sqrt(markSquares * restSquares)))
        : null,
    discriminativeEfficiency:
      attempts > 1 && varies(sortedProducts) ? Math.min(100, (100 * products) / sortedProducts) : null,
  };
}

const varies = (sum: number): boolean => sum > ROUNDING;

/** Percent of the whole quiz that its author meant an item to be. Source: as above, "Intended question weight". */
export const intendedWeight = (points: number, possible: number): number | null =>
  possible > 0 ? (100 * points) / possible : null;

/**
 * Percent of what sets trainees apart that comes from each item: 100 · √C(mark, total) ÷ Σ √C(mark, total).
 * Null for items whose covariance with the total is below 0, which have no part in the sum. Source: as above,
 * "Effective question weight".
 */
export function effectiveWeights(covariancesWithTotal: readonly (number | null)[]): (number | null)[] {
  const roots = covariancesWithTotal.map((covariance) =>
    covariance === null || covariance < 0 ? null : Math.sqrt(covariance),
  );
  const sum = roots.reduce<number>((total, root) => total + (root ?? 0), 0);
  return roots.map((root) => (root === null || !varies(sum) ? null : (100 * root) / sum));
}
