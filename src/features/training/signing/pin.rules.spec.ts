import fc from 'fast-check';
import { PIN_DIGITS, pinProblem } from './pin.rules.js';

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((each) => each.join(''));

describe('a PIN', () => {
  it.each(['123456', '987654', '890123', '777777', '121212', '123123', '1231231'])('is not %s', (pin) => {
    expect(pinProblem(pin)).toMatch(/first guesses/);
  });

  it.each(['12345', '1234567890123', 'abcdef', '12 456', ''])('is not %j either', (pin) => {
    expect(pinProblem(pin)).not.toBeNull();
  });

  it('may be any other row of digits of the right length', () => {
    fc.assert(
      fc.property(digits(PIN_DIGITS.least, PIN_DIGITS.most), (pin) => {
        const distinct = new Set(pin).size;
        fc.pre(distinct > 3);
        const steps = new Set([...pin.slice(1)].map((d, i) => (Number(d) - Number(pin[i]) + 10) % 10));
        fc.pre(steps.size > 1);
        return pinProblem(pin) === null;
      }),
    );
  });

  it('never repeats one to three digits throughout', () => {
    fc.assert(
      fc.property(digits(1, 3), fc.integer({ min: 6, max: 12 }), (part, length) => {
        return pinProblem(part.repeat(length).slice(0, length)) !== null;
      }),
    );
  });
});
