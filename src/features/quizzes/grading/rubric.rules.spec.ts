import fc from 'fast-check';
import { compare, decimal } from '../../records/rational.js';
import type { RubricCriterion } from '../bank/question-content.js';
import { rubricMisfit, rubricPoints, type RubricLevels } from './rubric.rules.js';

const cents = (max: number) => fc.integer({ min: 0, max }).map((n) => (n / 100).toFixed(2));

/** Criteria whose levels start at nothing and rise. */
const rubric: fc.Arbitrary<RubricCriterion[]> = fc
  .array(fc.array(cents(1_000), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .map((criteria) =>
    criteria.map((levels, i) => ({
      id: `criterion ${i}`,
      title: `Criterion ${i}`,
      levels: ['0', ...levels.toSorted((a, b) => Number(a) - Number(b))].map((points, j) => ({
        ...{ id: `level ${i} ${j}`, title: `Level ${j}`, points },
      })),
    })),
  );
const points = fc.integer({ min: 1, max: 100_000 }).map((n) => (n / 100).toFixed(2));

/** A rubric with one level reached of each criterion: as many as there are numbers, which say how high. */
const reached = fc
  .tuple(rubric, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([criteria, heights]) => {
    const levels: RubricLevels = Object.fromEntries(
      criteria.map(({ id, levels: its }) => {
        const height = heights.next().value ?? 0;
        return [id, its[Math.round(height * (its.length - 1))]!.id];
      }),
    );
    return { criteria, levels };
  });

const at = (criteria: readonly RubricCriterion[], which: number): RubricLevels =>
  Object.fromEntries(criteria.map(({ id, levels }) => [id, levels.at(which)!.id]));

describe('points by a rubric', () => {
  it('abuse 28: are never below 0 nor above what the question is worth', () => {
    fc.assert(
      fc.property(reached, points, ({ criteria, levels }, worth) => {
        const earned = rubricPoints(criteria, levels, worth);
        expect(earned).toMatch(/^\d+\.\d{4}$/);
        expect(compare(decimal(earned), decimal(worth))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('are all of them at the highest levels, and none at the lowest', () => {
    fc.assert(
      fc.property(rubric, points, (criteria, worth) => {
        fc.pre(criteria.some(({ levels }) => Number(levels.at(-1)!.points) > 0));
        expect(Number(rubricPoints(criteria, at(criteria, -1), worth))).toBe(Number(worth));
        expect(rubricPoints(criteria, at(criteria, 0), worth)).toBe('0.0000');
      }),
    );
  });

  it('never fall when one criterion is met better', () => {
    fc.assert(
      fc.property(reached, points, ({ criteria, levels }, worth) => {
        const [{ id, levels: its }] = criteria as [RubricCriterion];
        const better = { ...levels, [id]: its.at(-1)!.id };
        const [before, after] = [levels, better].map((each) => decimal(rubricPoints(criteria, each, worth)));
        expect(compare(after!, before!)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('are none by a rubric that gives none', () => {
    const nothing = [{ id: 'a', title: 'A', levels: [{ id: 'b', title: 'B', points: '0' }] }];
    expect(rubricPoints(nothing, { a: 'b' }, '4')).toBe('0.0000');
  });

  it('are the share of its points that was reached', () => {
    const level = (id: string, worth: string) => ({ id, title: id, points: worth });
    const criteria = [
      { id: 'safety', title: 'Safety', levels: [level('s0', '0'), level('s1', '1'), level('s3', '3')] },
      { id: 'words', title: 'Words', levels: [level('w0', '0'), level('w1', '1')] },
    ];
    expect(rubricPoints(criteria, { safety: 's1', words: 'w1' }, '4')).toBe('2.0000');
    expect(rubricPoints(criteria, { safety: 's1', words: 'w0' }, '1')).toBe('0.2500');
  });
});

describe('levels of a rubric', () => {
  it('fit when each criterion has one of its own', () => {
    fc.assert(
      fc.property(reached, ({ criteria, levels }) => {
        expect(rubricMisfit(criteria, levels)).toBeNull();
        const [{ id }] = criteria as [RubricCriterion];
        const { [id]: _, ...without } = levels;
        expect(rubricMisfit(criteria, without)).toContain('Criterion 0');
        expect(rubricMisfit(criteria, { ...levels, [id]: 'level of another' })).toContain('Criterion 0');
        expect(rubricMisfit(criteria, { ...levels, unknown: 'level 0 0' })).toContain('of this question');
      }),
    );
  });

  it('of no rubric are none', () => {
    expect(rubricMisfit([], {})).toBeNull();
    expect(rubricMisfit([], { a: 'b' })).not.toBeNull();
  });
});
