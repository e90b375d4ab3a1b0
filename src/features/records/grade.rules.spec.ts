import fc from 'fast-check';
import { currentGrade, finalGrade, reachesPassMark } from './grade.rules.js';
import { type GradebookCategory, type GradebookItem, refuseMark } from './gradebook.rules.js';
import { compare } from './rational.js';

const item = (id: string, earned: string | null, possible = '100', weight?: string): GradebookItem =>
  weight === undefined ? { id, earned, possible } : { id, earned, possible, weight };

const category = (
  code: string,
  weight: string,
  items: GradebookItem[],
  closed = false,
): GradebookCategory => ({ code, weight, items, closed });

/** Weights that add up to 100, and marks in tenths, graded or not. */
const gradebooks = fc
  .array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 })
  .chain((parts) => {
    const rest = parts.slice(1).map((part) => Math.min(part, Math.floor(100 / parts.length)));
    const weights = [100 - rest.reduce((total, part) => total + part, 0), ...rest];
    return fc.tuple(...weights.map((weight, index) => categoryOf(`c${index}`, weight)));
  });

function categoryOf(code: string, weight: number): fc.Arbitrary<GradebookCategory> {
  const marks = fc
    .record({ possible: fc.integer({ min: 1, max: 1000 }), share: fc.nat(1000), graded: fc.boolean() })
    .map(({ possible, share, graded }) => ({
      possible: tenths(possible),
      earned: graded ? tenths(Math.floor((possible * share) / 1000)) : null,
    }));
  return fc
    .record({ items: fc.array(marks, { maxLength: 5 }), closed: fc.boolean() })
    .map(({ items, closed }) => ({
      code,
      weight: String(weight),
      closed,
      items: items.map((mark, index) => ({ ...mark, id: `${code}-${index}` })),
    }));
}

function tenths(value: number): string {
  return `${Math.floor(value / 10)}.${value % 10}`;
}

