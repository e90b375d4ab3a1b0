import { isEmail } from 'class-validator';
import { csvRows, type CsvRow } from '../../../platform/files/csv-rows.rules.js';
import { isPrintable, tidy } from '../../../platform/graphql/text.js';
import { normalEmail } from '../../people/password.rules.js';
import { isDay } from './calendar-day.rules.js';
import { JURISDICTION_CODE, LICENSE_STATUSES, licenseNumber, type LicenseStatusCode } from './license.js';

export const MOST_LICENSE_ROWS = 2_000;
const COLUMNS = [
  'email', 'external_id', 'type', 'jurisdiction', 'number', 'status', 'from', 'to', 'verified_on', 'verified_at',
] as const; // prettier-ignore
type Column = (typeof COLUMNS)[number];
const NEEDED: Column[] = ['type', 'jurisdiction', 'number'];

/** What stands in one row, tidied. */
export interface LicenseLine {
  readonly line: number;
  /** In lower case. */
  readonly email: string | null;
  readonly externalId: string | null;
  readonly typeCode: string;
  readonly jurisdiction: string;
  readonly number: string;
  /** Null: the row says nothing of the status. */
  readonly status: { status: LicenseStatusCode; startsOn: string; endsOn: string | null } | null;
  /** Null: not looked up. */
  readonly verified: { verifiedOn: string; source: string } | null;
}

export interface LineProblem {
  readonly column: Column | '';
  /** What is wrong and what would be right. */
  readonly message: string;
}

export interface BadLine {
  readonly line: number;
  readonly problems: readonly LineProblem[];
}

export interface LicenseFile {
  readonly lines: readonly LicenseLine[];
  readonly bad: readonly BadLine[];
}

/**
 * Reads a file of licenses. A row that is wrong is reported and loses no other; a file that is not such a file at all is
 * a text saying why. Cells are text and nothing else: `=1+1` is a number like any other. `today`: nothing is looked up later.
 */
export function readLicenses(csv: string, codes: readonly string[], today: string): LicenseFile | string {
  if (csv.includes('\uFFFD')) return 'The file is not in UTF-8. Save it as "CSV UTF-8" and send it again.';
  const { rows, broken } = csvRows(csv);
  const [header, ...records] = rows;
  if (!header) return 'The file is empty: its first line names the columns.';
  const columns = header.cells.map((cell) => tidy(cell).toLowerCase());
  const wrong = headerProblem(columns);
  if (wrong) return wrong;
  if (records.length + broken.length > MOST_LICENSE_ROWS)
    return `The file has ${records.length + broken.length} rows. Send at most ${MOST_LICENSE_ROWS} at once.`;
  const read = records.map((row) => readLine(row, columns, codes, today));
  const unique = withoutRepeats(read.filter((one): one is LicenseLine => !('problems' in one)));
  const unreadable = broken.map(({ line, message }) => ({
    line,
    problems: [{ column: '' as const, message }],
  }));
  return {
    lines: unique.lines,
    bad: [...unreadable, ...read.filter((one): one is BadLine => 'problems' in one), ...unique.repeated],
  };
}

function headerProblem(columns: readonly string[]): string | null {
  const missing = NEEDED.filter((name) => !columns.includes(name));
  const unknown = columns.find((name) => !COLUMNS.includes(name as Column));
  const all = `All there are: ${COLUMNS.join(', ')}.`;
  if (missing.length) return `The first line names the columns; missing: ${missing.join(', ')}. ${all}`;
  if (unknown !== undefined) return `There is no column "${unknown.slice(0, 50)}". ${all}`;
  if (new Set(columns).size < columns.length) return 'The first line names a column twice: keep one.';
  if (!columns.includes('email') && !columns.includes('external_id'))
    return `The column email or external_id is needed, to know whose license it is. ${all}`;
  return null;
}

