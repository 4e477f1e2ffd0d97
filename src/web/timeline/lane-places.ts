import type { KnownLane } from './lane-memory.ts';
import { sizes } from './sizes.ts';

/** Where lanes and their rows stand, in CSS pixels from the top of the first. */
export interface LanePlaces {
  /** How many rows each lane has. */
  readonly rows: Uint16Array;
  /** The upper edge of each lane; one more at the end: how tall all are. */
  readonly top: Float64Array;
  /** How far below the edge of its lane the first row begins. */
  readonly inset: number;
}

/**
 * Shares a height out among lanes: each has its least rows, and the fuller ones have more while there is room.
 *
 * Each asks for what it takes with all of its readings in view. It depends on what was the fullest that it was seen, never on the zoom or the moment: lanes hold still. `nameTall` is
 * what a name above the rows takes, where there is one.
 */
export function placeLanes(lanes: readonly KnownLane[], height: number, nameTall: number): LanePlaces {
  const wanted = lanes.map(({ most, depth }) => Math.max(sizes.rowsMin, Math.min(depth, rowsMax(most))));
  const inset = sizes.lanePad + nameTall;
  const room = Math.floor((height - lanes.length * (inset + sizes.lanePad)) / sizes.row);
  const spare = Math.max(0, room - lanes.length * sizes.rowsMin);
  const asked = wanted.reduce((sum, rows) => sum + rows - sizes.rowsMin, 0);
  const share = asked === 0 ? 0 : Math.min(1, spare / asked);
  const rows = Uint16Array.from(wanted, (most) => sizes.rowsMin + Math.floor((most - sizes.rowsMin) * share));
  const top = new Float64Array(lanes.length + 1);
  for (const [lane, own] of rows.entries())
    top[lane + 1] = (top[lane] ?? 0) + own * sizes.row + inset + sizes.lanePad;
  return { rows, top, inset };
}

/** Returns how many rows a lane of so many readings has at most: a few may all stand beneath each other, twice as many take a row more. */
export function rowsMax(most: number): number {
  const few = 6;
  return Math.max(sizes.rowsMin, most <= few ? most : few + Math.ceil(Math.log2(most / few)));
}

/** Returns the lane at a height; -1 above the first and below the last. */
export function laneAtHeight({ top }: LanePlaces, y: number): number {
  if (y < 0 || y >= (top[top.length - 1] ?? 0)) return -1;
  let low = 0;
  let high = top.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((top[middle] ?? 0) <= y) low = middle;
    else high = middle;
  }
  return low;
}

/** Returns the middle of a row of a lane. */
export function rowMiddle({ top, inset }: LanePlaces, lane: number, row: number): number {
  return (top[lane] ?? 0) + inset + (row + 0.5) * sizes.row;
}
