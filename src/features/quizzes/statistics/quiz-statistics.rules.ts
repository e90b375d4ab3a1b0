/** What the totals of attempts sum up to, in points. Powers are of deviations from the mean. */
export interface TotalMoments {
  readonly attempts: number;
  readonly mean: number;
  readonly median: number;
  /** Σ (total − mean)², ³ and ⁴. */
  readonly squares: number;
  readonly cubes: number;
  readonly fourths: number;
}

/** Null: not defined, because there are too few attempts or all are alike. */
export interface TotalStatistics {
  readonly attempts: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly standardDeviation: number | null;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  readonly internalConsistency: number | null;
  readonly errorRatio: number | null;
  readonly standardError: number | null;
}

/** Totals have four decimals: a smaller sum of squares is rounding. */
const ROUNDING = 1e-10;

/**
 * The statistics of a quiz. Source: Moodle, "Quiz statistics calculations", test statistics
 * (https://docs.moodle.org/dev/Quiz_statistics_calculations), for s attempts, p positions and mₙ = Σ (total − mean)ⁿ ÷ s:
 * - standard deviation, in points = √k₂, k₂ = s·m₂ ÷ (s − 1);
 * - skewness = k₃ ÷ k₂^(3/2), k₃ = s²·m₃ ÷ ((s − 1)(s − 2)): below 0 where a few did far worse than most;
 * - kurtosis (excess) = k₄ ÷ k₂², k₄ = s²·((s + 1)·m₄ − 3(s − 1)·m₂²) ÷ ((s − 1)(s − 2)(s − 3));
 * - coefficient of internal consistency (Cronbach's alpha), at most 100 = 100 · p ÷ (p − 1) · (1 − ΣV(mark) ÷ k₂);
 * - error ratio = 100 · √(1 − consistency ÷ 100): the percent of the standard deviation that is chance;
 * - standard error, in points = error ratio · standard deviation ÷ 100.
 *
 * The last three want more than two attempts and more than one position.
 */
export function totalStatistics(
  { attempts: s, mean, median, squares, cubes, fourths }: TotalMoments,
  markVariances: readonly (number | null)[],
): TotalStatistics {
  const varies = squares > ROUNDING;
  const k2 = squares / (s - 1);
  const k3 = (s * cubes) / ((s - 1) * (s - 2));
  const k4 = (s * (s + 1) * fourths - 3 * (s - 1) * squares ** 2) / ((s - 1) * (s - 2) * (s - 3));
  return {
    attempts: s,
    mean: s > 0 ? mean : null,
    median: s > 0 ? median : null,
    standardDeviation: s > 1 ? Math.sqrt(varies ? k2 : 0) : null,
    skewness: s > 2 && varies ? k3 / k2 ** 1.5 : null,
    kurtosis: s > 3 && varies ? k4 / k2 ** 2 : null,
    ...reliability(s > 2 && varies ? k2 : null, markVariances),
  };
}

function reliability(
  variance: number | null,
  markVariances: readonly (number | null)[],
): Pick<TotalStatistics, 'internalConsistency' | 'errorRatio' | 'standardError'> {
  const positions = markVariances.length;
  if (variance === null || positions < 2)
    return { internalConsistency: null, errorRatio: null, standardError: null };
  const sum = markVariances.reduce<number>((total, each) => total + (each ?? 0), 0);
  const internalConsistency = Math.min(100, ((100 * positions) / (positions - 1)) * (1 - sum / variance));
  const errorRatio = 100 * Math.sqrt(1 - internalConsistency / 100);
  return { internalConsistency, errorRatio, standardError: (errorRatio * Math.sqrt(variance)) / 100 };
}
