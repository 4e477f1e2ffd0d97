/** Durations of one kind, counted by how long they were. */
export interface HistogramRow {
  readonly labels: Readonly<Record<string, string>>;
  /** How many lie in each part, not added up: one part for each bound, and one for what is longer than the last. */
  readonly counts: readonly number[];
  /** All of them together. */
  readonly sum: number;
}

/** Returns a histogram in the text format of Prometheus, in which each part has those before it too. */
export function histogramText(
  name: string,
  help: string,
  bounds: readonly number[],
  rows: readonly HistogramRow[],
): string {
  const lines = rows.flatMap(({ labels, counts, sum }) => {
    const own = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    const series = (ending: string, more: readonly string[], value: number) => {
      const all = [...own, ...more].join(',');
      return `${name}_${ending}${all === '' ? '' : `{${all}}`} ${value}`;
    };
    let before = 0;
    const parts = counts.map((count, part) => {
      before += count;
      return series('bucket', [`le="${bounds[part] ?? '+Inf'}"`], before);
    });
    return [...parts, series('sum', [], sum), series('count', [], before)];
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines, ''].join('\n');
}
