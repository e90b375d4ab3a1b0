import {
  REPORT_DATES,
  REPORT_VALUES,
  type ReportColumn,
  type ReportDate,
  type ReportFormat,
  type ReportValue,
} from './report-format.js';

/** Formats as a file has them, and what is wrong, each with its place; with any of it nothing is recorded. */
export interface FormatFile {
  readonly formats: readonly ReportFormat[];
  readonly problems: readonly string[];
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a file speaks of formats of reports at all. */
export const holdsFormats = (content: unknown): content is Fields =>
  isFields(content) && content['ce_report_formats'] !== undefined;

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** Reads `ce_report_formats` of a file. */
export function readFormats(content: Fields): FormatFile {
  const list = content['ce_report_formats'];
  if (!Array.isArray(list)) return { formats: [], problems: ['ce_report_formats: must be a list'] };
  const problems: string[] = [];
  const formats = list.map((entry: unknown, i) => formatOf(entry, `ce_report_formats.${i}`, problems));
  const codes = formats.map(({ code }) => code);
  if (new Set(codes).size < codes.length) problems.push('ce_report_formats: a code is there twice');
  return { formats, problems };
}

/** A format as it is stored or written; what is wrong with it is added to the problems. */
export function formatOf(entry: unknown, at: string, problems: string[]): ReportFormat {
  const { code, title, date, columns } = isFields(entry) ? entry : ({} as Fields);
  const must = (holds: boolean, message: string): void => void (holds || problems.push(`${at}.${message}`));
  must(
    typeof code === 'string' && CODE.test(code),
    'code: must be capital letters, digits and _, at most 40',
  );
  must(typeof title === 'string' && title !== '', 'title: must be a text');
  must(REPORT_DATES.includes(date as ReportDate), `date: must be one of ${REPORT_DATES.join(', ')}`);
  must(Array.isArray(columns) && columns.length > 0 && columns.length <= 50, 'columns: must be 1 to 50');
  const read = Array.isArray(columns)
    ? columns.map((column: unknown, i) => columnOf(column, `${at}.columns.${i}`, problems))
    : [];
  return { code: String(code), title: String(title), date: date as ReportDate, columns: read };
}

function columnOf(entry: unknown, at: string, problems: string[]): ReportColumn {
  const { name, value = null, constant = null, required = false } = isFields(entry) ? entry : ({} as Fields);
  if (typeof name !== 'string' || name === '') problems.push(`${at}.name: must be a text`);
  const isValue = REPORT_VALUES.includes(value as ReportValue);
  const isConstant = typeof constant === 'string';
  if (isValue === isConstant)
    problems.push(`${at}: must have a value (one of ${REPORT_VALUES.join(', ')}) or a constant`);
  if (typeof required !== 'boolean') problems.push(`${at}.required: must be true or false`);
  return {
    name: String(name),
    value: isValue ? (value as ReportValue) : null,
    constant: isConstant ? constant : null,
    required: required === true,
  };
}
