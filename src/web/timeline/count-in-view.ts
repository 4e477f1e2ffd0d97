import type { Marks } from '../model.ts';
import type { TimeWindow } from '../model/window.ts';

/**
 * Counts the readings of a window of occurred times (milliseconds of the Unix epoch), both ends included: those that may have begun by its
 * end and may not be over before it begins. Without a window they are all; with a position, those that were recorded by then.
 */
export function countInView(marks: Marks, window: TimeWindow | undefined, position = Infinity): number {
  let counted = 0;
  for (let index = 0; index < marks.count; index += 1)
    if ((marks.position[index] ?? 0) <= position && isInWindow(marks, index, window)) counted += 1;
  return counted;
}

/** Tells whether a reading is in a window of occurred times; without one it is. */
export function isInWindow(
  { from, fromLatest, toLatest, isOpen }: Marks,
  index: number,
  window: TimeWindow | undefined,
): boolean {
  if (window === undefined) return true;
  const [begins = Number.NaN, beginsLatest = Number.NaN] = [from[index], fromLatest[index]];
  const ends = toLatest[index] ?? Number.NaN;
  const last = isOpen[index] === 1 ? Infinity : Number.isNaN(ends) ? beginsLatest : ends;
  return begins <= window.to && last >= window.from;
}
