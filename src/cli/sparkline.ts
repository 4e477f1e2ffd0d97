const bars = '▁▂▃▄▅▆▇█';

/** Draws numbers as bars, one a column; the lowest bar is `least`, and what is no number leaves a gap. */
export function sparkline(numbers: readonly (number | undefined)[], least?: number): string {
  const there = numbers.filter((number) => number !== undefined);
  const low = least ?? there.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const high = there.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  return numbers.map((number) => (number === undefined ? ' ' : barOf(number, low, high))).join('');
}

function barOf(number: number, low: number, high: number): string {
  const share = high > low ? (number - low) / (high - low) : 0;
  return bars[Math.min(bars.length - 1, Math.ceil(share * (bars.length - 1)))] ?? '';
}
