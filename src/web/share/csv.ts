/** What a cell of a table can be; undefined is an empty one. */
export type CsvCell = string | number | boolean | undefined;

/**
 * Where a cell of a table calculator may begin: with the cell, and within it after what parts cells or rows for some. Those that take semicolons or
 * tabs for what parts cells see the quotes of no other cell, so that each such place in a text is the beginning of one.
 */
const begins = /(?<=^|[;\t\r\n])/u.source;

/**
 * What a table calculator takes for the beginning of a formula, plain or full-width, after apostrophes, quotes or spaces or not; a tab and an end of
 * a line are passed over by some before they look for one. After OWASP, CSV Injection.
 */
const formula = /(?=['"\s]*[=+\-@＝＋－＠]|['"]*[\t\r\n])/u.source;

const undone = new RegExp(begins + formula, 'gu');
const done = new RegExp(`${begins}'${formula}`, 'gu');
const inJson = new RegExp(`;${formula}`, 'gu');

/** Writes one row by RFC 4180, with its end; what would run as a formula has an apostrophe before it. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** Takes the apostrophes away again that were put into a cell: what comes back is what was written. */
export function undefused(text: string): string {
  return text.replaceAll(done, '');
}

/** Writes a value as JSON that needs no apostrophes: what would run after a semicolon has that in JSON's own escaped form. */
export function jsonCell(value: unknown): string {
  return JSON.stringify(value).replaceAll(inJson, String.raw`\u003b`);
}

function cellText(cell: CsvCell): string {
  const text = String(cell ?? '')
    .toWellFormed()
    .replaceAll(undone, "'");
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
