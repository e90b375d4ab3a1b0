import fc from 'fast-check';
import { isNear } from './number-match.rules.js';

const cents = fc.integer({ min: -99_999_999, max: 99_999_999 });
const text = (n: number): string => {
  const digits = String(Math.abs(n)).padStart(3, '0');
  return `${n < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

describe('a number', () => {
  it('is right within its tolerance, the edge included, and wrong beyond it, without floating point', () => {
    fc.assert(
      fc.property(cents, cents, fc.integer({ min: 0, max: 99_999_999 }), (given, right, within) => {
        expect(isNear(text(given), { number: text(right), tolerance: text(within) })).toBe(
          Math.abs(given - right) <= within,
        );
      }),
    );
    expect(isNear('0.3', { number: '0.1', tolerance: '0.2' })).toBe(true);
  });

  it('is right within a share of itself when the tolerance is relative, whatever its sign', () => {
    fc.assert(
      fc.property(cents, cents, fc.integer({ min: 0, max: 100 }), (given, right, percent) => {
        const range = { number: text(right), tolerance: text(percent), toleranceKind: 'RELATIVE' } as const;
        expect(isNear(text(given), range)).toBe(100 * Math.abs(given - right) <= percent * Math.abs(right));
      }),
    );
  });

  it('counts in the unit of the key, whatever unit it is given in', () => {
    expect(isNear('1500', { number: '1.5', tolerance: '0' }, '0.001')).toBe(true);
    expect(isNear('1.5', { number: '1.5', tolerance: '0' }, '0.001')).toBe(false);
    expect(isNear('1', { number: '2.54', tolerance: '0' }, '2.54')).toBe(true);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e3', '', '0x10', '1'.repeat(10), ' 1', '1.'])(
    'abuse 28: %p is no number',
    (bad) => {
      expect(isNear(bad, { number: bad, tolerance: '0' })).toBe(false);
      expect(isNear('1', { number: '1', tolerance: bad })).toBe(false);
      expect(isNear('1', { number: '1', tolerance: '0' }, bad)).toBe(false);
    },
  );
  it('abuse 28: a tolerance below 0 makes nothing right', () => {
    expect(isNear('1', { number: '1', tolerance: '-1' })).toBe(false);
  });
});
