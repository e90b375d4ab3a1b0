import {
  decimal,
  divide,
  multiply,
  roundHalfUp,
  sum,
  ZERO,
  compare,
  type Rational,
} from '../../records/rational.js';
import type { RubricCriterion } from '../bank/question-content.js';

/** Level id by criterion id. */
export type RubricLevels = Readonly<Record<string, string>>;

/** Why these levels do not fit the rubric, in words; null when each criterion has one level of its own. */
export function rubricMisfit(rubric: readonly RubricCriterion[], levels: RubricLevels): string | null {
  const known = new Set(rubric.map(({ id }) => id));
  if (Object.keys(levels).some((id) => !known.has(id)))
    return 'must name criteria of the rubric of this question';
  const missing = rubric.find(({ id, levels: its }) => !its.some((level) => level.id === levels[id]));
  return missing ? `must say which level of "${missing.title}" was reached` : null;
}

/**
 * Points by a rubric: the points of the reached levels as a share of the most the rubric gives, times what the question
 * is worth. Rounded to four decimals, half up.
 */
export function rubricPoints(
  rubric: readonly RubricCriterion[],
  levels: RubricLevels,
  points: string,
): string {
  const most = sum(rubric.map(mostOf));
  if (compare(most, ZERO) <= 0) return roundHalfUp(ZERO, 4);
  const reached = sum(rubric.map((criterion) => pointsOf(criterion, levels[criterion.id])));
  return roundHalfUp(multiply(decimal(points), divide(reached, most)), 4);
}

const pointsOf = ({ levels }: RubricCriterion, levelId: string | undefined): Rational => {
  const level = levels.find(({ id }) => id === levelId);
  return level ? decimal(level.points) : ZERO;
};

const mostOf = ({ levels }: RubricCriterion): Rational =>
  levels.map(({ points }) => decimal(points)).reduce((a, b) => (compare(a, b) >= 0 ? a : b), ZERO);
