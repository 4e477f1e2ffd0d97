import type { LaneLayout } from './laid-lane.ts';
import { endBeginning, sizeOf } from './rows.ts';
import { sizes } from './sizes.ts';

/** Tells of each cluster how many rows above it are free over its width: it may grow into them with its count. */
export function fillHeadroom(layout: LaneLayout, rows: number): void {
  const lowest = rows - 1;
  for (let item = layout.rowStart[lowest] ?? 0; item < (layout.rowStart[rows] ?? 0); item += 1) {
    if (sizeOf(layout, item) < 2) continue;
    let row = lowest - 1;
    while (row >= 0 && isFree(layout, row, item)) row -= 1;
    layout.headroom[item] = lowest - 1 - row;
  }
}

function isFree(layout: LaneLayout, row: number, cluster: number): boolean {
  const { from, to, reach, rowStart, msPerPx } = layout;
  const mark = sizes.mark * msPerPx;
  const began = from[cluster] ?? 0;
  const right = Math.max(to[cluster] ?? 0, began + sizes.cell * msPerPx) + mark;
  const last = endBeginning(layout, row, right) - 1;
  return last < (rowStart[row] ?? 0) || (reach[last] ?? 0) < began - mark;
}
