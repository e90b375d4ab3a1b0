import { parse } from 'csv-parse/sync';

/** A row that is not empty, with the line of the file on which it begins, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: string[];
}

export interface CsvRows {
  readonly rows: readonly CsvRow[];
  /** Rows whose quotes do not match, and why. */
  readonly broken: readonly { readonly line: number; readonly message: string }[];
}

/**
 * The rows of a CSV text (RFC 4180; a byte order mark, any line ends, quoted cells; semicolons where the first line has no
 * comma). Every row is kept or reported: a row that is broken loses no other.
 */
export function csvRows(csv: string): CsvRows {
  const broken: { line: number; message: string }[] = [];
  let openQuote = false;
  const parsed = parse(csv.replace(/\r\n?/g, '\n'), {
    ...LENIENT,
    delimiter: delimiterOf(csv),
    info: true,
    raw: true,
    on_skip: () => {
      openQuote = true; // the one error left: everything else is lenient, and judged row by row
      return undefined;
    },
  }) as unknown as { record: string[]; raw: string; info: { lines: number } }[];
  if (openQuote) broken.push({ line: (parsed.at(-1)?.info.lines ?? 0) + 1, message: OPEN_QUOTE });
  const filled = parsed.filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  const rows = filled.flatMap(({ record: cells, raw, info }) => {
    const line = info.lines - (raw.trim().split('\n').length - 1);
    if (isWellQuoted(raw, delimiterOf(csv))) return [{ line, cells }];
    broken.push({ line, message: 'The quotes do not match: write " inside a quoted cell as "".' });
    return [];
  });
  return { rows, broken };
}

const LENIENT = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
};
const OPEN_QUOTE = 'A quote opens here and never closes: from here on the file was not read.';

const delimiterOf = (csv: string): string => (/^[^\r\n]*/.exec(csv)![0].includes(',') ? ',' : ';');

/** Whether a row is read the same without leniency. */
function isWellQuoted(raw: string, delimiter: string): boolean {
  if (!raw.includes('"')) return true;
  try {
    parse(raw, { ...LENIENT, delimiter, relax_quotes: false, skip_records_with_error: false });
    return true;
  } catch {
    return false;
  }
}
