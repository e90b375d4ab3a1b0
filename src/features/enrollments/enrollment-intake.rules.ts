import { isEmail } from 'class-validator';
import { csvRows, type CsvRow } from '../../platform/files/csv-rows.rules.js';
import { isDate } from './enrollment-status.rules.js';

/** With which status an enrollment may begin. */
export type StartStatus = 'APPLIED' | 'ACTIVE';

export type IntakeOutcome =
  | 'ENROLLED'
  | 'ALREADY_ENROLLED'
  | 'INVALID'
  | 'DUPLICATE'
  | 'UNKNOWN_PERSON'
  | 'FORMER_MEMBER'
  | 'PERSON_AMBIGUOUS'
  | 'OWN_ENROLLMENT'
  | 'DATE_IN_FUTURE';

/** Somebody to enroll: a member by `personId`, or anybody by name with an address or an external id. */
export interface IntakeEntry {
  /** Line of the file where the entry begins, or place in the list from 1. */
  readonly line: number;
  readonly personId: string | null;
  readonly givenName: string;
  readonly familyName: string;
  /** In lower case. */
  readonly email: string | null;
  readonly externalId: string | null;
  /** ISO date; null: today. */
  readonly enrolledOn: string | null;
  readonly start: StartStatus;
}

export interface IntakeProblem {
  readonly line: number;
  readonly outcome: Exclude<IntakeOutcome, 'ENROLLED' | 'ALREADY_ENROLLED'>;
  readonly message: string;
}

/** Whom the organization knows by what an entry says. */
export interface Known {
  readonly byId: string | null;
  readonly byExternalId: string | null;
  readonly byEmail: string | null;
  /** Persons among them whose membership has ended. */
  readonly former: readonly string[];
  /** Whether one of them is the one who enrolls, merged persons included. */
  readonly own: boolean;
}

export interface CsvReading {
  readonly entries: readonly IntakeEntry[];
  readonly problems: readonly IntakeProblem[];
}

