import fc from 'fast-check';
import {
  personMeant,
  readEnrollmentCsv,
  withoutRepeats,
  type CsvReading,
  type IntakeEntry,
  type Known,
} from './enrollment-intake.rules.js';

const read = (csv: string): CsvReading => {
  const reading = readEnrollmentCsv(csv);
  if (typeof reading === 'string') throw new Error(reading);
  return reading;
};
const HEADER = 'given_name,family_name,email,external_id,enrolled_on,status';

describe('a CSV file of people to enroll', () => {
  it('is read with every column', () => {
    const { entries, problems } = read(
      `${HEADER}\nAna,Silva,Ana.Silva@Example.org,S-1,2026-02-28,applied\nBo,,,S-2,,\n`,
    );
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        line: 2,
        personId: null,
        givenName: 'Ana',
        familyName: 'Silva',
        email: 'ana.silva@example.org',
        externalId: 'S-1',
        enrolledOn: '2026-02-28',
        start: 'APPLIED',
      },
      {
        line: 3,
        personId: null,
        givenName: 'Bo',
        familyName: '',
        email: null,
        externalId: 'S-2',
        enrolledOn: null,
        start: 'ACTIVE',
      },
    ]);
  });

  it('may have a byte order mark, any line ends, quotes, blank lines and another order of columns', () => {
    const { entries, problems } = read(
      '\uFEFFEmail , given_name\r\n"ana@example.org","Ana ""An"" Silva"\r\n\r\nbo@example.org,"Bo\r\nof two lines"\r\ncy@example.org,Cy\r\n',
    );
    expect(problems).toEqual([]);
    expect(entries.map(({ line, givenName }) => [line, givenName])).toEqual([
      [2, 'Ana "An" Silva'],
      [4, 'Bo of two lines'],
      [6, 'Cy'],
    ]);
  });

  it('reports each wrong row with its line and keeps the others', () => {
    const rows = [
      'Ana,Silva,ana@example.org,,,',
      ',Silva,a@example.org,,,',
      'Bo,Berg,,,,',
      'Cy,Cole,not an address,,,',
      'Di,Dahl,di@example.org,,2026-02-30,',
      'Ed,Eide,ed@example.org,,,GRADUATED',
      'Flo,Fry,flo@example.org',
      `${'G'.repeat(201)},Gray,g@example.org,,,`,
      'Hal,"Ha"l,hal@example.org,,,',
      'Ida,Iver,ida@example.org,,,',
    ];
    const { entries, problems } = read([HEADER, ...rows].join('\n'));
    expect(entries.map(({ line }) => line)).toEqual([2, 11]);
    expect(problems.map(({ line }) => line).sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(problems.every(({ outcome, message }) => outcome === 'INVALID' && message.length > 10)).toBe(true);
  });

  it('reports quotes that never close', () => {
    const { entries, problems } = read(
      'given_name,email\nAna,ana@example.org\n"Bo,bo@example.org\nCy,cy@example.org',
    );
    expect(entries.map(({ givenName }) => givenName)).toEqual(['Ana']);
    expect(problems).toMatchObject([{ line: 3, outcome: 'INVALID' }]);
  });

  it('takes each person once', () => {
    const { entries, problems } = read(
      'given_name,email,external_id\nAna,ana@example.org,S-1\nAna,ANA@example.org,S-9\nBo,bo@example.org,S-1\nCy,,S-9',
    );
    expect(entries.map(({ line }) => line)).toEqual([2]);
    expect(problems).toEqual(
      [3, 4, 5].map((line) => expect.objectContaining({ line, outcome: 'DUPLICATE' })),
    );
  });

  it('keeps formulas as the text they are', () => {
    const { entries } = read('given_name,family_name,email\n"=HYPERLINK(""x"")",@SUM(A1),a@example.org');
    expect(entries[0]).toMatchObject({ givenName: '=HYPERLINK("x")', familyName: '@SUM(A1)' });
  });

  it('says what is wrong with a file that is none', () => {
    expect(readEnrollmentCsv('')).toMatch('header');
    expect(readEnrollmentCsv('given_name,email,ssn\nAna,a@example.org,1')).toMatch('unknown column "ssn"');
    expect(readEnrollmentCsv('given_name,email,email\n')).toMatch('twice');
    expect(readEnrollmentCsv('email\na@example.org')).toMatch('given_name');
    expect(readEnrollmentCsv('given_name\nAna')).toMatch('email or external_id');
    const many = Array.from({ length: 2001 }, (_, index) => `Ana,a${index}@example.org`);
    expect(readEnrollmentCsv(['given_name,email', ...many].join('\n'))).toMatch('2001 rows');
    expect(read(['given_name,email', ...many.slice(1)].join('\n')).entries).toHaveLength(2000);
  });

  it('accounts for every row of any file: kept or reported, never both, never lost', () => {
    const cell = fc.oneof(
      fc.constantFrom('Ana', 'a@example.org', 'b@example.org', '', '2026-02-28', '"', '=1'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 20 }), (rows) => {
        const quoted = rows.map(([a, b]) => `"x${a.replaceAll('"', '""')}","${b.replaceAll('"', '""')}"`);
        const { entries, problems } = read(['given_name,email', ...quoted].join('\n'));
        const lines = [...entries, ...problems].map(({ line }) => line);
        expect(lines).toHaveLength(rows.length);
        expect(new Set(lines).size).toBe(rows.length);
      }),
    );
  });

  it('never takes two entries that share a name of a person', () => {
    const some = fc.option(fc.constantFrom('1', '2', '3', '4'), { nil: null });
    const entry = fc.record({ personId: some, email: some, externalId: some });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (given) => {
        const all = given.map((each, index) => ({ ...EMPTY, ...each, line: index + 1 }));
        const { kept, repeated } = withoutRepeats(all);
        expect(kept.length + repeated.length).toBe(all.length);
        for (const key of ['personId', 'email', 'externalId'] as const) {
          const values = kept.map((each) => each[key]).filter((value) => value !== null);
          expect(new Set(values).size).toBe(values.length);
        }
      }),
    );
  });
});

