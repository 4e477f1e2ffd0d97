import type { Entries } from './entries.ts';
import { sizes } from './sizes.ts';

/** Said of an entry that has no place of its own in the rows of its lane, and goes into a cluster. */
export const crowded = -1;

/** Room to pack a lane in, made once and used for each. */
export interface Packing {
  /** By entry of the lane: its row, from 0 at the top, or `crowded`. */
  readonly row: Int16Array;
  /** By entry of the lane: whether it stands on the one before it of the same fact. */
  readonly stacked: Uint8Array;
  readonly points: Int32Array;
  readonly rowEnd: Float64Array;
}

/** Makes room to pack lanes of at most so many entries and rows. */
export function beginPacking(entriesMax: number, rowsMax: number): Packing {
  return {
    row: new Int16Array(entriesMax),
    stacked: new Uint8Array(entriesMax),
    points: new Int32Array(entriesMax),
    rowEnd: new Float64Array(rowsMax),
  };
}

/**
 * Finds a row for each entry of one lane, at so many milliseconds a pixel; tells whether the last row is for clusters.
 *
 * Where more marks than there are rows stand closer than their size, those are crowded. The others take the first row that
 * is free where they begin; what finds none is crowded too. Once anything is crowded, the last row is for clusters alone.
 * Readings of one fact that stand at the same place share it: only one of them is drawn in full at any moment.
 */
export function packLane(
  entries: Entries,
  lane: number,
  rows: number,
  msPerPx: number,
  packing: Packing,
): boolean {
  const first = entries.start[lane] ?? 0;
  const last = entries.start[lane + 1] ?? 0;
  const part = { entries, first, last, msPerPx };
  stack(part, packing);
  if (!crowd(part, packing, rows, true) && fit(part, packing, rows, true)) return false;
  crowd(part, packing, rows - 1, false);
  fit(part, packing, rows - 1, false);
  return true;
}

/** Returns how many rows a lane takes at so many milliseconds a pixel without any cluster; `rowsMax` where it takes more. */
export function depthOf(
  entries: Entries,
  lane: number,
  rowsMax: number,
  msPerPx: number,
  packing: Packing,
): number {
  const first = entries.start[lane] ?? 0;
  const last = entries.start[lane + 1] ?? 0;
  const part = { entries, first, last, msPerPx };
  stack(part, packing);
  packing.row.fill(0, 0, last - first);
  if (!fit(part, packing, rowsMax, true)) return rowsMax;
  return packing.rowEnd.subarray(0, rowsMax).findLastIndex((end) => end > -Infinity) + 1;
}

interface Part {
  readonly entries: Entries;
  readonly first: number;
  readonly last: number;
  readonly msPerPx: number;
}

function stack({ entries, first, last, msPerPx }: Part, { stacked }: Packing): void {
  const { before, from } = entries;
  const near = sizes.mark * msPerPx;
  for (let entry = first; entry < last; entry += 1) {
    const other = before[entry] ?? -1;
    stacked[entry - first] = other >= 0 && (from[entry] ?? 0) - (from[other] ?? 0) < near ? 1 : 0;
  }
}

/** Marks as crowded what stands closer than a mark's size, more deeply than there are rows; says whether anything does. */
function crowd(
  { entries: { from, end }, first, last, msPerPx }: Part,
  { row, stacked, points }: Packing,
  rows: number,
  stopsAtOnce: boolean,
): boolean {
  const near = (sizes.mark + sizes.gap) * msPerPx;
  const long = sizes.cell * msPerPx;
  let count = 0;
  let marked = 0;
  for (let entry = first; entry < last; entry += 1) {
    row[entry - first] = 0;
    const began = from[entry] ?? 0;
    if (stacked[entry - first] === 1 || (end[entry] ?? 0) - began > long) continue;
    points[count] = entry;
    const back = count - rows;
    count += 1;
    if (back < 0 || began - (from[points[back] ?? 0] ?? 0) >= near) continue;
    if (stopsAtOnce) return true;
    for (let place = Math.max(back, marked); place < count; place += 1)
      row[(points[place] ?? 0) - first] = crowded;
    marked = count;
  }
  return marked > 0;
}

/** Puts what is not crowded into rows; false where something found none. */
function fit(
  { entries: { before, from, end }, first, last, msPerPx }: Part,
  { row, stacked, rowEnd }: Packing,
  rows: number,
  stopsAtOnce: boolean,
): boolean {
  const mark = sizes.mark * msPerPx;
  const gap = sizes.gap * msPerPx;
  const open = sizes.openStub * msPerPx;
  rowEnd.fill(-Infinity, 0, rows);
  let fits = true;
  for (let entry = first; entry < last; entry += 1) {
    const began = from[entry] ?? 0;
    let place = row[entry - first] ?? crowded;
    if (stacked[entry - first] === 1) place = row[(before[entry] ?? first) - first] ?? crowded;
    else if (place !== crowded) place = freeRow(rowEnd, rows, began);
    row[entry - first] = place;
    if (place === crowded) {
      if (stopsAtOnce) return false;
      fits = false;
      continue;
    }
    const ended = end[entry] ?? 0;
    const right = Math.max(began + mark / 2, ended === Infinity ? began + open : ended) + gap + mark / 2;
    rowEnd[place] = Math.max(rowEnd[place] ?? 0, right);
  }
  return fits;
}

function freeRow(rowEnd: Float64Array, rows: number, from: number): number {
  for (let row = 0; row < rows; row += 1) if ((rowEnd[row] ?? 0) <= from) return row;
  return crowded;
}
