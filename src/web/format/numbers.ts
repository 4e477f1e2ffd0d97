const counts = new Intl.NumberFormat('en');
const plurals = new Intl.PluralRules('en');

/** Writes a whole number with its thousands apart: `12,345`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** Writes a number of things: `1 event`, `12,345 events`. */
export function formatCountOf(count: number, one: string, other: string): string {
  return `${formatCount(count)} ${plurals.select(count) === 'one' ? one : other}`;
}

/** Returns the greatest of 1, 10, 100 and so on that a count has reached; 0 of none. */
export function roundedDown(count: number): number {
  return count < 1 ? 0 : 10 ** (String(Math.floor(count)).length - 1);
}
