/** Text, a number, or nothing. */
export type Cell = string | number | null;

/**
 * A table as RFC 4180 has it. Text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP
 * advises ("CSV Injection"); numbers are ours and stay numbers.
 */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
