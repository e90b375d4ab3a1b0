import fc from 'fast-check';
import { shuffled } from './shuffle.rules.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('shuffling', () => {
  it('keeps every item once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { maxLength: 200 }), seeds, (items, seed) => {
        expect([...shuffled(items, seed)].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
      }),
    );
  });

  it('gives one seed one order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seeds, (items, seed) =>
        expect(shuffled(items, seed)).toEqual(shuffled(items, seed)),
      ),
    );
  });

  it('puts every item in every place about equally often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 8_000; seed++)
      shuffled([0, 1, 2, 3], seed).forEach((item, place) => counts[item]![place]!++);
    for (const count of counts.flat()) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});
