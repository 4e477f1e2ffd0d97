const units = [
  ['y', 31_557_600_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** Writes a length of time, in milliseconds, by its two largest units: `2 d 4 h`, `15 min`, `0 s`. */
export function formatDuration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.abs(Math.round(ms));
  const first = units.findIndex(([, length]) => rest >= length);
  if (first === -1) return '0 s';
  for (const [name, length] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return `${ms < 0 ? '−' : ''}${parts.join(' ')}`;
}
