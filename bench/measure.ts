/** Does work and returns how many units a second that was. */
export function perSecond(units: number, work: () => void): number {
  const before = performance.now();
  work();
  return rateSince(before, units);
}

/** Returns units a second since an instant of `performance.now()`. */
export function rateSince(before: number, units: number): number {
  return Math.round((units / (performance.now() - before)) * 1000);
}

/** Returns the value below which a share of the values lie; NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Returns the middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Writes a whole number with commas. */
export function thousands(value: number): string {
  return Number.isNaN(value) ? '–' : Math.round(value).toLocaleString('en');
}

/** Writes milliseconds with as many digits as tell something. */
export function milliseconds(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : 0);
}

/** Makes a table of Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
