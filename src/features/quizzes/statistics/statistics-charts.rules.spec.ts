import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { facilityChart, scoreHistogram } from './statistics-charts.rules.js';

const read = (svg: string) =>
  new DOMParser({
    onError: (_, message) => {
      throw new Error(message);
    },
  }).parseFromString(svg, 'image/svg+xml').documentElement!;

const item = fc.record({
  number: fc.integer({ min: 1, max: 200 }),
  facility: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  discriminationIndex: fc.option(fc.double({ min: -100, max: 100, noNaN: true })),
  flagged: fc.boolean(),
});

describe('the chart of facility against discrimination', () => {
  it('is a picture that stands alone, whatever the quiz is called, with a mark for each question that has a place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(item, { maxLength: 40 }), (title, items) => {
        const svg = facilityChart(title, items);
        const root = read(svg);
        const plotted = items.filter((each) => each.facility !== null && each.discriminationIndex !== null);
        const legend = 2;
        expect(root.getElementsByTagName('circle').length + root.getElementsByTagName('path').length).toBe(
          plotted.length + legend,
        );
        expect(root.getElementsByTagName('title')).toHaveLength(1);
        expect(root.getElementsByTagName('desc')[0]!.textContent).toContain(`${plotted.length} questions`);
        expect(svg).not.toMatch(/NaN|Infinity/);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps every mark inside the picture', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (items) => {
        for (const circle of read(facilityChart('Bones', items)).getElementsByTagName('circle')) {
          expect(Number(circle.getAttribute('cx'))).toBeLessThanOrEqual(760);
          expect(Number(circle.getAttribute('cy'))).toBeLessThanOrEqual(520);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the histogram of scores', () => {
  it('has a bar for each tenth, and the numbers in its description', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(counts, fc.option(fc.integer({ min: 0, max: 100 })), (tenths, pass) => {
        const svg = scoreHistogram('Bones', tenths, pass);
        const root = read(svg);
        expect(root.getElementsByTagName('rect')).toHaveLength(11);
        expect(root.getElementsByTagName('desc')[0]!.textContent).toContain(`90 to 100 percent ${tenths[9]}`);
        expect(svg.includes('pass mark')).toBe(pass !== null);
        expect(svg).not.toMatch(/NaN|Infinity/);
      }),
    );
  });
});
