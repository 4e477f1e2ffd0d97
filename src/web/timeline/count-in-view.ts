import type { Marks } from '../model.ts';

/**
 * Counts the readings of a window of occurred times (milliseconds of the Unix epoch), both ends included: those that may have begun by its
 * end and may not be over before it begins. Without a window they are all.
 */
export function countInView(
  { count, from, fromLatest, toLatest, isOpen }: Marks,
  window: { readonly from: number; readonly to: number } | undefined,
): number {
  if (window === undefined) return count;
  let counted = 0;
  for (let index = 0; index < count; index += 1) {
    const [begins = Number.NaN, beginsLatest = Number.NaN] = [from[index], fromLatest[index]];
    const ends = toLatest[index] ?? Number.NaN;
    const last = isOpen[index] === 1 ? Infinity : Number.isNaN(ends) ? beginsLatest : ends;
    if (begins <= window.to && last >= window.from) counted += 1;
  }
  return counted;
}
