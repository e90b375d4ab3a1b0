import fc from 'fast-check';
import { fitted } from './fitted-text.rules.js';

/** Letters of one width each: 0.6 of the size. */
const measure = (text: string, size: number): number => [...text].length * size * 0.6;
const ROOM = { width: 300, largest: 36, smallest: 24 };

describe('fitted text', () => {
  it('keeps its size while there is room, shrinks, and then takes a second line', () => {
    expect(fitted('Ada Test', ROOM, measure)).toEqual({ size: 36, lines: ['Ada Test'] });
    expect(fitted('Wilhelmina Augusta', ROOM, measure)).toEqual({
      size: 27.5,
      lines: ['Wilhelmina Augusta'],
    });
    expect(fitted('Maria Fernanda de la Cruz Villanueva', ROOM, measure)).toEqual({
      size: 27.5,
      lines: ['Maria Fernanda de', 'la Cruz Villanueva'],
    });
  });

  it('never leaves its room, loses no word, and takes two lines at most', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { minLength: 1, maxLength: 12 }), (words) => {
        const { size, lines } = fitted(words.join(' '), ROOM, measure);
        expect(lines.join(' ')).toBe(words.join(' '));
        expect(lines.length).toBeLessThanOrEqual(2);
        expect(size).toBeLessThanOrEqual(ROOM.largest);
        for (const line of lines) expect(measure(line, size)).toBeLessThanOrEqual(ROOM.width + 1e-6);
      }),
    );
  });
});
