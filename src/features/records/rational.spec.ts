import fc from 'fast-check';
import { add, compare, decimal, divide, isDecimal, multiply, roundHalfUp } from './rational.js';

const cents = fc.integer({ min: 0, max: 999_999_999 });
const asDecimal = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;

describe('rational', () => {
  it('reads a decimal and writes it back unchanged', () => {
    fc.assert(fc.property(cents, (value) => roundHalfUp(decimal(asDecimal(value))) === asDecimal(value)));
  });

  it('adds without drift where binary floating point drifts', () => {
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(compare(add(decimal('0.1'), decimal('0.2')), decimal('0.3'))).toBe(0);
  });

  it('dividing and multiplying back gives the same value', () => {
    fc.assert(
      fc.property(
        cents,
        cents.filter((value) => value > 0),
        (a, b) => {
          const [left, right] = [decimal(asDecimal(a)), decimal(asDecimal(b))];
          expect(multiply(divide(left, right), right)).toEqual(left);
        },
      ),
    );
  });

  it.each([
    ['0.005', '0.01'],
    ['0.0049', '0.00'],
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['99.995', '100.00'],
  ])('rounds %s half-up to %s', (value, rounded) => expect(roundHalfUp(decimal(value))).toBe(rounded));

  it('abuse 28: is no number it cannot hold exactly', () => {
    for (const text of [
      'NaN',
      'Infinity',
      '-1',
      '+1',
      '1e5',
      '0x10',
      '',
      ' 1',
      '1.',
      '.5',
      '12345678',
      '1.23456',
    ]) {
      expect(isDecimal(text)).toBe(false);
      expect(() => decimal(text)).toThrow(RangeError);
    }
  });

  it('refuses to divide by zero', () => {
    expect(() => divide(decimal('1'), decimal('0'))).toThrow(RangeError);
  });
});