export const IMPORT_ROWS_MAX = 2000;
const COLUMNS = ['given_name', 'family_name', 'email', 'external_id', 'enrolled_on', 'status'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads a file of people to enroll (RFC 4180; a byte order mark, any line ends, quoted cells). A row that is
 * wrong becomes a problem and the others are kept; a file that is not such a file at all is a text saying why.
 * Cells are text and nothing else: `=1+1` is a name like any other.
 */
export function readEnrollmentCsv(csv: string): CsvReading | string {
  const { rows: found, broken: unreadable } = csvRows(csv);
  const broken = unreadable.map(({ line, message }) => invalid(line, message));
  const [header, ...rows] = found;
  if (!header) return 'has no header line';
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  const wrong = headerProblem(columns);
  if (wrong) return wrong;
  if (rows.length + broken.length > IMPORT_ROWS_MAX)
    return `has ${rows.length + broken.length} rows; at most ${IMPORT_ROWS_MAX} at once, so split the file`;
  const read = rows.map((row) => readRow(row, columns as Column[]));
  const problems = [...broken, ...read.filter((one) => 'outcome' in one)];
  const { kept, repeated } = withoutRepeats(read.filter((one) => 'givenName' in one));
  return { entries: kept, problems: [...problems, ...repeated] };
}

function headerProblem(columns: string[]): string | null {
  const unknown = columns.find((column) => !COLUMNS.includes(column as Column));
  if (unknown !== undefined)
    return `has the unknown column "${unknown.slice(0, 50)}"; the columns are ${COLUMNS.join(', ')}`;
  if (new Set(columns).size < columns.length) return 'names a column twice';
  if (!columns.includes('given_name')) return 'needs the column given_name';
  if (!columns.includes('email') && !columns.includes('external_id'))
    return 'needs the column email or external_id, to know a person again';
  return null;
}

const invalid = (line: number, message: string): IntakeProblem => ({ line, outcome: 'INVALID', message });

function readRow({ line, cells }: CsvRow, columns: readonly Column[]): IntakeEntry | IntakeProblem {
  if (cells.length !== columns.length)
    return invalid(line, `The row has ${cells.length} cells where the header has ${columns.length}.`);
  const cell = (column: Column): string => cells[columns.indexOf(column)]?.trim().replace(/\s+/g, ' ') ?? '';
  const status = cell('status').toUpperCase() || 'ACTIVE';
  const entry: IntakeEntry = {
    line,
    personId: null,
    givenName: cell('given_name'),
    familyName: cell('family_name'),
    email: cell('email').toLowerCase() || null,
    externalId: cell('external_id') || null,
    enrolledOn: cell('enrolled_on') || null,
    start: status as StartStatus,
  };
  const wrong = entryProblem(entry);
  return wrong ? invalid(line, wrong) : entry;
}

function entryProblem(entry: IntakeEntry): string | null {
  const { givenName, familyName, email, externalId, enrolledOn, start } = entry;
  if (givenName.length < 1 || givenName.length > 200) return 'given_name must have 1 to 200 characters.';
  if (familyName.length > 200) return 'family_name must have at most 200 characters.';
  if (!email && !externalId) return 'The row needs an email or an external_id, to know the person again.';
  if (email && !(isEmail(email) && email.length <= 254))
    return 'email must be an address like ana@example.org.';
  if (externalId && externalId.length > 100) return 'external_id must have at most 100 characters.';
  if (enrolledOn && !isDate(enrolledOn)) return 'enrolled_on must be a date like 2026-02-28.';
  if (!['ACTIVE', 'APPLIED'].includes(start)) return 'status must be ACTIVE or APPLIED.';
  return null;
}

/** Takes each person once: a later entry that names the same one is a problem of its own. */
export function withoutRepeats(entries: readonly IntakeEntry[]): {
  kept: IntakeEntry[];
  repeated: IntakeProblem[];
} {
  const firstLine = new Map<string, number>();
  const kept: IntakeEntry[] = [];
  const repeated: IntakeProblem[] = [];
  for (const entry of entries) {
    const names = namesOf(entry);
    const earlier = names.map((name) => firstLine.get(name)).find((line) => line !== undefined);
    if (earlier === undefined) kept.push(entry);
    else repeated.push(duplicate(entry.line, earlier));
    for (const name of names) if (!firstLine.has(name)) firstLine.set(name, earlier ?? entry.line);
  }
  return { kept, repeated };
}

export const duplicate = (line: number, earlier: number): IntakeProblem => ({
  line,
  outcome: 'DUPLICATE',
  message: `The same person as line ${earlier}.`,
});

const namesOf = ({ personId, email, externalId }: IntakeEntry): string[] =>
  [
    personId && `person ${personId}`,
    email && `email ${email}`,
    externalId && `external ${externalId}`,
  ].filter((name) => name !== null && name !== '') as string[];

/**
 * Which known person an entry means (null: somebody new), or why it cannot be taken. `today` is the date in the
 * cohort's zone.
 */
export function personMeant(
  entry: IntakeEntry,
  known: Known,
  today: string,
): { personId: string | null } | IntakeProblem {
  const problem = (outcome: IntakeProblem['outcome'], message: string): IntakeProblem => ({
    line: entry.line,
    outcome,
    message,
  });
  const { byId, byExternalId, byEmail, former, own } = known;
  if (entry.personId && !byId) return problem('UNKNOWN_PERSON', 'There is no such member.');
  if (byExternalId && byEmail && byExternalId !== byEmail)
    return problem('PERSON_AMBIGUOUS', 'The address belongs to one member and the external id to another.');
  const personId = byId ?? byExternalId ?? byEmail;
  if (personId && former.includes(personId))
    return problem('FORMER_MEMBER', 'The membership of this person has ended: restore it first.');
  if (own) return problem('OWN_ENROLLMENT', 'Nobody enrolls themselves.');
  if (entry.enrolledOn && entry.enrolledOn > today)
    return problem('DATE_IN_FUTURE', `An enrollment is recorded once it holds; today is ${today}.`);
  return { personId };
}
