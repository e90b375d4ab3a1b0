import fc from 'fast-check';
import { readMembers, UnreadableFile } from './member-import.rules.js';

const HEADER = 'given_name,family_name,email,role,external_id,line_manager_email,sites';
const read = (...lines: string[]) => readMembers([HEADER, ...lines].join('\n'), 'OWNER');

describe('a file of members', () => {
  it('is read with byte-order mark, CRLF, quotes, semicolons and any case of role and address', () => {
    const csv = `\uFEFFGiven_Name;family_name;email;role;external_id;sites\r\n"Łucja ""Lu""";Nowak;LU@Example.org;trainee;7;"North|South"\r\n`;
    expect(readMembers(csv, 'OWNER').rows).toEqual([
      {
        line: 2,
        givenName: 'Łucja "Lu"',
        familyName: 'Nowak',
        email: 'lu@example.org',
        role: 'TRAINEE',
        externalId: '7',
        lineManagerEmail: null,
        siteNames: ['North', 'South'],
      },
    ]);
  });

  it('says of each bad row its line, its columns and what would be right, and keeps the good ones', () => {
    const { rows, badRows } = read(
      'Ann,Abel,ann@example.org,TRAINEE,1',
      ',Nobody,nobody,TEACHER,2',
      'Ben,Bell,,TRAINEE,',
      'Cat,Cole,ANN@example.org,TRAINEE,3',
    );
    expect(rows.map(({ givenName }) => givenName)).toEqual(['Ann']);
    expect(badRows.map(({ line, problems }) => [line, problems.map(({ column }) => column)])).toEqual([
      [3, ['given_name', 'email', 'role']],
      [4, ['email']],
      [5, ['email']],
    ]);
    expect(badRows[2]!.problems[0]!.message).toContain('line 2');
  });

  it('abuse 11: gives no role above that of whoever sends it', () => {
    const given = readMembers(`${HEADER}\nAnn,,a@example.org,OWNER,\nBen,,b@example.org,TRAINEE,`, 'RECORDS');
    expect(given.rows.map(({ givenName }) => givenName)).toEqual(['Ben']);
    expect(given.badRows[0]!.problems[0]!.message).toContain('INSTRUCTOR, SUPERVISOR, TRAINEE');
  });

  it('that was Windows-1252, lacks columns, has an open quote or too many rows is not read at all', () => {
    for (const csv of [
      `${HEADER}\nJos\uFFFD,,j@example.org,TRAINEE,`,
      'name,email\nAnn,a@example.org',
      `${HEADER}\n"Ann,,a@example.org,TRAINEE,`,
      '',
      `${HEADER}\n${'Ann,,a@example.org,TRAINEE,\n'.repeat(5_001)}`,
      `${HEADER},email\nAnn`,
    ])
      expect(() => readMembers(csv, 'OWNER')).toThrow(UnreadableFile);
  });

  it('names the columns it does not read', () => {
    expect(
      readMembers('given_name,role,shoe size,email\nA,TRAINEE,42,a@example.org', 'OWNER').ignoredColumns,
    ).toEqual(['shoe size']);
  });

  it('never loses a row: each is read or reported, whatever its cells hold', () => {
    const cell = fc.string().filter((text) => !text.includes('\uFFFD'));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 5, maxLength: 9 }), { maxLength: 20 }), (records) => {
        const filled = records.filter((cells) => cells.some((text) => text.trim()));
        const { rows, badRows } = read(...records.map((cells) => cells.map(quoted).join(',')));
        expect(rows.length + badRows.length).toBe(filled.length);
      }),
    );
  });
});
