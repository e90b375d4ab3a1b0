import fc from 'fast-check';
import { fitsPattern, folded } from './text-match.rules.js';

const words = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/);

describe('folding', () => {
  it('is settled after one round', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(folded(folded(text))).toBe(folded(text))),
    );
  });

  it('forgets case, accents and surplus space', () => {
    fc.assert(
      fc.property(words, (text) => {
        const dressed = `  ${text.toUpperCase().replaceAll('A', 'Á').replaceAll(' ', ' \u00a0\t')}\n`;
        expect(folded(dressed)).toBe(text);
      }),
    );
    expect(folded('Straße')).toBe('strasse');
  });
});

describe('a pattern', () => {
  it('without a star fits its own text alone', () => {
    fc.assert(fc.property(words, words, (a, b) => expect(fitsPattern(a, b)).toBe(a === b)));
  });

  it('with stars fits whatever stands in their place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1 }),
        fc.infiniteStream(words),
        (parts, fill) => {
          const text = parts.reduce((sofar, part) => `${sofar}${fill.next().value}${part}`);
          expect(fitsPattern(parts.join('*'), text)).toBe(true);
          expect(fitsPattern(`${parts.join('*')}7`, text)).toBe(false);
        },
      ),
    );
  });

  it('takes an escaped star for a star, and a regular expression for plain text', () => {
    expect(fitsPattern('a\\*b', 'A*B')).toBe(true);
    expect(fitsPattern('a\\*b', 'axb')).toBe(false);
    expect(fitsPattern('(a|b)+.', '(a|b)+.')).toBe(true);
    expect(fitsPattern('(a|b)+.', 'aab')).toBe(false);
  });

  it('does not count one letter for both ends', () => {
    expect(fitsPattern('aba*aba', 'aba')).toBe(false);
    expect(fitsPattern('aba*aba', 'abaaba')).toBe(true);
  });

  it('abuse 63: stays quick on a pattern made to be slow', () => {
    expect(fitsPattern('a*'.repeat(100), `${'a'.repeat(900)}b`)).toBe(true);
    expect(fitsPattern(`${'a*'.repeat(99)}c`, 'a'.repeat(1000))).toBe(false);
  });
});
