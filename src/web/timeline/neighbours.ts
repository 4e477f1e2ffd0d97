import type { LaneLayout } from './laid-lane.ts';
import { endBeginning } from './rows.ts';
import type { Scene } from './scene.ts';
import { firstEntry, isSeen, placeOfEntry } from './seen.ts';

/** Finds the item after or before that of an entry in its lane, in the order of time and then of rows; returns an entry of it, or -1. */
export function besideInLane(scene: Scene, entry: number, direction: 1 | -1): number {
  const { lane, layout, item } = placeOfEntry(scene, entry);
  const key = { from: layout.from[item] ?? 0, row: layout.row[item] ?? 0, item };
  return nearestInLane(scene, lane, layout, key, direction);
}

/** Finds the first or the last item of all that is drawn in a lane; returns an entry of it, or -1. */
export function edgeOfLane(scene: Scene, lane: number, direction: 1 | -1): number {
  const from = direction === 1 ? -Infinity : Infinity;
  return nearestInLane(
    scene,
    lane,
    scene.layoutOf(lane),
    { from, row: direction === 1 ? -1 : Infinity, item: -1 },
    direction,
  );
}

/** Finds the item of the next lane above or below that has any, nearest in time to that of an entry; returns an entry of it, or -1. */
export function besideInNextLane(scene: Scene, entry: number, direction: 1 | -1): number {
  const { lane, layout, item } = placeOfEntry(scene, entry);
  const from = layout.from[item] ?? 0;
  const lanes = scene.places.rows.length;
  for (let next = lane + direction; next >= 0 && next < lanes; next += direction) {
    const found = nearestInTime(scene, next, from);
    if (found >= 0) return found;
  }
  return -1;
}

/** Finds the item of a lane that begins nearest to a time; returns an entry of it, or -1. */
export function nearestInTime(scene: Scene, lane: number, from: number): number {
  const layout = scene.layoutOf(lane);
  const after = nearestInLane(scene, lane, layout, { from, row: -1, item: -1 }, 1);
  const before = nearestInLane(scene, lane, layout, { from, row: -1, item: -1 }, -1);
  if (after < 0 || before < 0) return Math.max(after, before);
  const away = (entry: number): number => Math.abs((scene.entries.from[entry] ?? 0) - from);
  return away(after) <= away(before) ? after : before;
}

interface Key {
  readonly from: number;
  readonly row: number;
  /** The item itself; -1 where it is a time that is looked from. */
  readonly item: number;
}

function nearestInLane(scene: Scene, lane: number, layout: LaneLayout, key: Key, direction: 1 | -1): number {
  let best = -1;
  for (let row = 0; row + 1 < layout.rowStart.length; row += 1) {
    const item = nearestInRow(scene, lane, layout, row, key, direction);
    if (item < 0) continue;
    // Rows are gone through from the top: going on, the upper one of two at the same time comes first; going back, last.
    const apart = best < 0 ? -1 : ((layout.from[item] ?? 0) - (layout.from[best] ?? 0)) * direction;
    if (apart < 0 || (apart === 0 && direction === -1)) best = item;
  }
  return best < 0 ? -1 : firstEntry(layout, best);
}

function nearestInRow(
  scene: Scene,
  lane: number,
  layout: LaneLayout,
  row: number,
  { from, row: ownRow, item: own }: Key,
  direction: 1 | -1,
): number {
  const [first, end] = [layout.rowStart[row] ?? 0, layout.rowStart[row + 1] ?? 0];
  const later = endBeginning(layout, row, from);
  let item = direction === 1 ? later : later - 1;
  // Of what begins at the same time, the rows below come after it and those above before.
  if (direction === 1 && row > ownRow) while (item > first && layout.from[item - 1] === from) item -= 1;
  if (direction === -1 && row > ownRow) while (item >= first && layout.from[item] === from) item -= 1;
  if (row === ownRow && own >= 0) item = own + direction;
  while (item >= first && item < end && !isSeen(scene, lane, layout, item)) item += direction;
  return item >= first && item < end ? item : -1;
}
