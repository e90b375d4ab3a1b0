import { isEmail } from 'class-validator';
import { CsvError, parse } from 'csv-parse/sync';
import { roleMayGrant, ROLES, type Role } from '../../platform/access/permissions.js';
import { isPrintable, tidy } from '../../platform/graphql/text.js';
import { normalEmail } from '../people/password.rules.js';

export const MOST_ROWS = 5_000;
const COLUMNS = [
  'given_name', 'family_name', 'email', 'role', 'external_id', 'line_manager_email', 'sites',
] as const; // prettier-ignore
const NEEDED = ['given_name', 'role'] as const;
type Column = (typeof COLUMNS)[number];

/** What stands in one row, tidied. */
export interface MemberRow {
  /** Line of the file on which the row begins to be found: its last one, counted from 1. */
  line: number;
  givenName: string;
  familyName: string;
  email: string | null;
  role: Role;
  externalId: string | null;
  lineManagerEmail: string | null;
  siteNames: string[];
}

export interface RowProblem {
  column: string;
  /** What is wrong and what would be right. */
  message: string;
}

export interface BadRow {
  line: number;
  problems: RowProblem[];
}

export interface MemberFile {
  rows: MemberRow[];
  badRows: BadRow[];
  ignoredColumns: string[];
}

/** Why a file cannot be read at all, with the line where that is known. */
export class UnreadableFile extends Error {
  constructor(
    message: string,
    readonly line: number | null = null,
  ) {
    super(message);
  }
}

/**
 * Reads a file of members: comma or semicolon between columns, quotes as RFC 4180 says, LF or CRLF, with or
 * without a byte-order mark. Throws {@link UnreadableFile}.
 */
export function readMembers(csv: string, grantor: Role): MemberFile {
  if (csv.includes('\uFFFD'))
    throw new UnreadableFile('The file is not in UTF-8. Save it as "CSV UTF-8" and send it again.');
  const [header, ...records] = recordsOf(csv);
  if (!header) throw new UnreadableFile('The file is empty: its first line names the columns.');
  if (records.length > MOST_ROWS)
    throw new UnreadableFile(`The file has ${records.length} rows. Send at most ${MOST_ROWS} at once.`);
  const names = header.cells.map((name) => tidy(name).toLowerCase());
  mustHaveColumns(names);
  const read = records.map((record) => readRow(record, names, grantor));
  const unique = withoutDoubles(read.filter((row): row is MemberRow => !('problems' in row)));
  return {
    rows: unique.rows,
    badRows: [...read.filter((row): row is BadRow => 'problems' in row), ...unique.doubles],
    ignoredColumns: names.filter((name) => !COLUMNS.includes(name as Column)),
  };
}

interface Cells {
  line: number;
  cells: string[];
}

function recordsOf(csv: string): Cells[] {
  const firstLine = /^\uFEFF?([^\r\n]*)/.exec(csv)![1]!;
  const options = {
    bom: true,
    delimiter: firstLine.includes(',') ? ',' : ';',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  };
  try {
    const records = parse(csv, options) as unknown as { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record, info }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as unknown as { lines?: number }).lines ?? null;
    throw new UnreadableFile(
      'A quotation mark is not closed or stands inside a cell: double it, and put the cell in quotation marks.',
      line,
    );
  }
}

function mustHaveColumns(names: readonly string[]): void {
  const missing = NEEDED.filter((name) => !names.includes(name));
  const doubled = COLUMNS.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (missing.length)
    throw new UnreadableFile(
      `The first line names the columns; missing: ${missing.join(', ')}. All there are: ${COLUMNS.join(', ')}.`,
      1,
    );
  if (doubled.length) throw new UnreadableFile(`The column ${doubled[0]} is there twice: keep one.`, 1);
}

function readRow({ line, cells }: Cells, names: readonly string[], grantor: Role): MemberRow | BadRow {
  const cell = (column: Column): string => tidy(cells[names.indexOf(column)] ?? '');
  const role = cell('role').toUpperCase() as Role;
  const row: MemberRow = {
    line,
    givenName: cell('given_name'),
    familyName: cell('family_name'),
    email: cell('email') ? normalEmail(cell('email')) : null,
    role,
    externalId: cell('external_id') || null,
    lineManagerEmail: cell('line_manager_email') ? normalEmail(cell('line_manager_email')) : null,
    siteNames: [...new Set(cell('sites').split(/[;|]/).map(tidy).filter(Boolean))],
  };
  const problems = [
    ...(cells.length > names.length
      ? [{ column: '', message: `has ${cells.length} cells where the first line has ${names.length}` }]
      : []),
    ...problemsOf(row, grantor),
  ];
  return problems.length ? { line, problems } : row;
}

function problemsOf(row: MemberRow, grantor: Role): RowProblem[] {
  const problems: [Column, string | null][] = [
    ['given_name', row.givenName ? textProblem(row.givenName, 200) : 'is empty: give at least one name'],
    ['family_name', textProblem(row.familyName, 200)],
    ['email', emailProblem(row.email)],
    ['role', roleProblem(row.role, grantor)],
    ['external_id', textProblem(row.externalId ?? '', 100)],
    ['email', row.email || row.externalId ? null : 'is empty, and so is external_id: give one of them'],
    ['line_manager_email', emailProblem(row.lineManagerEmail)],
  ];
  return problems.flatMap(([column, message]) => (message ? [{ column, message }] : []));
}

const textProblem = (text: string, most: number): string | null => {
  if (!isPrintable(text)) return 'holds control characters: write it on one line';
  return text.length > most ? `is longer than ${most} characters` : null;
};

const emailProblem = (email: string | null): string | null =>
  email === null || (isEmail(email) && email.length <= 254)
    ? null
    : 'is not an email address like maria@example.org';

function roleProblem(role: Role, grantor: Role): string | null {
  const possible = ROLES.filter((of) => of !== 'AUDITOR' && roleMayGrant(grantor, of)).join(', ');
  if (!ROLES.includes(role)) return `is none of ${possible}`;
  if (role === 'AUDITOR') return 'AUDITOR needs a date on which it ends: invite auditors one by one';
  return roleMayGrant(grantor, role) ? null : `${role} is above what you may give: one of ${possible}`;
}

/** Of rows that mean the same person the first counts. */
function withoutDoubles(rows: readonly MemberRow[]): { rows: MemberRow[]; doubles: BadRow[] } {
  const [byEmail, byExternalId] = [new Map<string, number>(), new Map<string, number>()];
  const doubles: BadRow[] = [];
  const kept = rows.filter(({ line, email, externalId }) => {
    const problems = [
      ...sameAs('email', email && byEmail.get(email)),
      ...sameAs('external_id', externalId && byExternalId.get(externalId)),
    ];
    if (problems.length) {
      doubles.push({ line, problems });
      return false;
    }
    if (email) byEmail.set(email, line);
    if (externalId) byExternalId.set(externalId, line);
    return true;
  });
  return { rows: kept, doubles };
}

const sameAs = (column: Column, line: number | string | null | undefined): RowProblem[] =>
  line ? [{ column, message: `is the same as on line ${line}: keep one of the rows` }] : [];
