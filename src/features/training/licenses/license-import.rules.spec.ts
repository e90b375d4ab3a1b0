import fc from 'fast-check';
import { readLicenses } from './license-import.rules.js';

const HEADER = 'email,external_id,type,jurisdiction,number,status,from,to,verified_on,verified_at';
const read = (csv: string) => {
  const file = readLicenses(csv, ['PT', 'PTA'], '2026-11-23');
  if (typeof file === 'string') throw new Error(file);
  return file;
};

describe('a file of licenses', () => {
  it('is read with a byte-order mark, CRLF, semicolons, quotes and any case', () => {
    const csv = `\uFEFFEMAIL;Type;jurisdiction;number;status;from;verified_on;verified_at\r\n"ANN@Example.org";PT;xx-aa;" pt  12 ";active;2026-01-01;2026-11-23;Board\r\n`;
    expect(read(csv)).toEqual({
      lines: [
        {
          line: 2,
          email: 'ann@example.org',
          externalId: null,
          typeCode: 'PT',
          jurisdiction: 'XX-AA',
          number: 'PT 12',
          status: { status: 'ACTIVE', startsOn: '2026-01-01', endsOn: null },
          verified: { verifiedOn: '2026-11-23', source: 'Board' },
        },
      ],
      bad: [],
    });
  });

  it('may tell of the history of a license in several rows', () => {
    const row = (rest: string) => `a@example.org,,PT,XX-AA,1,${rest}`;
    const { lines } = read(
      [HEADER, row('ACTIVE,2024-01-01,2024-12-31,,'), row('EXPIRED,2025-01-01,,,')].join('\n'),
    );
    expect(lines.map(({ status }) => status?.status)).toEqual(['ACTIVE', 'EXPIRED']);
  });

  it('accounts for every row: each is read or reported, never both, never lost', () => {
    const cell = fc.string().filter((text) => !text.includes('\uFFFD'));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 5, maxLength: 12 }), { maxLength: 20 }), (records) => {
        const filled = records.filter((cells) => cells.some((text) => text.trim()));
        const csv = [HEADER, ...records.map((cells) => cells.map(quoted).join(','))].join('\n');
        const { lines, bad } = read(csv);
        expect(lines.length + bad.length).toBe(filled.length);
        expect(new Set([...lines, ...bad].map(({ line }) => line)).size).toBe(filled.length);
      }),
    );
  });

  it('takes the days there are, and no other', () => {
    const from = (day: string) => read(`${HEADER}\na@example.org,,PT,XX-AA,1,ACTIVE,${day},,,`).lines.length;
    expect(['2024-02-29', '0001-01-01', '9999-12-31'].map(from)).toEqual([1, 1, 1]);
    expect(['2026-02-29', '0000-01-01', '2026-2-3', '+010000-01-01', 'today'].map(from)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('of too many rows is not read at all', () => {
    const csv = `${HEADER}\n${'a@example.org,,PT,XX-AA,1,,,,,\n'.repeat(2001)}`;
    expect(readLicenses(csv, ['PT'], '2026-11-23')).toContain('2001 rows');
  });
});
