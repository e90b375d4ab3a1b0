import fc from 'fast-check';
import { decimalOf, middleOf, productOf } from './decimal.rules.js';

describe('decimals of a file', () => {
  it.each([
    ['1', '1'],
    ['+1.50', '1.5'],
    ['-.5', '-0.5'],
    ['2.', '2'],
    ['1e3', '1000'],
    ['1.25E-3', '0.00125'],
    ['-0', '0'],
    [' 98.6 ', '98.6'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('%s is %s', (text, decimal) => expect(decimalOf(text)).toBe(decimal));

  it.each(['', '.', 'abc', '1,5', 'NaN', 'Infinity', '1e999', '0x10', '1 2', '--1'])(
    'abuse 35: %s is none',
    (text) => expect(decimalOf(text)).toBeNull(),
  );

  it('a range is its middle and how far its ends are', () => {
    expect(middleOf('3.141', '3.142')).toEqual({ number: '3.1415', tolerance: '0.0005' });
    expect(middleOf('-1', '2')).toEqual({ number: '0.5', tolerance: '1.5' });
    expect(middleOf('2', '1')).toBeNull();
  });

  it('any number is read as itself, and products are exact', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -1_000, max: 1_000 }), (a, b) => {
        expect(decimalOf(String(a))).toBe(String(a));
        expect(productOf(String(a), String(b))).toBe(String(BigInt(a) * BigInt(b)));
      }),
    );
    expect(productOf('0.1', '0.2')).toBe('0.02');
  });
});
