import { cutTo, plain, widthOf } from './plain.ts';

/** How a table is shown. */
export interface TableOptions {
  /** How many columns the terminal has; nothing is cut when undefined. */
  readonly columns: number | undefined;
  /** Marks the line of headers. */
  readonly bold: (text: string) => string;
}

/** A column gets no narrower than this for others to fit, in columns of the terminal. */
const columnWidthMin = 8;

/** Lays rows out as a table for people, widest columns cut first where the terminal is too narrow. */
export function tableOf(
  headers: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  { columns, bold }: TableOptions,
): string {
  const cells = [headers, ...rows].map((row) => row.map((cell) => plain(String(cell))));
  const natural = headers.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ''))));
  const widths =
    columns === undefined ? natural : fitted(natural, columns - gap.length * (headers.length - 1));
  const lines = cells.map((row) =>
    row
      .map((cell, index) => padded(cell, widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
  return lines.map((line, index) => `${index === 0 ? bold(line) : line}\n`).join('');
}

const gap = '  ';

function padded(cell: string, width: number): string {
  const cut = cutTo(cell, width);
  return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
}

function fitted(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= columnWidthMin) break;
    widths[widths.indexOf(widest)] = widest - 1;
    over -= 1;
  }
  return widths;
}
