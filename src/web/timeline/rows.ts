import type { LaneLayout } from './laid-lane.ts';

/** Returns the first item of a row that may reach to a time or beyond it; the row's end where none does. */
export function firstReaching({ rowStart, reach }: LaneLayout, row: number, time: number): number {
  let low = rowStart[row] ?? 0;
  let high = rowStart[row + 1] ?? low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reach[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the item of a row after the last that begins by a time. */
export function endBeginning({ rowStart, from }: LaneLayout, row: number, time: number): number {
  let low = rowStart[row] ?? 0;
  let high = rowStart[row + 1] ?? low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns how many readings an item is made of. */
export function sizeOf({ memberStart }: LaneLayout, item: number): number {
  return (memberStart[item + 1] ?? 0) - (memberStart[item] ?? 0);
}
