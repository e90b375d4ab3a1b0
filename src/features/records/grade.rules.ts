import type { GradebookCategory, GradebookItem } from './gradebook.rules.js';
import {
  HUNDRED,
  type Rational,
  ZERO,
  compare,
  decimal,
  divide,
  isPositive,
  multiply,
  roundHalfUp,
  sum,
} from './rational.js';

export type CategoryNote =
  | {
      readonly code: 'CATEGORY_NOT_GRADED' | 'CATEGORY_STILL_OPEN';
      readonly category: string;
      readonly message: string;
    }
  | {
      readonly code: 'ITEMS_NOT_GRADED' | 'UNGRADED_COUNT_AS_ZERO';
      readonly category: string;
      readonly itemIds: readonly string[];
      readonly message: string;
    };

/** One line of the explanation. Its figures are rounded for reading; the grade is never computed from them. */
export interface CategoryShare {
  readonly code: string;
  readonly weight: string;
  readonly earned: string;
  readonly possible: string;
  /** Null while nothing in the category counts. */
  readonly percent: string | null;
  /** Points of the grade that come from here; null when the category is not part of this grade (yet). */
  readonly contribution: string | null;
  readonly note: CategoryNote | null;
}

export interface Grade {
  /** The unrounded value, 0 to 100; null when there is no such grade yet. For comparing, not for showing. */
  readonly exact: Rational | null;
  /** Rounded once, half-up, two decimals. */
  readonly percent: string | null;
  readonly categories: readonly CategoryShare[];
}

/**
 * How the trainee stands today (inv 41): categories in which nothing counts yet are left out and the other
 * weights scaled up to 100.
 * @throws RangeError on marks or weights that `refuseMark` would not have let in.
 */
export function currentGrade(categories: readonly GradebookCategory[]): Grade {
  const counting = categories.filter(counts);
  return gradeFrom(categories, counting, counting);
}

/**
 * The course grade (inv 41): exists once every category is closed or fully graded, and never leaves one out.
 * @throws RangeError as `currentGrade`.
 */
export function finalGrade(categories: readonly GradebookCategory[]): Grade {
  const settled = categories.filter(isSettled);
  const grade = gradeFrom(categories, settled, categories);
  return settled.length === categories.length ? grade : { ...grade, exact: null, percent: null };
}

/** Compares the unrounded grade unless the policy says `compareRounded` (inv 41). No grade passes nothing. */
export function reachesPassMark(
  grade: Pick<Grade, 'exact' | 'percent'>,
  passMarkPct: string,
  policy: { compareRounded?: boolean } = {},
): boolean {
  if (grade.exact === null || grade.percent === null) return false;
  const value = policy.compareRounded ? decimal(grade.percent) : grade.exact;
  return compare(value, decimal(passMarkPct)) >= 0;
}

/** The weighted mean of `counting`, with the weights of `denominator` as the whole. */
function gradeFrom(
  all: readonly GradebookCategory[],
  counting: readonly GradebookCategory[],
  denominator: readonly GradebookCategory[],
): Grade {
  const whole = sum(denominator.map((category) => decimal(category.weight)));
  const contributions = new Map<GradebookCategory, Rational>();
  for (const category of counting) {
    if (!isPositive(whole)) break;
    contributions.set(category, contribution(category, whole));
  }
  const exact = contributions.size === 0 ? null : sum([...contributions.values()]);
  return {
    exact,
    percent: exact && roundHalfUp(exact),
    categories: all.map((category) => shareOf(category, contributions.get(category) ?? null)),
  };
}

function contribution(category: GradebookCategory, whole: Rational): Rational {
  return divide(multiply(decimal(category.weight), categoryPercent(category)), whole);
}

/** By points over the items that count; a closed category without any item is worth 0. */
function categoryPercent(category: GradebookCategory): Rational {
  const items = countedItems(category);
  const weights = sum(items.map(itemWeight));
  if (!isPositive(weights)) return ZERO;
  const weighted = items.map((item) => multiply(itemWeight(item), fractionOf(item)));
  return multiply(HUNDRED, divide(sum(weighted), weights));
}

function fractionOf(item: GradebookItem): Rational {
  return divide(decimal(item.earned ?? '0'), decimal(item.possible));
}

function itemWeight(item: GradebookItem): Rational {
  return decimal(item.weight ?? item.possible);
}

function weightedItems(category: GradebookCategory): GradebookItem[] {
  return category.items.filter((item) => isPositive(itemWeight(item)));
}

function countedItems(category: GradebookCategory): GradebookItem[] {
  return weightedItems(category).filter((item) => category.closed || item.earned !== null);
}

function counts(category: GradebookCategory): boolean {
  return category.closed || countedItems(category).length > 0;
}

function isSettled(category: GradebookCategory): boolean {
  if (category.openEnded && !category.closed) return false;
  const expected = weightedItems(category);
  return category.closed || (expected.length > 0 && expected.every((item) => item.earned !== null));
}

function shareOf(category: GradebookCategory, part: Rational | null): CategoryShare {
  const items = countedItems(category);
  return {
    code: category.code,
    weight: category.weight,
    earned: roundHalfUp(sum(items.map((item) => decimal(item.earned ?? '0')))),
    possible: roundHalfUp(sum(items.map((item) => decimal(item.possible)))),
    percent: counts(category) ? roundHalfUp(categoryPercent(category)) : null,
    contribution: part && roundHalfUp(part),
    note: noteOn(category),
  };
}

function noteOn(category: GradebookCategory): CategoryNote | null {
  const { code, closed } = category;
  if (!counts(category)) {
    return { code: 'CATEGORY_NOT_GRADED', category: code, message: `Nothing in ${code} is graded yet.` };
  }
  const itemIds = weightedItems(category)
    .filter((item) => item.earned === null)
    .map((item) => item.id);
  const empty = closed && category.items.length === 0;
  if (itemIds.length === 0 && !empty) {
    if (isSettled(category)) return null;
    const message = `${code} is open: more marks may come until it is closed.`;
    return { code: 'CATEGORY_STILL_OPEN', category: code, message };
  }
  const message = closed
    ? `${code} is closed: what was not graded in it counts as 0.`
    : `${itemIds.length} of ${weightedItems(category).length} items in ${code} are not graded yet.`;
  return { code: closed ? 'UNGRADED_COUNT_AS_ZERO' : 'ITEMS_NOT_GRADED', category: code, itemIds, message };
}
