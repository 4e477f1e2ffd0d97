/** What a cell of a table can be; undefined is an empty one. */
export type CsvCell = string | number | boolean | undefined;

/**
 * What a table calculator takes for the beginning of a formula, plain or full-width, after apostrophes or not; a tab and an end of a line are
 * passed over by some before they look for one. After OWASP, CSV Injection.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Writes one row by RFC 4180, with its end; what would run as a formula has an apostrophe before it. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** Takes the apostrophe away again that was put before a cell: what comes back is what was written. */
export function undefused(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1)) ? text.slice(1) : text;
}

function cellText(cell: CsvCell): string {
  const text = defused(String(cell ?? '').toWellFormed());
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function defused(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
