import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvOf } from './statistics-csv.rules.js';

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const cell = fc.oneof(
  fc.string(),
  fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', 'a,"b"\nc'),
);
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  );

describe('CSV', () => {
  it('reads back as it was, but for the apostrophe before what looks like a formula', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const read: string[][] = parse(csvOf([['head'], ...rows]), { relax_column_count: true });
        expect(read.slice(1)).toEqual(
          rows.map((row) => row.map((text) => (FORMULA.test(text) ? `'${text}` : text))),
        );
      }),
    );
  });

  it('abuse 59: begins no text with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const read: string[][] = parse(csvOf([['head'], ...rows]), { relax_column_count: true });
        expect(read.flat().filter((text) => FORMULA.test(text))).toEqual([]);
      }),
    );
  });

  it('keeps numbers below zero numbers, and nothing as nothing', () => {
    expect(csvOf([[-1.5, null, 2]])).toBe('-1.5,,2\r\n');
  });
});
