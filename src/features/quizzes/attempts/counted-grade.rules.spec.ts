import fc from 'fast-check';
import { compare, decimal, divide, HUNDRED, multiply, type Rational } from '../../records/rational.js';
import { ATTEMPT_GRADINGS } from '../authoring/quiz.entity.js';
import { type AttemptScore, countedGrade, type CountingRule } from './counted-grade.rules.js';

const score = (number: number, earned: string, possible = '10', pending = 0): AttemptScore => ({
  attemptId: `attempt ${number}`,
  number,
  earned,
  possible,
  pending,
});
const rule = (attemptGrading: CountingRule['attemptGrading'], capRepeats = false): CountingRule => ({
  attemptGrading,
  capRepeats,
  passMarkPercent: '75',
});

const points = fc.integer({ min: 0, max: 10_000 });
const attempts = fc
  .array(fc.record({ earned: points, pending: fc.constantFrom(0, 0, 0, 1) }), { maxLength: 8 })
  .map((list) =>
    list.map(({ earned, pending }, i) => score(i + 1, (earned / 100).toFixed(2), '100', pending)),
  );
const rules = fc.record({
  attemptGrading: fc.constantFrom(...ATTEMPT_GRADINGS),
  capRepeats: fc.boolean(),
  passMarkPercent: fc.integer({ min: 0, max: 100 }).map(String),
});
const share = ({ earned, possible }: { earned: string; possible: string }): Rational =>
  divide(decimal(earned), decimal(possible));
const percent = (of: { earned: string; possible: string }): Rational => multiply(share(of), HUNDRED);
const graded = (list: readonly AttemptScore[]) => list.filter(({ pending }) => pending === 0);

describe('inv 42: what counts of several attempts', () => {
  const three = [score(1, '6'), score(2, '9'), score(3, '7.5')];

  it.each([
    ['HIGHEST', false, { attemptId: 'attempt 2', earned: '9.0000', met: true }],
    ['LATEST', false, { attemptId: 'attempt 3', earned: '7.5000', met: true }],
    ['FIRST', false, { attemptId: 'attempt 1', earned: '6.0000', met: false }],
    ['AVERAGE', false, { attemptId: null, sourceId: 'attempt 3', earned: '7.5000', met: true }],
    ['HIGHEST', true, { attemptId: 'attempt 2', earned: '7.5000', met: true }],
    ['LATEST', true, { attemptId: 'attempt 3', earned: '7.5000', met: true }],
    ['AVERAGE', true, { attemptId: null, earned: '7.0000', met: false }],
  ] as const)('%s, repeats capped: %s', (grading, cap, counted) => {
    expect(countedGrade(rule(grading, cap), three)).toMatchObject({ ...counted, possible: '10.0000' });
  });

  it('the first attempt is never capped, and a passed one is not lowered by a capped one', () => {
    const counted = countedGrade(rule('HIGHEST', true), [score(1, '8'), score(2, '10')]);
    expect(counted).toMatchObject({ attemptId: 'attempt 1', earned: '8.0000' });
  });

  it('an average is exact: three thirds of a point short of nothing is met', () => {
    const thirds = [score(1, '1', '3'), score(2, '1', '3'), score(3, '1', '3')];
    const average = countedGrade({ ...rule('AVERAGE'), passMarkPercent: '33.33' }, thirds);
    expect(average).toMatchObject({ earned: '1.0000', possible: '3.0000', met: true });
    expect(countedGrade({ ...rule('AVERAGE'), passMarkPercent: '33.34' }, thirds)).toMatchObject({
      met: false,
    });
  });

  it('an average over attempts of different size is one of shares', () => {
    expect(countedGrade(rule('AVERAGE'), [score(1, '10', '10'), score(2, '10', '20')])).toMatchObject({
      earned: '15.0000',
      possible: '20.0000',
      met: true,
    });
  });

  it('while the latest waits for a grader the one before stands; a first that waits keeps its place', () => {
    const waiting = [score(1, '6'), score(2, '3', '10', 2)];
    expect(countedGrade(rule('LATEST'), waiting)).toMatchObject({ attemptId: 'attempt 1' });
    const firstWaits = [score(1, '3', '10', 1), score(2, '9')];
    expect(countedGrade(rule('FIRST'), firstWaits)).toBeNull();
    expect(countedGrade(rule('HIGHEST', true), firstWaits)).toMatchObject({ earned: '7.5000' });
  });

  it('nothing counts before anything is graded, and nothing of an attempt whose questions were all voided', () => {
    for (const grading of ATTEMPT_GRADINGS) {
      expect(countedGrade(rule(grading), [])).toBeNull();
      expect(countedGrade(rule(grading), [score(1, '0', '0')])).toBeNull();
      expect(countedGrade(rule(grading), [score(1, '1', '10', 1)])).toBeNull();
    }
  });

  it('does not depend on the order in which attempts are told', () => {
    fc.assert(
      fc.property(rules, attempts, fc.func(fc.integer()), (counting, list, key) => {
        const told = list.toSorted((a, b) => key(a.attemptId) - key(b.attemptId));
        expect(countedGrade(counting, told)).toEqual(countedGrade(counting, list));
      }),
    );
  });

  it('an attempt that waits for a grader counts for nothing, whatever was earned in it so far', () => {
    fc.assert(
      fc.property(rules, attempts, points, (counting, list, earned) => {
        const other = list.map((each) => (each.pending ? { ...each, earned: String(earned / 100) } : each));
        expect(countedGrade(counting, other)).toEqual(countedGrade(counting, list));
      }),
    );
  });

  it('the highest is at least every attempt, the average lies between the lowest and the highest', () => {
    fc.assert(
      fc.property(attempts, (list) => {
        const highest = countedGrade(rule('HIGHEST'), list);
        const average = countedGrade(rule('AVERAGE'), list);
        fc.pre(highest !== null && average !== null);
        for (const each of graded(list))
          expect(compare(share(highest), share(each))).toBeGreaterThanOrEqual(0);
        expect(compare(share(highest), share(average))).toBeGreaterThanOrEqual(0);
        expect(graded(list).some((each) => compare(share(average), share(each)) >= 0)).toBe(true);
      }),
    );
  });

  it('capping never raises a grade, never takes a pass away from the best, and no repeat brings more than the pass mark', () => {
    fc.assert(
      fc.property(rules, attempts, (counting, list) => {
        const [free, capped] = [false, true].map((capRepeats) =>
          countedGrade({ ...counting, capRepeats }, list),
        );
        fc.pre(free != null && capped != null);
        expect(compare(share(capped), share(free))).toBeLessThanOrEqual(0);
        if (counting.attemptGrading === 'HIGHEST') expect(capped.met).toBe(free.met);
        const first = capped.attemptId === 'attempt 1' || counting.attemptGrading === 'AVERAGE';
        if (!first)
          expect(compare(percent(capped), decimal(counting.passMarkPercent))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is met exactly when its share reaches the pass mark', () => {
    fc.assert(
      fc.property(rules, attempts, (counting, list) => {
        const counted = countedGrade(counting, list);
        fc.pre(counted !== null && counting.attemptGrading !== 'AVERAGE');
        expect(counted.met).toBe(compare(percent(counted), decimal(counting.passMarkPercent)) >= 0);
      }),
    );
  });
});