function toTenths(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

/** The same definition by one common denominator and whole numbers only, in hundredths, half-up. */
function byHand(categories: readonly GradebookCategory[]): string {
  let [numerator, denominator] = [0n, 1n];
  for (const { weight, items } of categories) {
    const earned = items.reduce((total, mark) => total + toTenths(mark.earned ?? '0.0'), 0n);
    const possible = items.reduce((total, mark) => total + toTenths(mark.possible), 0n) || 1n;
    numerator = numerator * possible + BigInt(weight) * earned * denominator;
    denominator *= possible;
  }
  const hundredths = (numerator * 100n * 2n + denominator) / (2n * denominator);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

describe('weighted grade', () => {
  const quizzes = category('quizzes', '30', [item('q1', '8', '10'), item('q2', '45', '50')]);
  const lab = category('lab_practical', '30', [item('p1', '77')]);
  const midterm = category('midterm', '15', [item('m', '80')]);
  const exam = category('final_exam', '25', [item('f', null)]);

  it('inv 41: leaves a category without a graded item out of the current grade and has no final yet', () => {
    const book = [quizzes, lab, midterm, exam];
    // (30 × 53/60 + 30 × .77 + 15 × .80) ÷ 75
    expect(currentGrade(book).percent).toBe('82.13');
    expect(finalGrade(book)).toMatchObject({ percent: null, exact: null });
    expect(finalGrade(book).categories.map(({ contribution }) => contribution)).toEqual([
      '26.50',
      '23.10',
      '12.00',
      null,
    ]);
  });

  it('inv 41: what is ungraded counts as 0 only once the category is closed', () => {
    const book = [quizzes, lab, midterm, { ...exam, closed: true }];
    expect(finalGrade(book).percent).toBe('61.60');
    expect(currentGrade(book).percent).toBe('61.60');
  });

  it('inv 41: a closed category without any item is worth 0 and is not scaled away', () => {
    expect(finalGrade([category('a', '60', [item('x', '100')]), category('b', '40', [], true)]).percent).toBe(
      '60.00',
    );
  });

  it('inv 41: compares the unrounded grade with the pass mark unless the policy says otherwise', () => {
    const grade = finalGrade([category('all', '100', [item('x', '74.995')])]);
    expect(grade.percent).toBe('75.00');
    expect(reachesPassMark(grade, '75')).toBe(false);
    expect(reachesPassMark(grade, '75', { compareRounded: true })).toBe(true);
    expect(reachesPassMark(finalGrade([category('all', '100', [item('x', '75')])]), '75')).toBe(true);
  });

  it('weighs items by their points, or by their own weight where they have one', () => {
    const byPoints = category('a', '100', [item('x', '10', '10'), item('y', '0', '90')]);
    const equal = category('a', '100', [item('x', '10', '10', '1'), item('y', '0', '90', '1')]);
    const practice = category('a', '100', [item('x', '9', '10'), item('y', null, '90', '0')]);
    expect(finalGrade([byPoints]).percent).toBe('10.00');
    expect(finalGrade([equal]).percent).toBe('50.00');
    expect(finalGrade([practice]).percent).toBe('90.00');
  });

  it('explains each category', () => {
    const { categories } = currentGrade([quizzes, exam, category('lab', '45', [item('l', null)], true)]);
    expect(categories).toEqual([
      {
        code: 'quizzes',
        weight: '30',
        earned: '53.00',
        possible: '60.00',
        percent: '88.33',
        contribution: '35.33',
        note: null,
      },
      expect.objectContaining({
        percent: null,
        contribution: null,
        note: expect.objectContaining({ code: 'CATEGORY_NOT_GRADED', category: 'final_exam' }),
      }),
      expect.objectContaining({
        percent: '0.00',
        note: expect.objectContaining({ code: 'UNGRADED_COUNT_AS_ZERO', itemIds: ['l'] }),
      }),
    ]);
    const partly = finalGrade([category('quizzes', '100', [item('q1', '8', '10'), item('q2', null, '50')])]);
    expect(partly.categories[0]?.note).toMatchObject({ code: 'ITEMS_NOT_GRADED', itemIds: ['q2'] });
  });

  it('inv 41: an open-ended category is final only once it is closed', () => {
    const open = { ...category('lab', '100', [item('a', '80')]), openEnded: true };
    expect(currentGrade([open]).percent).toBe('80.00');
    expect(finalGrade([open]).percent).toBeNull();
    expect(finalGrade([open]).categories[0]?.note?.code).toBe('CATEGORY_STILL_OPEN');
    expect(finalGrade([{ ...open, closed: true }]).percent).toBe('80.00');
  });

  it('has no grade without categories', () => {
    expect(currentGrade([]).percent).toBeNull();
    expect(finalGrade([]).percent).toBeNull();
    expect(reachesPassMark(finalGrade([]), '0')).toBe(false);
  });

  it('inv 41: equals the same sum done by hand in whole numbers, rounded once', () => {
    fc.assert(
      fc.property(gradebooks, (book) => {
        const closed = book.map((each) => ({ ...each, closed: true }));
        expect(finalGrade(closed).percent).toBe(byHand(closed));
      }),
    );
  });

  it('inv 41: a final exists exactly when all is closed or graded, and is then the current grade', () => {
    fc.assert(
      fc.property(gradebooks, (book) => {
        const settled = book.every(
          ({ closed, items }) => closed || (items.length > 0 && items.every(({ earned }) => earned !== null)),
        );
        const final = finalGrade(book);
        expect(final.percent !== null).toBe(settled);
        if (settled) expect(final.exact).toEqual(currentGrade(book).exact);
      }),
    );
  });

  it('inv 41: an ungraded item in an open category changes no current grade', () => {
    fc.assert(
      fc.property(gradebooks, (book) => {
        const more = book.map((each) =>
          each.closed ? each : { ...each, items: [...each.items, item('new', null, '40')] },
        );
        expect(currentGrade(more).exact).toEqual(currentGrade(book).exact);
      }),
    );
  });

  it('does not depend on the order of categories and items, and stays within 0 and 100', () => {
    fc.assert(
      fc.property(gradebooks, (book) => {
        const turned = [...book].reverse().map((each) => ({ ...each, items: [...each.items].reverse() }));
        const grade = currentGrade(book);
        expect(currentGrade(turned).exact).toEqual(grade.exact);
        if (grade.percent !== null) expect(Number(grade.percent)).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('a better mark never makes a worse grade', () => {
    fc.assert(
      fc.property(gradebooks, fc.nat(), (book, pick) => {
        const graded = book.flatMap(({ items }) => items.filter(({ earned }) => earned !== null));
        const chosen = graded[pick % Math.max(1, graded.length)];
        fc.pre(chosen !== undefined);
        const better = book.map((each) => ({
          ...each,
          items: each.items.map((mark) =>
            mark.id === chosen?.id ? { ...mark, earned: mark.possible } : mark,
          ),
        }));
        const [before, after] = [currentGrade(book).exact, currentGrade(better).exact];
        expect(before && after && compare(after, before)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('marks', () => {
  it('abuse 28: refuses marks that are no plain number', () => {
    for (const text of ['NaN', 'Infinity', '-1', '1e9', '99999999999']) {
      expect(refuseMark({ earned: text, possible: '10' })).toMatchObject({
        code: 'MARK_NOT_A_DECIMAL',
        field: 'earned',
      });
      expect(refuseMark({ earned: '1', possible: text })).toMatchObject({
        code: 'MARK_NOT_A_DECIMAL',
        field: 'possible',
      });
    }
  });

  it('refuses more than is possible, and nothing possible', () => {
    expect(refuseMark({ earned: '10.5', possible: '10' })).toMatchObject({ code: 'MARK_ABOVE_POSSIBLE' });
    expect(refuseMark({ earned: '0', possible: '0' })).toMatchObject({ code: 'MARK_POSSIBLE_IS_ZERO' });
    expect(refuseMark({ earned: '10', possible: '10.0' })).toBeNull();
  });
});
