import fc from 'fast-check';
import { compare, decimal, sum } from '../../records/rational.js';
import { pointsByPosition, possibleOf } from './quiz-points.rules.js';

const points = fc.integer({ min: 1, max: 100_000 }).map((cents) => (cents / 100).toFixed(2));
const weight = fc.integer({ min: 1, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2));

const slotsOf = (pointed: readonly string[], section: number | null = 1) =>
  pointed.map((each, i) => ({ position: i + 1, section, count: 1, points: each }));

describe('points of a quiz', () => {
  it('are those of the question where the section has no weight of its own', () => {
    expect([...pointsByPosition(slotsOf(['1', '2.5'], null), [])]).toEqual([
      [1, '1.0000'],
      [2, '2.5000'],
    ]);
    expect([...pointsByPosition(slotsOf(['3']), [{ position: 1, points: null }]).values()]).toEqual([
      '3.0000',
    ]);
  });

  it('share the weight of the section in proportion, the rest going to the largest remainders', () => {
    const worth = (weight: string, ...pointed: string[]) => [
      ...pointsByPosition(slotsOf(pointed), [{ position: 1, points: weight }]).values(),
    ];
    expect(worth('10', '1', '1', '1')).toEqual(['3.3334', '3.3333', '3.3333']);
    expect(worth('10', '1', '2', '3')).toEqual(['1.6667', '3.3333', '5.0000']);
    expect(worth('2', '5', '5')).toEqual(['1.0000', '1.0000']);
  });

  it('add up to the weight exactly, and keep the order of the points', () => {
    fc.assert(
      fc.property(fc.array(points, { minLength: 1, maxLength: 60 }), weight, (pointed, weight) => {
        const worth = pointsByPosition(slotsOf(pointed), [{ position: 1, points: weight }]);
        expect(compare(sum([...worth.values()].map(decimal)), decimal(weight))).toBe(0);
        const given = pointed.map((own, i) => ({ own: Number(own), worth: Number(worth.get(i + 1)) }));
        for (const a of given)
          for (const b of given) if (a.own > b.own) expect(a.worth).toBeGreaterThanOrEqual(b.worth);
      }),
      { numRuns: 50 },
    );
  });

  it('count every question of a draw', () => {
    const draw = { position: 2, section: 1, count: 3, points: '2' };
    expect(possibleOf([...slotsOf(['1']), draw], [{ position: 1, points: null }])).toBe('7.00');
    expect(possibleOf([...slotsOf(['1']), draw], [{ position: 1, points: '50' }])).toBe('50.00');
    expect([...pointsByPosition([draw], []).keys()]).toEqual([2, 3, 4]);
  });
});
