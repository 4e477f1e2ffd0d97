import { clusterHeight } from './draw-item.ts';
import { leftOf, rightOf, timeAt } from './frame.ts';
import type { LaneLayout } from './laid-lane.ts';
import { laneAtHeight, rowMiddle } from './lane-places.ts';
import { firstReaching, sizeOf } from './rows.ts';
import type { Scene } from './scene.ts';
import { firstEntry, isSeen } from './seen.ts';
import { sizes } from './sizes.ts';

/** Finds what is drawn at a place, or nearest to it within reach of a pointer; returns an entry of it, or -1. */
export function entryAt(scene: Scene, x: number, y: number): number {
  const { frame, places } = scene;
  if (x < frame.left || y < frame.top || x > frame.width || y > frame.height) return -1;
  const lane = laneAtHeight(places, y - frame.top + frame.scroll);
  if (lane < 0) return -1;
  const layout = scene.layoutOf(lane);
  let nearest = -1;
  let least: number = sizes.reach;
  for (let row = 0; row + 1 < layout.rowStart.length; row += 1) {
    if (!mayReach(scene, layout, lane, row, y)) continue;
    const end = layout.rowStart[row + 1] ?? 0;
    const last = timeAt(frame, x + sizes.reach + sizes.mark);
    for (
      let item = firstReaching(layout, row, timeAt(frame, x - sizes.reach - sizes.cell));
      item < end;
      item += 1
    ) {
      if ((layout.from[item] ?? 0) > last) break;
      const away = distanceTo(scene, lane, layout, item, x, y);
      if (away >= least || !isSeen(scene, lane, layout, item)) continue;
      least = away;
      nearest = firstEntry(layout, item);
    }
  }
  return nearest;
}

/** Clusters, which stand in the last row, reach up into the others. */
function mayReach(
  { places, frame }: Scene,
  layout: LaneLayout,
  lane: number,
  row: number,
  y: number,
): boolean {
  const middle = frame.top + rowMiddle(places, lane, row) - frame.scroll;
  const isLast = row + 2 === layout.rowStart.length;
  return Math.abs(y - middle) <= sizes.row / 2 + sizes.reach || (isLast && layout.hasClusters);
}

/** Returns how far a place is from an item, in CSS pixels: 0 within it. */
export function distanceTo(
  scene: Scene,
  lane: number,
  layout: LaneLayout,
  item: number,
  x: number,
  y: number,
): number {
  const { frame, places } = scene;
  const middle = frame.top + rowMiddle(places, lane, layout.row[item] ?? 0) - frame.scroll;
  const bottom = middle + sizes.row / 2 - 1;
  const shown = scene.tallyOf(lane).shown[item] ?? 1;
  const tall = sizeOf(layout, item) > 1 ? clusterHeight(layout, item, shown) : sizes.row - 2;
  const across = outside(x, leftOf(frame, layout, item), rightOf(frame, layout, item));
  return Math.hypot(across, outside(y, bottom - tall, bottom));
}

function outside(place: number, least: number, most: number): number {
  return Math.max(0, least - place, place - most);
}