function readLine(
  { line, cells }: CsvRow,
  columns: readonly string[],
  codes: readonly string[],
  today: string,
): LicenseLine | BadLine {
  const cell = (column: Column): string => tidy(cells[columns.indexOf(column)] ?? '').replace(/\s+/g, ' ');
  const [status, from, to] = [cell('status').toUpperCase(), cell('from'), cell('to')];
  const [verifiedOn, source] = [cell('verified_on'), cell('verified_at')];
  const tooMany = `has ${cells.length} cells where the first line has ${columns.length}`;
  const problems = [
    ...(cells.length > columns.length ? [{ column: '' as const, message: tooMany }] : []),
    ...problemsOf(cell, codes, today),
  ];
  if (problems.length) return { line, problems };
  return {
    line,
    email: cell('email') ? normalEmail(cell('email')) : null,
    externalId: cell('external_id') || null,
    typeCode: cell('type'),
    jurisdiction: cell('jurisdiction').toUpperCase(),
    number: licenseNumber(cell('number')),
    status: status ? { status: status as LicenseStatusCode, startsOn: from, endsOn: to || null } : null,
    verified: verifiedOn ? { verifiedOn, source } : null,
  };
}

function problemsOf(
  cell: (column: Column) => string,
  codes: readonly string[],
  today: string,
): LineProblem[] {
  const [status, from, to, verifiedOn] = [cell('status'), cell('from'), cell('to'), cell('verified_on')];
  const isStatus = LICENSE_STATUSES.includes(status.toUpperCase() as LicenseStatusCode);
  const none = codes.length ? `is none of ${codes.join(', ')}` : 'is unknown: no types are loaded yet';
  const checks: [Column, string | false][] = [
    ['email', !cell('email') && !cell('external_id') && 'is empty, and so is external_id: give one of them'],
    [
      'email',
      cell('email') !== '' && !isEmail(cell('email')) && 'is not an email address like maria@example.org',
    ],
    ['external_id', cell('external_id').length > 100 && 'is longer than 100 characters'],
    ['type', !codes.includes(cell('type')) && none],
    [
      'jurisdiction',
      !JURISDICTION_CODE.test(cell('jurisdiction').toUpperCase()) &&
        'is not an ISO 3166 code as sites have it',
    ],
    ['number', numberProblem(cell('number'))],
    ['status', status !== '' && !isStatus && `is none of ${LICENSE_STATUSES.join(', ')}`],
    [
      'status',
      status === '' && (from || to) !== '' && 'is empty, but from or to is not: say which status it had',
    ],
    ['from', isStatus && !isDay(from) && 'is not a date like 2026-02-28'],
    ['to', to !== '' && !isDay(to) && 'is not a date like 2026-02-28: leave it empty where it has no end'],
    ['to', isDay(from) && isDay(to) && to < from && 'is before from'],
    ['verified_on', verifiedOn !== '' && !isDay(verifiedOn) && 'is not a date like 2026-02-28'],
    ['verified_on', isDay(verifiedOn) && verifiedOn > today && 'is in the future'],
    ['verified_on', verifiedOn === '' && cell('verified_at') !== '' && 'is empty, but verified_at is not'],
    ['verified_at', verifiedOn !== '' && sourceProblem(cell('verified_at'))],
  ];
  return checks.flatMap(([column, message]) => (message ? [{ column, message }] : []));
}

const numberProblem = (text: string): string | false => {
  if (text === '') return 'is empty';
  if (!isPrintable(text)) return 'holds control characters';
  return text.length > 50 && 'is longer than 50 characters';
};

const sourceProblem = (text: string): string | false => {
  if (text === '') return 'is empty: say where the license was looked up';
  if (!isPrintable(text)) return 'holds control characters';
  return text.length > 200 && 'is longer than 200 characters';
};

/** Of rows that say the same of the same license the first counts; several may tell of its history. */
function withoutRepeats(lines: readonly LicenseLine[]): { lines: LicenseLine[]; repeated: BadLine[] } {
  const seen = new Map<string, number>();
  const repeated: BadLine[] = [];
  const kept = lines.filter((one) => {
    const { line, ...said } = one;
    const key = JSON.stringify(said);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, line);
    else
      repeated.push({
        line,
        problems: [{ column: '', message: `says the same as line ${first}: keep one` }],
      });
    return first === undefined;
  });
  return { lines: kept, repeated };
}
