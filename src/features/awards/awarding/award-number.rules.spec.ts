import fc from 'fast-check';
import { awardNumber, awardNumberFrom, NUMBER_DRAWS, NUMBER_RADIX } from './award-number.rules.js';

const draws = fc.array(fc.nat(NUMBER_RADIX - 1), { minLength: NUMBER_DRAWS, maxLength: NUMBER_DRAWS });
const number = draws.map(awardNumber);
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTVWXYZ';

describe('the number of a certificate', () => {
  it('abuse 40: has more than 60 bits that nobody can guess', () => {
    expect(NUMBER_DRAWS * Math.log2(NUMBER_RADIX)).toBeGreaterThan(74);
    fc.assert(
      fc.property(draws, draws, (one, other) => {
        expect(awardNumber(one) === awardNumber(other)).toBe(one.join() === other.join());
      }),
    );
  });

  it('is read in any case, with spaces or hyphens or without', () => {
    fc.assert(
      fc.property(number, (given) => {
        expect(given).toMatch(/^([2-9A-HJ-NP-TV-Z]{4}-){3}[2-9A-HJ-NP-TV-Z]{4}$/);
        expect(awardNumberFrom(given)).toBe(given);
        expect(awardNumberFrom(` ${given.toLowerCase().replaceAll('-', ' ')}\n`)).toBe(given);
        expect(awardNumberFrom(given.replaceAll('-', ''))).toBe(given);
      }),
    );
  });

  it('abuse 40: one wrong character, or two that changed places, are noticed', () => {
    const place = fc.nat(NUMBER_DRAWS);
    fc.assert(
      fc.property(number, place, place, fc.constantFrom(...ALPHABET), (given, at, otherPlace, character) => {
        const characters = [...given.replaceAll('-', '')];
        const wrong = characters.with(at, character);
        expect(awardNumberFrom(wrong.join(''))).toBe(character === characters[at] ? given : null);
        const swapped = characters
          .with(at, characters[otherPlace]!)
          .with(otherPlace, characters[at]!)
          .join('');
        expect(awardNumberFrom(swapped)).toBe(swapped === characters.join('') ? given : null);
      }),
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const read = awardNumberFrom(text);
        if (read !== null) expect(awardNumberFrom(read)).toBe(read);
      }),
    );
    expect(['', '0000-0000-0000-0000', 'IIII-OOOO-UUUU-1111', 'ß'.repeat(16)].map(awardNumberFrom)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
