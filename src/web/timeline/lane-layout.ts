import type { Entries } from './entries.ts';
import { fillHeadroom } from './headroom.ts';
import type { LaneLayout } from './laid-lane.ts';
import { crowded, packLane } from './packing.ts';
import type { Packing } from './packing.ts';
import { sizes } from './sizes.ts';

/** Works out rows and clusters of one lane for one zoom level. */
export function layOutLane(
  entries: Entries,
  lane: number,
  rows: number,
  msPerPx: number,
  packing: Packing,
): LaneLayout {
  const hasClusters = packLane(entries, lane, rows, msPerPx, packing);
  const first = entries.start[lane] ?? 0;
  const own = (entries.start[lane + 1] ?? 0) - first;
  const begins = packing.stacked;
  const rowStart = countItems(entries.from, { first, own, rows, msPerPx, row: packing.row, begins });
  const count = rowStart[rows] ?? 0;
  const layout: LaneLayout = {
    msPerPx,
    count,
    hasClusters,
    rowStart,
    row: new Uint16Array(count),
    from: new Float64Array(count),
    to: new Float64Array(count),
    reach: new Float64Array(count),
    memberStart: new Uint32Array(count + 1),
    members: new Uint32Array(own),
    headroom: new Uint8Array(count),
    itemOf: new Uint32Array(own),
  };
  placeItems(layout, entries, { first, own, rows, msPerPx, row: packing.row, begins });
  fillMembers(layout, first);
  fillReach(layout, rows);
  if (hasClusters) fillHeadroom(layout, rows);
  return layout;
}

interface Rows {
  readonly first: number;
  readonly own: number;
  readonly rows: number;
  readonly msPerPx: number;
  readonly row: Int16Array;
  /** By entry: whether it begins an item; it is written over what `stacked` was. */
  readonly begins: Uint8Array;
}

/** Finds which entries begin an item, and where the items of each row start. A cluster takes in what is crowded within the width of a cell. */
function countItems(from: Float64Array, { first, own, rows, msPerPx, row, begins }: Rows): Uint32Array {
  const cell = (sizes.cell - sizes.mark) * msPerPx;
  const rowStart = new Uint32Array(rows + 1);
  let until = -Infinity;
  for (let index = 0; index < own; index += 1) {
    const place = row[index] ?? crowded;
    begins[index] = 1;
    if (place === crowded) {
      const began = from[first + index] ?? 0;
      if (began > until) until = began + cell;
      else begins[index] = 0;
      row[index] = rows - 1;
    }
    if (begins[index] === 1) rowStart[(row[index] ?? 0) + 1] = (rowStart[(row[index] ?? 0) + 1] ?? 0) + 1;
  }
  for (let place = 1; place <= rows; place += 1)
    rowStart[place] = (rowStart[place] ?? 0) + (rowStart[place - 1] ?? 0);
  return rowStart;
}

function placeItems(layout: LaneLayout, entries: Entries, { first, own, row, begins }: Rows): void {
  const { from, to, itemOf, rowStart, memberStart } = layout;
  const next = rowStart.slice();
  for (let index = 0; index < own; index += 1) {
    const place = row[index] ?? 0;
    let item = (next[place] ?? 0) - 1;
    const began = entries.from[first + index] ?? 0;
    if (begins[index] === 1) {
      item += 1;
      next[place] = item + 1;
      layout.row[item] = place;
      from[item] = began;
      to[item] = entries.end[first + index] ?? began;
    } else to[item] = began;
    itemOf[index] = item;
    memberStart[item + 1] = (memberStart[item + 1] ?? 0) + 1;
  }
}

/** Entries are met in the order of time, so that the members of an item are in it too. */
function fillMembers({ count, memberStart, members, itemOf }: LaneLayout, first: number): void {
  for (let item = 1; item <= count; item += 1)
    memberStart[item] = (memberStart[item] ?? 0) + (memberStart[item - 1] ?? 0);
  const next = memberStart.slice();
  for (let index = 0; index < itemOf.length; index += 1) {
    const item = itemOf[index] ?? 0;
    const place = next[item] ?? 0;
    members[place] = first + index;
    next[item] = place + 1;
  }
}

function fillReach({ rowStart, reach, to }: LaneLayout, rows: number): void {
  for (let row = 0; row < rows; row += 1) {
    let latest = -Infinity;
    for (let item = rowStart[row] ?? 0; item < (rowStart[row + 1] ?? 0); item += 1) {
      const ended = to[item] ?? 0;
      if (ended > latest) latest = ended;
      reach[item] = latest;
    }
  }
}
