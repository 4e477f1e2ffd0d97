import type { Marks } from '../model.ts';

/** A moment in numbers: `now` and `head` are resolved. */
export interface CutMoment {
  /** Milliseconds of the Unix epoch. */
  readonly asOf: number;
  readonly position: number;
}

/** Tells whether a reading is the one that its fact has by a position, be it retracted. */
export function isKnown({ position, recordedTo }: Marks, index: number, by: number): boolean {
  return (position[index] ?? Infinity) <= by && by < (recordedTo[index] ?? 0);
}

/**
 * Counts the readings that began by an instant: those before this index, as marks stand by when they began.
 *
 * With them goes every question about the past of an instant: it costs a few comparisons, however many there are.
 */
export function countBegun(from: Float64Array, asOf: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((from[middle] ?? Infinity) <= asOf) low = middle + 1;
    else high = middle;
  }
  return low;
}