const EMPTY: IntakeEntry = {
  line: 1,
  personId: null,
  givenName: 'Ana',
  familyName: '',
  email: null,
  externalId: null,
  enrolledOn: null,
  start: 'ACTIVE',
};
const NOBODY: Known = { byId: null, byExternalId: null, byEmail: null, former: [], own: false };

describe('whom an entry means', () => {
  const meant = (entry: Partial<IntakeEntry>, known: Partial<Known>) =>
    personMeant({ ...EMPTY, ...entry }, { ...NOBODY, ...known }, '2026-03-01');

  it('is the known person, however they are known, or somebody new', () => {
    expect(meant({ personId: 'p' }, { byId: 'p' })).toEqual({ personId: 'p' });
    expect(meant({ email: 'a' }, { byEmail: 'p' })).toEqual({ personId: 'p' });
    expect(meant({ email: 'a', externalId: 'x' }, { byExternalId: 'p' })).toEqual({ personId: 'p' });
    expect(meant({ email: 'a', externalId: 'x' }, { byEmail: 'p', byExternalId: 'p' })).toEqual({
      personId: 'p',
    });
    expect(meant({ email: 'a' }, {})).toEqual({ personId: null });
  });

  it('is nobody who may be taken, for a reason', () => {
    expect(meant({ personId: 'p' }, {})).toMatchObject({ outcome: 'UNKNOWN_PERSON' });
    expect(meant({}, { byEmail: 'p', byExternalId: 'q' })).toMatchObject({ outcome: 'PERSON_AMBIGUOUS' });
    expect(meant({}, { byEmail: 'p', former: ['p'] })).toMatchObject({ outcome: 'FORMER_MEMBER' });
    expect(meant({}, { byEmail: 'p', own: true })).toMatchObject({ outcome: 'OWN_ENROLLMENT' });
    expect(meant({ enrolledOn: '2026-03-02' }, {})).toMatchObject({ outcome: 'DATE_IN_FUTURE' });
    expect(meant({ enrolledOn: '2026-03-01' }, {})).toEqual({ personId: null });
  });
});
